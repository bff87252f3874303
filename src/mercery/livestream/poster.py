"""A picture of a show, out of what was recorded of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

POSTER: Final = "poster.jpg"
_POSTER_AT_S: Final = 4.0


def parts_of(folder: Path) -> tuple[Path, ...]:
    """The files of a recording in their order, each of which plays by itself."""
    return tuple(sorted(folder.glob("part-*.mp4")))


def poster_of(folders: Sequence[Path]) -> Path | None:
    """A picture out of the first of these recordings that has one, kept beside it; None where there is none."""
    for folder in folders:
        kept = folder / POSTER
        if kept.is_file():
            return kept
        for part in parts_of(folder)[:1]:
            if _picture(part, kept):
                return kept
    return None


def _picture(part: Path, kept: Path) -> bool:
    import av

    try:
        with av.open(str(part)) as source:
            stream: Any = source.streams.video[0]
            start = float((stream.start_time or 0) * (stream.time_base or Fraction(1)))
            frame: Any = None
            for frame in source.decode(stream):
                if frame.time is not None and frame.time - start >= _POSTER_AT_S:
                    break
            if frame is None:
                return False
            fresh = kept.with_name(f".{kept.name}.new")
            frame.to_image().save(fresh, "JPEG", quality=84, optimize=True)
            fresh.replace(kept)
            return True
    except (av.FFmpegError, IndexError, OSError):
        return False
