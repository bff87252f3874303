"""Promotions for programs with a key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from tests.promotions.publishing.atelier import BAG, CANDLE, NOW, Atelier, coupon, open_atelier, percent

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.core import clock
from mercery.core.database import Database
from mercery.promotions import api
from mercery.promotions.publishing import service
from mercery.web.pipeline import new_web_app

API = "/api/v1/promotions"
LEATHER = percent("leather", 1_000, "material:leather")


@pytest.fixture
async def atelier(database: Database) -> AsyncIterator[Atelier]:
    with clock.at(NOW):
        yield await open_atelier(database)


@pytest.fixture
async def client(atelier: Atelier) -> AsyncIterator[httpx.AsyncClient]:
    app = new_web_app()
    app.state.database = atelier.database
    app.include_router(api.router)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as made:
        yield made


async def key(atelier: Atelier, *scopes: Scope) -> dict[str, str]:
    async with atelier.database.session() as session:
        _, secret = await create_api_key(session, atelier.shop.id, SYSTEM, name="Checkout", scopes=scopes)
    return {"Authorization": f"Bearer {secret}"}


async def test_a_checkout_has_a_cart_quoted_and_is_told_no_cost(atelier: Atelier, client: httpx.AsyncClient) -> None:
    await atelier.publish([LEATHER, coupon("welcome", 6_000, 90_000, "WELCOME60")])
    reader = await key(atelier, Scope.PROMOTIONS_READ)
    cart = {"lines": [{"sku": BAG, "quantity": 1}, {"sku": CANDLE, "quantity": 1}], "codes": ["welcome60"]}
    sent = await client.post(f"{API}/quote", headers=reader, json=cart)
    quoted = sent.json()
    assert (quoted["subtotal"], quoted["discount"], quoted["total"]) == (96_000, 6_000, 90_000)
    assert [(step["rule"], step["discount"]) for step in quoted["steps"]] == [("leather", 10_000), ("welcome", 6_000)]
    assert [line["unit_paid"] for line in quoted["lines"]] == [[84_375], [5_625]]
    assert quoted["certificate"].startswith("crt_") and quoted["optimal"]
    assert "margin" not in sent.text and "cost" not in sent.text


async def test_a_program_drafts_and_proves_and_does_not_publish(atelier: Atelier, client: httpx.AsyncClient) -> None:
    writer = await key(atelier, Scope.PROMOTIONS_READ, Scope.PROMOTIONS_WRITE)
    kept = (await client.post(API, headers=writer, json={"name": "Winter", "rules": [LEATHER]})).json()
    check = (await client.post(f"{API}/{kept['id']}/check", headers=writer)).json()
    assert (kept["state"], check["state"]) == ("draft", "waiting")
    await service.work(atelier.database, atelier.shop.id, check["id"])
    done = (await client.get(f"{API}/checks/{check['id']}", headers=writer)).json()
    proof = (await client.get(f"{API}/certificates/{done['certificates']['EUR']}", headers=writer)).json()
    assert done["state"] == "done" and proof["certificate"]["passes"] and proof["covers"]["lacking_costs"] == 0
    assert (await client.get(f"{API}/{kept['id']}", headers=writer)).json()["state"] == "checked"
    assert (await client.post(f"{API}/{kept['id']}/publish", headers=writer)).status_code == 404


async def test_a_rule_that_cannot_be_used_is_refused_with_rule_and_field(
    atelier: Atelier, client: httpx.AsyncClient
) -> None:
    writer = await key(atelier, Scope.PROMOTIONS_WRITE)
    wrong = {"id": "x", "benefit": {"kind": "off", "amount": 500}}
    refused = await client.post(API, headers=writer, json={"name": "Winter", "rules": [wrong]})
    assert refused.status_code == 422
    assert refused.json()["error"]["problems"][0]["field"] == "x.amount"


async def test_an_order_told_with_its_coupon_is_counted_once(atelier: Atelier, client: httpx.AsyncClient) -> None:
    await atelier.publish([coupon("welcome", 6_000, 90_000, "WELCOME60")])
    writer = await key(atelier, Scope.PROMOTIONS_WRITE)
    order = {
        "number": "#77", "total": 94_000, "placed_at": NOW.isoformat(), "codes": ["WELCOME60"],
        "lines": [{"sku": BAG, "quantity": 1}],
    }  # fmt: skip
    first, again = [(await client.post(f"{API}/orders", headers=writer, json=order)).json() for _ in range(2)]
    assert first == again
    assert (first["number"], first["rules"], first["units"]) == ("77", {"welcome": 6_000}, {BAG: [94_000]})


async def test_a_key_without_the_scope_and_an_unknown_sku_are_refused(
    atelier: Atelier, client: httpx.AsyncClient
) -> None:
    other, reader = await key(atelier, Scope.CATALOG_READ), await key(atelier, Scope.PROMOTIONS_READ)
    cart = {"lines": [{"sku": "GHOST", "quantity": 1}]}
    assert (await client.post(f"{API}/quote", headers=other, json=cart)).status_code == 403
    refused = await client.post(f"{API}/quote", headers=reader, json=cart)
    assert refused.json()["error"]["problems"][0]["field"] == "lines.0.sku"
    assert (await client.post(API, headers=reader, json={"name": "X", "rules": [LEATHER]})).status_code == 403


async def test_a_key_that_may_only_read_sees_what_customers_may_know_and_no_draft(
    atelier: Atelier, client: httpx.AsyncClient
) -> None:
    to_come = {**percent("winter-secret", 1_500), "starts": (NOW + timedelta(days=30)).isoformat()}
    published = await atelier.publish(
        [{**LEATHER, "budget": 777_000}, coupon("welcome", 6_000, 90_000, "WELCOME60"), to_come],
        watch={"budget": 55_555},
    )
    draft = await atelier.keep([percent("next-year", 500)])
    reader = await key(atelier, Scope.PROMOTIONS_READ)
    writer = await key(atelier, Scope.PROMOTIONS_READ, Scope.PROMOTIONS_WRITE)
    listed = await client.get(API, headers=reader)
    one = await client.get(f"{API}/{published.id}", headers=reader)
    assert [rule["id"] for rule in one.json()["rules"]] == ["leather"]
    for inner in ("WELCOME60", "welcome", "777000", "55555", "winter-secret", "next-year", "cost", "floor", "Claire"):
        assert inner not in listed.text + one.text
    assert (await client.get(f"{API}/{draft.id}", headers=reader)).status_code == 404
    assert (await client.get(f"{API}/certificates/{published.certificates['EUR']}", headers=reader)).status_code == 403
    whole = (await client.get(f"{API}/{published.id}", headers=writer)).text
    assert "WELCOME60" in whole and "winter-secret" in whole


async def test_a_check_says_how_many_goods_have_no_known_cost(atelier: Atelier, client: httpx.AsyncClient) -> None:
    async with atelier.database.session() as session:
        await record_costs(session, atelier.shop.id, [GoodsCost(sku=BAG, currency="EUR", cost=0)], SYSTEM)
    writer = await key(atelier, Scope.PROMOTIONS_READ, Scope.PROMOTIONS_WRITE)
    reader = await key(atelier, Scope.PROMOTIONS_READ)
    kept = (await client.post(API, headers=writer, json={"name": "All", "rules": [percent("all", 500)]})).json()
    check = (await client.post(f"{API}/{kept['id']}/check", headers=writer)).json()
    await service.work(atelier.database, atelier.shop.id, check["id"])
    done = (await client.get(f"{API}/checks/{check['id']}", headers=writer)).json()
    assert done["unknown_costs"]["EUR"] == {"count": 1, "reached": 2, "first": [BAG]}
    assert (await client.get(f"{API}/checks/{check['id']}", headers=reader)).json()["unknown_costs"] == {}
