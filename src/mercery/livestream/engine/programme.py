"""A programme: pictures and sound are coded once, in a thread of its own, and every sink gets the same packets.

The clean programme has no text in the picture; the burned one, for outside platforms, has (`burned.py`).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal, Protocol

import numpy as np

from mercery.livestream.engine.coded import TIME_BASES, Coded, Head
from mercery.livestream.engine.marks import sei
from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.talk import Sound
from mercery.livestream.show import PER_SECOND, SOUND_RATE

Preset = Literal["veryfast", "ultrafast"]
GOP: Final = 2 * PER_SECOND
"""Pictures from one that can be begun at to the next: two seconds, the length of a segment."""
_MOST_WAITING: Final = 2 * PER_SECOND
_AUDIO_BITS: Final = 96_000
_GLOBAL_HEADER: Final = 1 << 22
_X264: Final = (
    f"bframes=0:scenecut=0:open-gop=0:keyint={GOP}:min-keyint=1:threads=1:subme=1:rc-lookahead=5:sync-lookahead=0"
)
"""Five pictures are looked ahead, which halves the bits of a scene that hardly changes and costs a fifth of a second."""
_BITS: Final = {"crf": "22", "maxrate": "2500k", "bufsize": "5000k", "forced-idr": "1", "profile": "high"}


@dataclass(frozen=True, slots=True, eq=False)
class Tick:
    """A twenty-fifth of a second of the programme."""

    number: int
    picture: Picture
    sound: Sound
    fresh: bool
    began_at: float
    key: bool = False
    """Whether one must be able to begin at this picture: the clock was set anew."""


class Taker(Protocol):
    """What takes coded packets. It may be slow or fail; the programme never waits for it."""

    def offer(self, coded: Coded) -> None:
        """Take it or drop it, at once."""
        ...


Painted = Callable[[Tick], Picture]
"""Lays over the picture what the programme has in addition."""


class Programme:
    """One encoder for pictures and one for sound, and who takes what they make."""

    def __init__(
        self, width: int, height: int, *, mark: str = "", title: str = "", paint: Painted | None = None
    ) -> None:
        self._size, self._mark, self._title, self._paint = (width, height), mark, title, paint
        self._preset: Preset = "veryfast"
        self._ticks: deque[Tick | None] = deque()
        self._changed = threading.Condition()
        self._takers: tuple[Taker, ...] = ()
        self._busy = 0.0
        self._encoder: _Encoder | None = None
        self.problem = ""
        self._thread = threading.Thread(target=self._run, name="programme", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Ticks that were not coded yet."""
        return len(self._ticks)

    @property
    def busy_s(self) -> float:
        """Seconds it spent at work, of the wall's time."""
        return self._busy

    @property
    def wanted(self) -> bool:
        """Whether anybody takes it."""
        return bool(self._takers)

    def put(self, tick: Tick) -> None:
        """Have it coded. Waits while two seconds are waiting: sound is late rather than left out."""
        with self._changed:
            while len(self._ticks) >= _MOST_WAITING and self._thread.is_alive():
                self._changed.wait(0.1)
            self._ticks.append(tick)
            self._changed.notify_all()

    def attach(self, taker: Taker) -> None:
        """Give it everything from the next packet on."""
        self._takers = (*self._takers, taker)

    def detach(self, taker: Taker) -> None:
        """Give it nothing more."""
        self._takers = tuple(one for one in self._takers if one is not taker)

    def use(self, preset: Preset) -> None:
        """Code with more or less effort from the next tick on; sinks begin anew at that picture."""
        self._preset = preset

    def close(self) -> None:
        """Code what waits and end."""
        with self._changed:
            self._ticks.append(None)
            self._changed.notify_all()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._ticks:
                    self._changed.wait()
                tick = self._ticks.popleft()
                self._changed.notify_all()
            if tick is None:
                self._finish()
                return
            began = time.perf_counter()
            self._code(tick)
            self._busy += time.perf_counter() - began

    def _code(self, tick: Tick) -> None:
        if not self._takers:
            self._encoder = None
            return
        if self._encoder is None or self._encoder.preset != self._preset:
            self._finish()
            self._encoder = _Encoder(self._size, self._preset, tick.number, self._mark, self._title)
        picture = self._paint(tick) if self._paint else tick.picture
        self._give(self._encoder.code(tick, picture))

    def _finish(self) -> None:
        if self._encoder is not None:
            self._give(self._encoder.rest())
            self._encoder = None

    def _give(self, packets: list[Coded]) -> None:
        for coded in packets:
            for taker in self._takers:
                taker.offer(coded)


class _Encoder:
    """x264 and AAC from one picture on. Packets come out in the order they are heard and seen."""

    def __init__(self, size: tuple[int, int], preset: Preset, first: int, mark: str, title: str) -> None:
        import av

        self.preset = preset
        self._mark = sei(mark)
        self._hold = av.open(_Nowhere(), "w", format="mp4", options={"movflags": "empty_moov"})
        self._video = _video(self._hold, size, preset)
        self._audio: Any = self._hold.add_stream("aac", rate=SOUND_RATE, layout="mono")
        self._audio.codec_context.bit_rate = _AUDIO_BITS
        self._audio.codec_context.flags |= _GLOBAL_HEADER
        # Only now have both what muxers write into their heads.
        self._hold.start_encoding()
        self.head = Head(self._video, self._audio, *size, mark=mark, title=title)
        self._heard: deque[Coded] = deque()
        self._first = first
        self._began_at: dict[int, float] = {}

    def code(self, tick: Tick, picture: Picture) -> list[Coded]:
        """What came out; the coder looks ahead, so that it is of earlier ticks."""
        import av
        from av.video.frame import PictureType

        frame = picture.frame(tick.number)
        frame.time_base = TIME_BASES["video"]
        if tick.key:
            frame.pict_type = PictureType.I
        heard = av.AudioFrame.from_ndarray(
            (tick.sound.astype(np.float32) / 32768).reshape(1, -1), format="fltp", layout="mono"
        )
        heard.sample_rate, heard.pts, heard.time_base = SOUND_RATE, tick.number * len(tick.sound), TIME_BASES["audio"]
        self._began_at[tick.number] = tick.began_at
        self._hear(self._audio.encode(heard), tick.began_at)
        return self._in_order(self._video.encode(frame))

    def rest(self) -> list[Coded]:
        """What is still inside."""
        last = next(reversed(self._began_at.values()), 0.0)
        made = self._in_order(self._video.encode(None))
        self._hear(self._audio.encode(None), last)
        made += self._heard
        self._heard.clear()
        return made

    def _hear(self, packets: Any, began_at: float) -> None:
        for packet in packets:
            if packet.pts >= self._first * SOUND_RATE // PER_SECOND - packet.duration:
                self._heard.append(
                    Coded("audio", bytes(packet), packet.pts, packet.duration, True, self.head, began_at)
                )

    def _in_order(self, packets: Any) -> list[Coded]:
        made: list[Coded] = []
        for packet in packets:
            number = int(packet.pts * packet.time_base * PER_SECOND + Fraction(1, 2))
            data = self._mark + bytes(packet) if packet.is_keyframe else bytes(packet)
            began_at = self._began_at.pop(number, 0.0)
            seen = Coded("video", data, number, 1, bool(packet.is_keyframe), self.head, began_at)
            while self._heard and self._heard[0].seconds < seen.seconds:
                made.append(self._heard.popleft())
            made.append(seen)
        return made


def _video(container: Any, size: tuple[int, int], preset: Preset) -> Any:
    stream = container.add_stream("libx264", rate=PER_SECOND, options={"preset": preset, "x264-params": _X264, **_BITS})
    stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
    context = stream.codec_context
    context.time_base = TIME_BASES["video"]
    context.flags |= _GLOBAL_HEADER
    context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
    return stream


class _Nowhere:
    """A file that keeps nothing."""

    def write(self, data: bytes) -> int:
        return len(data)
