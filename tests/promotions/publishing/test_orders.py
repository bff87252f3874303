"""An order keeps what it was priced with, counts once, and is held against what was proved."""

from __future__ import annotations

from asyncio import gather, sleep
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.promotions.publishing.atelier import BAG, CANDLE, NOW, Atelier, coupon, percent, place

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.core import clock
from mercery.core.events import bus
from mercery.orders.service import order_by_number
from mercery.promotions.bag_told import refusal
from mercery.promotions.buying import buyer_of
from mercery.promotions.in_force import rules_in_force
from mercery.promotions.publishing import service
from mercery.promotions.publishing.events import PromotionAlarmed
from mercery.promotions.publishing.hearing import lapsed
from mercery.promotions.publishing.service import PlacedOrder
from mercery.promotions.publishing.watching import watch_shop
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.service import quote_cart

LEATHER = percent("leather", 1_000, "material:calf-leather")


def order(number: str, total: int, *lines: tuple[str, int], **rest: Any) -> PlacedOrder:
    known: dict[str, Any] = {"number": number, "currency": "EUR", "lines": lines, "total": total, "placed_at": NOW}
    return PlacedOrder(**known, **rest)


async def test_an_order_keeps_its_steps_its_split_and_the_proof(atelier: Atelier) -> None:
    await atelier.publish([LEATHER, coupon("welcome", 6_000, 90_000, "WELCOME60")])
    async with atelier.database.session() as session:
        kept = await service.record_order(
            session, atelier.shop, order("1001", 90_000, (BAG, 1), (CANDLE, 1), codes=("WELCOME60",))
        )
    assert kept is not None and kept.as_quoted
    assert kept.rules == ("leather", "welcome")
    assert [line.unit_paid for line in kept.priced.lines] == [(84_375,), (5_625,)]
    # 900.00 come in; 1 % for the payment, goods for 520.00.
    assert kept.margin == 90_000 - 900 - 52_000
    assert kept.certificate.startswith("crt_") and kept.release == 1


async def test_an_order_that_comes_in_from_a_checkout_is_priced_and_its_pieces_know_their_share(
    atelier: Atelier,
) -> None:
    await atelier.publish([LEATHER])
    await atelier.order("1002", 96_000, (BAG, 1), (CANDLE, 1))
    async with atelier.database.session() as session:
        kept = await service.order_pricing(session, atelier.shop.id, "1002")
        stored = await order_by_number(session, atelier.shop.id, "1002")
    assert kept is not None and kept.rules == ("leather",)
    assert [[one.minor for one in line.unit_paid] for line in stored.lines] == [[90_000], [6_000]]


async def test_a_coupon_nobody_told_of_is_found_by_what_was_paid(atelier: Atelier) -> None:
    await atelier.publish([coupon("welcome", 6_000, 90_000, "WELCOME60")])
    await atelier.order("1003", 94_000, (BAG, 1))
    async with atelier.database.session() as session:
        kept = await service.order_pricing(session, atelier.shop.id, "1003")
    assert kept is not None and kept.rules == ("welcome",)


async def test_the_same_order_told_twice_counts_once(atelier: Atelier) -> None:
    await atelier.publish([{**LEATHER, "per_user": 3}])
    customer = await atelier.customer("anna")
    for _ in range(2):
        async with atelier.database.session() as session:
            await service.record_order(session, atelier.shop, order("1004", 90_000, (BAG, 1), customer_id=customer))
    async with atelier.database.session() as session:
        buyer = await buyer_of(session, atelier.shop.id, customer)
    assert dict(buyer.used) == {"leather": 1}


@pytest.mark.parametrize(("comes_back", "left"), [(True, 94_000), (False, 100_000)])
async def test_a_coupon_comes_back_with_its_order_if_its_rule_says_so(
    atelier: Atelier, *, comes_back: bool, left: int
) -> None:
    await atelier.publish([{**coupon("welcome", 6_000, 90_000, "WELCOME60"), "per_user": 1, "returned": comes_back}])
    customer = await atelier.customer("anna")
    placed = order("1005", 94_000, (BAG, 1), customer_id=customer, codes=("WELCOME60",))
    async with atelier.database.session() as session:
        await service.record_order(session, atelier.shop, placed)
        await place(session, atelier.shop, "1005", 94_000, (BAG, 1), key="anna", status="returned")
    async with atelier.database.session() as session:
        buyer = await buyer_of(session, atelier.shop.id, customer, codes=["WELCOME60"])
        again = await quote_cart(session, atelier.shop, [atelier.line(BAG)], buyer=buyer)
    assert again.total.minor == left


async def test_a_flash_price_ends_for_everybody_with_its_last_piece(atelier: Atelier) -> None:
    await atelier.publish([{**LEATHER, "total": 2}])
    for number in ("1006", "1007"):
        async with atelier.database.session() as session:
            await service.record_order(session, atelier.shop, order(number, 90_000, (BAG, 1)))
    async with atelier.database.session() as session:
        found = await quote_cart(session, atelier.shop, [atelier.line(BAG)])
        products = await catalog.products(session, atelier.shop.id, [atelier.ids[BAG][0]])
        held = await service.rules_in_force(session, atelier.shop.id)
    assert found.total.minor == 100_000
    assert [row.price_list for row in products[0].variants[0].prices] == ["default"]
    assert held.sets[0].used_up == ("leather",)


async def test_money_set_aside_for_a_rule_gets_less_with_each_order_and_no_proof_lapses_by_it(atelier: Atelier) -> None:
    await atelier.publish([{**coupon("welcome", 6_000, 90_000, "WELCOME60"), "budget": 10_000}])
    buyer = Buyer(wallet={"WELCOME60": 1}, points=0)
    totals = []
    for number in ("1011", "1012"):
        async with atelier.database.session() as session:
            found = await quote_cart(session, atelier.shop, [atelier.line(BAG)], buyer=buyer)
            totals.append(found.total.minor)
            placed = order(number, found.total.minor, (BAG, 1), codes=("WELCOME60",))
            await service.record_order(session, atelier.shop, placed)
            assert not await lapsed(session, atelier.shop)
    assert totals == [94_000, 100_000]


async def test_an_order_below_the_bound_is_told_at_once_and_the_third_stops_the_rule(atelier: Atelier) -> None:
    """The checkout takes the reduction over and over: 550.00 in place of 900.00."""
    await atelier.publish([LEATHER])
    heard: list[PromotionAlarmed] = []

    async def hear(session: object, event: PromotionAlarmed) -> None:
        heard.append(event)

    bus.subscribe(PromotionAlarmed, hear)
    for number in ("1008", "1009", "1010"):
        await atelier.order(number, 55_000, (BAG, 1))
    async with atelier.database.session() as session:
        told = await service.alarms(session, atelier.shop.id)
        held = await service.rules_in_force(session, atelier.shop.id)
    margins = {one.order_number: one for one in told if one.kind == "margin"}
    # 1 % for the payment and 500.00 for the bag leave 44.50 of 550.00, where 82.50 were to stay.
    assert margins["1008"].words.en == "Order 1008 is €38 below the floor; the proof allows €0 at most."
    assert [margins[number].rule for number in ("1008", "1009", "1010")] == ["", "", "leather"]
    assert [event.stopped for event in heard if event.alarm == "margin"] == [False, False, True]
    assert held.sets[0].stopped == ("leather",)


async def test_a_rule_used_by_an_order_below_the_bound_is_stopped(atelier: Atelier) -> None:
    """Costs rise in the warehouse's own books before the catalogue hears of it: a rule's orders fall below the proof."""
    from mercery.promotions.publishing.breaker import judge_order
    from mercery.promotions.quoting.best import quote
    from mercery.promotions.quoting.margin import margin_of
    from mercery.promotions.rules.goods import Line

    await atelier.publish([LEATHER])
    async with atelier.database.session() as session:
        calendar = await service.calendar_of(session, atelier.shop, at=NOW, currency="EUR")
    dearer = replace(calendar, skus={**calendar.skus, BAG: replace(calendar.skus[BAG], cost=80_000)})
    priced = quote(dearer, (Line(sku=BAG, quantity=1),)).best
    trip = judge_order("1", priced, margin_of(dearer, priced), 0, ["leather"], "EUR")
    assert trip is not None and (trip.kind, trip.rule) == ("margin", "leather")


async def test_a_rule_used_more_often_than_its_limit_is_stopped_while_others_go_on(atelier: Atelier) -> None:
    await atelier.publish([LEATHER, percent("candles", 500, "category:home")], watch={"uses_per_hour": 3})
    for number in range(4):
        with clock.at(NOW + timedelta(minutes=number)):
            await atelier.order(f"20{number}", 90_000, (BAG, 1), at=NOW + timedelta(minutes=number))
    async with atelier.database.session() as session:
        held = await service.rules_in_force(session, atelier.shop.id)
        [alarm] = await service.alarms(session, atelier.shop.id)
    assert (alarm.kind, alarm.rule, alarm.stopped) == ("velocity", "leather", True)
    assert held.sets[0].stopped == ("leather",)
    assert [rule.id for rule in held.rules("EUR")] == ["candles"]


async def test_a_budget_that_is_spent_stops_what_spends_it(atelier: Atelier) -> None:
    await atelier.publish([LEATHER], watch={"budget": 25_000})
    for number in range(3):
        await atelier.order(f"30{number}", 90_000, (BAG, 1))
    async with atelier.database.session() as session:
        held = await service.rules_in_force(session, atelier.shop.id)
        [alarm] = await service.alarms(session, atelier.shop.id)
    assert (alarm.kind, alarm.figures) == ("budget", {"spent": 30_000, "limit": 25_000})
    assert held.rules("EUR") == ()


async def test_the_periodic_look_finds_what_orders_did_not_say(atelier: Atelier) -> None:
    """A limit lowered after the uses were counted."""
    settings = await _settings(atelier, least_uses=1, velocity_times=1)
    assert settings.least_uses == 1
    await atelier.publish([LEATHER], watch={"uses_per_hour": 50})
    for number in range(3):
        await atelier.order(f"40{number}", 90_000, (BAG, 1))
    async with atelier.database.session() as session:
        assert await watch_shop(session, atelier.shop) == []
        held = await service.rules_in_force(session, atelier.shop.id)
    assert [rule.id for rule in held.rules("EUR")] == ["leather"]


async def test_an_alarm_is_settled_by_a_person_with_what_they_found(atelier: Atelier) -> None:
    await atelier.publish([LEATHER])
    await atelier.order("500", 55_000, (BAG, 1))
    async with atelier.database.session() as session:
        found = await service.alarms(session, atelier.shop.id)
        for one in found:
            await service.settle_alarm(session, atelier.shop.id, SYSTEM, one.id, reason="A complaint, settled by hand")
        assert await service.open_alarms(session, atelier.shop.id) == 0


async def _settings(atelier: Atelier, **changes: Any) -> service.PromotionSettings:
    async with atelier.database.session() as session:
        settings = await service.settings_of(session, atelier.shop.id)
        return await service.save_settings(session, atelier.shop.id, SYSTEM, replace(settings, **changes))


async def test_two_orders_at_once_do_not_use_the_last_copy_unseen(atelier: Atelier) -> None:
    await atelier.publish([{**LEATHER, "total": 2}])

    async def told(number: str) -> None:
        async with atelier.database.session() as session:
            await service.record_order(session, atelier.shop, order(number, 90_000, (BAG, 1)))
            await sleep(0.2)  # the other is counted meanwhile

    await gather(told("1101"), told("1102"))
    async with atelier.database.session() as session:
        held = await service.rules_in_force(session, atelier.shop.id)
        found = await quote_cart(session, atelier.shop, [atelier.line(BAG)])
    assert held.sets[0].used_up == ("leather",)
    assert found.total.minor == 100_000


async def test_a_rule_counted_for_each_customer_asks_a_guest_to_sign_in(atelier: Atelier) -> None:
    rule = {**coupon("welcome", 6_000, 90_000, "WELCOME60"), "per_user": 1}
    await atelier.publish([rule])
    customer = await atelier.customer("anna")
    async with atelier.database.session() as session:
        guest = await buyer_of(session, atelier.shop.id, None, codes=["WELCOME60"])
        anna = await buyer_of(session, atelier.shop.id, customer, codes=["WELCOME60"])
        asked = await quote_cart(session, atelier.shop, [atelier.line(BAG)], buyer=guest)
        signed_in = await quote_cart(session, atelier.shop, [atelier.line(BAG)], buyer=anna)
        rules = (await rules_in_force(session, atelier.shop.id)).rules("EUR")
    assert (asked.total.minor, signed_in.total.minor) == (100_000, 94_000)
    why = refusal("WELCOME60", asked, guest, rules)
    assert why is not None and why.why == "sign_in_counted"


async def test_a_guests_second_order_with_the_same_address_pays_less_than_the_rules_ask(atelier: Atelier) -> None:
    await atelier.publish([{**coupon("welcome", 6_000, 90_000, "WELCOME60"), "per_user": 1}])
    kept = []
    for number, email in (("2001", "lea@example.com"), ("2002", "Lea@example.com"), ("2003", "")):
        async with atelier.database.session() as session:
            await place(session, atelier.shop, number, 94_000, (BAG, 1), email=email)
            kept.append(await service.order_pricing(session, atelier.shop.id, number))
    # Without an address nobody can say that it is the first one.
    assert [one and (one.rules, one.quoted) for one in kept] == [(("welcome",), 94_000), ((), 100_000), ((), 100_000)]
