"""What programs may do with an API key: only what its scopes say, only in its own shop, recorded under its name."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key, create_shop, revoke_api_key
from mercery.accounts.shop import Shop
from mercery.assistant import program_api as assistant_api
from mercery.catalog import api as catalog_api
from mercery.conversations import program_api as conversations_api
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.knowledge import api as knowledge_api
from mercery.orders import api as orders_api
from mercery.web.pipeline import new_web_app

PRODUCT: dict[str, Any] = {
    "key": "P1",
    "handle": "linen-bag",
    "title": {"en": "Linen Bag", "zh": "亚麻包"},
    "variants": [
        {"sku": "LB/1", "prices": [{"currency": "EUR", "minor": 9000}], "stock": 4},
        {"sku": "LB/2", "prices": [{"currency": "EUR", "minor": 9500}], "stock": 0},
    ],
    "options": [{"name": "size", "label": {"en": "Size"}, "values": [{"en": "S"}, {"en": "M"}]}],
}
PRODUCT["variants"][0]["options"] = {"size": {"en": "S"}}
PRODUCT["variants"][1]["options"] = {"size": {"en": "M"}}
ORDER = {
    "number": "1001",
    "placed_at": "2026-11-02T10:00:00+00:00",
    "currency": "EUR",
    "status": "paid",
    "total_minor": 9000,
    "email": "ana@example.com",
    "lines": [{"sku": "LB/1", "title": "Linen Bag", "quantity": 1, "unit_minor": 9000}],
}
ROUTERS = (
    catalog_api.router,
    orders_api.router,
    knowledge_api.router,
    conversations_api.router,
    assistant_api.router,
)


@dataclass
class Programs:
    """A shop and the application its programs talk to."""

    database: Database
    shop: Shop
    client: httpx.AsyncClient

    async def key(self, *scopes: Scope, shop: Shop | None = None) -> dict[str, str]:
        """The header of a new key."""
        async with self.database.session() as session:
            _, secret = await create_api_key(session, (shop or self.shop).id, SYSTEM, name="ERP", scopes=scopes)
        return {"Authorization": f"Bearer {secret}"}

    async def put(self, path: str, key: dict[str, str], **body: object) -> httpx.Response:
        """A change, as a program sends it."""
        return await self.client.put(f"/api/v1{path}", json=body, headers=key)

    async def get(self, path: str, key: dict[str, str]) -> httpx.Response:
        """A reading."""
        return await self.client.get(f"/api/v1{path}", headers=key)

    async def recorded(self) -> set[tuple[str, str]]:
        """Which key did what."""
        async with self.database.session() as session:
            lines, _ = await audit.entries(session, self.shop.id, audit.AuditFilter())
        return {(line.actor.name, line.action) for line in lines if line.actor.kind == "api_key"}


@pytest.fixture
async def programs(database: Database, home: Path) -> AsyncIterator[Programs]:
    app = new_web_app()
    app.state.database = database
    for router in ROUTERS:
        app.include_router(router)
    async with database.session() as session:
        shop = await create_shop(session, slug="linen", name=Words("Linen House"), currency="EUR")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        yield Programs(database, shop, client)


async def test_products_come_back_as_they_were_sent(programs: Programs) -> None:
    key = await programs.key(Scope.CATALOG_WRITE, Scope.CATALOG_READ)
    sent = await programs.put("/products", key, products=[PRODUCT])
    assert sent.json() == {"new": 1, "changed": 0, "unchanged": 0}
    assert (await programs.put("/products", key, products=[PRODUCT])).json()["unchanged"] == 1
    page = (await programs.get("/products?q=linen", key)).json()
    assert page["total"] == 1
    found = page["items"][0]
    assert found["title"] == PRODUCT["title"]
    assert [row["prices"] for row in found["variants"]] == [row["prices"] for row in PRODUCT["variants"]]
    assert ("ERP", "catalog.import") in await programs.recorded()


async def test_stock_and_prices_are_kept_by_sku(programs: Programs) -> None:
    key = await programs.key(Scope.CATALOG_WRITE, Scope.CATALOG_READ)
    await programs.put("/products", key, products=[PRODUCT])
    stock = await programs.put("/stock", key, rows=[{"sku": "LB/1", "quantity": 4}, {"sku": "LB/2", "quantity": 7}])
    assert stock.json() == {"new": 0, "changed": 1, "unchanged": 1}
    price = await programs.put(
        "/prices", key, rows=[{"sku": "LB/1", "currency": "EUR", "minor": 8000, "was_minor": 9000}]
    )
    assert price.json()["changed"] == 1
    variants = (await programs.get("/products/linen-bag", key)).json()["variants"]
    assert variants[0]["prices"] == [{"currency": "EUR", "minor": 8000, "was_minor": 9000}]
    assert variants[1]["stock"] == 7
    assert {action for _, action in await programs.recorded()} >= {"product.set_stock", "product.set_price"}


async def test_one_wrong_row_changes_nothing_and_is_named(programs: Programs) -> None:
    key = await programs.key(Scope.CATALOG_WRITE, Scope.CATALOG_READ)
    await programs.put("/products", key, products=[PRODUCT])
    refused = await programs.put(
        "/stock", key, rows=[{"sku": "LB/1", "quantity": 1}, {"sku": "unknown", "quantity": 1}]
    )
    assert refused.status_code == 422
    assert [problem["field"] for problem in refused.json()["error"]["problems"]] == ["rows.1"]
    variants = (await programs.get("/products/linen-bag", key)).json()["variants"]
    assert variants[0]["stock"] == 4


async def test_a_broken_product_is_refused_with_its_place(programs: Programs) -> None:
    key = await programs.key(Scope.CATALOG_WRITE)
    refused = await programs.put("/products", key, products=[PRODUCT, {"key": "P2"}])
    assert refused.status_code == 422
    assert refused.json()["error"]["problems"][0]["line"] == 2


async def test_orders_are_judged_as_in_a_file(programs: Programs) -> None:
    key = await programs.key(Scope.ORDERS_WRITE, Scope.ORDERS_READ)
    assert (await programs.put("/orders", key, orders=[ORDER])).json()["new"] == 1
    assert (await programs.put("/orders", key, orders=[ORDER])).json()["unchanged"] == 1
    read = (await programs.get("/orders/1001", key)).json()
    assert (read["total_minor"], read["lines"][0]["unit_minor"]) == (9000, 9000)
    assert (await programs.get("/orders", key)).json()["total"] == 1
    refused = await programs.put("/orders", key, orders=[{**ORDER, "status": "lost at sea"}])
    assert refused.status_code == 422


async def test_answers_are_versioned_and_a_stale_change_is_refused(programs: Programs) -> None:
    key = await programs.key(Scope.ANSWERS_WRITE, Scope.ANSWERS_READ)
    body = {
        "question": {"en": "Do you gift wrap?"},
        "answer": {"en": "Yes, free of charge."},
        "phrasings": {"en": ["Is gift wrapping possible?"]},
        "reason": "New service",
    }
    first = await programs.put("/answers/gift-wrap", key, **body)
    assert first.json()["version"] == 1
    assert (await programs.put("/answers/gift-wrap", key, **body, after_version=1)).json()["version"] == 2
    assert (await programs.put("/answers/gift-wrap", key, **body, after_version=1)).status_code == 409
    gone = await programs.client.delete("/api/v1/answers/gift-wrap", headers=key)
    assert gone.json()["status"] == "retired"
    assert (await programs.get("/answers", key)).json()["items"][0]["version"] == 3


async def test_a_question_is_answered_from_facts_and_a_person_can_be_called(programs: Programs) -> None:
    writer = await programs.key(Scope.CATALOG_WRITE, Scope.ASSISTANT, Scope.CONVERSATIONS_READ)
    await programs.put("/products", writer, products=[PRODUCT])
    asked = await programs.client.post(
        "/api/v1/ask", json={"text": "How much is the Linen Bag?", "product": "linen-bag"}, headers=writer
    )
    answer = asked.json()
    said = " ".join(sentence["text"] for sentence in answer["message"]["sentences"])
    assert "€90" in said and "€95" in said
    assert answer["conversation_id"] is None, "a question without a thread is not stored"
    wish = {"text": "I want to talk to a person", "thread": "customer-7", "id": "m1"}
    once = (await programs.client.post("/api/v1/ask", json=wish, headers=writer)).json()
    again = (await programs.client.post("/api/v1/ask", json=wish, headers=writer)).json()
    assert once["status"] == again["status"] == "waiting"
    assert once["conversation_id"] == again["conversation_id"]
    waiting = (await programs.get("/conversations", writer)).json()
    assert [one["id"] for one in waiting["items"]] == [once["conversation_id"]]
    thread = (await programs.get(f"/conversations/{once['conversation_id']}", writer)).json()
    assert [one["text"] for one in thread["messages"] if one["author"] == "customer"] == [wish["text"]]


async def test_more_programs_ask_at_once_than_there_are_connections(programs: Programs) -> None:
    few = Database(programs.database.url, pool_size=1)
    app = new_web_app()
    app.state.database = few
    app.include_router(assistant_api.router)
    key = await programs.key(Scope.ASSISTANT)
    try:
        async with (
            httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client,
            asyncio.timeout(25),
        ):
            asked = [client.post("/api/v1/ask", json={"text": "Hello"}, headers=key) for _ in range(12)]
            assert {one.status_code for one in await asyncio.gather(*asked)} == {200}
    finally:
        await few.close()


async def test_a_program_replies_under_its_own_name(programs: Programs) -> None:
    key = await programs.key(Scope.ASSISTANT, Scope.CONVERSATIONS_WRITE, Scope.CONVERSATIONS_READ)
    wish = {"text": "I want to talk to a person", "thread": "customer-8"}
    begun = (await programs.client.post("/api/v1/ask", json=wish, headers=key)).json()["conversation_id"]
    reply = await programs.client.post(
        f"/api/v1/conversations/{begun}/replies", json={"text": "We call you at five."}, headers=key
    )
    assert (reply.json()["author"], reply.json()["author_name"]) == ("staff", "ERP")
    closed = await programs.client.post(f"/api/v1/conversations/{begun}/acts", json={"act": "close"}, headers=key)
    assert closed.json() == {"status": "closed"}


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/products", Scope.CATALOG_READ),
        ("GET", "/products/x", Scope.CATALOG_READ),
        ("PUT", "/products", Scope.CATALOG_WRITE),
        ("PUT", "/stock", Scope.CATALOG_WRITE),
        ("PUT", "/prices", Scope.CATALOG_WRITE),
        ("PUT", "/costs", Scope.CATALOG_WRITE),
        ("GET", "/orders", Scope.ORDERS_READ),
        ("GET", "/orders/1", Scope.ORDERS_READ),
        ("PUT", "/orders", Scope.ORDERS_WRITE),
        ("GET", "/answers", Scope.ANSWERS_READ),
        ("GET", "/answers/x", Scope.ANSWERS_READ),
        ("PUT", "/answers/x", Scope.ANSWERS_WRITE),
        ("DELETE", "/answers/x", Scope.ANSWERS_WRITE),
        ("GET", "/conversations", Scope.CONVERSATIONS_READ),
        ("GET", "/conversations/x", Scope.CONVERSATIONS_READ),
        ("POST", "/conversations/x/replies", Scope.CONVERSATIONS_WRITE),
        ("POST", "/conversations/x/acts", Scope.CONVERSATIONS_WRITE),
        ("POST", "/ask", Scope.ASSISTANT),
    ],
)
async def test_every_address_needs_its_scope(programs: Programs, method: str, path: str, needed: Scope) -> None:
    others = await programs.key(*(scope for scope in Scope if scope is not needed))
    body: dict[str, object] | None = None if method == "GET" else {}
    nobody = await programs.client.request(method, f"/api/v1{path}", json=body)
    wrong = await programs.client.request(method, f"/api/v1{path}", headers=others, json=body)
    assert (nobody.status_code, wrong.status_code) == (401, 403)
    assert needed.value in wrong.json()["error"]["message"]


async def test_the_table_of_addresses_is_complete() -> None:
    paths = {path for router in ROUTERS for path in (getattr(route, "path", "") for route in router.routes)}
    assert len(paths) == 14, "an address was added: put it into the table above"


async def test_a_key_sees_its_own_shop_only(programs: Programs) -> None:
    mine = await programs.key(Scope.CATALOG_WRITE, Scope.CATALOG_READ)
    await programs.put("/products", mine, products=[PRODUCT])
    async with programs.database.session() as session:
        other = await create_shop(session, slug="other", name=Words("Other"), currency="EUR")
    theirs = await programs.key(Scope.CATALOG_READ, Scope.CATALOG_WRITE, shop=other)
    assert (await programs.get("/products", theirs)).json()["total"] == 0
    assert (await programs.get("/products/linen-bag", theirs)).status_code == 404
    assert (await programs.put("/stock", theirs, rows=[{"sku": "LB/1", "quantity": 0}])).status_code == 422


async def test_a_revoked_key_opens_nothing(programs: Programs) -> None:
    async with programs.database.session() as session:
        key, secret = await create_api_key(session, programs.shop.id, SYSTEM, name="Old", scopes=[Scope.CATALOG_READ])
    header = {"Authorization": f"Bearer {secret}"}
    assert (await programs.get("/products", header)).status_code == 200
    async with programs.database.session() as session:
        await revoke_api_key(session, programs.shop.id, SYSTEM, key.id)
    assert (await programs.get("/products", header)).status_code == 401
