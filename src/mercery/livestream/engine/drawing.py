"""Where the engine's pictures come from: the host on a stage, or a still ground where there is none."""

from __future__ import annotations

from typing import Final, Protocol

from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.talk import Mouth
from mercery.livestream.show import SIZES, Format

_CALICO: Final = (219, 127, 128)


class Drawn(Protocol):
    """Draws the host at a moment."""

    def draw(self, into: Picture, mouth: Mouth, seconds: float) -> None:
        """Every pixel of the picture. `seconds`: of the media clock."""
        ...


class Ground:
    """Nobody is there yet: a plain ground."""

    def draw(self, into: Picture, mouth: Mouth, seconds: float) -> None:
        """The ground."""
        into.fill(*_CALICO)
        if mouth.speaking:
            high = 6 + round(10 * (mouth.now not in ("rest", "closed")))
            into.y[into.height // 2 - high : into.height // 2 + high, into.width // 2 - 40 : into.width // 2 + 40] = 60


def empty(shape: Format) -> Picture:
    """A picture of the format's size."""
    return Picture(*SIZES[shape])
