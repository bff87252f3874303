"""The finished drawing: views side by side at one scale on one table line, with their figures and something to hold them
against. It knows no way of drawing: `svg.py` and `painted.py` draw it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.core.i18n import Lang
from mercery.studio.pictures.scale.measured import Measured, measured
from mercery.studio.pictures.scale.outline import Stroke, line
from mercery.studio.pictures.scale.references import Reference, reference_for
from mercery.studio.pictures.scale.view import Figure, View
from mercery.studio.pictures.scale.views import views

WIDTH: Final = 340.0
"""Of a drawing, in its own units: about the CSS pixels of a phone's column."""
_HIGH: Final = 230.0
_GAP: Final = 26.0
_FIGURE: Final = 12.0
"""Size of the figures."""
_ROOM: Final = 52.0
"""Left of a view with a figure beside it."""
Anchor = Literal["start", "middle", "end"]
Voice = Literal["figure", "name", "reference", "computed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A line of text: `x`, `y` is where its baseline is anchored. `fact_id`: what it stands on, if anything."""

    text: str
    x: float
    y: float
    anchor: Anchor
    voice: Voice
    fact_id: str = ""
    size: float = _FIGURE


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleDrawing:
    """Strokes and labels in units, y downwards from the top left."""

    lang: Lang
    width: float
    height: float
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    title: str
    description: str
    """What it shows, for whoever cannot see it."""

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts it stands on."""
        return tuple(dict.fromkeys(one.fact_id for one in self.labels if one.fact_id))


def scale_drawing(product: Product, facts: Iterable[Fact], lang: Lang) -> ScaleDrawing | None:
    """The drawing of a product from its measures; None where none of them can be drawn to scale."""
    measures = measured(product, facts, lang)
    shown = views(measures)
    if not shown:
        return None
    largest = max(max(view.width, view.height) for view in shown)
    return _composed(product, measures, shown, reference_for(largest, lang))


def _composed(product: Product, measures: Measured, shown: Sequence[View], beside: Reference) -> ScaleDrawing:
    lang = measures.lang
    per_mm = _scale(shown, beside)
    high = max(*(view.height * per_mm for view in shown), beside.height * per_mm)
    low = max((-_lowest(view) * per_mm for view in shown), default=0.0)
    top = 26.0 if any(figure.where == "above" for view in shown for figure in view.figures) else 12.0
    table = top + high
    strokes: list[Stroke] = []
    labels: list[Label] = []
    x = (WIDTH - _wide(shown, beside, per_mm)) / 2
    for view in shown:
        x += _left_room(view)
        strokes += [one.placed(per_mm, -per_mm, x, table) for one in view.strokes]
        for figure in view.figures:
            _measure(figure, per_mm, x, table, strokes, labels)
        _named(view, x + view.width * per_mm / 2, table + low, lang, labels)
        x += view.width * per_mm + _GAP + _right_room(view)
    x = max(x, x + (_name_room(beside, per_mm)) / 2)
    strokes += [one.placed(per_mm, -per_mm, x, table) for one in beside.strokes]
    middle = x + beside.width * per_mm / 2
    for index, text in enumerate((beside.name.text(lang), beside.size.text(lang))):
        labels.append(
            Label(text=text, x=middle, y=table + low + 18 + index * 15, anchor="middle", voice="reference", size=11)
        )
    if not any(view.flat for view in shown):
        strokes.insert(0, line([(0, table), (WIDTH, table)], "ground"))
    return ScaleDrawing(
        lang=lang,
        width=WIDTH,
        height=table + low + 56,
        strokes=tuple(strokes),
        labels=tuple(labels),
        title=f"{product.title.text(lang)}：尺寸图" if lang == "zh" else f"{product.title.text(lang)}, to scale",
        description=_told(shown, beside, lang),
    )


def _scale(shown: Sequence[View], beside: Reference) -> float:
    across = sum(view.width for view in shown) + beside.width
    room = WIDTH - sum(_left_room(view) + _right_room(view) for view in shown) - _GAP * len(shown) - 4
    tallest = max(*(view.height - _lowest(view) for view in shown), beside.height)
    per_mm = min(room / across, _HIGH / tallest)
    room -= max(0.0, _name_room(beside, per_mm))
    return min(room / across, _HIGH / tallest)


def _name_room(beside: Reference, per_mm: float) -> float:
    """What the reference's name needs beyond its own width."""
    return max(0.0, 78.0 - beside.width * per_mm)


def _wide(shown: Sequence[View], beside: Reference, per_mm: float) -> float:
    rooms = sum(_left_room(view) + view.width * per_mm + _right_room(view) + _GAP for view in shown)
    return rooms + beside.width * per_mm + _name_room(beside, per_mm)


def _lowest(view: View) -> float:
    ends = [at[1] for figure in view.figures for at in (figure.start, figure.end)]
    return min(0.0, *ends) if ends else 0.0


def _left_room(view: View) -> float:
    return _ROOM if any(figure.where == "left" for figure in view.figures) else 0.0


def _right_room(view: View) -> float:
    return 34.0 if any(figure.where == "slant" for figure in view.figures) else 0.0


def _measure(figure: Figure, per_mm: float, x: float, table: float, strokes: list[Stroke], labels: list[Label]) -> None:
    ax, ay = x + figure.start[0] * per_mm, table - figure.start[1] * per_mm
    bx, by = x + figure.end[0] * per_mm, table - figure.end[1] * per_mm
    shift = {
        "below": (0.0, 14.0),
        "above": (0.0, -10.0),
        "left": (-12.0, 0.0),
        "right": (12.0, 0.0),
        "slant": (9.0, 9.0),
    }
    dx, dy = shift[figure.where]
    ax, ay, bx, by = ax + dx, ay + dy, bx + dx, by + dy
    strokes.append(line([(ax, ay), (bx, by)], "measure"))
    across = (0.0, 4.0) if figure.where in ("below", "above") else (4.0, 0.0)
    for px, py in ((ax, ay), (bx, by)):
        strokes.append(line([(px - across[0], py - across[1]), (px + across[0], py + across[1])], "measure"))
    places: dict[str, tuple[float, float, Anchor]] = {
        "below": ((ax + bx) / 2, ay + 16, "middle"),
        "above": ((ax + bx) / 2, ay - 7, "middle"),
        "left": (ax - 8, (ay + by) / 2 + 4, "end"),
        "right": (ax + 8, (ay + by) / 2 + 4, "start"),
        "slant": ((ax + bx) / 2 + 8, (ay + by) / 2 + 10, "start"),
    }
    lx, ly, anchor = places[figure.where]
    voice: Voice = "computed" if figure.length.worked_out else "figure"
    labels.append(Label(text=figure.length.text, x=lx, y=ly, anchor=anchor, voice=voice, fact_id=figure.length.fact_id))


def _named(view: View, middle: float, table: float, lang: Lang, labels: list[Label]) -> None:
    below = 18.0 + (30.0 if any(one.where == "below" and one.start[1] <= 0 for one in view.figures) else 0.0)
    fact = view.facts[0] if view.facts else ""
    text = view.called(lang)
    labels.append(Label(text=text, x=middle, y=table + below, anchor="middle", voice="name", fact_id=fact, size=11))


def _told(shown: Sequence[View], beside: Reference, lang: Lang) -> str:
    colon, comma, stop = ("：", "、", "；") if lang == "zh" else (": ", ", ", "; ")
    told = [
        view.called(lang) + (colon if view.figures else "") + comma.join(figure.length.text for figure in view.figures)
        for view in shown
    ]
    size, name = beside.size.text(lang), beside.name.text(lang)
    if lang == "zh":
        apart = " " if name[:1].isascii() else ""
        return f"{stop.join(told)}。旁边为同比例的{apart}{name}（{size}），仅作参照；轮廓为示意。"
    return f"{stop.join(told)}. Beside it, at the same scale, for reference: {name} ({size}). Outlines are schematic."
