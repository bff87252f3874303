"""Values read from words come as drafts; what a person accepts is recorded and becomes a fact, and nothing else does."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import text
from tests.studio.extracting.conftest import CLAIRE, ThinShop

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import AuditFilter
from mercery.catalog import service as catalog
from mercery.catalog.events import CatalogChanged
from mercery.catalog.facts import product_facts
from mercery.claims.values import Dimensions, MaterialPart, Materials, Quantity
from mercery.core.errors import Conflict, Invalid
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.studio.extracting import service, working


async def test_a_reading_proposes_typed_values_with_their_words(thin: ThinShop) -> None:
    await thin.read()
    drafts = await thin.drafts()
    size = drafts["tote", "dimensions"]
    assert size.value == Dimensions((Decimal(36), Decimal(28), Decimal(14)), "cm")
    assert (size.words, size.field, size.lang) == ("36 x 28 x 14 cm", "description", "en")
    made = drafts["tote", "material"].value
    assert isinstance(made, Materials)
    assert [part.part for part in made.parts] == ["main", "lining"]
    async with thin.database.session() as session:
        run = await service.running(session, thin.shop.id)
    assert run is not None
    assert (run.state, run.total, run.done, run.found) == ("done", 2, 2, len(drafts))


async def test_what_buyers_choose_between_and_what_is_recorded_is_not_proposed(thin: ThinShop) -> None:
    await thin.read()
    drafts = await thin.drafts()
    assert ("tote", "colour") not in drafts
    assert ("tote", "gender") not in drafts
    assert ("clutch", "care") in drafts


async def test_an_accepted_value_is_recorded_becomes_a_fact_and_is_announced(thin: ThinShop) -> None:
    await thin.read()
    draft = (await thin.drafts())["tote", "dimensions"]
    heard: list[CatalogChanged] = []

    async def hear(_: object, event: CatalogChanged) -> None:
        heard.append(event)

    bus.subscribe(CatalogChanged, hear)
    try:
        async with thin.database.session() as session:
            settled = await service.accept(session, thin.shop.id, CLAIRE, draft.id, version=draft.version)
            entries, _ = await audit.entries(session, thin.shop.id, AuditFilter(action="attributes"))
    finally:
        bus.clear()
    product = await thin.product("tote")
    recorded = product.attribute("dimensions")
    assert recorded is not None
    assert recorded.value == draft.value
    assert settled.state == "accepted"
    assert heard[0].product_ids == (product.id,)
    assert any(fact.attribute == "dimensions" and fact.value == draft.value for fact in product_facts(product))
    assert [one.action for one in entries] == ["attributes.accept"]


async def test_two_who_accept_values_of_one_product_at_once_both_have_theirs_recorded(thin: ThinShop) -> None:
    await thin.read()
    drafts = [draft for (key, _), draft in (await thin.drafts()).items() if key == "tote"][:3]

    async def accept(draft_id: str) -> None:
        async with thin.database.session() as session:
            await service.accept(session, thin.shop.id, CLAIRE, draft_id)

    await asyncio.gather(*(accept(one.id) for one in drafts))
    product = await thin.product("tote")
    assert len(drafts) == 3
    assert all((held := product.attribute(one.attribute)) and held.value == one.value for one in drafts)


async def test_a_value_changed_in_its_field_is_recorded_as_changed(thin: ThinShop) -> None:
    await thin.read()
    draft = (await thin.drafts())["tote", "strap_drop"]
    async with thin.database.session() as session:
        with pytest.raises(Invalid, match="no measure"):
            await service.accept(session, thin.shop.id, CLAIRE, draft.id, typed="rather long")
        settled = await service.accept(session, thin.shop.id, CLAIRE, draft.id, typed="56 cm")
    assert settled.state == "changed"
    assert settled.read == Quantity(Decimal(55), "cm")
    recorded = (await thin.product("tote")).attribute("strap_drop")
    assert recorded is not None
    assert recorded.value == Quantity(Decimal(56), "cm")


async def test_a_recorded_value_is_never_replaced_unasked(thin: ThinShop) -> None:
    await thin.read()
    draft = (await thin.drafts())["clutch", "material"]
    async with thin.database.session() as session:
        bulk = await service.preview(session, thin.shop.id, 0.5)
        assert bulk.conflicts == 1
        assert draft.id not in {one.id for one in bulk.drafts}
        with pytest.raises(Conflict, match="recorded as 'lambskin'"):
            await service.accept(session, thin.shop.id, CLAIRE, draft.id)
    async with thin.database.session() as session:
        await service.accept(session, thin.shop.id, CLAIRE, draft.id, replace=True)
    recorded = (await thin.product("clutch")).attribute("material")
    assert recorded is not None
    assert recorded.value == Materials((MaterialPart("main", Words("silk satin", "真丝缎")),))


async def test_a_refused_value_is_not_proposed_again(thin: ThinShop) -> None:
    await thin.read()
    draft = (await thin.drafts())["tote", "origin"]
    async with thin.database.session() as session:
        await service.refuse(session, thin.shop.id, CLAIRE, draft.id, version=draft.version)
    await thin.read(everything=True)
    assert ("tote", "origin") not in await thin.drafts()
    async with thin.database.session() as session:
        with pytest.raises(Conflict, match="decided"):
            await service.accept(session, thin.shop.id, CLAIRE, draft.id)


async def test_everything_from_a_certainty_on_is_accepted_as_the_preview_said(thin: ThinShop) -> None:
    await thin.read()
    async with thin.database.session() as session:
        bulk = await service.preview(session, thin.shop.id, 0.9)
        with pytest.raises(Conflict, match="It would be"):
            await service.accept_from(session, thin.shop.id, CLAIRE, 0.9, len(bulk.drafts) + 1)
        assert await service.accept_from(session, thin.shop.id, CLAIRE, 0.9, len(bulk.drafts)) == len(bulk.drafts)
    names = {one.name for one in (await thin.product("tote")).attributes}
    assert {"dimensions", "origin", "strap_drop"} <= names
    assert all(draft.score < 0.9 or draft.attribute == "material" for draft in (await thin.drafts()).values())


async def test_only_words_that_changed_are_read_again_and_what_they_no_longer_say_goes(thin: ThinShop) -> None:
    await thin.read()
    tote = await thin.product("tote")
    async with thin.database.session() as session:
        await catalog.update_product(
            session, thin.shop.id, tote.id, SYSTEM, description=Words("A structured tote. 40 x 30 x 15 cm.")
        )
    await working.read_changed(thin.database, thin.shop.id)
    drafts = await thin.drafts()
    assert drafts["tote", "dimensions"].value == Dimensions((Decimal(40), Decimal(30), Decimal(15)), "cm")
    assert ("tote", "origin") not in drafts
    assert ("clutch", "care") in drafts


async def test_a_change_of_the_catalogue_has_it_read_where_it_is_read_at_all(thin: ThinShop) -> None:
    async def waiting() -> int:
        async with thin.database.session() as session:
            await working.on_catalog_changed(session, CatalogChanged(shop_id=thin.shop.id, product_ids=("x",)))
        async with thin.database.session() as session:
            query = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'extracting:read_changed'")
            return await session.scalar(query) or 0

    assert await waiting() == 0
    await thin.read()
    assert await waiting() == 1
    assert await waiting() == 1


async def test_while_one_reading_goes_on_there_is_no_second(thin: ThinShop) -> None:
    async with thin.database.session() as session:
        await service.start(session, thin.shop.id, CLAIRE)
        with pytest.raises(Conflict, match="being read"):
            await service.start(session, thin.shop.id, CLAIRE)
