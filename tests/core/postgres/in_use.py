"""What tests of the supervisor do with a server and with processes that use it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from mercery.core.postgres import (
    DatabaseAddress,
    status,
)

AS_ROOT = os.geteuid() == 0


USER = """
import pathlib, sys
from mercery.core.postgres import ensure_running, status
home = pathlib.Path(sys.argv[1])
ensure_running(home, durable=False)
print(status(home).pid, flush=True)
sys.stdin.readline()
"""
"""A process that uses the server until it is told to end."""


def ask(address: DatabaseAddress, query: str) -> object:
    """The first value a query gives, over a new connection."""
    with psycopg.connect(address.url) as connection:
        cursor = connection.execute(query.encode())
        return next(iter(cursor.fetchone() or ()), None) if cursor.description else None


def pid_of(home: Path) -> int:
    pid = status(home).pid
    assert pid is not None
    return pid


def until(condition: Callable[[], bool], *, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Run code in another process."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
