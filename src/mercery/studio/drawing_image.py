"""The slices of a long picture as a rendering keeps them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mercery.studio.kept import KeptFile, PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.pictures.formats import FORMATS
from mercery.studio.pictures.long_image import long_image
from mercery.studio.piece import Piece
from mercery.studio.standing import by_key, held_against

_SHAPE: Final = "taobao"


async def draw(version: PieceVersion, materials: Materials, media: Path, folder: Path) -> Sequence[KeptFile]:
    """The detail page from top to bottom. Only what holds now is on it, and no price."""
    held = held_against(version.piece, version.grounds, by_key(materials.facts, materials.now), materials.products)
    return await asyncio.to_thread(_draw, held.shown(), version, materials, media, folder)


def _draw(piece: Piece, version: PieceVersion, materials: Materials, media: Path, folder: Path) -> list[KeptFile]:
    shape = FORMATS[_SHAPE]
    found: list[KeptFile] = []
    content_id = f"{version.piece_id}-v{version.version}"
    for number, one in enumerate(long_image(piece, materials, media, shape, content_id=content_id), 1):
        path = folder / f"{shape.key}-{number:02d}{one.file.suffix}"
        path.write_bytes(one.file.content)
        found.append(
            KeptFile(
                kind="long_image", path=path.relative_to(media).as_posix(), mime=one.file.mime,
                bytes=len(one.file.content), width=one.file.width, height=one.file.height,
            )
        )  # fmt: skip
    return found
