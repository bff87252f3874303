"""A column of elements, one below the other, each knowing its height before anything is drawn: what long pictures are made
of. A slice ends only between elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mercery.studio.pictures.canvas import skia_module
from mercery.studio.pictures.fact_rows import Place, Run, State
from mercery.studio.pictures.tones import LODEN, WELD, WOAD
from mercery.studio.pictures.type_setting import Align, Box, Colour, Face, Laid, Role, lay_out

Paint = Callable[[Any, float], None]
"""Draws on a canvas with its top at the given y."""
_SLIVER: Final = 0.25
"""Of a slice's most: a last one lower than that shares with the one before."""
_STITCH: Final[dict[State, tuple[int, tuple[float, float], float]]] = {
    "holds": (LODEN, (5, 3), 1.5), "computed": (WOAD, (5, 3), 1.5), "expiring": (WELD, (2, 3), 2.0),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands where on an element: a text and the fact it stands on, or a picture of the catalogue."""

    box: Box
    """Its place, from the element's top."""
    text: str = ""
    fact_id: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A stretch of the column over its whole width."""

    height: float
    paint: Paint
    place: Place = "hero"
    with_next: bool = False
    """Whether it makes no sense at the end of a slice: a heading, a space."""
    marks: tuple[Mark, ...] = field(default=())


def space(height: float, place: Place = "hero", *, with_next: bool = True) -> Element:
    """Nothing, so high."""
    return Element(height=height, paint=lambda canvas, y: None, place=place, with_next=with_next)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How texts are set in a column: where it begins, how wide it is, pixels of the picture for one of the look's."""

    left: float
    width: float
    scale: float
    lang: Any


def text(
    runs: Sequence[Run],
    ink: Ink,
    *,
    role: Role,
    colour: Colour,
    place: Place,
    align: Align = "left",
    keep: Sequence[str] = (),
    stitched: bool = True,
    with_next: bool = False,
    face: Face | None = None,
) -> Element:
    """A paragraph with its claims stitched."""
    whole = "".join(run.text for run in runs)
    laid = lay_out(whole, role=role, lang=ink.lang, width=ink.width, scale=ink.scale, align=align, keep=keep, face=face)
    marks = tuple(_marks(laid, runs, ink))

    def paint(canvas: Any, y: float) -> None:
        laid.draw(canvas, ink.left, y, colour)
        if stitched:
            stitches(canvas, laid, runs, ink, y)

    return Element(height=laid.height, paint=paint, place=place, with_next=with_next, marks=marks)


def _marks(laid: Laid, runs: Iterable[Run], ink: Ink) -> Iterator[Mark]:
    at = 0
    for run in runs:
        for box in laid.boxes(at, at + len(run.text)) if run.text.strip() else ():
            moved = Box(x=box.x + ink.left, y=box.y, width=box.width, height=box.height)
            yield Mark(box=moved, text=run.text, fact_id=run.fact_id)
        at += len(run.text)


def stitches(canvas: Any, laid: Laid, runs: Iterable[Run], ink: Ink, y: float) -> None:
    """The stitch below each claim: dashes where a fact bears it, dots where it ends at a date."""
    skia = skia_module()
    at = 0
    for run in runs:
        if run.state is not None:
            colour, dash, thick = _STITCH[run.state]
            scale = ink.scale * 0.8
            paint = skia.Paint(
                AntiAlias=True, Color=colour, StrokeWidth=thick * scale, Style=skia.Paint.kStroke_Style,
                PathEffect=skia.DashPathEffect.Make([one * scale for one in dash], 0),
            )  # fmt: skip
            for box in laid.boxes(at, at + len(run.text)):
                line = y + box.y + laid.lines[0].baseline + laid.size * 0.3
                canvas.drawLine(ink.left + box.x, line, ink.left + box.x + box.width, line, paint)
        at += len(run.text)


def slices(elements: Sequence[Element], most: float) -> list[list[Element]]:
    """The column cut between elements so that no piece is higher than `most` (but for one element that is by itself).

    A slice that is at least half full ends where a block does, if one does there.
    """
    found: list[list[Element]] = []
    open_: list[list[Element]] = []
    for group in _groups(elements):
        open_.append(group)
        while len(open_) > 1 and _high(open_) > most:
            cut = _block_end(open_, most) or len(open_) - 1
            found.append([one for part in open_[:cut] for one in part])
            open_ = open_[cut:]
    if open_:
        found.append([one for part in open_ for one in part])
    if len(found) > 1 and _high(found[-1:]) < _SLIVER * most:
        found[-2:] = _shared([*found[-2], *found[-1]], most)
    return found


def _shared(elements: Sequence[Element], most: float) -> list[list[Element]]:
    """Two slices as even as they can be, so that the last is no sliver."""
    groups = list(_groups(elements))

    def uneven(at: int) -> tuple[bool, float]:
        first, second = _high(groups[:at]), _high(groups[at:])
        return max(first, second) > most, abs(first - second)

    cut = min(range(1, len(groups)), key=uneven)
    return [[one for part in groups[:cut] for one in part], [one for part in groups[cut:] for one in part]]


def _high(groups: Iterable[Sequence[Element]]) -> float:
    return sum(one.height for group in groups for one in group)


def _block_end(groups: Sequence[Sequence[Element]], most: float) -> int:
    """The last place where one block ends and the next begins in the lower half of a slice; 0 for none."""
    ends = [
        at
        for at in range(1, len(groups))
        if groups[at][0].place != groups[at - 1][-1].place and 0.5 * most <= _high(groups[:at]) <= most
    ]
    return ends[-1] if ends else 0


def _groups(elements: Sequence[Element]) -> Iterator[list[Element]]:
    """Elements that stay together."""
    group: list[Element] = []
    for element in elements:
        group.append(element)
        if not element.with_next:
            yield group
            group = []
    if group:
        yield group
