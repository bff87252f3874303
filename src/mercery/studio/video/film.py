"""The file itself: H.264 and AAC in MP4 by PyAV, chapters and metadata inside, its index at the front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.studio.video.planes import Planes
from mercery.studio.video.shot import Format
from mercery.studio.video.sidecars import Chapter

PER_SECOND: Final = 25
_RATE: Final = 48_000
_BLOCK: Final = 1024
_X264: Final = {
    "preset": "veryfast",
    "crf": "21",
    "profile": "high",
    "g": "50",
    "keyint_min": "25",
    "x264-params": "scenecut=0:open-gop=0:subme=1:threads=1:lookahead-threads=1",
}
"""A picture to begin at every two seconds, so that a player gets to a tag at once; the same input gives the same file (with two
threads one file in forty differed: the lookahead is a race). Slow even motion of stills gains nothing from finer search
(`subme=1`: a third less time, the same quality, 6 % more bytes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the file says of itself."""

    title: str
    label: str = ""
    lang: str = ""
    maker: str = ""
    mark: str = ""
    """The mark Chinese rules ask for in files that machines made (GB 45438-2025), as JSON."""

    def metadata(self) -> dict[str, str]:
        """As tags of the file."""
        found = {"title": self.title, "comment": self.label, "artist": self.maker, "AIGC": self.mark}
        return {name: value for name, value in found.items() if value}


def write_film(
    file: Path,
    shape: Format,
    frames: Iterable[Planes],
    sound: NDArray[np.float32],
    *,
    about: About,
    chapters: Sequence[Chapter] = (),
    options: dict[str, str] | None = None,
) -> None:
    """Write the film to `file`, whole or not at all."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        _written(fresh, shape, frames, sound, about, chapters, {**_X264, **(options or {})})
        fresh.replace(file)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def _written(
    file: Path,
    shape: Format,
    frames: Iterable[Planes],
    sound: NDArray[np.float32],
    about: About,
    chapters: Sequence[Chapter],
    options: dict[str, str],
) -> None:
    import av

    flags = {"movflags": "+faststart+use_metadata_tags", "fflags": "+bitexact"}
    with av.open(str(file), "w", format="mp4", options=flags) as container:
        container.metadata.update(about.metadata())
        video = _video_stream(container, shape, options)
        audio: Any = container.add_stream("aac", rate=_RATE, layout="mono")
        audio.bit_rate = 112_000
        audio.codec_context.flags |= av.codec.context.Flags.bitexact
        if about.lang:
            audio.metadata["language"] = "chi" if about.lang == "zh" else "eng"
        container.set_chapters(_chapters(chapters))
        blocks = _blocks(sound)
        heard = 0
        for number, planes in enumerate(frames):
            container.mux(video.encode(_frame(planes, number, shape)))
            while heard < (number + 1) * _RATE // PER_SECOND:
                block = next(blocks, None)
                if block is None:
                    break
                container.mux(audio.encode(_heard(block, heard)))
                heard += block.shape[1]
        for block in blocks:
            container.mux(audio.encode(_heard(block, heard)))
            heard += block.shape[1]
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def _video_stream(container: Any, shape: Format, options: dict[str, str]) -> Any:
    import av

    stream = container.add_stream("libx264", rate=PER_SECOND, options=options)
    stream.width, stream.height, stream.pix_fmt = shape.width, shape.height, "yuv420p"
    context = stream.codec_context
    context.flags |= av.codec.context.Flags.bitexact
    context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
    return stream


def _chapters(chapters: Sequence[Chapter]) -> list[Any]:
    return [
        {
            "id": number,
            "start": round(one.start * 1000),
            "end": round(one.end * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": one.title},
        }
        for number, one in enumerate(chapters, start=1)
    ]


def _frame(planes: Planes, number: int, shape: Format) -> Any:
    import av

    size = shape.width * shape.height
    stacked = np.empty(size * 3 // 2, np.uint8)
    stacked[:size] = np.asarray(planes.y).reshape(-1)
    stacked[size : size * 5 // 4] = np.asarray(planes.u).reshape(-1)
    stacked[size * 5 // 4 :] = np.asarray(planes.v).reshape(-1)
    frame = av.VideoFrame.from_numpy_buffer(stacked.reshape(-1, shape.width), format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, PER_SECOND)
    frame.color_range, frame.colorspace = 1, 1
    return frame


def _blocks(sound: NDArray[np.float32]) -> Any:
    for start in range(0, len(sound), _BLOCK):
        yield np.ascontiguousarray(sound[start : start + _BLOCK].reshape(1, -1), dtype=np.float32)


def _heard(block: NDArray[np.float32], at: int) -> Any:
    import av

    frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = _RATE, at, Fraction(1, _RATE)
    return frame
