"""What is recorded of a comparison, and what is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key, create_shop
from mercery.accounts.shop import Shop
from mercery.conversations.events import Closed
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.experiments import api, service
from mercery.experiments.service import FeatureCount
from mercery.web.pipeline import new_web_app
from mercery.web.visitor import sealed_widget_visitor


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    async with database.session() as session:
        return await create_shop(session, slug="aurelle", name=Words("Maison Aurelle", "奥黛尔"), currency="EUR")


async def counted(database: Database, shop: Shop) -> FeatureCount:
    async with database.session() as session:
        found = await service.feature_counts(session, shop)
    return next(one for one in found if one.feature == "assistant")


async def test_a_new_shop_keeps_one_visitor_in_twenty_without(database: Database, shop: Shop) -> None:
    assert service.share_for(shop, "assistant") == 0.05
    arms = [service.variant_for(shop, "assistant", f"vis_{number}") for number in range(4000)]
    assert 130 < arms.count("holdout") < 270


async def test_an_exposure_counts_once_a_day(database: Database, shop: Shop) -> None:
    for hours in (0, 1, 30):
        async with database.session() as session:
            with clock.at(clock.now().replace(hour=8) + timedelta(hours=hours)):
                await service.record_exposure(session, shop, "assistant", "vis_1", "treatment")
    count = await counted(database, shop)
    assert count.arm("treatment").visitors == 1 and count.since is not None


async def test_staff_who_try_the_shop_have_every_feature_and_are_not_counted(database: Database, shop: Shop) -> None:
    for number in range(50):
        async with database.session() as session:
            assert await service.record_exposure(session, shop, "assistant", f"tst_{number}") == "treatment"
            assert not await service.record_outcome(session, shop.id, f"tst_{number}", "order", Money(100, "EUR"))
    assert (await counted(database, shop)).since is None


async def test_orders_count_for_the_arm_of_their_visitor_from_the_first_exposure_on(
    database: Database, shop: Shop
) -> None:
    noon = clock.now()
    async with database.session() as session:
        with clock.at(noon - timedelta(days=1)):
            await service.record_outcome(session, shop.id, "vis_1", "order", Money(900, "EUR"), subject="1")
        with clock.at(noon):
            await service.record_exposure(session, shop, "assistant", "vis_1", "treatment")
            await service.record_exposure(session, shop, "assistant", "vis_2", "holdout")
        with clock.at(noon + timedelta(hours=1)):
            for visitor, number in (("vis_1", "2"), ("vis_1", "2"), ("vis_2", "3")):
                await service.record_outcome(session, shop.id, visitor, "order", Money(900, "EUR"), subject=number)
    count = await counted(database, shop)
    assert (count.arm("treatment").orders, count.arm("holdout").orders) == (1, 1)


async def test_costs_add_up_by_currency(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await service.record_cost(session, shop.id, "assistant", kind="model", micros=1500, currency="EUR", ms=20)
        await service.record_cost(session, shop.id, "assistant", kind="model", micros=500, currency="EUR", ms=30)
        await service.record_cost(session, shop.id, "assistant", kind="model", micros=7, currency="USD")
    assert (await counted(database, shop)).cost_micros == {"EUR": 2000, "USD": 7}


@pytest.mark.parametrize(("by_person", "resolved"), [(False, 1), (True, 0)])
async def test_a_conversation_no_person_settled_is_resolved(
    database: Database, shop: Shop, by_person: bool, resolved: int
) -> None:
    event = Closed(shop_id=shop.id, conversation_id="cnv_1", visitor_id="vis_1", by_person=by_person)
    async with database.session() as session:
        await service.on_closed(session, event)
    async with database.session() as session:
        assert await service.outcome_count(session, shop.id, "resolved") == resolved


@pytest.fixture
async def client(database: Database, shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    app = new_web_app()
    app.state.database = database
    app.include_router(api.router)
    async with database.session() as session:
        _, secret = await create_api_key(session, shop.id, SYSTEM, name="Till", scopes=[Scope.ORDERS_WRITE])
    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://aurelle.localhost", headers=headers
    ) as made:
        yield made


async def test_the_shops_system_tells_an_order_once(database: Database, shop: Shop, client: httpx.AsyncClient) -> None:
    visitor = sealed_widget_visitor("vis_1")
    async with database.session() as session:
        await service.record_exposure(session, shop, "assistant", "vis_1", "treatment")
    told = {"visitor": visitor, "kind": "order", "number": "20418", "minor": 14800, "currency": "EUR"}
    answers = [await client.post("/api/v1/outcomes", json=told) for _ in range(2)]
    assert [one.json()["counted"] for one in answers] == [True, False]
    assert (await counted(database, shop)).arm("treatment").orders == 1


async def test_a_visitor_we_did_not_name_is_refused(client: httpx.AsyncClient) -> None:
    told = {"visitor": "vis_made_up", "kind": "order", "number": "1", "minor": 1, "currency": "EUR"}
    answer = await client.post("/api/v1/outcomes", json=told)
    assert answer.status_code == 422 and "window.mercery.visitor" in answer.json()["error"]["remedy"]
