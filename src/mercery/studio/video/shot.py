"""What a video is made of, before anything is drawn: shots, motion, words on the picture, tags. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Lang

Motion = Literal["push", "pull", "pan", "rise", "detail"]
"""Slowly nearer, slowly away, sideways, upwards along the piece, a close view."""
MOTIONS: Final[tuple[Motion, ...]] = ("push", "pull", "pan", "rise", "detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in shares (0 to 1) of what it lies on."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


WHOLE: Final = Box(x=0.0, y=0.0, width=1.0, height=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A size a video is made in."""

    name: str
    width: int
    height: int

    @property
    def portrait(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width


PORTRAIT: Final = Format(name="portrait", width=1080, height=1920)
LANDSCAPE: Final = Format(name="landscape", width=1920, height=1080)
FORMATS: Final[Mapping[str, Format]] = {one.name: one for one in (PORTRAIT, LANDSCAPE)}
BOTH_FORMATS: Final = (PORTRAIT, LANDSCAPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a product: `path` below the media folder, its size, and where on it the product is."""

    path: str
    width: int
    height: int
    product_id: str
    sku: str = ""
    """Of the variant it shows; empty: any."""
    subject: Box = Box(x=0.12, y=0.12, width=0.76, height=0.76)
    plain: bool = True
    """Whether its edges are plain enough to be carried on as a ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture in motion, from `start` to `end` in seconds. It fades in over its neighbour's last moments."""

    number: int
    picture: Picture
    motion: Motion
    start: float
    end: float
    title: str = ""
    """Set large, on the opening shot."""
    caption: str = ""
    narration: str = ""
    speaks_at: float = 0.0
    """When its narration begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storyboard:
    """The whole video. `fade`: seconds two neighbours are seen at once."""

    lang: Lang
    title: str
    shots: tuple[Shot, ...]
    label: str = ""
    """Said in the frame: that a machine made this."""
    mark: str = ""
    """The shop's name, small at the head."""
    fade: float = 0.6

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.shots[-1].end if self.shots else 0.0
