"""Lips against sound in what an engine sent: segments are decoded, and each tone is held against the square shown with it."""

from __future__ import annotations

import asyncio
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.livestream.engine.engine import PROOF
from mercery.livestream.engine.playlist import Playlist, Segment, read

_NEAR: Final = timedelta(seconds=0.2)
_LOUD: Final = 0.1
_APART: Final = 120


class Lips:
    """Follows a playlist and measures where tones are told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tones: list[datetime] = []
        self.offsets: list[float] = []
        """Milliseconds the picture comes after the sound; below nothing: before it."""

    def tone(self, at: float) -> None:
        """One was heard at that date (Unix time)."""
        self._tones.append(datetime.fromtimestamp(at).astimezone())

    async def follow(self) -> None:
        """For ever: decode the segments tones lie in, once they are there."""
        while True:
            await asyncio.sleep(2.0)
            playlist = await asyncio.to_thread(self._playlist)
            for tone in list(self._tones):
                segment = next((one for one in playlist.segments if one.date <= tone < _end(one)), None)
                if segment is not None:
                    self._tones.remove(tone)
                    if tone + _NEAR < _end(segment) and tone - _NEAR > segment.date:
                        await asyncio.to_thread(self._measure, segment)

    def _playlist(self) -> Playlist:
        try:
            return read((self._folder / "live.m3u8").read_text("utf-8"))
        except OSError:
            return Playlist()

    def _measure(self, segment: Segment) -> None:
        data = (self._folder / segment.head).read_bytes() + (self._folder / segment.name).read_bytes()
        heard, seen = onsets(data)
        for sound in heard:
            near = [picture for picture in seen if abs(picture - sound) < 0.2]
            if near:
                self.offsets.append(round((min(near, key=lambda one: abs(one - sound)) - sound) * 1000, 1))


def _end(segment: Segment) -> datetime:
    return segment.date + timedelta(seconds=segment.seconds)


def onsets(data: bytes) -> tuple[list[float], list[float]]:
    """When tones of 1 kHz begin in a segment, and when squares do; seconds of the media."""
    import av

    pieces: list[tuple[float, np.ndarray[Any, np.dtype[np.float32]]]] = []
    seen: list[float] = []
    before = True
    with av.open(io.BytesIO(data), mode="r") as container:
        frames: Any = container.decode()
        for frame in frames:
            if isinstance(frame, av.VideoFrame):
                corner = frame.to_ndarray(format="gray")[4 : PROOF - 4, : 2 * PROOF].astype(int)
                shown = bool(corner[:, PROOF + 4 : -4].mean() - corner[:, 4 : PROOF - 4].mean() > _APART)
                if shown and not before:
                    seen.append(float(frame.time or 0))
                before = shown
            elif isinstance(frame, av.AudioFrame):
                pieces.append((float(frame.time or 0), frame.to_ndarray()[0]))
    if not pieces:
        return [], seen
    rate, sound = 48_000, np.concatenate([one for _, one in pieces])
    return [pieces[0][0] + place / rate for place in _tones(sound, rate)], seen


def _tones(sound: np.ndarray[tuple[int, ...], np.dtype[np.float32]], rate: int) -> list[int]:
    """Samples at which a tone of 1 kHz begins: found by blocks of 5 ms, placed by its first loud sample."""
    size = rate // 200
    blocks = sound[: len(sound) // size * size].reshape(-1, size)
    wave = np.exp(-2j * np.pi * 1000 * np.arange(size) / rate)
    pure = np.abs(blocks @ wave) * 2 / size
    all_of_it = np.sqrt(2 * (blocks**2).mean(axis=1)) + 1e-9
    tone = (pure > _LOUD) & (pure / all_of_it > 0.9)
    found = []
    for index in range(2, len(tone) - 12):
        if tone[index : index + 12].all() and not tone[index - 2 : index].any():
            near = np.abs(sound[(index - 2) * size : (index + 1) * size])
            found.append((index - 2) * size + int(np.argmax(near > _LOUD / 2)))
    return found
