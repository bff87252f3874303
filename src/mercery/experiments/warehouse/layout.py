"""Where the files of the warehouse lie: `warehouse/<shop>/<table>/<day>.parquet` below the home folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from mercery.core.ids import new_id

WHOLE: Final = "all"
"""In place of a day, for tables that leave whole."""
_UNFINISHED: Final = ".unfinished"


def folder_of(home: Path, shop_id: str) -> Path:
    """All that lies of a shop."""
    return home.resolve() / "warehouse" / shop_id


def shops_in(home: Path) -> list[str]:
    """The shops of which something lies here."""
    place = home.resolve() / "warehouse"
    return sorted(one.name for one in place.iterdir() if one.is_dir()) if place.is_dir() else []


def file_of(folder: Path, table: str, day: date | None) -> Path:
    """The file of a day of a table."""
    return folder / table / f"{day.isoformat() if day else WHOLE}.parquet"


def files_of(folder: Path, table: str) -> list[Path]:
    """The files of a table, the oldest day first."""
    return sorted((folder / table).glob("*.parquet"))


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name to write to; when the block ends well the file is on disk and stands at `path` in one step, else nothing is
    changed. Two writers at once do not meet: each has a name of its own, and the later one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{new_id('tmp')}{_UNFINISHED}")
    try:
        yield unfinished
        _to_disk(unfinished)
        unfinished.replace(path)
        _to_disk(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def sweep(folder: Path, *, older_than: float) -> None:
    """Remove what writers that were killed left behind before that time (seconds since 1970)."""
    for path in folder.rglob(f"*{_UNFINISHED}"):
        if path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)


def remove(home: Path, shop_id: str) -> None:
    """Remove all that lies of a shop."""
    shutil.rmtree(folder_of(home, shop_id), ignore_errors=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
