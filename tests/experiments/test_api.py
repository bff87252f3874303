"""The shop's own system tells and asks: arms, exposures, orders with margin and pieces, results."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key, create_shop
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.experiments import api
from mercery.experiments import readings as stored
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Draft
from mercery.experiments.tables import ExposureRow, OutcomeRow
from mercery.interactions import api as events
from mercery.interactions.service import acts
from mercery.web.pipeline import new_web_app

SCOPES = (Scope.ORDERS_WRITE, Scope.EXPERIMENTS_READ, Scope.EXPERIMENTS_WRITE)


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    async with database.session() as session:
        made = await create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")
        await running.create(session, made, SYSTEM, Draft(key="countdown", name=Words("Countdown", "倒计时")))
    return made


@pytest.fixture
async def client(database: Database, shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    async with client_with(database, shop, *SCOPES) as made:
        yield made


def client_with(database: Database, shop: Shop, *scopes: Scope) -> Any:
    """A program with a key of these scopes."""
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def opened() -> AsyncIterator[httpx.AsyncClient]:
        app = new_web_app()
        app.state.database = database
        app.include_router(api.router)
        app.include_router(events.router)
        async with database.session() as session:
            _, secret = await create_api_key(session, shop.id, SYSTEM, name="Site", scopes=list(scopes))
        headers = {"Authorization": f"Bearer {secret}"}
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://aurelle.localhost", headers=headers) as made:
            yield made

    return opened()


async def start(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await running.start(session, shop, SYSTEM, "countdown")


async def test_one_call_tells_the_exposure_and_answers_the_arm(
    database: Database, shop: Shop, client: httpx.AsyncClient
) -> None:
    asked = {"own_visitor": "account-17"}
    before = (await client.post("/api/v1/experiments/countdown/exposures", json=asked)).json()
    assert before == {"arm": "holdout", "has_it": False, "recorded": False}
    await start(database, shop)
    told = [(await client.post("/api/v1/experiments/countdown/exposures", json=asked)).json() for _ in range(2)]
    asked_again = (await client.post("/api/v1/experiments/countdown/arm", json=asked)).json()
    assert told[0]["recorded"] and told[0] == told[1] and asked_again["arm"] == told[0]["arm"]
    async with database.session() as session:
        names = (await session.scalars(select(ExposureRow.visitor_id))).all()
    assert len(names) == 1 and "account-17" not in names[0]


async def test_events_and_exposures_of_an_own_visitor_lead_to_the_same_visitor(database: Database, shop: Shop) -> None:
    await start(database, shop)
    seen = {"id": "e1", "at": now().isoformat(), "own_visitor": "account-17", "kind": "view", "surface": "product"}
    async with client_with(database, shop, *SCOPES, Scope.EVENTS_WRITE) as program:
        assert (await program.post("/api/v1/events", json={"events": [seen]})).status_code == 200
        await program.post("/api/v1/experiments/countdown/exposures", json={"own_visitor": "account-17"})
    async with database.session() as session:
        met = (await session.scalars(select(ExposureRow.visitor_id))).all()
        done = await acts(session, shop.id, ["view"], since=now() - timedelta(days=1), until=now() + timedelta(days=1))
    assert met == [one.visitor_id for one in done]


async def test_orders_carry_margin_and_pieces(database: Database, shop: Shop, client: httpx.AsyncClient) -> None:
    order = {"own_visitor": "a", "kind": "order", "number": "7", "minor": 14_800, "currency": "EUR", "margin": 6_100}
    refund = {
        "own_visitor": "a", "kind": "refund", "number": "7", "minor": 14_800, "currency": "EUR",
        "lines": [{"sku": "BAG", "quantity": 2}],
    }  # fmt: skip
    visit = {"own_visitor": "a", "kind": "session", "number": "s-1"}
    for told in (order, refund, visit):
        first, again = [(await client.post("/api/v1/outcomes", json=told)).json()["counted"] for _ in range(2)]
        assert first and not again
    async with database.session() as session:
        rows = (await session.scalars(select(OutcomeRow).order_by(OutcomeRow.id))).all()
    assert [(row.kind, row.margin_minor, row.lines) for row in rows] == [
        ("order", 6_100, None), ("refund", None, [{"sku": "BAG", "quantity": 2}]), ("session", None, None),
    ]  # fmt: skip


async def test_each_part_of_a_refund_counts_once(database: Database, shop: Shop, client: httpx.AsyncClient) -> None:
    refund = {"own_visitor": "a", "kind": "refund", "number": "7", "minor": 2_000, "currency": "EUR"}
    parts = [{**refund, "id": "r-1"}, {**refund, "id": "r-2"}, {**refund, "id": "r-1"}, refund]
    counted = [(await client.post("/api/v1/outcomes", json=one)).json()["counted"] for one in parts]
    assert counted == [True, True, False, False]
    elsewhere = {**refund, "number": "8", "id": "r-1"}
    assert (await client.post("/api/v1/outcomes", json=elsewhere)).json()["counted"]
    async with database.session() as session:
        rows = (await session.scalars(select(OutcomeRow).order_by(OutcomeRow.id))).all()
    assert [(row.subject, row.refund_id) for row in rows] == [("7", "r-1"), ("7", "r-2"), ("8", "r-1")]


@pytest.mark.parametrize(
    ("told", "named"),
    [
        (
            {"kind": "order", "number": "1", "id": "r", "own_visitor": "a", "minor": 1, "currency": "EUR"},
            "Only a refund or a return",
        ),
        ({"kind": "order", "number": "1", "own_visitor": "a"}, "amount is missing"),
        ({"kind": "session", "number": "1"}, "Name the visitor once"),
        ({"kind": "session", "number": "1", "visitor": "vis_made_up"}, "not named by us"),
    ],
)
async def test_what_cannot_be_counted_is_refused(client: httpx.AsyncClient, told: dict[str, Any], named: str) -> None:
    answer = await client.post("/api/v1/outcomes", json=told)
    assert answer.status_code == 422 and named in answer.json()["error"]["message"]


async def test_results_are_read_with_their_ranges(database: Database, shop: Shop, client: httpx.AsyncClient) -> None:
    await start(database, shop)
    for number in range(12):
        await client.post("/api/v1/experiments/countdown/exposures", json={"own_visitor": f"v{number}"})
    async with database.session() as session:
        await stored.take(session, shop, await running.one_of(session, shop, "countdown"))
    one = (await client.get("/api/v1/experiments/countdown")).json()
    assert one["state"] == "running" and len(one["readings"]) == 1
    latest = one["latest"]
    assert latest["treated"]["n"] + latest["held"]["n"] == 12 and latest["verdict"] == "wait"
    assert latest["effect"]["low"] is None  # too few orders for a range
    keys = [every["key"] for every in (await client.get("/api/v1/experiments")).json()]
    assert keys[0] == "countdown" and "assistant" in keys


async def test_each_scope_is_needed_and_unknown_keys_are_named(
    database: Database, shop: Shop, client: httpx.AsyncClient
) -> None:
    assert (await client.get("/api/v1/experiments/none")).status_code == 404
    async with client_with(database, shop, Scope.ORDERS_WRITE) as other:
        asked = {"own_visitor": "a"}
        assert (await other.get("/api/v1/experiments")).status_code == 403
        assert (await other.post("/api/v1/experiments/countdown/exposures", json=asked)).status_code == 403
