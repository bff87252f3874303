"""Vases, candles, boxes and trays. Pure."""

from __future__ import annotations

from dataclasses import replace

from mercery.core.i18n import Words
from mercery.studio.pictures.scale.measured import Length, Measured
from mercery.studio.pictures.scale.outline import Stroke, curve
from mercery.studio.pictures.scale.view import FRONT, SIDE, View, high_figure, panel, wide_figure


def vessel(measures: Measured) -> tuple[View, ...]:
    """By width and height, and by depth where it is another."""
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
    if measures.kind == "vase":
        front = _vase(wide, high, FRONT)
        side = replace(_vase(deep, high, SIDE), figures=(wide_figure(deep, deep.mm),))
        return (front,) if wide.mm == deep.mm else (front, side)
    if wide.mm == deep.mm:
        return (_cylinder(wide, high),)
    front = panel((wide, high), FRONT, radius=wide.mm * 0.12)
    side = panel((deep, high), SIDE, radius=deep.mm * 0.12)
    return front, replace(side, figures=side.figures[:1])


def _vase(wide: Length, high: Length, name: Words) -> View:
    """A foot, a belly as wide as it gets, a neck and a lip: as wide and as high as recorded, its line schematic."""
    w, h = wide.mm, high.mm
    foot, neck, lip = 0.3 * w, 0.15 * w, 0.2 * w
    middle = w / 2
    body = curve(
        (middle - foot, 0),
        (middle - foot * 1.25, h * 0.1, 0, h * 0.16, 0, h * 0.36),
        (0, h * 0.56, middle - neck, h * 0.62, middle - neck, h * 0.82),
        (middle - neck, h * 0.92, middle - lip, h * 0.94, middle - lip, h),
        (middle - lip * 0.4, h, middle + lip * 0.4, h, middle + lip, h),
        (middle + lip, h * 0.94, middle + neck, h * 0.92, middle + neck, h * 0.82),
        (middle + neck, h * 0.62, w, h * 0.56, w, h * 0.36),
        (w, h * 0.16, middle + foot * 1.25, h * 0.1, middle + foot, 0),
        style="body",
        closed=True,
    )
    return View(
        name=name, width=w, height=h, strokes=(body,), figures=(wide_figure(wide, w), high_figure(high, 0, 0, h))
    )


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
        figures=(wide_figure(wide, w), high_figure(high, 0, 0, h)),
    )
