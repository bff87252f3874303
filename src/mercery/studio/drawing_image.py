"""The pictures of a version as a rendering keeps them: the formats of its channel, and the list of what stands where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mercery.core.background import in_background
from mercery.studio.kept import Drawn, PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.pictures.kept_image import draw_files
from mercery.studio.standing import by_key, held_against


async def draw(version: PieceVersion, materials: Materials, media: Path, folder: Path) -> Drawn:
    """Every format of the piece's channel. Only what holds now is on the pictures, and no price."""
    held = held_against(version.piece, version.grounds, by_key(materials.facts, materials.now), materials.products)
    shown = replace(version, piece=held.shown())
    return Drawn(files=await in_background(draw_files, shown, materials, media, folder))
