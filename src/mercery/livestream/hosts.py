"""The hosts and studios a show can have: the built-in ones, and those of the shop's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.storage import follow_wholes
from mercery.livestream.folders import live_folder

_HERE: Final = Path(__file__).resolve().parent
BUILT_IN: Final = _HERE / "avatars"
STUDIOS: Final = _HERE / "backgrounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host that can be chosen."""

    key: str
    name: Words
    folder: Path
    own: bool = False
    by: str = ""
    version: int = 0
    """Of its files, for addresses of pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """A background that can be chosen."""

    key: str
    name: Words
    folder: Path
    own: bool = False
    version: int = 0
    """Of its files, for addresses of pictures."""


def own_folder(shop_id: str) -> Path:
    """Where the shop's own hosts lie."""
    return live_folder() / shop_id / "avatars"


def hosts(shop_id: str) -> tuple[Host, ...]:
    """The built-in ones, then the shop's own."""
    return (*_in(BUILT_IN, own=False), *_in(own_folder(shop_id), own=True))


def host(shop_id: str, key: str) -> Host | None:
    """The host of that key; the shop's own before a built-in one of the same name."""
    found = [one for one in hosts(shop_id) if one.key == key]
    return found[-1] if found else None


def own_studios_folder(shop_id: str) -> Path:
    """Where the shop's own backgrounds lie."""
    return live_folder() / shop_id / "backgrounds"


async def follow_own(database: Database, shop_id: str) -> None:
    """Have the shop's own hosts and studios here as they were uploaded, changed or removed on any host of the installation."""
    await follow_wholes(database, own_folder(shop_id), own_studios_folder(shop_id))


def studios(shop_id: str = "") -> tuple[Studio, ...]:
    """The built-in backgrounds in the order of their names, then the shop's own."""
    own = _studios_in(own_studios_folder(shop_id), own=True) if shop_id else ()
    return (*_studios_in(STUDIOS, own=False), *own)


def studio(key: str, shop_id: str = "") -> Studio | None:
    """The background of that key, the shop's own before a built-in one; None where there is none."""
    found = [one for one in studios(shop_id) if one.key == key]
    return found[-1] if found else None


def _studios_in(folder: Path, *, own: bool) -> Iterator[Studio]:
    if not folder.is_dir():
        return
    for one in sorted(folder.iterdir()):
        setting = one / "background.json"
        if setting.is_file() and not one.name.startswith("."):
            version = setting.stat().st_mtime_ns // 1_000_000
            yield Studio(key=one.name, name=_named(setting, one.name), folder=one, own=own, version=version)


def _named(setting: Path, key: str) -> Words:
    told = _told(setting, setting.stat().st_mtime_ns)[0]
    return told if told.en or told.zh else _plain(key)


def _in(folder: Path, *, own: bool) -> Iterator[Host]:
    if not folder.is_dir():
        return
    for one in sorted(folder.iterdir()):
        rig = one / "rig.json"
        if one.is_dir() and rig.is_file():
            told = _told(rig, rig.stat().st_mtime_ns)
            yield Host(
                key=one.name, name=told[0] if told[0].en or told[0].zh else _plain(one.name), folder=one, own=own,
                by=told[1], version=rig.stat().st_mtime_ns // 1_000_000,
            )  # fmt: skip


@lru_cache(maxsize=64)
def _told(rig: Path, _: int) -> tuple[Words, str]:
    """Name and maker; read anew when the file changes."""
    try:
        told = json.loads(rig.read_text(encoding="utf-8"))
        name = told.get("name") or {}
        return Words(str(name.get("en") or ""), str(name.get("zh") or "")), str(told.get("by") or "")
    except (OSError, ValueError, AttributeError):
        return Words(""), ""


def _plain(key: str) -> Words:
    return Words(key.replace("_", " ").replace("-", " ").title())
