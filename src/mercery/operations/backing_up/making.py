"""Making a backup: a snapshot of the database, the files of the home folder, a manifest, read back before it counts."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import Final

from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.schema import current_revision
from mercery.operations.backing_up.archive import CHUNK, ArchiveWriter, NoRoom, new_archive
from mercery.operations.backing_up.home_files import SECRETS as SECRET_FILES
from mercery.operations.backing_up.home_files import HomeFile, Inventory, inventory
from mercery.operations.backing_up.manifest import DUMP, FILES, SECRETS, LeftOut, Manifest, key_name
from mercery.operations.backing_up.programs import Programs, programs_for
from mercery.operations.backing_up.snapshot import (
    EMPTIED,
    Snapshot,
    count_tables,
    dumped,
    held_snapshot,
    release,
    server_major,
)

Say = Callable[[str], None]
OUR_NAME: Final = re.compile(r"mercery-\d{8}-\d{6}Z\.zip(?:\.sealed)?")
_README: Final = """\
A backup of Mercery, made {moment:%Y-%m-%d %H:%M} UTC by version {version}.

Restore it with `mercery restore FILE`.

Without Mercery: database.dump is pg_dump's custom format (`createdb shop && pg_restore --no-owner -d shop database.dump`,
PostgreSQL {major} or newer), files/ is the home folder, manifest.json names every part with its SHA-256.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be backed up, and where to."""

    url: str
    home: Path
    target: Path
    """A folder, or the file to write."""
    passphrase: str | None = None
    recordings: bool = False
    secrets: bool = True
    """Whether the secret key and the settings go along. Only into a sealed archive."""
    keep: int | None = None
    """How many backups may stay in the folder, this one included; None: all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that stands."""

    path: Path
    bytes: int
    manifest: Manifest
    seconds: float
    removed: tuple[Path, ...]
    """Older ones that had to go."""


def make_backup(wanted: Wanted, say: Say) -> Made:
    """Back up while the shop runs. What was written is read back before it gets its name; on any error nothing is left."""
    began = time.monotonic()
    if wanted.keep is not None and wanted.keep < 1:
        raise Invalid(
            "At least one backup has to be kept.",
            remedy="Give --keep 1 or more.",
            zh="至少须保留一份备份，请将 --keep 设为 1 或以上。",
        )
    target = _file_for(wanted)
    programs = programs_for(server_major(wanted.url))
    revision = current_revision(wanted.url)
    if revision is None:
        raise Invalid(
            "There is nothing to back up: the database is empty.",
            remedy="Start Mercery once, then back up.",
            zh="数据库为空，没有可备份的内容。请先启动 Mercery。",
        )
    with held_snapshot(wanted.url) as snapshot:
        # After the snapshot: what it names is there by now, unless it was removed in this very moment.
        there = inventory(wanted.home, recordings=wanted.recordings)
        _refuse_no_room(target.parent, there)
        with new_archive(target, wanted.passphrase, snapshot.taken_at) as writer:
            manifest = _write(writer, wanted, snapshot, there, programs, revision, Progress(say))
            say("Reading it back.")
    removed = tuple(_rotate(target, wanted.keep)) if wanted.keep is not None else ()
    return Made(
        path=target, bytes=target.stat().st_size, manifest=manifest, removed=removed, seconds=time.monotonic() - began
    )


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder that bear a name we gave, oldest first."""
    return sorted(
        (file for file in folder.glob("mercery-*.zip*") if OUR_NAME.fullmatch(file.name)), key=lambda one: one.name
    )


class Progress:
    """Says how far it is, every few seconds at most."""

    def __init__(self, say: Say, *, every: float = 2.0) -> None:
        self._say, self._every = say, every
        self._what, self._bytes, self._said = "", 0, time.monotonic()

    def begin(self, what: str) -> None:
        """Something new begins."""
        self._what, self._bytes = what, 0

    def went_by(self, count: int) -> None:
        """So many bytes more."""
        self._bytes += count
        if time.monotonic() - self._said >= self._every:
            self._said = time.monotonic()
            self._say(f"{self._what}: {in_words(self._bytes)}")


def in_words(count: int) -> str:
    """Bytes for people: `12.3 MB`."""
    size = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    raise AssertionError("unreachable")


def _file_for(wanted: Wanted) -> Path:
    if not wanted.target.is_dir():
        if wanted.target.suffix not in (".zip", ".sealed"):
            # Perhaps a disk that is not mounted: a file in its place would hide that.
            raise NoRoom(
                f"The folder {wanted.target} is not there.",
                remedy="Make it, or see whether its disk is mounted. The name of a file has to end in .zip or .sealed.",
            )
        return wanted.target.absolute()
    suffix = ".zip.sealed" if wanted.passphrase else ".zip"
    return wanted.target.absolute() / f"mercery-{now().astimezone(UTC):%Y%m%d-%H%M%SZ}{suffix}"


def _refuse_no_room(folder: Path, there: Inventory) -> None:
    """The files are as large in the archive as they are here; how far the database can be compressed is not known before."""
    free = shutil.disk_usage(folder).free if folder.is_dir() else there.size
    if free < there.size:
        raise NoRoom(
            f"{in_words(free)} are free in {folder}, and the files alone need {in_words(there.size)}.",
            remedy="Free some space there or choose another folder.",
        )


def _write(
    writer: ArchiveWriter, wanted: Wanted, snapshot: Snapshot, there: Inventory, programs: Programs, revision: str,
    progress: Progress,
) -> Manifest:  # fmt: skip
    made_by = version("mercery")
    readme = _README.format(moment=snapshot.taken_at, version=made_by, major=programs.major)
    writer.add("README.txt", [readme.encode()])
    with ThreadPoolExecutor(1) as beside:
        # The snapshot's own connection counts while pg_dump reads through another one.
        counting = beside.submit(count_tables, snapshot.connection)
        progress.begin("Database")
        writer.add(DUMP, dumped(wanted.url, programs, snapshot), progress.went_by)
        tables = counting.result()
    shops = snapshot.connection.execute("SELECT slug FROM shops ORDER BY created_at, id").fetchall()
    release(snapshot.connection)
    progress.begin("Files")
    gone = tuple(file.name for file in there.files if not _add_file(writer, file, progress))
    left_out = [*there.left_out, *(LeftOut(f"table {name}", why) for name, why in EMPTIED.items())]
    left_out += _add_secrets(writer, wanted)
    manifest = Manifest(
        made_at=snapshot.taken_at.astimezone(UTC), version=made_by, revision=revision, server=snapshot.server,
        dumped_by=programs.version, database_bytes=snapshot.database_bytes, tables=tables,
        shops=tuple(str(slug) for (slug,) in shops), parts=tuple(writer.parts), left_out=tuple(left_out), gone=gone,
        key_name=key_name(wanted.home),
    )  # fmt: skip
    writer.finish(manifest)
    return manifest


def _add_file(writer: ArchiveWriter, file: HomeFile, progress: Progress) -> bool:
    """Whether it was still there."""
    try:
        opened = file.path.open("rb")
    except FileNotFoundError:
        return False
    with opened:
        writer.add(FILES + file.name, iter(lambda: opened.read(CHUNK), b""), progress.went_by)
    return True


def _add_secrets(writer: ArchiveWriter, wanted: Wanted) -> Iterator[LeftOut]:
    for name in SECRET_FILES:
        path = wanted.home / name
        if not path.is_file():
            continue
        if wanted.passphrase and wanted.secrets:
            writer.add(SECRETS + name, [path.read_bytes()])
        else:
            why = "left out as asked" if wanted.passphrase else "goes into archives under a passphrase only"
            yield LeftOut(name, why)


def _rotate(target: Path, keep: int) -> Iterator[Path]:
    """Remove the oldest of ours beside the new one, only after that stands."""
    others = [path for path in backups_in(target.parent) if path != target]
    for path in others[: max(0, len(others) - (keep - 1))]:
        path.unlink()
        yield path
