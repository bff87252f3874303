"""PostgreSQL's own programs for dumps: those the embedded server brings, or newer ones of the system."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from mercery.core.database_address import psycopg_url
from mercery.core.errors import MerceryError
from mercery.core.postgres.binaries import MAJOR, installed
from mercery.core.postgres.errors import StartFailed

_DEBIAN = Path("/usr/lib/postgresql")


class ProgramsMissing(MerceryError):
    """No pg_dump is new enough for the server."""

    code = "pg_dump_missing"
    status = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """One set of programs."""

    folder: Path
    version: str
    """`18.4`."""

    @property
    def major(self) -> int:
        """`18`."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """The path of one."""
        return str(self.folder / name)


def programs_for(server_major: int) -> Programs:
    """Programs that can dump a server of this major version: as new as it is or newer. ProgramsMissing where none are."""
    found = None
    for found in _candidates():
        if found.major >= server_major:
            return found
    seen = f"; the newest found is {found.version}" if found else ""
    raise ProgramsMissing(
        f"The database runs PostgreSQL {server_major}, and no pg_dump that new is installed{seen}.",
        remedy=f"Install it (on Debian and Ubuntu: apt install postgresql-client-{server_major}) where PATH finds it.",
        zh=f"数据库为 PostgreSQL {server_major}，未安装相应版本的 pg_dump。请安装（Debian、Ubuntu：apt install postgresql-client-{server_major}）。",
    )


def _candidates() -> Iterator[Programs]:
    try:
        bundled = installed().folder
    except StartFailed:
        bundled = None
    elsewhere = [Path(path).parent] if (path := shutil.which("pg_dump")) else []
    elsewhere += sorted(_DEBIAN.glob("*/bin"), key=lambda one: _number(one.parent.name), reverse=True)
    for folder in [*([bundled] if bundled else []), *elsewhere]:
        if all((folder / name).exists() for name in ("pg_dump", "pg_restore", "psql")) and (version := _asked(folder)):
            yield Programs(folder=folder, version=version)


def _asked(folder: Path) -> str:
    said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\b(\d+(?:\.\d+)*)", said)
    return found[1] if found else ""


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def connection_of(url: str) -> tuple[str, dict[str, str]]:
    """How a program is told where the database is: words for `--dbname` without the password, which every user of the machine
    could read there, and an environment with it."""
    parts = conninfo_to_dict(psycopg_url(url))
    if not parts.get("host") and not parts.get("hostaddr"):
        # `postgresql:///mercery`: where the socket lies by default is built into each libpq, ours and theirs differ.
        with psycopg.connect(psycopg_url(url)) as connection:
            parts["host"] = connection.info.host
    password = parts.pop("password", None)
    environment = {**os.environ, "LC_ALL": "C", "PGTZ": "UTC"}
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo(**{name: str(value) for name, value in parts.items()}), environment


__all__ = ["MAJOR", "Programs", "ProgramsMissing", "connection_of", "programs_for"]
