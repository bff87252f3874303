"""A view of a piece and the figures on it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Lang, Words
from mercery.studio.pictures.scale.measured import Length
from mercery.studio.pictures.scale.outline import Stroke, rectangle

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


def wide_figure(length: Length, width: float, y: float = 0.0, where: Where = "below") -> Figure:
    """A figure of a width."""
    return Figure(length=length, start=(0, y), end=(width, y), where=where)


def high_figure(length: Length, x: float, low: float, high: float, where: Where = "left") -> Figure:
    """A figure of a height."""
    return Figure(length=length, start=(x, low), end=(x, high), where=where)


def panel(sides: tuple[Length, ...], name: Words, *, radius: float = 0.0, flat: bool = False) -> View:
    """A flat face of two sides."""
    wide, high = sides[0], sides[1]
    return View(
        name=name,
        width=wide.mm,
        height=high.mm,
        strokes=(rectangle(0, 0, wide.mm, high.mm, radius),),
        figures=(wide_figure(wide, wide.mm), high_figure(high, 0, 0, high.mm)),
        flat=flat,
    )
