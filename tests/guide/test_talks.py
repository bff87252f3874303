"""Whole talks with the guide, in both languages: wishes, criticism, comparing, and beginning anew."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from tests.guide.goods import without

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.service import all_product_ids, products
from mercery.conversations import service as conversations
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_email
from mercery.guide import repository
from mercery.guide.memory import Person, remember, remembered
from mercery.guide.need import Need
from mercery.guide.service import Advised, advise, purchases
from mercery.guide.state import GuideState
from mercery.guide.talks import keep_talk, talk_of_conversation
from mercery.orders.order import Order, OrderLine, Return
from mercery.orders.service import apply_orders

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


async def talk(database: Database, shop: Shop, lang: Lang, *messages: str) -> list[tuple[list[str], Advised]]:
    """What is offered after each message, by the shop's own keys."""
    state, found = GuideState(), []
    for message in messages:
        async with database.session() as session:
            turn = await advise(session, shop, message, state, lang=lang, now=NOW)
            known = await products(session, shop.id, [one.product_id for one in turn.advice.offers])
        state = turn.state
        found.append((sorted(one.key for one in known), turn))
    return found


async def test_wishes_add_up_and_criticism_is_taken(database: Database, shop: Shop) -> None:
    turns = await talk(database, shop, "en", "I'm looking for a leather tote", "cheaper please")
    assert turns[0][0] == ["harbour"]
    assert turns[1][0] == []
    assert turns[1][1].advice.outcome == "none"
    assert turns[1][1].state.turn == 2


async def test_the_same_in_chinese(database: Database, shop: Shop) -> None:
    turns = await talk(database, shop, "zh", "想要一只双肩包，四百欧以内", "要橄榄绿的")
    assert turns[0][0] == ["ridge"]
    assert turns[1][0] == ["ridge"]
    chosen = turns[1][1].advice.offers[0]
    async with database.session() as session:
        (ridge,) = await products(session, shop.id, [chosen.product_id])
    variant = ridge.variant(chosen.variant_id)
    assert variant is not None
    assert variant.sku == "RID-OLV"


async def test_what_the_shop_is_asked_to_have_is_not_what_somebody_has(database: Database, shop: Shop) -> None:
    turns = await talk(database, shop, "en", "Do you have the backpack in something other than black?")
    assert turns[0][0] == ["ridge"]


async def test_no_leather_means_none_in_any_part(database: Database, shop: Shop) -> None:
    turns = await talk(database, shop, "en", "a bag without any leather, not even the trim")
    assert turns[0][0] == ["ridge"]


async def test_a_nut_allergy_is_not_traded_away(database: Database, shop: Shop) -> None:
    turns = await talk(database, shop, "en", "Do you have a hand cream? I'm allergic to nuts.")
    assert turns[0][0] == []
    assert turns[0][1].advice.near == ()


async def test_pieces_that_were_shown_are_compared(database: Database, shop: Shop) -> None:
    turns = await talk(database, shop, "en", "show me bags in euros", "compare them")
    table = turns[1][1].compared
    assert table is not None
    assert 2 <= len(table.product_ids) <= 4
    assert any(row.differs for row in table.rows)


async def test_a_talk_is_kept_with_its_conversation_or_by_its_own_id(database: Database, shop: Shop) -> None:
    (_, turn) = (await talk(database, shop, "en", "a bag in black"))[0]
    async with database.session() as session:
        session_id = await repository.open_session(session, shop.id, customer_id=None, state=turn.state)
    async with database.session() as session:
        kept = await repository.load_session(session, shop.id, session_id)
        assert await repository.load_session(session, shop.id, "gds_other") is None
    assert kept == (turn.state, None)


async def test_what_a_person_does_without_is_remembered_at_the_next_visit(database: Database, shop: Shop) -> None:
    person = Person(visitor_id="v1")
    async with database.session() as session:
        await remember(session, shop.id, person, [without("leather")], SYSTEM)
        memory = await remembered(session, shop.id, person)
        turn = await advise(session, shop, "a bag please", GuideState(), lang="en", now=NOW, memory=memory)
        known = await products(session, shop.id, [one.product_id for one in turn.advice.offers])
    assert [one.key for one in known] == ["ridge"]


async def test_what_was_bought_and_kept_is_known_from_the_orders(database: Database, shop: Shop) -> None:
    kept, back = (
        OrderLine(sku=sku, title=sku, quantity=1, unit_price=Money(10_000, "EUR")) for sku in ("HAR-BLK", "RID-BLK")
    )
    order = Order(
        number="1", placed_at=NOW, currency="EUR", status="delivered", total=Money(20_000, "EUR"), lines=(kept, back),
        returns=(Return(sku="RID-BLK", quantity=1, status="refunded"),), email="a@example.com",
    )  # fmt: skip
    async with database.session() as session:
        buyer = Customer(key="c1", name="Ada Moor", email="a@example.com")
        await apply_customers(session, shop.id, [buyer], SYSTEM)
        await apply_orders(session, shop.id, [order], SYSTEM)
        found = await products(session, shop.id, await all_product_ids(session, shop.id))
        customers = await ids_by_email(session, shop.id, ["a@example.com"])
        owned = await purchases(session, shop, customers["a@example.com"])
    assert [one.product_id for one in owned] == [one.id for one in found if one.key == "harbour"]


async def test_two_messages_at_once_lose_no_wish(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        begun = (await conversations.open_or_resume(session, shop.id, "vis_two", channel="storefront", lang="en")).id
        await keep_talk(session, shop.id, begun, GuideState(), before=Need())
    turns = [(await talk(database, shop, "en", message))[0][1] for message in ("a bag under 700 euros", "in black")]

    async def kept(turn: Advised) -> None:
        async with database.session() as session:
            await keep_talk(session, shop.id, begun, turn.state, before=Need())

    await asyncio.gather(*(kept(turn) for turn in turns))
    async with database.session() as session:
        stands = await talk_of_conversation(session, begun)
    assert stands is not None
    assert {wish.kind for wish in stands.need.wishes} >= {"category", "price", "colour"}


async def test_cheaper_than_all_that_was_shown_is_else_the_cheaper_of_it(database: Database, shop: Shop) -> None:
    turns = await talk(database, shop, "en", "show me bags in euros", "cheaper please")
    shown, answer = turns[0][1].advice, turns[1][1].advice
    assert len(shown.offers) > 1
    assert answer.outcome == "offer"
    assert set(turns[1][0]) < set(turns[0][0])
    assert [wish.kind for wish in answer.given_up] == ["price"]


async def test_the_cheapest_comes_first(database: Database, shop: Shop) -> None:
    (keys, turn) = (await talk(database, shop, "en", "the cheapest bag you have, in euros"))[0]
    assert keys
    async with database.session() as session:
        found = {
            one.id: one for one in await products(session, shop.id, [one.product_id for one in turn.advice.offers])
        }
    prices = [
        min(row.amount.minor for row in variant.prices if row.amount.currency == "EUR")
        for offer in turn.advice.offers
        if (variant := found[offer.product_id].variant(offer.variant_id))
    ]
    assert prices == sorted(prices)


async def test_cheaper_than_a_near_miss_never_raises_the_limit_nor_shows_what_is_far_dearer(
    database: Database, shop: Shop
) -> None:
    said = ("a gift for my sister under €300", "too formal", "cheaper")
    (*_, (_, turn)) = await talk(database, shop, "en", *said)
    assert [wish.high for wish in turn.advice.need.of("price")] == [30_000]
    assert turn.advice.near == ()
