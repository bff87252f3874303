"""Pictures of hosts for the console: drawn when somebody looks for the first time, kept beside the shop's shows."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mercery.livestream.folders import live_folder
from mercery.livestream.hosts import Host, Studio
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.show import Format

if TYPE_CHECKING:
    from mercery.livestream.avatar.stage import Stage

_ONE_AT_A_TIME: Final = asyncio.Semaphore(1)
"""Drawing takes a good part of a core: whoever looks at a page of twenty pictures waits, and the show on air does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One moment of a host."""

    host: Host
    studio: Studio
    shape: Format = "landscape"
    mood: Mood = "warm"
    gesture: Gesture = "none"
    mouth: str = "rest"
    face: bool = False
    """Head and shoulders alone."""
    width: int = 960

    @property
    def file(self) -> Path:
        """Where it is kept; another one once the host or the studio was changed."""
        told = (
            self.host.folder, self.host.version, self.studio.folder, self.studio.version, self.shape, self.mood,
            self.gesture, self.mouth, self.face, self.width,
        )  # fmt: skip
        name = hashlib.sha256(repr(told).encode()).hexdigest()[:32]
        return live_folder() / "previews" / f"{name}.webp"


async def picture(wanted: Wanted) -> bytes:
    """As WebP. AvatarUnreadable or BackgroundUnreadable where the files cannot be used."""
    file = wanted.file
    if file.is_file():
        return await asyncio.to_thread(file.read_bytes)
    async with _ONE_AT_A_TIME:
        if file.is_file():
            return await asyncio.to_thread(file.read_bytes)
        return await asyncio.to_thread(_drawn, wanted, file)


async def film(host: Host, studio: Studio, shape: Format) -> bytes:
    """A few seconds of the host in motion, as MP4."""
    told = (host.folder, host.version, studio.folder, studio.version, shape)
    file = live_folder() / "previews" / f"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}.mp4"
    if file.is_file():
        return await asyncio.to_thread(file.read_bytes)
    async with _ONE_AT_A_TIME:
        return await asyncio.to_thread(_moved, host, studio, shape, file)


def _drawn(wanted: Wanted, file: Path) -> bytes:
    from mercery.livestream.avatar import previews
    from mercery.livestream.avatar.attitude import settled

    stage = _stage(wanted.host.folder, wanted.host.version, wanted.studio.folder, wanted.shape)
    attitude = settled(stage.rig, wanted.shape, wanted.mood, wanted.gesture, wanted.mouth)
    shown = previews.rgb(stage.draw(attitude))
    if wanted.face:
        shown = previews.face(shown, stage)
    return _kept(previews.webp(shown, wanted.width), file)


@lru_cache(maxsize=1)
def _stage(host: Path, version: int, studio: Path, shape: Format) -> Stage:
    """The last one is kept: a page asks for twenty pictures of it. Drawing is one at a time, so nobody shares it."""
    from mercery.livestream.avatar.reading import load_avatar
    from mercery.livestream.avatar.stage import Stage

    return Stage(load_avatar(host), studio, shape)


def _moved(host: Host, studio: Studio, shape: Format, file: Path) -> bytes:
    from mercery.livestream.avatar import previews
    from mercery.livestream.avatar.reading import load_avatar

    return _kept(previews.moving(load_avatar(host.folder), studio.folder, shape, 6.0), file)


def _kept(content: bytes, file: Path) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(content)
    part.replace(file)
    return content
