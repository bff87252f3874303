"""What could come into force between two proofs: uses that come back, a currency that is new, a price that begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.promotions.publishing.atelier import BAG, CLAIRE, NOW, Atelier, coupon, percent, place

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.catalog.product import PriceRow
from mercery.catalog.table_rows import Pen
from mercery.catalog.writing import update_variants
from mercery.core import clock
from mercery.core.money import Money
from mercery.promotions.buying import buyer_of
from mercery.promotions.publishing import hearing, service
from mercery.promotions.publishing.tables import PromotionUseRow
from mercery.promotions.publishing.watching import watch_shop
from mercery.promotions.service import quote_cart

LEATHER = percent("leather", 2_500, "material:calf-leather")


async def paid(atelier: Atelier, currency: str = "EUR") -> int:
    async with atelier.database.session() as session:
        shop = await accounts.shop(session, atelier.shop.id)
        return (await quote_cart(session, shop, [atelier.line(BAG)], currency=currency)).total.minor


async def unproved(atelier: Atelier) -> bool:
    async with atelier.database.session() as session:
        return await hearing.unproved(session, await accounts.shop(session, atelier.shop.id))


async def prices(atelier: Atelier, *rows: PriceRow) -> None:
    """Give the bag these rows, as a price list of the shop does, and let everybody hear of it."""
    async with atelier.database.session() as session:
        [product] = await catalog.products(session, atelier.shop.id, [atelier.ids[BAG][0]])
        pen = Pen(shop_id=atelier.shop.id, by="system:test", at=NOW, categories={}, collections={})
        await update_variants(session, pen, [(product.id, 0, replace(product.variants[0], prices=rows))])


@pytest.mark.parametrize("limit", [{"total": 1}, {"budget": 25_000}])
async def test_a_draft_is_proved_beside_what_is_used_up_now_for_a_cancelled_order_gives_it_back(
    atelier: Atelier, limit: dict[str, int]
) -> None:
    """25 % and 200.00 each clear the floor; together they do not."""
    await atelier.publish([{**LEATHER, **limit}])
    await atelier.order("1", 75_000, (BAG, 1))
    assert await paid(atelier) == 100_000
    second = await atelier.keep([coupon("welcome", 20_000, 50_000, "WELCOME")])
    await atelier.prove(second.id)
    async with atelier.database.session() as session:
        with pytest.raises(service.BelowFloor):
            await service.ask(session, atelier.shop, CLAIRE, second.id)
        await place(session, atelier.shop, "1", 75_000, (BAG, 1), status="cancelled")
        assert not await hearing.lapsed(session, atelier.shop)
    assert await paid(atelier) == 75_000


async def _sell_in_dollars(atelier: Atelier) -> None:
    async with atelier.database.session() as session:
        await accounts.update_shop(session, atelier.shop.id, SYSTEM, currencies=("EUR", "USD"))
    await prices(atelier, PriceRow(amount=Money(100_000, "EUR")), PriceRow(amount=Money(110_000, "USD")))


@pytest.mark.parametrize(("cost", "then"), [(50_000, 82_500), (90_000, 110_000)])
async def test_a_new_currency_has_no_promotion_until_it_is_proved(atelier: Atelier, cost: int, then: int) -> None:
    async with atelier.database.session() as session:
        await record_costs(session, atelier.shop.id, [GoodsCost(sku=BAG, currency="USD", cost=cost)], SYSTEM)
    await atelier.publish([LEATHER], currency="")
    assert not await unproved(atelier)
    await _sell_in_dollars(atelier)
    assert (await paid(atelier, "USD"), await paid(atelier)) == (110_000, 75_000)
    assert await unproved(atelier)
    async with atelier.database.session() as session:
        shop = await accounts.shop(session, atelier.shop.id)
        await hearing.prove_again(session, shop)
        check = await service.latest_check(session, shop.id, None)
    assert check is not None
    await service.work(atelier.database, atelier.shop.id, check.id)
    assert (await paid(atelier, "USD"), await paid(atelier)) == (then, 75_000)
    assert not await unproved(atelier)


async def test_a_price_that_begins_by_the_clock_stands_without_rules_until_it_is_proved(atelier: Atelier) -> None:
    """700.00 less 25 % is not above the cost of 500.00 and the floor; the old price is."""
    starts = NOW + timedelta(hours=1)
    await prices(
        atelier,
        PriceRow(amount=Money(100_000, "EUR")),
        PriceRow(amount=Money(70_000, "EUR"), was=Money(100_000, "EUR"), valid_from=starts),
    )
    await atelier.publish([LEATHER])
    assert await paid(atelier) == 75_000
    assert not await unproved(atelier)
    with clock.at(starts):
        assert await paid(atelier) == 70_000
        assert await unproved(atelier)
        await atelier.prove(None)
        async with atelier.database.session() as session:
            told = await service.alarms(session, atelier.shop.id)
        assert await paid(atelier) == 70_000
        assert not await unproved(atelier)
    assert [(one.kind, one.rule, one.stopped) for one in told] == [("prices", "leather", True)]


async def test_a_price_that_begins_and_is_proved_carries_the_rule_again(atelier: Atelier) -> None:
    starts = NOW + timedelta(hours=1)
    await prices(
        atelier, PriceRow(amount=Money(100_000, "EUR")), PriceRow(amount=Money(90_000, "EUR"), valid_from=starts)
    )
    await atelier.publish([LEATHER])
    with clock.at(starts):
        assert await paid(atelier) == 90_000
        await atelier.prove(None)
        assert await paid(atelier) == 67_500


async def test_orders_that_are_cancelled_and_placed_again_count_in_the_hour(atelier: Atelier) -> None:
    await atelier.publish([LEATHER], watch={"uses_per_hour": 3})
    for number in range(4):
        await atelier.order(f"1{number}", 75_000, (BAG, 1))
        if number < 3:
            async with atelier.database.session() as session:
                await place(session, atelier.shop, f"1{number}", 75_000, (BAG, 1), status="cancelled")
    assert await _stopped(atelier) == ("leather",)


async def test_an_order_that_stands_after_all_uses_its_copy_again(atelier: Atelier) -> None:
    await atelier.publish([{**LEATHER, "per_user": 1}])
    customer = await atelier.customer("anna")
    for status in ("paid", "cancelled", "paid"):
        async with atelier.database.session() as session:
            await place(session, atelier.shop, "20", 75_000, (BAG, 1), key="anna", status=status)
    async with atelier.database.session() as session:
        buyer = await buyer_of(session, atelier.shop.id, customer)
    assert dict(buyer.used) == {"leather": 1}


async def test_a_checkout_whose_clock_is_slow_is_held_to_the_same_limit(atelier: Atelier) -> None:
    with clock.at(NOW - timedelta(hours=9)):
        await atelier.publish([LEATHER], watch={"uses_per_hour": 3})
    for number in range(4):
        await atelier.order(f"3{number}", 75_000, (BAG, 1), at=NOW - timedelta(hours=8))
    assert await _stopped(atelier) == ("leather",)


async def test_a_checkout_whose_clock_is_fast_does_not_hide_what_it_takes_off(atelier: Atelier) -> None:
    await atelier.publish([LEATHER])
    for number in range(3):
        await atelier.order(f"4{number}", 55_000, (BAG, 1), at=NOW + timedelta(hours=3))
    assert await _stopped(atelier) == ("leather",)


async def test_a_burst_below_the_limit_of_uses_is_stopped_by_what_it_costs(atelier: Atelier) -> None:
    await atelier.publish([LEATHER], watch={"uses_per_hour": 50, "spend_per_hour": 60_000})
    for number in range(3):
        await atelier.order(f"5{number}", 75_000, (BAG, 1))
    assert await _stopped(atelier) == ("leather",)


async def _stopped(atelier: Atelier) -> tuple[str, ...]:
    async with atelier.database.session() as session:
        return (await service.rules_in_force(session, atelier.shop.id)).sets[0].stopped


async def test_orders_above_the_floor_that_pay_too_little_stop_the_rule_behind_them(atelier: Atelier) -> None:
    await atelier.publish([percent("tenth", 1_000, "material:calf-leather")])
    for number in range(2):
        await atelier.order(f"5{number}", 85_000, (BAG, 1))
    assert await _stopped(atelier) == ()
    await atelier.order("52", 85_000, (BAG, 1))
    assert await _stopped(atelier) == ("tenth",)
    async with atelier.database.session() as session:
        told = await service.alarms(session, atelier.shop.id)
    assert [(one.kind, one.stopped) for one in told if one.stopped] == [("price", True)]


async def test_what_rates_take_off_in_an_hour_is_counted_for_each_currency(atelier: Atelier) -> None:
    await atelier.publish([LEATHER], currency="", watch={"uses_per_hour": 50, "spend_per_hour": 60_000})
    async with atelier.database.session() as session:
        session.add_all(
            [
                PromotionUseRow(
                    shop_id=atelier.shop.id, order_number=f"9{currency}", rule="leather", set_id="", code="",
                    currency=currency, amount=40_000, at=NOW,
                )
                for currency in ("EUR", "CNY")
            ]
        )  # fmt: skip
        await session.flush()
        assert await watch_shop(session, replace(atelier.shop, currencies=("EUR", "CNY"))) == []
        session.add(
            PromotionUseRow(
                shop_id=atelier.shop.id, order_number="9", rule="leather", set_id="", code="", currency="CNY",
                amount=40_000, at=NOW,
            )
        )  # fmt: skip
        await session.flush()
        [trip] = await watch_shop(session, replace(atelier.shop, currencies=("EUR", "CNY")))
    assert (trip.kind, dict(trip.figures)) == ("spend", {"spent": 80_000, "limit": 60_000})
    assert "CN¥800" in trip.words.en or "¥800" in trip.words.en
