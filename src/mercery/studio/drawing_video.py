"""The files of a video as a rendering keeps them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mercery.ai.speech.choosing import speech_voice
from mercery.studio.kept import KeptFile, PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.pictures.labelling import label_words
from mercery.studio.standing import by_key, held_against
from mercery.studio.video.make import make_video
from mercery.studio.video.shot import FORMATS

_MIMES: Final = {".mp4": "video/mp4", ".jpg": "image/jpeg", ".vtt": "text/vtt", ".json": "application/json"}


async def draw(version: PieceVersion, materials: Materials, media: Path, folder: Path) -> Sequence[KeptFile]:
    """Film, poster, captions, chapters and tags in each format. Only what holds now is in it."""
    held = held_against(version.piece, version.grounds, by_key(materials.facts, materials.now), materials.products)
    piece = held.shown()
    label = label_words(piece).text(piece.lang)
    made = await asyncio.to_thread(make_video, piece, materials, media, folder, voice=speech_voice(), label=label)
    return [_file(media, folder / name, made.seconds) for name in (*made.files, *made.posters, *made.sidecars)]


def _file(media: Path, path: Path, seconds: float) -> KeptFile:
    shape = FORMATS.get(path.name.partition(".")[0])
    film = path.suffix == ".mp4"
    drawn = shape if path.suffix in (".mp4", ".jpg") else None
    return KeptFile(
        kind=_kind(path.name),
        path=path.relative_to(media).as_posix(),
        mime=_MIMES[path.suffix],
        bytes=path.stat().st_size,
        width=drawn.width if drawn else 0,
        height=drawn.height if drawn else 0,
        seconds=seconds if film else 0.0,
    )


def _kind(name: str) -> str:
    if name.endswith(".mp4"):
        return "mp4"
    if name.endswith(".jpg"):
        return "poster"
    first = name.partition(".")[0]
    return first if first in ("captions", "chapters") else "tags"
