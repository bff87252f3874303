"""A web address that is told: signed, tried again, kept from our own network, and its log."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.accounts.house import open_shop

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.conversations.signature import check_signature
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid
from mercery.operations.alerts import hooks
from mercery.operations.alerts.delivering import ATTEMPTS, NotTaken, deliver
from mercery.operations.alerts.hooks import Hook, HookDraft


class Robot:
    """A group of a messenger, or a program, that keeps what it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, bytes]] = []
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                robot.got.append((dict(self.headers), body))
                status, answer = robot.answers.pop(0) if robot.answers else (200, b'{"code":0,"errcode":0}')
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *parts: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?key=very-secret"


@pytest.fixture
def robot() -> Iterator[Robot]:
    made = Robot()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    made, _ = await open_shop(database)
    return made


async def made(database: Database, shop: Shop, **draft: Any) -> Hook:
    async with database.session() as session:
        return await hooks.create(
            session, shop.id, SYSTEM, HookDraft(**{"name": "Watch", "format": "mercery", **draft})
        )


async def a_test_waits(database: Database, shop: Shop, hook: Hook) -> str:
    """The id of a test that waits to be sent."""
    async with database.session() as session:
        await hooks.test(session, shop.id, SYSTEM, hook.id)
        return (await hooks.deliveries(session, shop.id))[0].id


async def test_a_test_arrives_signed_and_stands_in_the_log(database: Database, shop: Shop, robot: Robot) -> None:
    hook = await made(database, shop, url=robot.url)
    assert await deliver(database, await a_test_waits(database, shop, hook), 1)
    headers, body = robot.got[0]
    check_signature([hook.secret], headers["X-Mercery-Timestamp"], headers["X-Mercery-Signature"], body, now())
    assert json.loads(body)["alerts"][0]["event"] == "test"
    async with database.session() as session:
        (line,) = await hooks.deliveries(session, shop.id)
        kept = (await session.execute(text("SELECT url, host FROM alert_hooks"))).one()
        record = await session.execute(text("SELECT string_agg(coalesce(after::text, ''), ' ') FROM audit"))
    assert line.status == "delivered" and line.http_status == 200 and line.attempts == 1
    assert "very-secret" not in kept[0] and kept[1] == "127.0.0.1"
    assert "very-secret" not in str(record.scalar())


async def test_a_renewed_secret_holds_at_once(database: Database, shop: Shop, robot: Robot) -> None:
    hook = await made(database, shop, url=robot.url)
    async with database.session() as session:
        fresh = await hooks.renew_secret(session, shop.id, SYSTEM, hook.id)
    assert fresh.secret != hook.secret
    await deliver(database, await a_test_waits(database, shop, hook), 1)
    headers, body = robot.got[0]
    check_signature([fresh.secret], headers["X-Mercery-Timestamp"], headers["X-Mercery-Signature"], body, now())


async def test_what_is_refused_is_tried_again_and_given_up_in_the_end(
    database: Database, shop: Shop, robot: Robot
) -> None:
    hook = await made(database, shop, url=robot.url, format="feishu")
    delivery = await a_test_waits(database, shop, hook)
    robot.answers = [(503, b""), (200, b'{"code":19021,"msg":"sign match fail"}')]
    with pytest.raises(NotTaken):
        await deliver(database, delivery, 1)
    assert not await deliver(database, delivery, ATTEMPTS)
    async with database.session() as session:
        (line,) = await hooks.deliveries(session, shop.id)
    assert line.status == "failed" and line.attempts == 2 and "19021" in line.problem


async def test_an_address_that_is_gone_says_nothing_of_itself(database: Database, shop: Shop, robot: Robot) -> None:
    hook = await made(database, shop, url=robot.url)
    delivery = await a_test_waits(database, shop, hook)
    robot.server.shutdown()
    robot.server.server_close()
    with pytest.raises(NotTaken) as refused:
        await deliver(database, delivery, 1)
    assert "very-secret" not in refused.value.message and "ConnectError" in refused.value.message


@pytest.mark.parametrize(
    "url",
    ["http://hook.example/x", "https://10.0.0.7/x", "https://169.254.169.254/latest", "https://[::1]/x", "ftp://a.b/c",
     "https://user:word@hook.example/", ""],
)  # fmt: skip
async def test_on_the_internet_no_address_leads_into_our_network(
    url: str, database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "https://shop.example")
    settings.cache_clear()
    with pytest.raises(Invalid):
        await made(database, shop, url=url)


async def test_a_name_is_looked_up_when_it_is_told_and_refused_where_it_leads_inside(
    database: Database, shop: Shop, robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = await made(database, shop, url=robot.url)
    delivery = await a_test_waits(database, shop, hook)
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "https://shop.example")
    settings.cache_clear()
    with pytest.raises(NotTaken):
        await deliver(database, delivery, 1)
    assert robot.got == []


async def test_two_of_a_name_and_more_than_ten_are_refused(database: Database, shop: Shop, robot: Robot) -> None:
    for number in range(hooks.MOST):
        await made(database, shop, url=robot.url, name=f"Group {number}")
    with pytest.raises(Conflict):
        await made(database, shop, url=robot.url, name="One more")
    async with database.session() as session:
        first = (await hooks.hooks(session, shop.id))[0]
        await hooks.remove(session, shop.id, SYSTEM, first.id)
    with pytest.raises(Conflict):
        await made(database, shop, url=robot.url, name="Group 5")
    async with database.session() as session:
        lines, _ = await audit.entries(session, shop.id, audit.AuditFilter(action="alerts.remove_hook"))
    assert len(lines) == 1


async def test_another_shop_sees_none_of_it(database: Database, shop: Shop, robot: Robot) -> None:
    await made(database, shop, url=robot.url)
    other, _ = await open_shop(database, "other")
    async with database.session() as session:
        assert await hooks.hooks(session, other.id) == [] and await hooks.deliveries(session, other.id) == []
