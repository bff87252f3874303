"""What programs tell of visitors: all of it or nothing, once, acknowledged when it is committed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from tests.catalog.builders import bag

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key, create_shop
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.interactions import api
from mercery.interactions.ingest.ingest import Limits
from mercery.interactions.ingest.running import ingesting
from mercery.interactions.interaction import Interaction, Kind
from mercery.interactions.service import acts
from mercery.web.pipeline import new_web_app
from mercery.web.visitor import sealed_widget_visitor

KINDS: tuple[Kind, ...] = ("view", "search", "add_to_cart")


@dataclass
class Teller:
    """A program with a key."""

    database: Database
    shop: Shop
    client: httpx.AsyncClient
    key: str

    async def post(self, *events: object, lines: bool = False, key: str | None = None) -> httpx.Response:
        kind = "application/x-ndjson" if lines else "application/json"
        body = "\n".join(map(json.dumps, events)) if lines else json.dumps({"events": events})
        headers = {"Authorization": f"Bearer {key or self.key}", "Content-Type": kind}
        return await self.client.post("/api/v1/events", content=body.encode(), headers=headers)

    async def kept(self) -> list[Interaction]:
        async with self.database.session() as session:
            return await acts(session, self.shop.id, KINDS, since=now() - timedelta(days=300), until=now())


@pytest.fixture
async def teller(database: Database, home: Path) -> AsyncIterator[Teller]:
    app = new_web_app()
    app.state.database = database
    app.include_router(api.router)
    async with database.session() as session:
        shop = await create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")
        _, key = await create_api_key(session, shop.id, SYSTEM, name="shop system", scopes=[Scope.EVENTS_WRITE])
    async with (
        ingesting(database),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client,
    ):
        yield Teller(database, shop, client, key)


def event(name: str, **fields: object) -> dict[str, Any]:
    at = (now() - timedelta(minutes=1)).isoformat()
    told = {"id": name, "at": at, "own_visitor": "ana@example.com", "kind": "view", "surface": "product"}
    return {key: value for key, value in (told | fields).items() if value is not None}


async def test_events_are_kept_once_however_often_they_are_told(teller: Teller) -> None:
    sent = [
        event("e1", product_id="prd_a"),
        event("e2", kind="search", query="tote", details={"results": 4, "zh": False}),
    ]
    assert (await teller.post(*sent)).json() == {"stored": 2, "known": 0, "refused": []}
    again = await teller.post(*sent, event("e3"), lines=True)
    assert again.json() == {"stored": 1, "known": 2, "refused": []}
    first, second, _ = await teller.kept()
    assert (first.product_id, first.event_id) == ("prd_a", "e1")
    assert (second.query, second.details) == ("tote", {"results": 4, "zh": False})


async def test_own_names_of_visitors_are_not_kept_and_ours_lead_to_the_same_visitor(teller: Teller) -> None:
    ours = sealed_widget_visitor("vis_known")
    await teller.post(event("e1"), event("e2"), event("e3", own_visitor=None, visitor=ours))
    one, two, known = [act.visitor_id for act in await teller.kept()]
    assert one == two and one.startswith("own_") and "ana" not in one
    assert known == "vis_known"


async def test_a_piece_may_be_named_by_its_sku(teller: Teller) -> None:
    async with teller.database.session() as session:
        await catalog.apply_drafts(session, teller.shop, [bag("tote")], SYSTEM)
        (product,) = await catalog.all_product_ids(session, teller.shop.id)
        (found,) = await catalog.products(session, teller.shop.id, [product])
    assert (await teller.post(event("e1", sku=found.variants[0].sku))).status_code == 200
    assert [act.product_id for act in await teller.kept()] == [product]


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"kind": "stare"}, "kind", "'view'"),
        ({"at": "2026-11-26T10:00:00"}, "at", "timezone"),
        ({"at": (now() + timedelta(days=2)).isoformat()}, "at", "to come"),
        ({"own_visitor": None, "visitor": "vis_chosen"}, "visitor", "not named by us"),
        ({"visitor": "both"}, "", "not by both"),
        ({"sku": "NO-SUCH"}, "sku", "NO-SUCH"),
        ({"details": {"deep": {"er": 1}}}, "details", ""),
        ({"query": "a\0b"}, "", "NUL"),
        ({"id": "spaces are none"}, "id", "pattern"),
    ],
)
async def test_one_wrong_event_is_named_and_nothing_is_kept(
    teller: Teller, wrong: dict[str, object], field: str, says: str
) -> None:
    by_line = await teller.post(event("e1"), event("e2", **wrong), lines=True)
    in_list = await teller.post(event("e1"), event("e2", **wrong))
    assert by_line.status_code == in_list.status_code == 422
    problem, other = by_line.json()["error"]["problems"][0], in_list.json()["error"]["problems"][0]
    assert problem["line"] == 2 and (problem["field"] or "").startswith(field) and says in problem["message"]
    assert other["field"].startswith(f"events.1.{field}".rstrip("."))
    assert await teller.kept() == []


async def test_a_body_that_is_no_list_of_events_is_refused(teller: Teller) -> None:
    assert (await teller.post()).status_code == 422
    assert (await teller.post(*(event(f"e{one}") for one in range(1001)))).json()["error"]["code"] == "invalid"
    assert (await teller.post("not an event", lines=True)).status_code == 422


async def test_a_key_without_the_scope_tells_nothing(teller: Teller) -> None:
    async with teller.database.session() as session:
        _, other = await create_api_key(session, teller.shop.id, SYSTEM, name="reader", scopes=[Scope.ORDERS_READ])
    assert (await teller.post(event("e1"), key=other)).status_code == 403


async def test_where_the_buffer_is_full_the_caller_is_told_when_to_come_again(
    database: Database, teller: Teller
) -> None:
    limits = Limits(events=1, crowd=2)
    async with ingesting(database, limits), await psycopg.AsyncConnection.connect(database.url) as blocking:
        await blocking.execute("LOCK TABLE interactions IN ACCESS EXCLUSIVE MODE")
        first = asyncio.create_task(teller.post(event("e1")))
        await asyncio.sleep(0.2)
        no_place, too_many = await asyncio.gather(teller.post(event("e2")), teller.post(event("e3")))
        assert [(one.status_code, one.headers["Retry-After"]) for one in (no_place, too_many)] == [(429, "1")] * 2
        await blocking.rollback()
        assert (await first).json()["stored"] == 1
    assert [one.event_id for one in await teller.kept()] == ["e1"]
