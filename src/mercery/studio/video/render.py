"""The pictures of a video, one after the other: motion, crossfades, words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from mercery.core.errors import MerceryError
from mercery.studio.video.film import PER_SECOND
from mercery.studio.video.framing import Window, between, placed, windows
from mercery.studio.video.planes import Planes, ground, is_drawn, mixed, moved
from mercery.studio.video.shot import Format, Shot, Storyboard
from mercery.studio.video.words_on_picture import Overlay, caption, label

Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1, from time to time."""
Cancelled = Callable[[], bool]
"""Asked from time to time whether nobody wants the video any more."""
_WORDS_COME: Final = 0.5
"""Seconds in which the first words come in."""
_LARGE_LABEL: Final = 2.4
"""Seconds the label is large at the beginning."""
_BLACK, _WHITE = 16, 235


class VideoCancelled(MerceryError):
    """Making a video was stopped, as somebody asked."""

    code = "video_cancelled"
    status = 409


@dataclass(frozen=True, slots=True)
class _Ready:
    """A shot with everything that is worked out once."""

    shot: Shot
    source: Planes
    start: Window
    end: Window
    words: Overlay | None

    def frame(self, at: float, shape: Format, *, ground: float = 1.0, letters: float = 1.0) -> Planes:
        share = min(1.0, max(0.0, (at - self.shot.start) / max(self.shot.end - self.shot.start, 0.04)))
        made = moved(self.source, between(self.start, self.end, share), shape.width, shape.height)
        if self.words is not None:
            self.words.over(made, ground=ground, letters=letters)
        return made


class Pictures:
    """The pictures of a storyboard in one format. A shot's ground is drawn when it begins and let go when it is over."""

    def __init__(self, board: Storyboard, shape: Format, media: Path) -> None:
        self._board, self._shape, self._media = board, shape, media
        self._ready: dict[int, _Ready] = {}
        self._label = label(shape, board.lang, board.label)
        self._first_label = label(shape, board.lang, board.label, large=True)

    @property
    def count(self) -> int:
        """How many there are."""
        return round(self._board.seconds * PER_SECOND)

    def frame(self, number: int) -> Planes:
        """The picture of that number."""
        at = number / PER_SECOND
        shots = self._board.shots
        index = max((one for one, shot in enumerate(shots) if shot.start <= at), default=0)
        come = min(1.0, max(0.0, (at - 0.25) / _WORDS_COME)) if index == 0 else 1.0
        before = shots[index - 1] if index else None
        if before is not None and at < before.end:
            share = (at - shots[index].start) / max(before.end - shots[index].start, 0.04)
            made = self._fading(index, at, share)
        else:
            self._ready.pop(index - 1, None)
            made = self._prepared(index).frame(at, self._shape, ground=come, letters=come)
        said = self._first_label if at < _LARGE_LABEL else self._label
        if said is not None:
            said.over(made)
        return made

    def _fading(self, index: int, at: float, share: float) -> Planes:
        """From one shot to the next: the words of the one have gone when those of the other come."""
        going = self._prepared(index - 1).frame(at, self._shape, letters=max(0.0, 1 - share * 2.4))
        coming = self._prepared(index).frame(at, self._shape, letters=max(0.0, share * 2.4 - 1.4))
        return mixed(going, coming, share * share * (3 - 2 * share))

    def all(self, progress: Progress, cancelled: Cancelled) -> Iterator[Planes]:
        """All of them. VideoCancelled."""
        for number in range(self.count):
            if number % 10 == 0:
                progress(number / max(1, self.count))
                if cancelled():
                    raise VideoCancelled("The video was not made, as asked.", zh="视频已按要求停止制作。")
            yield self.frame(number)

    def poster(self) -> Planes:
        """The picture to show before it plays: when the first words are there."""
        return self.frame(min(self.count - 1, round(1.4 * PER_SECOND)))

    def _prepared(self, index: int) -> _Ready:
        if index not in self._ready:
            shot = self._board.shots[index]
            place = placed(shot.picture, self._shape, drawn=is_drawn(shot.picture.path))
            source = ground(self._media / shot.picture.path, place, self._shape)
            first, last = windows(shot.motion, place.of(shot.picture.subject), shot.number, place.seen)
            outer = index in (0, len(self._board.shots) - 1)
            words = caption(
                self._shape,
                self._board.lang,
                _colour_under(source, first, self._shape),
                title=shot.title,
                text=shot.caption,
                mark=self._board.mark if outer else "",
            )
            self._ready[index] = _Ready(shot, source, first, last, words)
        return self._ready[index]


def _colour_under(source: Planes, window: Window, shape: Format) -> int:
    """The mean colour (0xAARRGGBB) of what the frame shows where the words will stand."""
    size = (shape.width // 16 * 2, shape.height // 16 * 2)
    small = moved(source, window, *size)
    y, u, v = (np.asarray(one, dtype=np.float64) for one in small.all)
    rows = slice(int(0.72 * size[1]), None) if shape.portrait else slice(None)
    half = slice(int(0.72 * size[1] / 2), None) if shape.portrait else slice(None)
    columns = size[0] if shape.portrait else size[0] // 3
    luma = (y[rows, :columns].mean() - _BLACK) / (_WHITE - _BLACK) * 255
    blue, red = (plane[half, : max(1, columns // 2)].mean() - 128 for plane in (u, v))
    parts = (luma + 1.7927 * red, luma - 0.2132 * blue - 0.5329 * red, luma + 2.1124 * blue)
    whole = [min(255, max(0, round(float(one)))) for one in parts]
    return 0xFF000000 | whole[0] << 16 | whole[1] << 8 | whole[2]


def save_picture(planes: Planes, file: Path, *, quality: int = 88) -> None:
    """A frame as a JPEG file."""
    import av

    width = planes.y.width
    stacked = np.concatenate([np.asarray(one).reshape(-1) for one in planes.all]).reshape(-1, width)
    frame = av.VideoFrame.from_ndarray(stacked, format="yuv420p")
    frame.colorspace, frame.color_range = 1, 1
    made = frame.reformat(format="rgb24", src_colorspace="ITU709", src_color_range="MPEG", dst_color_range="JPEG")
    Image.fromarray(made.to_ndarray()).save(file, "JPEG", quality=quality, optimize=True, progressive=True)


def drawn(board: Storyboard) -> Mapping[str, bool]:
    """Which pictures are drawings."""
    return {one.picture.path: is_drawn(one.picture.path) for one in board.shots}
