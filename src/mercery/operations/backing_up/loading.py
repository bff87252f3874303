"""A dump put into an empty database, and compared with what the manifest counted."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Final

import psycopg

from mercery.core.database_address import psycopg_url
from mercery.core.errors import MerceryError
from mercery.operations.backing_up.manifest import TableCount
from mercery.operations.backing_up.programs import Programs, connection_of
from mercery.operations.backing_up.snapshot import count_tables

_CHUNK: Final = 1 << 18
_HEAD: Final = 1 << 14
_NEWER_THAN_16: Final = b"SET transaction_timeout = 0;\n"
"""Written by pg_dump 17 and later at the beginning; a server before 17 does not know it."""


class NotLoaded(MerceryError):
    """The dump could not be put into the database."""

    code = "restore_failed"
    status = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A table that is not what it was."""

    table: str
    wanted: TableCount | None
    found: TableCount | None

    def text(self) -> str:
        """In words."""
        wanted, found = (one.rows if one else "no table" for one in (self.wanted, self.found))
        return f"{self.table}: {wanted} rows before, {found} now" if wanted != found else f"{self.table}: rows differ"


def load(dump: Iterable[bytes], url: str, programs: Programs, *, server_major: int) -> None:
    """Put a dump into the empty database at `url`: pg_restore writes SQL, psql runs it and stops at the first error."""
    address, environment = connection_of(url)
    with tempfile.TemporaryFile() as said_by_restore, tempfile.TemporaryFile() as said_by_psql:
        restore = subprocess.Popen(
            [programs.program("pg_restore"), "--no-owner", "--no-privileges", "--file=-"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said_by_restore,
        )  # fmt: skip
        psql = subprocess.Popen(
            [programs.program("psql"), "--no-psqlrc", "--no-password", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={address}"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said_by_psql,
        )  # fmt: skip
        feeding = _Feeding(dump, _pipe(restore.stdin))
        feeding.start()
        try:
            _pass_on(_pipe(restore.stdout), _pipe(psql.stdin), old_server=server_major < 17)
            codes = psql.wait(), restore.wait()
        finally:
            for process in (restore, psql):
                process.kill()
                process.wait()
            feeding.join()
        if feeding.problem is not None:
            raise feeding.problem
        if codes != (0, 0):
            said_by_restore.seek(0)
            said_by_psql.seek(0)
            said = (said_by_psql.read() or said_by_restore.read()).decode(errors="replace").strip()
            raise NotLoaded(
                f"PostgreSQL did not take the dump. It said: {said[-500:]}",
                remedy="Nothing that was there before has been changed.",
                zh=f"PostgreSQL 未能读入备份：{said[-500:]}。原有数据未作改动。",
            )


class _Feeding(threading.Thread):
    """Gives the dump to pg_restore while its output is read; what went wrong stands in `problem`."""

    def __init__(self, dump: Iterable[bytes], into: IO[bytes]) -> None:
        super().__init__(name="feed-pg-restore", daemon=True)
        self._dump, self._into = dump, into
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            with self._into as into:
                for chunk in self._dump:
                    into.write(chunk)
        except BrokenPipeError:
            pass  # pg_restore has ended; its code and words say why
        except Exception as error:
            self.problem = error


def _pass_on(source: IO[bytes], sink: IO[bytes], *, old_server: bool) -> None:
    try:
        with sink:
            head = source.read(_HEAD)
            sink.write(head.replace(_NEWER_THAN_16, b"", 1) if old_server else head)
            while chunk := source.read(_CHUNK):
                sink.write(chunk)
    except BrokenPipeError:
        pass  # psql has ended; its code and words say why
    finally:
        source.close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def differences(url: str, wanted: Mapping[str, TableCount]) -> list[Difference]:
    """Tables that hold something else than the manifest says."""
    with psycopg.connect(psycopg_url(url), autocommit=True) as connection:
        found = count_tables(connection)
    return [
        Difference(name, wanted.get(name), found.get(name))
        for name in sorted({*wanted, *found})
        if wanted.get(name) != found.get(name)
    ]


def require_same(url: str, wanted: Mapping[str, TableCount]) -> None:
    """NotLoaded, with the tables, where the database does not hold what the manifest counted."""
    different = differences(url, wanted)
    if different:
        told = "; ".join(one.text() for one in different[:5])
        raise NotLoaded(
            f"The restored database is not what was backed up. {told}.",
            remedy="Nothing that was there before has been changed. Take another backup, and report this one.",
            zh=f"恢复后的数据库与备份不一致：{told}。原有数据未作改动，请换用其他备份。",
        )
