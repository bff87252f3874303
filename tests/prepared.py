"""The demo shop as `mercery prepare` makes it: once for all tests that look at it, since making it takes long."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import copied, empty_database
from tests.core.postgres.homes import copy_home


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A shop that was made and never opened: its database, which is only read or copied, its home, and who signs in."""

    server_url: str
    url: str
    home: Path
    login: str
    password: str
    said: str
    """What the command printed."""

    @contextmanager
    def once_more(self, home: Path) -> Iterator[str]:
        """The address of a copy of the database; the files are copied into `home`."""
        copy_home(self.home, home)
        with copied(self.server_url, urlsplit(self.url).path[1:]) as url:
            yield url


def surroundings(home: Path, url: str, **settings: str) -> dict[str, str]:
    """The environment of a process of a shop in `home` on that database, with nothing of the developer's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MERCERY_")}
    own = {
        "MERCERY_HOME": str(home),
        "MERCERY_DATABASE_URL": url,
        "MERCERY_EMBEDDINGS": "off",
        "MERCERY_DEMO_FILMS": "false",
        "MERCERY_DEMO_LIVE": "false",
        "MERCERY_LIVE": "false",
    }
    return {**kept, **own, **settings}


@contextmanager
def prepared(server_url: str, home: Path) -> Iterator[Prepared]:
    """The demo shop in an empty database without any schema and an empty home, as a new installation finds them."""
    with empty_database(server_url) as url:
        command = [sys.executable, "-m", "mercery.cli", "prepare"]
        done = subprocess.run(
            command, env=surroundings(home, url), capture_output=True, text=True, check=False, cwd=home, timeout=600
        )
        assert done.returncode == 0, done.stdout + done.stderr
        login = re.search(r"Sign in +(\S+)", done.stdout)
        password = re.search(r"Password +(\S+)", done.stdout)
        assert login and password, done.stdout
        yield Prepared(
            server_url=server_url, url=url, home=home, login=login[1], password=password[1], said=done.stdout
        )
