"""Where the engine's pictures come from: the host on a stage, or a plain ground where there is none."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any, Final, Protocol

from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.protocol import Scene
from mercery.livestream.engine.talk import Moment
from mercery.livestream.show import PER_SECOND, SIZES, Format

log = logging.getLogger(__name__)
_CALICO: Final = (219, 127, 128)
_REHEARSED: Final = 4 * PER_SECOND
"""Pictures that are drawn before the host goes on air: what is drawn once is kept, so that the first seconds are not late."""


class Drawn(Protocol):
    """Draws a moment."""

    def draw(self, moment: Moment, seconds: float) -> Picture:
        """The picture, in memory of its own. `seconds`: of the media clock."""
        ...


class Ground:
    """Nobody is there: a plain ground."""

    def __init__(self, shape: Format) -> None:
        self._picture = Picture(*SIZES[shape])
        self._picture.fill(*_CALICO)

    def draw(self, moment: Moment, seconds: float) -> Picture:
        """The ground; with a bar for a mouth, so that it is seen whether somebody speaks."""
        if not moment.open:
            return self._picture
        made = self._picture.copied()
        made.y[made.height // 2 - 16 : made.height // 2 + 16, made.width // 2 - 40 : made.width // 2 + 40] = 60
        return made


class Host:
    """The drawn host in its studio."""

    def __init__(self, stage: Any) -> None:
        self._stage = stage

    def draw(self, moment: Moment, seconds: float) -> Picture:
        """The host at that moment."""
        from mercery.livestream.avatar.state import FrameState

        planes = self._stage.frame(
            FrameState(
                time=seconds,
                visemes=moment.visemes,
                at_ms=moment.at_ms,
                mood=moment.mood,
                gesture=moment.gesture,
                loudness=moment.loudness,
                question=moment.question,
                line=moment.line,
            )
        )
        # The stage goes on drawing on its planes while the coder still reads.
        width, height = self._stage.size
        return Picture(width, height, planes.stacked.reshape(-1).copy())


def host_of(scene: Scene, from_s: float) -> Host:
    """The host of a scene, rehearsed until `from_s` of the media clock. Takes a second or two. MerceryError, OSError."""
    from mercery.livestream.avatar.reading import load_avatar
    from mercery.livestream.avatar.stage import Stage

    stage = Stage(load_avatar(Path(scene.avatar)), Path(scene.background), scene.format)
    host = Host(stage)
    for number in range(_REHEARSED):
        host.draw(Moment(), max(0.0, from_s - (_REHEARSED - number) / PER_SECOND))
        # Whoever keeps time on another thread has to get in between.
        time.sleep(0)
    return host
