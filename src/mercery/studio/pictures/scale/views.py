"""From measures to views: a bag from the front and the side, a watch, a ring, a scarf laid flat. Pure.

Outlines are schematic: what is measured is to scale, what is not is not claimed. A piece whose sides cannot be told apart
is drawn as a block with its three figures, which says nothing of which side is up.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Lang, Words
from mercery.studio.pictures.scale.measured import Length, Measured, written
from mercery.studio.pictures.scale.outline import Stroke, curve, ellipse, line, rectangle, rounded

Where = Literal["below", "left", "right", "above", "slant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A dimension line from `start` to `end` in the view's millimetres, and its figure."""

    length: Length
    start: tuple[float, float]
    end: tuple[float, float]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view of the piece, its lower left at 0, 0."""

    name: Words
    width: float
    height: float
    strokes: tuple[Stroke, ...]
    figures: tuple[Figure, ...] = ()
    note: str = ""
    """What stands for `{}` in its name: a size, a volume."""
    facts: tuple[str, ...] = ()
    """Facts the note stands on."""
    flat: bool = False
    """Whether it lies rather than stands: no table line below it."""

    def called(self, lang: Lang) -> str:
        """Its name."""
        return self.name.text(lang).replace("{}", self.note)


FRONT: Final = Words("Front", "正面")
SIDE: Final = Words("Side", "侧面")
FLAT: Final = Words("Laid flat", "平铺")
BLOCK: Final = Words("Overall", "外形尺寸")
CLEAR: Final = 1.4
"""So many times as high as deep, and a bag's height and depth are told apart by size."""


def views(measures: Measured) -> tuple[View, ...]:
    """The views that the measures allow; none where nothing can be drawn to scale."""
    draw = _KINDS.get(measures.kind)
    found = draw(measures) if draw else ()
    return found or _by_sides(measures)


def _across(length: Length, width: float, y: float = 0.0, where: Where = "below") -> Figure:
    return Figure(length=length, start=(0, y), end=(width, y), where=where)


def _up(length: Length, x: float, low: float, high: float, where: Where = "left") -> Figure:
    return Figure(length=length, start=(x, low), end=(x, high), where=where)


def _by_sides(measures: Measured) -> tuple[View, ...]:
    if len(measures.sides) == 3:
        return (_block(measures.sides),)
    if len(measures.sides) == 2:
        return (_panel(measures.sides, FLAT, flat=True),)
    if "diameter" in measures.lengths:
        return (_disc(measures.lengths["diameter"]),)
    return tuple(_cubes(measures))


def _panel(sides: tuple[Length, ...], name: Words, *, radius: float = 0.0, flat: bool = False) -> View:
    wide, high = sides[0], sides[1]
    return View(
        name=name,
        width=wide.mm,
        height=high.mm,
        strokes=(rectangle(0, 0, wide.mm, high.mm, radius),),
        figures=(_across(wide, wide.mm), _up(high, 0, 0, high.mm)),
        flat=flat,
    )


def _block(sides: tuple[Length, ...]) -> View:
    """A cuboid seen from a corner: length along the front, the second side going back, the third up."""
    long, deep, high = sides
    back, rise = deep.mm * 0.5 * math.cos(math.pi / 5), deep.mm * 0.5 * math.sin(math.pi / 5)
    w, h = long.mm, high.mm
    return View(
        name=BLOCK,
        width=w + back,
        height=h + rise,
        strokes=(
            line(
                [(0, 0), (w, 0), (w + back, rise), (w + back, h + rise), (back, h + rise), (0, h)], "body", closed=True
            ),
            line([(0, h), (w, h), (w, 0)]),
            line([(w, h), (w + back, h + rise)]),
        ),
        figures=(
            _across(long, w),
            _up(high, 0, 0, h),
            Figure(length=deep, start=(w, 0), end=(w + back, rise), where="slant"),
        ),
    )


def _bag(measures: Measured) -> tuple[View, ...]:
    sides = measures.sides
    if len(sides) < 2:
        return ()
    wide, high = sides[0], sides[1]
    deep = sides[2] if len(sides) == 3 else None
    if deep is not None and deep.mm > high.mm:
        high, deep = deep, high
    if deep is not None and high.mm < CLEAR * deep.mm:
        return ()  # a bag whose height and depth could be either: a block tells no lie
    drop = measures.lengths.get("handle_drop")
    return (_bag_front(wide, high, drop), *((_bag_side(high, deep, drop),) if deep else ()))


def _bag_front(wide: Length, high: Length, drop: Length | None) -> View:
    w, h = wide.mm, high.mm
    r, inset = min(w, h) * 0.1, w * 0.045
    strokes = [rounded([(0, 0), (w, 0), (w - inset, h), (inset, h)], [r, r, r * 0.5, r * 0.5])]
    figures = [_across(wide, w), _up(high, 0, 0, h)]
    top = h
    if drop is not None:
        top = h + drop.mm
        strokes = [*_handle(w * 0.25, w * 0.75, h, drop.mm, min(w * 0.035, 9.0)), *strokes]
        figures.append(_up(drop, 0, h, top))
    return View(name=FRONT, width=w, height=top, strokes=tuple(strokes), figures=tuple(figures))


def _handle(left: float, right: float, y: float, high: float, thick: float) -> tuple[Stroke, ...]:
    """A handle as two arcs from `left` to `right`, its inside `high` above `y`."""

    def arc(inset: float, top: float) -> Stroke:
        a, b = left + inset, right - inset
        k = (b - a) * 0.02
        return curve((a, y), (a - k, y + top * 1.33, b + k, y + top * 1.33, b, y))

    return arc(0, high), arc(thick, high - thick)


def _bag_side(high: Length, deep: Length, drop: Length | None) -> View:
    d, h = deep.mm, high.mm
    inset = d * 0.24
    strokes = [rounded([(0, 0), (d, 0), (d - inset, h), (inset, h)], [d * 0.12, d * 0.12, d * 0.06, d * 0.06])]
    strokes.append(line([(d / 2, d * 0.1), (d / 2, h)]))
    if drop is not None:
        strokes.append(
            line([(d / 2 - 2.5, h), (d / 2 - 2.5, h + drop.mm), (d / 2 + 2.5, h + drop.mm), (d / 2 + 2.5, h)])
        )
    return View(
        name=SIDE,
        width=d,
        height=h + (drop.mm if drop else 0.0),
        strokes=tuple(strokes),
        figures=(_across(deep, d),),
    )


def _wallet(measures: Measured) -> tuple[View, ...]:
    sides = measures.sides
    if len(sides) < 2:
        return ()
    front = _panel(sides[:2], FRONT, radius=min(sides[0].mm, sides[1].mm) * 0.06)
    if len(sides) == 2 or sides[2].mm > min(sides[0].mm, sides[1].mm):
        return (front,) if len(sides) == 2 else ()
    deep, high = sides[2], sides[1]
    side = View(
        name=SIDE,
        width=deep.mm,
        height=high.mm,
        strokes=(rectangle(0, 0, deep.mm, high.mm, deep.mm * 0.3),),
        figures=(_across(deep, deep.mm),),
    )
    return front, side


def _watch(measures: Measured) -> tuple[View, ...]:
    across = measures.lengths.get("case_diameter") or measures.lengths.get("diameter")
    if across is None:
        return ()
    thick = measures.lengths.get("case_thickness")
    return (_dial(across), *((_case_side(across, thick),) if thick else ()))


def _dial(across: Length) -> View:
    r = across.mm / 2
    band, stub = r * 1.04, r * 0.62
    left, low = r - band / 2, -stub
    strap = [
        Stroke(path=(("M", (left, y0)), ("L", (left + band * 0.03, y1)), ("M", (left + band, y0)), ("L", (left + band * 0.97, y1))), style="fade")
        for y0, y1 in ((r * 0.25, low), (2 * r - r * 0.25, 2 * r + stub))
    ]  # fmt: skip
    ticks = []
    for hour in range(12):
        turn = math.tau * hour / 12
        inner, outer = r * (0.62 if hour % 3 == 0 else 0.7), r * 0.76
        ticks.append(
            line(
                [
                    (r + inner * math.sin(turn), r + inner * math.cos(turn)),
                    (r + outer * math.sin(turn), r + outer * math.cos(turn)),
                ]
            )
        )
    crown = rectangle(2 * r - 0.2, r - r * 0.09, r * 0.13, r * 0.18, r * 0.03)
    return View(
        name=FRONT,
        width=across.mm,
        height=2 * r + stub,
        strokes=(*strap, crown, ellipse(r, r, r, r), ellipse(r, r, r * 0.87, r * 0.87, "line"), *ticks),
        figures=(_across(across, across.mm, low),),
        flat=True,
    )


def _case_side(across: Length, thick: Length) -> View:
    t, d = thick.mm, across.mm
    low = -d / 2 * 0.62
    return View(
        name=SIDE,
        width=t,
        height=d,
        strokes=(
            rounded([(0, d * 0.03), (t * 0.82, 0), (t * 0.82, d), (0, d * 0.97)], [t * 0.14] * 4),
            curve((t * 0.82, d * 0.07), (t * 1.04, d * 0.3, t * 1.04, d * 0.7, t * 0.82, d * 0.93)),
        ),
        figures=(_across(thick, t, low),),
    )


def _ring(measures: Measured) -> tuple[View, ...]:
    sizes, band = measures.ring_sizes, measures.lengths.get("band_width")
    if not sizes:
        return (_band(band, 17.0),) if band else ()
    picked = sizes[len(sizes) // 2]
    inner = Length(mm=picked.mm, text=written(picked.mm, "mm", measures.lang), fact_id=picked.fact_id, worked_out=True)
    r, wall = picked.mm / 2, 1.5
    front = View(
        name=Words("Size {}, inside", "{} 号，内圈"),
        note=picked.text,
        facts=(picked.fact_id,),
        width=2 * (r + wall),
        height=2 * (r + wall),
        strokes=(ellipse(r + wall, r + wall, r + wall, r + wall), ellipse(r + wall, r + wall, r, r, "ground")),
        figures=(Figure(length=inner, start=(wall, r + wall), end=(wall + 2 * r, r + wall), where="below"),),
    )
    return (front, _band(band, picked.mm + 2 * wall)) if band else (front,)


def _band(band: Length, high: float) -> View:
    w = band.mm
    return View(
        name=Words("Band", "戒圈"),
        width=w,
        height=high,
        strokes=(rectangle(0, 0, w, high, min(w, high) * 0.3),),
        figures=(_across(band, w),),
    )


def _disc(across: Length) -> View:
    r = across.mm / 2
    return View(
        name=FRONT,
        width=across.mm,
        height=across.mm,
        strokes=(ellipse(r, r, r, r),),
        figures=(_across(across, across.mm),),
        flat=True,
    )


def _earring(measures: Measured) -> tuple[View, ...]:
    across = measures.lengths.get("diameter")
    if across is None:
        return ()
    r = across.mm / 2
    if r < 6:
        return (_disc(across),)
    strokes = (ellipse(r, r, r, r), ellipse(r, r, r - max(1.0, r * 0.09), r - max(1.0, r * 0.09), "ground"))
    return (
        View(
            name=FRONT,
            width=across.mm,
            height=across.mm,
            strokes=strokes,
            figures=(_across(across, across.mm),),
            flat=True,
        ),
    )


def _necklace(measures: Measured) -> tuple[View, ...]:
    chain, pendant = measures.lengths.get("chain_length"), measures.lengths.get("diameter")
    if chain is None:
        return ()
    closed = chain.mm < 250  # a bracelet's length goes round a wrist
    r = chain.mm / math.tau
    name = Words("{} long, closed", "链长 {}，扣合")
    strokes = [ellipse(r, r, r, r, "body"), ellipse(r, r, r - 1.2, r - 1.2, "ground")]
    figures = []
    if pendant is not None and not closed:
        half = pendant.mm / 2
        strokes.append(ellipse(r, -half + 1, half, half, "body"))
        figures.append(
            Figure(length=pendant, start=(r - half, -pendant.mm), end=(r + half, -pendant.mm), where="below")
        )
    return (
        View(
            name=name,
            note=chain.text,
            facts=(chain.fact_id,),
            width=2 * r,
            height=2 * r,
            strokes=tuple(strokes),
            figures=tuple(figures),
            flat=True,
        ),
    )


def _glasses(measures: Measured) -> tuple[View, ...]:
    lens, bridge, temple = (measures.lengths.get(name) for name in ("lens_width", "bridge", "temple"))
    if lens is None or bridge is None:
        return ()
    w, gap, h = lens.mm, bridge.mm, lens.mm * 0.82
    front = View(
        name=FRONT,
        width=2 * w + gap,
        height=h,
        strokes=(
            rounded([(0, 0), (w, 0), (w, h), (0, h)], [w * 0.42, w * 0.42, w * 0.22, w * 0.22]),
            rounded(
                [(w + gap, 0), (2 * w + gap, 0), (2 * w + gap, h), (w + gap, h)],
                [w * 0.42, w * 0.42, w * 0.22, w * 0.22],
            ),
            curve((w, h * 0.74), (w + gap * 0.25, h * 0.9, w + gap * 0.75, h * 0.9, w + gap, h * 0.74)),
        ),
        figures=(
            _across(lens, w),
            Figure(length=bridge, start=(w, h), end=(w + gap, h), where="above"),
        ),
        flat=True,
    )
    if temple is None:
        return (front,)
    side = View(
        name=Words("Temple", "镜腿"),
        width=temple.mm,
        height=h * 0.72,
        strokes=(
            curve(
                (0, h * 0.66),
                (temple.mm * 0.4, h * 0.66, temple.mm * 0.62, h * 0.66, temple.mm * 0.74, h * 0.62),
                (temple.mm * 0.86, h * 0.56, temple.mm * 0.95, h * 0.3, temple.mm, h * 0.1),
            ),
        ),
        figures=(_across(temple, temple.mm),),
        flat=True,
    )
    return front, side


def _textile(measures: Measured) -> tuple[View, ...]:
    return (_panel(measures.sides[:2], FLAT, flat=True),) if len(measures.sides) == 2 else ()


def _shoe(measures: Measured) -> tuple[View, ...]:
    heel, shaft = measures.lengths.get("heel_height"), measures.lengths.get("shaft_height")
    if heel is None:
        return ()
    w, h = 240.0, heel.mm
    top = h + (shaft.mm if shaft else 52)
    sole = 6.0
    low = (
        (w - 4, sole, 150, sole, 142, sole),
        (112, sole, 92, max(sole, h * 0.62), 66, max(sole, h - 4)),
        (46, h, 24, h, 6, h),
    )
    above = (
        (
            (0, h + 30, 4, top - 12, 14, top),
            (40, top - 2, 70, top - 1, 96, top),
            (104, max(h * 0.75, 24) + 30, 146, 58, 196, 38),
            (222, 30, w, 22, w, sole + 2),
        )
        if shaft
        else (
            (1, h + 22, 4, h + 42, 11, h + 52),
            (40, h + 36, 84, h * 0.6 + 27, 132, h * 0.2 + 32),
            (146, h * 0.1 + 34, 158, 42, 172, 41),
            (204, 37, w - 4, 22, w, sole + 2),
        )
    )
    upper = curve((6, h), *above, *low, style="body", closed=True)
    block = 44 if h < 50 else max(12.0, 40 - h * 0.26)
    heel_stroke = rounded([(8, 0), (8 + block, 0), (58, h), (6, h)], [1.5, 1.5, 0.5, 0.5])
    figures = [_up(heel, 0, 0, h)]
    if shaft is not None:
        figures.append(_up(shaft, 0, h, top))
    tread = line([(142, sole), (150, 0), (226, 0), (w, sole + 2)], "body", closed=True)
    return (
        View(
            name=Words("Side", "侧面"),
            width=w,
            height=top,
            strokes=(heel_stroke, tread, upper),
            figures=tuple(figures),
        ),
    )


def _vessel(measures: Measured) -> tuple[View, ...]:
    sides = measures.sides
    if len(sides) == 2:
        return (_cylinder(sides[0], sides[1]),)
    if len(sides) != 3:
        return ()
    tall = _height_of(sides, measures.kind)
    if tall is None:
        return ()
    high = sides[tall]
    wide, deep = sorted((one for at, one in enumerate(sides) if at != tall), key=lambda one: -one.mm)
    if wide.mm == deep.mm:
        return (_cylinder(wide, high),)
    front = _panel((wide, high), FRONT, radius=wide.mm * 0.12)
    side = _panel((deep, high), SIDE, radius=deep.mm * 0.12)
    return front, View(name=SIDE, width=side.width, height=side.height, strokes=side.strokes, figures=side.figures[:1])


def _height_of(sides: tuple[Length, ...], kind: str) -> int | None:
    """Which side is the height: of something round the odd one, of a vase the longest, as shops write them last."""
    sizes = [one.mm for one in sides]
    for at in range(3):
        others = [size for index, size in enumerate(sizes) if index != at]
        if others[0] == others[1] != sizes[at]:
            return at
    return sizes.index(max(sizes)) if kind == "vase" and sorted(sizes)[2] > 1.2 * sorted(sizes)[1] else None


def _cylinder(wide: Length, high: Length) -> View:
    w, h = wide.mm, high.mm
    rim = w * 0.09
    return View(
        name=FRONT,
        width=w,
        height=h,
        strokes=(
            Stroke(
                path=(
                    ("M", (0, h - rim)),
                    ("L", (0, rim)),
                    ("C", (0, -0.33 * rim, w, -0.33 * rim, w, rim)),
                    ("L", (w, h - rim)),
                    ("C", (w, h + 0.33 * rim, 0, h + 0.33 * rim, 0, h - rim)),
                    ("Z", ()),
                )
            ),
            curve((0, h - rim), (0, h - 2.33 * rim, w, h - 2.33 * rim, w, h - rim)),
        ),
        figures=(_across(wide, w), _up(high, 0, 0, h)),
    )


def _cubes(measures: Measured) -> tuple[View, ...]:
    """Volumes as cubes of liquid: the side of each follows from its volume."""
    found = []
    for volume in sorted({one.ml: one for one in measures.volumes}.values(), key=lambda one: one.ml)[:3]:
        side = (volume.ml * 1000) ** (1 / 3)
        block = _block((Length(mm=side, text="", fact_id=""),) * 3)
        edge = Length(mm=side, text=written(side, "cm", measures.lang), fact_id=volume.fact_id, worked_out=True)
        found.append(
            View(
                name=Words("{} as a cube", "{} 折成立方体"),
                note=volume.text,
                facts=(volume.fact_id,),
                width=block.width,
                height=block.height,
                strokes=block.strokes,
                figures=(_across(edge, side),),
            )
        )
    return tuple(found)


_KINDS: Final[dict[str, Callable[[Measured], tuple[View, ...]]]] = {
    "bag": _bag,
    "wallet": _wallet,
    "watch": _watch,
    "ring": _ring,
    "earring": _earring,
    "necklace": _necklace,
    "bracelet": _necklace,
    "glasses": _glasses,
    "scarf": _textile,
    "textile": _textile,
    "shoe": _shoe,
    "perfume": lambda measures: _vessel(measures) or tuple(_cubes(measures)),
    "candle": _vessel,
    "vase": _vessel,
    "home": _vessel,
}
