"""Backups on record: when the last one was made, and whether it succeeded."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import psycopg
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database_address import psycopg_url
from mercery.core.errors import MerceryError
from mercery.core.ids import new_id
from mercery.operations.backing_up.making import Made, Say, Wanted, make_backup
from mercery.operations.backing_up.tables import BackupRow

_NOTE: Final = """
INSERT INTO backups (id, began_at, ended_at, by_schedule, host, folder, file, bytes, rows, sealed, problem)
VALUES (%(id)s, %(began_at)s, %(ended_at)s, %(by_schedule)s, %(host)s, %(folder)s, %(file)s, %(bytes)s, %(rows)s,
        %(sealed)s, %(problem)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One on record."""

    ended_at: datetime
    by_schedule: bool
    host: str
    folder: str
    file: str
    bytes: int
    problem: str


def make_and_note(wanted: Wanted, say: Say, *, by_schedule: bool = False) -> Made:
    """Make a backup and put it, or why there is none, on record. The error goes on to the caller."""
    began = now()
    try:
        made = make_backup(wanted, say)
    except Exception as error:
        problem = error.message if isinstance(error, MerceryError) else type(error).__name__
        _note(wanted, began, by_schedule, problem=problem)
        raise
    _note(wanted, began, by_schedule, made=made)
    return made


def _note(wanted: Wanted, began: datetime, by_schedule: bool, *, made: Made | None = None, problem: str = "") -> None:
    folder = wanted.target if wanted.target.is_dir() else wanted.target.parent
    values = {
        "id": new_id("bku"), "began_at": began, "ended_at": now(), "by_schedule": by_schedule,
        "host": socket.gethostname()[:253], "folder": str(folder.absolute()), "file": made.path.name if made else "",
        "bytes": made.bytes if made else 0, "rows": made.manifest.rows if made else 0, "sealed": bool(wanted.passphrase),
        "problem": problem[:1000],
    }  # fmt: skip
    try:
        with psycopg.connect(psycopg_url(wanted.url), connect_timeout=10) as connection:
            # A database of an earlier schema, before an upgrade, has no such table yet.
            if connection.execute("SELECT to_regclass('backups')").fetchone() != (None,):
                connection.execute(_NOTE, values)
    except psycopg.OperationalError:
        # Where the database is away, what was or was not made is told by the command itself.
        return


async def last_made(session: AsyncSession, *, by_schedule: bool | None = None) -> Backup | None:
    """The newest that succeeded."""
    query = select(BackupRow).where(BackupRow.problem == "")
    if by_schedule is not None:
        query = query.where(BackupRow.by_schedule == by_schedule)
    return _backup(await session.scalar(query.order_by(BackupRow.ended_at.desc()).limit(1)))


async def last_tried(session: AsyncSession) -> Backup | None:
    """The newest, whether it succeeded or not."""
    return _backup(await session.scalar(select(BackupRow).order_by(BackupRow.ended_at.desc()).limit(1)))


def _backup(row: BackupRow | None) -> Backup | None:
    if row is None:
        return None
    return Backup(
        ended_at=row.ended_at, by_schedule=row.by_schedule, host=row.host, folder=row.folder, file=row.file,
        bytes=row.bytes, problem=row.problem,
    )  # fmt: skip
