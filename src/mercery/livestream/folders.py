"""Where the files of a show lie: below `live/<shop>/<show>` of the home folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from mercery.core.config import settings

PLAYLIST: Final = "live.m3u8"
"""In `hls/`, written by the engine."""
RECORDED: Final = "vod.m3u8"
"""In a recording's folder; any other playlist there serves too (`recorded_playlist`)."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")


def live_folder() -> Path:
    """Of all shows."""
    return settings().home.resolve() / "live"


def shop_folder(shop_id: str) -> Path:
    """Of all shows, hosts and studios of a shop. ValueError where an id could lead elsewhere."""
    return live_folder() / _plain(shop_id)


def show_folder(shop_id: str, show_id: str) -> Path:
    """Of one show. ValueError where an id could lead elsewhere."""
    return shop_folder(shop_id) / _plain(show_id)


def hls_folder(shop_id: str, show_id: str) -> Path:
    """Playlist and segments of what is on air."""
    return show_folder(shop_id, show_id) / "hls"


def record_folder(shop_id: str, show_id: str, recording_id: str) -> Path:
    """Segments and playlist of one recording."""
    return show_folder(shop_id, show_id) / "record" / _plain(recording_id)


def recorded_playlist(folder: Path) -> Path | None:
    """The playlist of a recording; None where there is none yet."""
    whole = folder / RECORDED
    if whole.is_file():
        return whole
    return next(iter(sorted(folder.glob("*.m3u8"))), None)


def _plain(name: str) -> str:
    if not _PLAIN.match(name):
        raise ValueError(f"{name!r} is no folder's name")
    return name
