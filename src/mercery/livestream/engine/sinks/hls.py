"""The programme for the shop's own page: segments of two seconds and a playlist that moves on, kept across restarts."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from mercery.livestream.engine.playlist import Playlist, Segment, live_text, read
from mercery.livestream.engine.sinks.segments import SegmentSink

NAME: Final = "live.m3u8"
_MOST: Final = 10
"""Segments in the playlist: twenty seconds."""
_KEPT_S: Final = 60.0
"""Seconds a file is kept after it left the playlist: players that are behind still ask for it."""


class HlsSink(SegmentSink):
    """Files are written whole under names that are never used again, and only then named in the playlist."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name)
        self._folder = folder
        self._playlist = Playlist()
        self._stamp = f"{time.time_ns() // 1_000_000:x}"
        self._heads = self._segments = 0
        self._current = ""

    def _prepare(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if not self._playlist.segments:
            self._playlist = self._before()

    def _before(self) -> Playlist:
        """What an engine before this one left: its last segments can still be played, and counters go on."""
        try:
            kept = read((self._folder / NAME).read_text("utf-8"))
        except (OSError, ValueError):
            return Playlist()
        there = [
            one for one in kept.segments if (self._folder / one.name).exists() and (self._folder / one.head).exists()
        ]
        return Playlist(
            segments=tuple(there), first=kept.first + len(kept.segments) - len(there),
            breaks=kept.breaks + sum(one.anew for one in kept.segments if one not in there),
        )  # fmt: skip

    def _head(self, data: bytes) -> None:
        self._heads += 1
        self._current = f"{self._stamp}-{self._heads}.mp4"
        self._whole(self._current, data)

    def _segment(self, data: bytes, seconds: float, date: datetime, *, anew: bool) -> None:
        self._segments += 1
        name = f"{self._stamp}-{self._segments:06d}.m4s"
        self._whole(name, data)
        first = not self._playlist.segments and not self._playlist.first
        segment = Segment(name=name, seconds=seconds, date=date, head=self._current, anew=anew and not first)
        self._playlist = self._playlist.with_one(segment, _MOST)
        self._whole(NAME, live_text(self._playlist).encode())
        self._clean()

    def _whole(self, name: str, data: bytes) -> None:
        """Whole or not at all."""
        fresh = self._folder / f".{name}.new"
        try:
            fresh.write_bytes(data)
            fresh.replace(self._folder / name)
        except OSError:
            with suppress(OSError):
                fresh.unlink()
            raise

    def _clean(self) -> None:
        """Files nobody can ask for any more, of engines before this one too."""
        needed, now = self._playlist.names(), time.time()
        with os.scandir(self._folder) as files:
            for one in files:
                if one.name.endswith((".m4s", ".mp4", ".new")) and one.name not in needed:
                    with suppress(OSError):
                        if now - one.stat().st_mtime > _KEPT_S:
                            Path(one.path).unlink()
