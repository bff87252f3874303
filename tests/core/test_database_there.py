"""A process that is started before its database waits for it, and does not wait for what will not come."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from mercery.core.database_there import wait_for_database


def _relay(server: socket.socket, target: tuple[str, int] | str) -> None:
    family = socket.AF_UNIX if isinstance(target, str) else socket.AF_INET
    with server, socket.socket(family) as inner:
        outer, _ = server.accept()
        inner.connect(target)
        there = threading.Thread(target=_pump, args=(outer, inner), daemon=True)
        there.start()
        _pump(inner, outer)


def _pump(one: socket.socket, other: socket.socket) -> None:
    while data := one.recv(65536):
        other.sendall(data)


def test_it_is_waited_for_until_it_answers(database_url: str) -> None:
    with psycopg.connect(database_url) as known:
        info = known.info
        target = str(Path(info.host) / f".s.PGSQL.{info.port}") if info.host.startswith("/") else (info.host, info.port)
        user, name, password = info.user, info.dbname, info.password
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"postgresql://{user}:{password}@127.0.0.1:{port}/{name}?sslmode=disable&gssencmode=disable"
    done = threading.Event()

    def wait() -> None:
        wait_for_database(url)
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    time.sleep(0.3)
    assert not done.is_set()
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen()
    threading.Thread(target=_relay, args=(server, target), daemon=True).start()
    assert done.wait(15)


def test_a_database_that_does_not_exist_is_told_at_once(database_url: str) -> None:
    parts = urlsplit(database_url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        wait_for_database(urlunsplit(parts._replace(path="/no_such_shop")))
