"""Pictures of the shop from the media folder: cached for ever, with their true type, and harmless."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from mercery.core.config import settings
from mercery.core.storage import bring
from mercery.storefront.visit import NoSuchPage
from mercery.web.database import database_of
from mercery.web.static import IMMUTABLE

router = APIRouter(include_in_schema=False)
TYPES: Final = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt; charset=utf-8",
    ".json": "application/json",
}
"""What is served; every other file does not exist."""
LONGEST_NAME: Final = 255
"""Bytes of a file's name, on every usual disk."""
LONGEST_PATH: Final = 1_000
"""Letters of a whole path; a system stops at 4,096 bytes."""
_HARMLESS: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def media_folder() -> Path:
    """Where our copies of pictures lie."""
    return settings().home.resolve() / "media"


@router.get("/media/{path:path}")
async def media(request: Request, path: str) -> Response:
    """One file. An SVG opened by itself can run nothing: its policy is a sandbox."""
    root = media_folder()
    kind = TYPES.get(Path(path).suffix.lower())
    wanted = _below(root, path)
    if kind is None or wanted is None:
        raise NoSuchPage
    if not wanted.is_file() and not await bring(database_of(request), wanted):
        raise NoSuchPage
    return FileResponse(
        wanted,
        media_type=kind,
        headers={
            "Cache-Control": IMMUTABLE,
            "Content-Security-Policy": _HARMLESS,
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


def _below(root: Path, path: str) -> Path | None:
    """The place a path names, when it lies below the folder and any disk could have it."""
    if "\0" in path or any(len(part.encode("utf-8", "replace")) > LONGEST_NAME for part in path.split("/")):
        return None
    wanted = (root / path).resolve()
    return wanted if wanted.is_relative_to(root) and len(str(wanted)) < LONGEST_PATH else None
