"""Which file a named asset is now. The build writes `dist/manifest.json`; names carry a hash of the content."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from mercery.core.errors import MerceryError

DIST: Final = Path(__file__).resolve().parent / "static" / "dist"
ASSET_PREFIX: Final = "/assets/"


class AssetsMissing(MerceryError):
    """The front-end assets were never built, or the asked one is not among them."""

    code = "assets_missing"
    status = 500


def asset_url(name: str) -> str:
    """The address of an asset by its plain name: `theme.css`, `base.js`, `islands/chart.js`."""
    files = _files(_stamp())
    try:
        return ASSET_PREFIX + files[name]
    except KeyError:
        raise AssetsMissing(
            f"There is no built asset '{name}'.", remedy="Run `mercery assets`, or `make run`, which does so first."
        ) from None


def _stamp() -> int:
    try:
        return (DIST / "manifest.json").stat().st_mtime_ns
    except FileNotFoundError:
        raise AssetsMissing(
            "The front-end assets are not built.", remedy="Run `mercery assets`, or `make run`, which does so first."
        ) from None


@lru_cache(maxsize=2)
def _files(stamp: int) -> dict[str, str]:
    """The manifest as of one modification time, so that a rebuild is seen without a restart."""
    read: dict[str, dict[str, str]] = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    return read["files"]
