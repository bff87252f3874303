"""Being a customer of the demo shop: only there, and a conversation belongs to who is signed in."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.accounts.tables import ShopRow
from mercery.app import create_app, fill_doors
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.i18n import Words
from mercery.customers.service import apply_customers
from mercery.demo.catalogue import demo_products
from mercery.demo.history import demo_history
from mercery.demo.people import demo_customers
from mercery.demo.written_people import written_people
from mercery.orders.actions import service as actions
from mercery.orders.actions.packs import pack
from mercery.orders.service import apply_orders


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    moment = clock.now()
    async with database.session() as session:
        made = await create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currencies=("EUR", "CNY"), holdouts={"assistant": 0.0},
            demo=True,
        )  # fmt: skip
        people = demo_customers(moment)
        goods = [one.product for one in demo_products(moment.date())]
        own = [one for one in demo_history(goods, people, moment).orders if one.customer_key in written_people()]
        await apply_customers(session, made.id, people[:3], SYSTEM)
        await apply_orders(session, made.id, own, SYSTEM)
        await actions.record_rules(session, made.id, SYSTEM, pack("boutique"), reason="test")
    return made


@pytest.fixture
async def client(database: Database, shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app()
    app.state.database, app.state.listener = database, Listener(database.url)
    fill_doors(app)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", follow_redirects=True) as opened:
        yield opened


async def token(client: httpx.AsyncClient) -> str:
    """What this browser's pages carry."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', (await client.get("/en/demo/sign-in")).text)
    assert found
    return found[1]


async def be(client: httpx.AsyncClient, customer: str) -> str:
    """Press the button of that customer; the page afterwards."""
    sent = await client.post("/en/demo/sign-in", data={"customer": customer, "csrf_token": await token(client)})
    assert sent.status_code == 200
    return sent.text


async def ask(client: httpx.AsyncClient, text: str, conversation: str = "") -> httpx.Response:
    body = {"text": text, "lang": "en"} | ({"conversation_id": conversation} if conversation else {})
    return await client.post("/api/assistant/messages", json=body, headers={"x-csrf-token": await token(client)})


async def test_a_customer_signs_in_asks_and_signs_out(client: httpx.AsyncClient) -> None:
    assert "Continue as Hélène Roux" in (await client.get("/en/demo/sign-in")).text
    assert "You are Hélène Roux now." in await be(client, "C0002")
    first = (await ask(client, "Where is my order?")).json()
    assert "is on its way" in first["message"]["text"]
    assert "Be one of the shop" in await be(client, "")
    gone = await client.get(f"/api/conversations/{first['conversation_id']}")
    assert gone.status_code == 403, "after signing out nobody in this browser reads on"
    second = (await ask(client, "Where is my order?")).json()
    assert second["conversation_id"] != first["conversation_id"]
    assert "on its way" not in str(second["message"])
    await be(client, "C0002")
    assert (await ask(client, "And the total?")).json()["conversation_id"] in (
        first["conversation_id"],
        second["conversation_id"],
    )


async def test_another_customer_in_the_same_browser_sees_nothing_of_the_first(client: httpx.AsyncClient) -> None:
    await be(client, "C0002")
    first = (await ask(client, "Where is my order?")).json()
    await be(client, "C0003")
    assert (await ask(client, "And the other?", first["conversation_id"])).status_code == 403
    second = (await ask(client, "What orders do I have?")).json()
    assert second["conversation_id"] != first["conversation_id"]
    assert "Tempo Chronograph" in second["message"]["text"] and "Work Tote" not in second["message"]["text"]


async def test_only_written_customers_and_only_in_the_demo(
    client: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    wrong = await client.post("/en/demo/sign-in", data={"customer": "C0100", "csrf_token": await token(client)})
    assert wrong.status_code == 404
    async with database.session() as session:
        await session.execute(update(ShopRow).where(ShopRow.id == shop.id).values(demo=False))
    assert (await client.get("/en/demo/sign-in")).status_code == 404
