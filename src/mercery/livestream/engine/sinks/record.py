"""The recording: fragments are appended to files of ten minutes, and a playlist beside them names each one's place.

After a crash everything but the last two seconds can be played. Every file is an MP4 that plays by itself.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from mercery.livestream.engine.playlist import Range, Segment, segment_lines
from mercery.livestream.engine.sinks.segments import SegmentSink

NAME: Final = "vod.m3u8"
_FILE_S: Final = 600.0
_HEAD: Final = (
    "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:3\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MEDIA-SEQUENCE:0\n"
)
END: Final = "#EXT-X-ENDLIST\n"


class RecordSink(SegmentSink):
    """A folder for one recording. A disk that is full stops it, and it goes on when there is room again."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name)
        self._folder = folder
        self._file = ""
        self._number = 0
        self._size = 0
        self._seconds = 0.0
        self._header = b""
        self._header_range: Range = (0, 0)
        self._before: Segment | None = None
        self._written_any = False

    def _prepare(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._number = max([self._number, *(_number(one.stem) for one in self._folder.glob("part-*.mp4"))])
        playlist = self._folder / NAME
        if playlist.exists():
            kept = playlist.read_text("utf-8")
            self._written_any = "#EXTINF" in kept
            if kept.endswith(END):
                _append(playlist, b"", cut_to=len(kept.encode()) - len(END))
        else:
            _append(playlist, _HEAD.encode())

    def _head(self, data: bytes) -> None:
        self._header = data
        self._file = ""

    def _segment(self, data: bytes, seconds: float, date: datetime, *, anew: bool) -> None:
        another = not self._file or self._seconds >= _FILE_S
        if another:
            self._begin_file()
        offset = self._size
        self._size = _append(self._folder / self._file, data, cut_to=offset)
        self._seconds += seconds
        segment = Segment(
            name=self._file, seconds=seconds, date=date, head=self._file, anew=anew and self._written_any,
            range=(len(data), offset), head_range=self._header_range,
        )  # fmt: skip
        lines = segment_lines((segment,), before=None if another else self._before)
        _append(self._folder / NAME, ("\n".join(lines) + "\n").encode())
        self._before, self._written_any = segment, True

    def _begin_file(self) -> None:
        self._number += 1
        name = f"part-{self._number:05d}.mp4"
        self._size = _append(self._folder / name, self._header)
        self._file, self._seconds = name, 0.0
        self._header_range = (self._size, 0)

    def _end(self) -> None:
        super()._end()
        self._file = ""
        if self._closing and self._written_any:
            with suppress(OSError):
                _append(self._folder / NAME, END.encode())


def _append(file: Path, data: bytes, cut_to: int | None = None) -> int:
    """Write at the end, whole or not at all, and say how long the file is then. `cut_to`: where its end is."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o644)
    try:
        at = os.lseek(handle, 0, os.SEEK_END) if cut_to is None else cut_to
        os.ftruncate(handle, at)
        os.lseek(handle, at, os.SEEK_SET)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, at)
            raise
        return at + len(data)
    finally:
        os.close(handle)


def _number(stem: str) -> int:
    tail = stem.rpartition("-")[2]
    return int(tail) if tail.isdecimal() else 0
