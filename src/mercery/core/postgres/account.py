"""The operating-system user under which the server runs.

PostgreSQL refuses to run as root, because SQL can be made to write files. When Mercery runs as root, as it does in many
containers, the server therefore runs as the system user `mercery`, who owns nothing but the data directories.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass

from mercery.core.postgres.errors import StartFailed

SYSTEM_USER = "mercery"


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who runs the server."""

    name: str
    uid: int
    gid: int
    dropped: bool
    """True when we are root and the server is somebody else."""


def server_account() -> Account:
    """The current user, or as root the system user `mercery`, who is created when missing."""
    if os.geteuid() != 0:
        try:
            name = pwd.getpwuid(os.geteuid()).pw_name
        except KeyError as error:
            raise StartFailed(
                f"User id {os.geteuid()} has no name, and PostgreSQL cannot run without one.",
                remedy="Add an entry for it to /etc/passwd, or run as another user or as root.",
            ) from error
        return Account(name=name, uid=os.geteuid(), gid=os.getegid(), dropped=False)
    entry = _entry() or _create()
    return Account(name=SYSTEM_USER, uid=entry.pw_uid, gid=entry.pw_gid, dropped=True)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _create() -> pwd.struct_passwd:
    """Add the system user: no password, no shell, no home."""
    commands = {
        "useradd": [
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/bin/false",
        ],
        "adduser": ["-S", "-D", "-H", "-h", "/nonexistent", "-s", "/bin/false"],
    }
    said = "neither useradd nor adduser is installed"
    for command, options in commands.items():
        found = shutil.which(command, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        if found is None:
            continue
        done = subprocess.run([found, *options, SYSTEM_USER], capture_output=True, text=True, check=False)
        said = done.stderr.strip()
        # Another process may have been faster; only the outcome counts.
        if (entry := _entry()) is not None:
            return entry
    raise StartFailed(
        f"PostgreSQL does not run as root, and the system user '{SYSTEM_USER}' could not be created: {said}.",
        remedy="Run Mercery as an ordinary user, or create the user: useradd --system mercery.",
    )
