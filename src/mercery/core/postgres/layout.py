"""Where everything of the embedded server lies, and the short path under which its socket can be reached."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from mercery.core.postgres.errors import NotOurs

PORT = 5432
"""Only part of the socket's file name: the server listens on no network port."""
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_LIMIT = 107
"""Bytes a Unix socket address can hold on Linux (sun_path without its closing zero); macOS allows 103."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The folders and files of one embedded server under one Mercery home."""

    home: Path

    @classmethod
    def at(cls, home: Path) -> Layout:
        """The layout below `home`, with symbolic links resolved so that two names of one folder are one server."""
        return cls(home=home.expanduser().resolve())

    @property
    def folder(self) -> Path:
        """Everything of the server lies here."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory; its socket lies in it too."""
        return self.folder / "data"

    @property
    def start_lock(self) -> Path:
        """Held exclusively while starting or stopping, so that two processes never do either at once."""
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the server: the last one to leave stops it."""
        return self.folder / "users.lock"

    @property
    def server_lock(self) -> Path:
        """Inherited by every process of the server: free exactly when none of them is left."""
        return self.folder / "server.lock"

    @property
    def startup_log(self) -> Path:
        """What the server says before its own log is open."""
        return self.folder / "startup.log"

    @property
    def log_folder(self) -> Path:
        """The server's own log files."""
        return self.data / "log"


def socket_folder(layout: Layout) -> Path:
    """A folder name through which clients reach the socket within the length limit.

    The socket itself always lies in the data directory. Where that path is too long for a socket address, a symbolic
    link with a short name, in a folder only this user can enter, leads there.
    """
    if _fits(layout.data):
        return layout.data
    name = hashlib.sha256(os.fsencode(layout.data)).hexdigest()[:16]
    link = _private_folder() / name
    if not (link.is_symlink() and link.readlink() == layout.data):
        fresh = link.with_name(f"{name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(layout.data)
        fresh.rename(link)
        _forget_removed_homes(link.parent)
    return link


def _forget_removed_homes(folder: Path) -> None:
    for link in folder.iterdir():
        if link.is_symlink() and not link.exists():
            link.unlink(missing_ok=True)


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT - (4 if os.uname().sysname == "Darwin" else 0)


def _private_folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    candidates = [Path(runtime) / "mercery"] if runtime and Path(runtime).is_dir() else []
    candidates.append(Path("/tmp") / f"mercery-{os.geteuid()}")  # noqa: S108 - made private and checked below
    for folder in candidates:
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            continue
        about = folder.lstat()
        private = stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid() and not about.st_mode & 0o077
        if private and _fits(folder / ("0" * 16)):
            return folder
    raise NotOurs(
        f"No private folder with a short path could be made for the database's socket (tried {candidates[-1]}).",
        remedy="Set MERCERY_HOME to a folder with a shorter path, or XDG_RUNTIME_DIR to a private folder of yours.",
    )
