"""From measures to views: a bag from the front and the side, a watch, a ring, a scarf laid flat. Pure.

Outlines are schematic: what is measured is to scale, what is not is not claimed. A piece whose sides cannot be told apart
is drawn as a block with its three figures, which says nothing of which side is up.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from mercery.core.i18n import Words
from mercery.studio.pictures.scale.carried import bag, wallet
from mercery.studio.pictures.scale.measured import Length, Measured, written
from mercery.studio.pictures.scale.outline import line
from mercery.studio.pictures.scale.vessels import vessel
from mercery.studio.pictures.scale.view import BLOCK, FLAT, Figure, View, high_figure, panel, wide_figure
from mercery.studio.pictures.scale.worn import disc, earring, glasses, necklace, ring, shoe, watch


def views(measures: Measured) -> tuple[View, ...]:
    """The views that the measures allow; none where nothing can be drawn to scale."""
    draw = _KINDS.get(measures.kind)
    found = draw(measures) if draw else ()
    return found or _by_sides(measures)


def _by_sides(measures: Measured) -> tuple[View, ...]:
    if len(measures.sides) == 3:
        return (_block(measures.sides),)
    if len(measures.sides) == 2:
        return (panel(measures.sides, FLAT, flat=True),)
    if "diameter" in measures.lengths:
        return (disc(measures.lengths["diameter"]),)
    return tuple(_cubes(measures))


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
            wide_figure(long, w),
            high_figure(high, 0, 0, h),
            Figure(length=deep, start=(w, 0), end=(w + back, rise), where="slant"),
        ),
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
                figures=(wide_figure(edge, side),),
            )
        )
    return tuple(found)


def _textile(measures: Measured) -> tuple[View, ...]:
    return (panel(measures.sides[:2], FLAT, flat=True),) if len(measures.sides) == 2 else ()


_KINDS: Final[dict[str, Callable[[Measured], tuple[View, ...]]]] = {
    "bag": bag,
    "wallet": wallet,
    "watch": watch,
    "ring": ring,
    "earring": earring,
    "necklace": necklace,
    "bracelet": necklace,
    "glasses": glasses,
    "scarf": _textile,
    "textile": _textile,
    "shoe": shoe,
    "perfume": lambda measures: vessel(measures) or tuple(_cubes(measures)),
    "candle": vessel,
    "vase": vessel,
    "home": vessel,
}
