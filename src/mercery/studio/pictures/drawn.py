"""A drawn picture: elements on a ground, as pixels, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mercery.core.i18n import Words
from mercery.studio.pictures.canvas import skia_module
from mercery.studio.pictures.column import Element, Mark
from mercery.studio.pictures.saving import Saved
from mercery.studio.pictures.type_setting import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One finished picture: its file, what it says to whoever cannot see it, and what stands where."""

    file: Saved
    alt: Words
    marks: tuple[Mark, ...]

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts that stand on it."""
        return tuple(dict.fromkeys(mark.fact_id for mark in self.marks if mark.fact_id))


def painted(part: Sequence[Element], width: int, height: int, ground: int) -> Any:
    """The elements on one ground, as height × width × RGB."""
    skia = skia_module()
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.clear(ground)
    y = 0.0
    for element in part:
        element.paint(canvas, y)
        y += element.height
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, :3].copy()


def marks_of(part: Sequence[Element]) -> tuple[Mark, ...]:
    """What stands where on the whole picture."""
    found: list[Mark] = []
    y = 0.0
    for element in part:
        for mark in element.marks:
            box = Box(x=mark.box.x, y=mark.box.y + y, width=mark.box.width, height=mark.box.height)
            found.append(Mark(box=box, text=mark.text, fact_id=mark.fact_id, picture=mark.picture))
        y += element.height
    return tuple(found)
