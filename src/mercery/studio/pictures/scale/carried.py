"""Bags and wallets. Pure."""

from __future__ import annotations

from typing import Final

from mercery.studio.pictures.scale.measured import Length, Measured
from mercery.studio.pictures.scale.outline import Stroke, curve, line, rectangle, rounded
from mercery.studio.pictures.scale.view import FRONT, SIDE, View, high_figure, panel, wide_figure

CLEAR: Final = 1.4
"""So many times as high as deep, and a bag's height and depth are told apart by size."""


def bag(measures: Measured) -> tuple[View, ...]:
    """From the front and, where height and depth can be told apart, from the side."""
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
    figures = [wide_figure(wide, w), high_figure(high, 0, 0, h)]
    top = h
    if drop is not None:
        top = h + drop.mm
        strokes = [*_handle(w * 0.25, w * 0.75, h, drop.mm, min(w * 0.035, 9.0)), *strokes]
        figures.append(high_figure(drop, 0, h, top))
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
        figures=(wide_figure(deep, d),),
    )


def wallet(measures: Measured) -> tuple[View, ...]:
    """Closed, from the front and from the side."""
    sides = measures.sides
    if len(sides) < 2:
        return ()
    front = panel(sides[:2], FRONT, radius=min(sides[0].mm, sides[1].mm) * 0.06)
    if len(sides) == 2 or sides[2].mm > min(sides[0].mm, sides[1].mm):
        return (front,) if len(sides) == 2 else ()
    deep, high = sides[2], sides[1]
    side = View(
        name=SIDE,
        width=deep.mm,
        height=high.mm,
        strokes=(rectangle(0, 0, deep.mm, high.mm, deep.mm * 0.3),),
        figures=(wide_figure(deep, deep.mm),),
    )
    return front, side
