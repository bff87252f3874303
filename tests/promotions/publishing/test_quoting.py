"""A cart is quoted with the rules in force for whoever buys, and without rules as before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import event
from tests.promotions.publishing.atelier import BAG, CANDLE, NOW, Atelier, coupon, percent

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.core import clock
from mercery.promotions.buying import STRANGER, buyer_of
from mercery.promotions.publishing import service
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.service import glances, offers, price_facts, quote_cart

LEATHER = percent("leather", 1_000, "material:calf-leather")
WELCOME = coupon("welcome", 6_000, 90_000, "Welcome60", who=["first_order"], per_user=1)


async def quoted(atelier: Atelier, *lines: tuple[str, int], buyer: Buyer = STRANGER):  # type: ignore[no-untyped-def]
    async with atelier.database.session() as session:
        return await quote_cart(session, atelier.shop, [atelier.line(*line) for line in lines], buyer=buyer)


async def test_without_published_rules_a_cart_costs_what_the_price_lists_say(atelier: Atelier) -> None:
    await atelier.keep([LEATHER])
    found = await quoted(atelier, (BAG, 1), (CANDLE, 2))
    assert (found.total.minor, found.promotions, found.discount) == (112_000, None, None)


async def test_the_walk_leads_from_the_shown_prices_to_what_is_paid(atelier: Atelier) -> None:
    await atelier.publish([LEATHER, coupon("welcome", 6_000, 90_000, "WELCOME60")])
    async with atelier.database.session() as session:
        buyer = await buyer_of(session, atelier.shop.id, None, codes=[" welcome60 "])
    found = await quoted(atelier, (BAG, 1), (CANDLE, 1), buyer=buyer)
    assert (found.subtotal.minor, found.total.minor) == (96_000, 90_000)
    assert found.discount and found.discount.minor == 6_000
    walk = found.promotions
    assert walk is not None and walk.certificate.startswith("crt_") and walk.quote.optimal
    assert [(step.rule, step.discount) for step in walk.chosen.steps] == [("leather", 10_000), ("welcome", 6_000)]
    assert [line.paid.minor for line in found.lines if line.paid] == [84_375, 5_625]
    assert sum(one.minor for line in found.lines for one in line.unit_paid) == found.total.minor


async def test_what_is_missing_for_a_threshold_is_told(atelier: Atelier) -> None:
    await atelier.publish([coupon("welcome", 6_000, 106_500, "WELCOME60")])
    found = await quoted(atelier, (BAG, 1), (CANDLE, 1), buyer=Buyer(wallet={"WELCOME60": 1}, points=0))
    assert found.promotions is not None
    assert dict(found.promotions.quote.missed) == {"welcome": 500}
    assert found.total.minor == 106_000


async def test_a_coupon_of_the_first_order_is_for_customers_without_one(atelier: Atelier) -> None:
    await atelier.publish([WELCOME])
    new, old = await atelier.customer("new"), await atelier.customer("old")
    await atelier.order("900", 6_000, (CANDLE, 1), at=NOW - timedelta(days=40), key="old")
    totals = []
    for customer in (new, old, None):
        async with atelier.database.session() as session:
            buyer = await buyer_of(session, atelier.shop.id, customer, codes=["WELCOME60"])
        totals.append((await quoted(atelier, (BAG, 1), buyer=buyer)).total.minor)
    assert totals == [94_000, 100_000, 100_000]


async def test_members_are_known_by_their_tag(atelier: Atelier) -> None:
    await atelier.publish([{**percent("members", 500), "who": ["member"]}])
    member, other = await atelier.customer("m", "Member", "Press"), await atelier.customer("o")
    async with atelier.database.session() as session:
        known = await buyer_of(session, atelier.shop.id, member)
        unknown = await buyer_of(session, atelier.shop.id, other)
    assert {"customer", "member", "press"} <= known.audiences and "member" not in unknown.audiences
    assert (await quoted(atelier, (BAG, 1), buyer=known)).total.minor == 95_000
    assert (await quoted(atelier, (BAG, 1), buyer=unknown)).total.minor == 100_000


async def test_rules_of_members_and_coupons_change_no_price_on_the_shelf(atelier: Atelier) -> None:
    await atelier.publish([{**percent("members", 500), "who": ["member"]}, coupon("welcome", 100, 0, "HELLO")])
    product_id = atelier.ids[BAG][0]
    async with atelier.database.session() as session:
        found = await offers(session, atelier.shop, [product_id])
    assert (found[product_id].low.minor, found[product_id].was) == (100_000, None)


async def test_every_surface_shows_the_same_reduced_price_until_its_end(atelier: Atelier) -> None:
    ends = NOW + timedelta(days=3)
    await atelier.publish([{**LEATHER, "ends": ends.isoformat()}])
    product_id, variant_id = atelier.ids[BAG]
    async with atelier.database.session() as session:
        shown = (await offers(session, atelier.shop, [product_id]))[product_id]
        glance = (await glances(session, atelier.shop, [product_id]))[product_id]
        products = await catalog.products(session, atelier.shop.id, [product_id])
    [fact] = price_facts(atelier.shop, products)
    assert (shown.low.minor, shown.was.minor if shown.was else 0, shown.valid_to) == (90_000, 100_000, ends)
    assert (glance.low.minor, glance.on_sale) == (90_000, True)
    assert (fact.value.amount.minor, fact.valid_to, fact.source.en) == (90_000, ends, "promotion leather")  # type: ignore[union-attr]
    assert fact.subject.id == variant_id
    with clock.at(ends):
        async with atelier.database.session() as session:
            assert (await offers(session, atelier.shop, [product_id]))[product_id].low.minor == 100_000


async def test_a_list_costs_no_question_more_without_promotions_and_a_cart_one(atelier: Atelier) -> None:
    sent: list[str] = []
    engine = atelier.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    async with atelier.database.session() as session:
        await offers(session, atelier.shop, [atelier.ids[BAG][0]])
    assert not [statement for statement in sent if "promotion" in statement]
    sent.clear()
    await quoted(atelier, (BAG, 1))
    assert len([statement for statement in sent if "promotion" in statement]) <= 3


async def test_delivery_is_part_of_the_total_once_the_shop_says_what_it_costs(atelier: Atelier) -> None:
    async with atelier.database.session() as session:
        from dataclasses import replace

        from mercery.accounts.actor import SYSTEM

        settings = await service.settings_of(session, atelier.shop.id)
        await service.save_settings(session, atelier.shop.id, SYSTEM, replace(settings, shipping={"EUR": 1_200}))
    free = {"id": "free", "level": "ship", "benefit": {"kind": "ship"}, "need_amount": 50_000, "name": {"en": "free"}}
    await atelier.publish([free])
    small, large = await quoted(atelier, (CANDLE, 1)), await quoted(atelier, (BAG, 1))
    assert (small.total.minor, small.shipping.minor if small.shipping else 0) == (7_200, 1_200)
    assert large.total.minor == 100_000


async def test_an_order_larger_than_what_was_proved_is_refused_and_not_priced(atelier: Atelier) -> None:
    """Four candles for a tenth: no cart of the proof has so many, and none is sold at it."""
    async with atelier.database.session() as session:
        settings = await service.settings_of(session, atelier.shop.id)
        await service.save_settings(session, atelier.shop.id, SYSTEM, replace(settings, most_units=3))
    nearly = {"kind": "tiers", "by": "quantity", "steps": [[4, ["pct", 9_000]]]}
    candles = {"tags": ["category:home"]}
    await atelier.publish([{"id": "four", "name": {"en": "Four"}, "benefit": nearly, "scope": candles}])
    async with atelier.database.session() as session:
        found = await quote_cart(session, atelier.shop, [atelier.line(CANDLE, 4), atelier.line(BAG)])
    refused, kept = found.lines
    assert refused.problem is not None and (refused.problem.kind, refused.problem.available) == ("quantity", 3)
    assert (refused.total, kept.problem, found.subtotal.minor, found.total.minor) == (None, None, 100_000, 100_000)
