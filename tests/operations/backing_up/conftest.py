"""A small shop that can be backed up, and room beside it to restore to."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from mercery.accounts import service as accounts
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue
from mercery.core.schema import drop_database
from mercery.operations.backing_up import databases, sealing
from mercery.operations.backing_up.making import Made, Wanted, make_backup
from mercery.operations.backing_up.swapping import Place

PICTURES = {"media/shp_a/lune.webp": b"\x00lune\xff" * 5000, "documents/shp_a/care.txt": "保养说明".encode() * 300}


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture(autouse=True)
def quick_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real scrypt with little work: an archive is sealed and opened many times here."""
    monkeypatch.setattr(sealing, "COST", 12)


@dataclass(frozen=True, slots=True)
class Kept:
    """An installation with something in it."""

    url: str
    home: Path
    shop_id: str

    def wanted(self, target: Path, **changes: object) -> Wanted:
        values: dict[str, object] = {"url": self.url, "home": self.home, "target": target, **changes}
        return Wanted(**values)  # type: ignore[arg-type]

    def back_up(self, target: Path, **changes: object) -> Made:
        return make_backup(self.wanted(target, **changes), quiet)

    @property
    def place(self) -> Place:
        return Place(url=self.url, home=self.home)


def ask(url: str, query: str, *values: object) -> list[tuple[object, ...]]:
    """Rows of a question."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(query.encode(), values)
        return found.fetchall() if found.description else []


@pytest.fixture
async def kept(database_url: str, home: Path) -> Kept:
    """A shop with jobs, a session and files. Nobody is connected to it."""
    database = Database(database_url, pool_size=1)
    try:
        async with database.session() as session:
            shop = await accounts.create_shop(session, slug="aurelle", name=Words("Aurelle", "奥莱尔"))
            await enqueue(session, "search:rebuild", {"shop_id": shop.id}, once=f"search:rebuild:{shop.id}")
            await enqueue(session, "conversations:deliver", {"shop_id": shop.id, "message_id": "msg_1"})
            await enqueue(session, "recommendations:rebuild", {"shop_id": shop.id})
            await enqueue(session, "notifying:look_everywhere", {})
    finally:
        await database.close()
    for name, content in PICTURES.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    (home / "secret.key").write_text("a-key-of-the-installation")
    (home / "index" / shop.id).mkdir(parents=True)
    return Kept(database_url, home, shop.id)


@pytest.fixture
def beside(database_url: str) -> Iterator[Callable[[], str]]:
    """Addresses of further empty databases on the server, dropped in the end with whatever was kept from before restores."""
    made: list[str] = []

    def make() -> str:
        name = f"test_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        made.append(name)
        return databases.named(database_url, name)

    yield make
    own = databases.name_of(database_url)
    with psycopg.connect(databases.named(database_url, "postgres"), autocommit=True) as connection:
        for name in [*made, own]:
            left = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{name}_"])
            for (one,) in left.fetchall():
                drop_database(connection, str(one))
        for name in made:
            drop_database(connection, name)
