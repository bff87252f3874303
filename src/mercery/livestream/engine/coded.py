"""Coded pictures and sound on their way from an encoder to the sinks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from mercery.livestream.show import PER_SECOND, SOUND_RATE

TIME_BASES: Final[dict[str, Fraction]] = {"video": Fraction(1, PER_SECOND), "audio": Fraction(1, SOUND_RATE)}


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """What a muxer has to know of an encoder: the same for all packets of one encoder, another after it was set up anew."""

    video: Any
    """av.VideoStream that serves as a template."""
    audio: Any
    width: int
    height: int
    mark: str = ""
    """The mark of machine-made content as JSON."""
    title: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """One coded picture or block of sound. Without B-frames what is shown when is what is decoded when."""

    kind: Literal["video", "audio"]
    data: bytes
    pts: int
    """In pictures or samples since the engine's start."""
    duration: int
    key: bool
    head: Head
    began_at: float
    """Unix time of the first sample of all, as the clock had it when this was made."""

    @property
    def seconds(self) -> float:
        """Of the media clock."""
        return float(self.pts * TIME_BASES[self.kind])
