"""What was restored put in the place of what is there, and back again.

Folders are renamed first, then the databases in one transaction of the server's. What was there before stays beside it: the
folder `before-restore-<stamp>` in the home folder, the database `<name>_before_<stamp>`. A process that is killed between
the two leaves new files with the old database; `swap_back` puts that right too.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from mercery.core.errors import NotFound
from mercery.operations.backing_up import databases
from mercery.operations.backing_up.home_files import BEFORE, DERIVED, SECRET_KEY, is_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a restore goes."""

    url: str
    home: Path

    @property
    def database(self) -> str:
        """The database's name."""
        return databases.name_of(self.url)

    def before(self, stamp: str) -> Path:
        """Where the files that were there lie afterwards."""
        return self.home / f"{BEFORE}{stamp}"

    def database_before(self, stamp: str) -> str:
        """What the database that was there is called afterwards (PostgreSQL takes 63 bytes)."""
        return f"{self.database[:35]}_before_{stamp}"


def swap_in(place: Place, staged: Path, fresh_database: str | None, stamp: str, *, was_there: bool) -> None:
    """Put the files in `staged` and the database `fresh_database` in place (None: the database was filled in place). All of
    it or, on an error, none of it."""
    moves = _moves(place.home, staged, place.before(stamp))
    done: list[tuple[Path, Path]] = []
    try:
        if any(target.parent == place.before(stamp) for _, target in moves):
            place.before(stamp).mkdir(mode=0o700)
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
        if fresh_database is not None:
            changes = [(place.database, place.database_before(stamp))] if was_there else []
            with databases.renaming(place.url, [*changes, (fresh_database, place.database)]):
                pass
    except BaseException:
        for source, target in reversed(done):
            target.rename(source)
        _remove_empty(place.before(stamp))
        raise
    shutil.rmtree(staged, ignore_errors=True)


def _moves(home: Path, staged: Path, before: Path) -> list[tuple[Path, Path]]:
    """First what is there goes aside (the shop's own, and what was made of it), then what was restored comes."""
    coming = {one.name for one in staged.iterdir()} if staged.is_dir() else set()
    there = sorted(one.name for one in home.iterdir() if is_kept(one.name) or one.name in DERIVED or one.name in coming)
    aside = [(home / name, before / name) for name in there]
    return aside + [(staged / name, home / name) for name in sorted(coming)]


def stamps(place: Place) -> list[str]:
    """The restores that can be taken back, oldest first."""
    folders = {one.name.removeprefix(BEFORE) for one in place.home.glob(f"{BEFORE}*") if one.is_dir()}
    start = place.database_before("")
    with databases.beside(place.url) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [start]).fetchall()
    return sorted(folders | {str(name).removeprefix(start) for (name,) in found})


def swap_back(place: Place, again: str) -> str:
    """Put back what was there before the last restore; what was restored then lies beside it under the stamp `again`.

    NotFound where there is nothing to go back to. Returns the stamp that was taken back.
    """
    known = stamps(place)
    if not known:
        raise NotFound(
            "There is no restore to take back.",
            remedy="What was there before a restore may have been removed.",
            zh="没有可撤回的恢复，恢复前的内容可能已删除。",
        )
    stamp = known[-1]
    before, database = place.before(stamp), place.database_before(stamp)
    changes = []
    if databases.exists(place.url, database):
        if databases.exists(place.url, place.database):
            changes.append((place.database, place.database_before(again)))
        changes.append((database, place.database))
    with databases.renaming(place.url, changes):
        _move_back(place, before, place.before(again))
    return stamp


def _move_back(place: Place, before: Path, again: Path) -> None:
    """The names that were moved aside go back; the key and whatever else the restore brought goes aside."""
    returning = {one.name for one in before.iterdir()} if before.is_dir() else set()
    leaving = [
        one.name for one in place.home.iterdir()
        if is_kept(one.name) or one.name in DERIVED or (one.name == SECRET_KEY and SECRET_KEY in returning)
    ]  # fmt: skip
    again.mkdir(mode=0o700, exist_ok=True)
    for name in sorted(leaving):
        (place.home / name).rename(again / name)
    for name in sorted(returning):
        (before / name).rename(place.home / name)
    _remove_empty(before)
    _remove_empty(again)


def forget(place: Place) -> list[str]:
    """Remove what was there before earlier restores, for good. Returns the stamps."""
    known = stamps(place)
    for stamp in known:
        shutil.rmtree(place.before(stamp), ignore_errors=True)
        databases.drop(place.url, place.database_before(stamp))
    return known


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
