"""Somebody else's picture and sound: opened and decoded in a thread of its own, handed over a picture's length at a time.

A small buffer evens out what the network does to it, and sound is stretched by a few samples in a thousand where the other
side's clock goes another way than ours.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.livestream.engine.clock import BLOCK
from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.protocol import Feed, FeedState
from mercery.livestream.engine.talk import Sound
from mercery.livestream.show import PER_SECOND, SOUND_RATE

log = logging.getLogger(__name__)
LOST_S: Final = 1.0
_KEPT: Final = SOUND_RATE * 3 // 10
"""Samples the buffer is held at: three tenths of a second."""
_MOST: Final = SOUND_RATE * 12 // 10
_MOST_PICTURES: Final = 40
_MOST_SIDE: Final = 3840
_AGAIN_S: Final = 1.0
_OPEN_S: Final = 5.0
_STRETCH: Final = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    at: float
    """Seconds of the feed's own time."""
    frame: Any
    """av.VideoFrame, as large as it will be shown."""


class Feeding:
    """One feed. `ready` and `take` are for the thread that keeps time; the rest happens in the feed's own."""

    def __init__(self, feed: Feed, width: int, height: int) -> None:
        self.feed = feed
        self._size = (width, height)
        self._lock = threading.Lock()
        self._pictures: deque[_Seen] = deque()
        self._sound: Sound = np.zeros(0, np.int16)
        self._sound_ends = 0.0
        self._has_sound = False
        self._heard_at = 0.0
        self._state: FeedState = "connecting"
        self._playing = False
        self._cursor = 0.0
        self._shown: _Seen | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"feed {feed.of}", daemon=True)
        self._thread.start()

    @property
    def state(self) -> FeedState:
        """How it is."""
        if self._state == "ready" and self._playing:
            return "on_air"
        return self._state

    @property
    def stalled(self) -> bool:
        """Whether nothing came for more than a second."""
        return self._state != "ready" or time.monotonic() - self._heard_at > LOST_S

    def begin(self) -> bool:
        """Put it on air; False where it is not ready."""
        with self._lock:
            if self._state != "ready" or not self._pictures:
                return False
            self._trim(_KEPT)
            ahead = len(self._sound) / SOUND_RATE
            self._cursor = self._sound_ends - ahead if self._has_sound else self._pictures[-1].at - 0.2
            self._playing = True
            return True

    def stop(self) -> None:
        """It has the air no more, and goes on being decoded."""
        self._playing = False

    def close(self) -> None:
        """Done with it."""
        self._closing = True
        self._playing = False

    def take(self, ground: Picture) -> tuple[Picture, Sound]:
        """A picture over `ground` and the sound that belongs to it."""
        with self._lock:
            sound = self._take_sound()
            while self._pictures and self._pictures[0].at <= self._cursor:
                self._shown = self._pictures.popleft()
            if self._shown is None and self._pictures:
                self._shown = self._pictures[0]
            shown = self._shown
        made = ground.copied()
        if shown is not None:
            _put(shown.frame, made)
        return made, sound

    def _take_sound(self) -> Sound:
        if not self._has_sound:
            self._cursor += 1 / PER_SECOND
            if self._pictures and abs(self._pictures[-1].at - self._cursor) > 1.0:
                self._cursor = self._pictures[-1].at - 0.2
            return np.zeros(BLOCK, np.int16)
        apart = (len(self._sound) - _KEPT) / SOUND_RATE
        wanted = BLOCK + round(BLOCK * max(-_STRETCH, min(_STRETCH, apart * 0.05)))
        part, self._sound = self._sound[:wanted], self._sound[wanted:]
        self._cursor = self._sound_ends - len(self._sound) / SOUND_RATE
        if not len(part) and self._pictures and self._pictures[-1].at - self._cursor > 0.8:
            # Pictures come and no sound does.
            self._cursor = self._pictures[-1].at - 0.2
        if len(part) < wanted:
            return np.concatenate([part, np.zeros(BLOCK, np.int16)])[:BLOCK]
        if wanted == BLOCK:
            return part
        return np.interp(np.linspace(0, wanted - 1, BLOCK), np.arange(wanted), part).astype(np.int16)

    def _trim(self, most: int) -> None:
        """Keep the newest only: what nobody watched is old."""
        if len(self._sound) > most:
            self._sound = self._sound[-most:]
        from_s = self._sound_ends - len(self._sound) / SOUND_RATE
        while len(self._pictures) > 1 and (self._pictures[1].at <= from_s or len(self._pictures) > _MOST_PICTURES):
            self._pictures.popleft()

    def _run(self) -> None:
        while not self._closing:
            try:
                self._follow()
            except Exception as error:
                # By its kind: what libav says holds the address.
                log.info("the %s's stream: %s", self.feed.of, type(error).__name__)
            if self._state in ("ready", "on_air"):
                self._state = "lost"
            with self._lock:
                self._pictures.clear()
                self._sound = self._sound[:0]
                self._shown = None
            if not self._closing:
                time.sleep(_AGAIN_S)

    def _follow(self) -> None:
        import av

        options = {"fflags": "nobuffer", "probesize": "500000", "analyzeduration": "1000000"}
        if self.feed.listen:
            options["listen"] = "1"
        with av.open(self.feed.url, options=options, timeout=(_OPEN_S, 3.0)) as container:
            streams = (*container.streams.video[:1], *container.streams.audio[:1])
            self._has_sound = bool(container.streams.audio)
            for one in container.streams.video[:1]:
                one.thread_type = "NONE"
            turn = av.AudioResampler(format="s16", layout="mono", rate=SOUND_RATE)
            for packet in container.demux(streams):
                for frame in packet.decode():
                    if isinstance(frame, av.VideoFrame):
                        self._see(frame)
                    elif isinstance(frame, av.AudioFrame):
                        self._hear(frame, turn)
                if self._closing:
                    return

    def _see(self, frame: Any) -> None:
        if frame.time is None or max(frame.width, frame.height) > _MOST_SIDE:
            return
        width, height = _fitting(frame.width, frame.height, *self._size)
        small = frame.reformat(width=width, height=height, format="yuv420p", interpolation="BILINEAR")
        with self._lock:
            self._pictures.append(_Seen(float(frame.time), small))
            self._heard_at = time.monotonic()
            self._trim(_MOST if self._playing else _KEPT)
            while len(self._pictures) > _MOST_PICTURES:
                self._pictures.popleft()
        if self._state != "ready" and len(self._pictures) > 4:
            self._state = "ready"

    def _hear(self, frame: Any, turn: Any) -> None:
        for one in turn.resample(frame):
            samples: NDArray[np.int16] = one.to_ndarray().reshape(-1)
            with self._lock:
                at = float(one.time) if one.time is not None else self._sound_ends
                if abs(at - self._sound_ends) > 0.5:
                    # Its time jumped: what was before belongs to other pictures.
                    self._sound = self._sound[:0]
                self._sound = np.concatenate([self._sound, samples])
                self._sound_ends = at + len(samples) / SOUND_RATE
                self._trim(_MOST if self._playing else _KEPT)


def _fitting(width: int, height: int, most_wide: int, most_high: int) -> tuple[int, int]:
    """As large as it fits, in even numbers."""
    scale = min(most_wide / width, most_high / height)
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def _put(frame: Any, into: Picture) -> None:
    """The picture in the middle of the other."""
    left, top = (into.width - frame.width) // 4 * 2, (into.height - frame.height) // 4 * 2
    for source, target, half in zip(frame.planes, (into.y, into.u, into.v), (1, 2, 2), strict=True):
        wide, high = frame.width // half, frame.height // half
        pixels = np.frombuffer(source, np.uint8).reshape(-1, source.line_size)[:high, :wide]
        target[top // half : top // half + high, left // half : left // half + wide] = pixels


def behind(picture: Picture) -> Picture:
    """What is left free around a picture of another shape: the studio, out of focus and darker."""
    from PIL import Image

    made = Picture(picture.width, picture.height)
    for source, target, dark in ((picture.y, made.y, 0.6), (picture.u, made.u, 1.0), (picture.v, made.v, 1.0)):
        high, wide = source.shape
        small = Image.fromarray(source).resize((max(2, wide // 40), max(2, high // 40)), Image.Resampling.BOX)
        large = np.asarray(small.resize((wide, high), Image.Resampling.BICUBIC), dtype=np.float32)
        target[:] = np.clip((large - 16) * dark + 16, 16, 240).astype(np.uint8) if dark < 1 else large.astype(np.uint8)
    return made
