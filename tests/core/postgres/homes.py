"""A home whose server has run before, made once and copied: most tests are not about the making, which takes seconds."""

from __future__ import annotations

import subprocess
from pathlib import Path

from mercery.core.postgres import ensure_running, leave, stop
from mercery.core.schema import upgrade


def used_home(home: Path, *, schema: bool = False) -> Path:
    """A home with a database in it, with our tables where `schema` says so; its server is stopped."""
    address = ensure_running(home, durable=False)
    if schema:
        upgrade(address.url)
    stop(home)
    leave(home)
    return home


def copy_home(home: Path, target: Path) -> None:
    """The same once more, with the owners of its files: as root, the server's are somebody else's."""
    target.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", f"{home}/.", str(target)], check=True)
