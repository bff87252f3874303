"""Ways around one order, in amounts that are worked out again."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promotions.calendars import a_buyer, a_calendar, a_cart

from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.refunds import refund
from mercery.promotions.rules.benefit import Deposit, Gift, Off
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.policy import Fees
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.attacks import attacks, times_possible
from mercery.promotions.worst.attacks.carts import everyone
from mercery.promotions.worst.certificate import Attack

COAT = Sku(id="coat", name="Coat", price=29_900, cost=15_000)
SOCKS = Sku(id="socks", name="Socks", price=990, cost=300)
OFF = Rule(id="off", benefit=Off(amount=5_000), need_amount=30_000, group="once")


def shop(*rules: Rule, goods: tuple[Sku, ...] = (COAT, SOCKS), **more: object) -> Calendar:
    return Calendar(skus={sku.id: sku for sku in goods}, rules=rules, most_units=4, **more)  # type: ignore[arg-type]


def found(calendar: Calendar, kind: str) -> list[Attack]:
    return [one for one in attacks(calendar) if one.kind == kind]


def test_the_filler_goes_back_and_the_coat_stays_cheap() -> None:
    # 299 + 9.90 − 50: of the 50 the coat bears 48.40 and the socks 1.60. Socks back: 8.30. The coat stays for 250.60.
    worst = found(shop(OFF), "partial_refund")[0]
    assert (worst.loss, worst.most, worst.rules) == (4_840, None, ("off",))
    assert [(step.cart, step.paid) for step in worst.steps] == [
        ((Line(sku="coat", quantity=1), Line(sku="socks", quantity=1)), 25_890),
        ((Line(sku="socks", quantity=1),), -830),
        ((Line(sku="coat", quantity=1),), 25_060),
    ]
    assert "Coat stays for ¥250.60 instead of ¥299" in worst.note_en
    assert "以¥250.60留下Coat，单独购买需¥299" in worst.note_zh


def test_thresholds_read_again_leave_what_the_refund_cannot_cover() -> None:
    # 50 would be taken back of a refund of 8.30: 40.10 remain, which the note of the other policy tells beforehand.
    strict = shop(replace(OFF, refund="threshold_recheck"))
    assert found(strict, "partial_refund")[0].loss == 4_010
    assert "¥40.10 of it would remain" in found(shop(OFF), "partial_refund")[0].note_en


def test_an_order_is_split_to_take_once_an_order_twice() -> None:
    vase = Sku(id="vase", name="Vase", price=30_000, cost=10_000)
    free = shop(OFF, goods=(vase,))
    split = found(free, "split")[0]
    assert (split.loss, split.rules) == (5_000, ("off",))
    assert [step.paid for step in split.steps] == [55_000, 25_000, 25_000]
    # A delivery fee of 60.00 for each order takes the profit out of it; so does one use for each buyer.
    assert found(shop(OFF, goods=(vase,), shipping=6_000), "split") == []
    assert found(shop(replace(OFF, per_user=1), goods=(vase,)), "split") == []


def test_a_gift_that_is_kept_costs_what_is_not_charged_for_it() -> None:
    # Cost 45, listed at 20: whoever keeps it is charged 20.
    bag = Sku(id="bag", name="Pouch", price=2_000, cost=4_500, limit=0, stock=10)
    kept = found(shop(Rule(id="g", benefit=Gift(gift="bag"), need_amount=20_000), goods=(COAT, bag)), "gift_kept")[0]
    assert (kept.loss, kept.most) == (2_500, 25_000)
    assert (
        found(shop(Rule(id="g", benefit=Gift(gift="bag")), goods=(COAT, replace(bag, price=4_500))), "gift_kept") == []
    )


def test_a_gift_may_cost_more_than_its_order_pays() -> None:
    lamp = Sku(id="lamp", name="Lamp", price=9_000, cost=4_000, limit=0)
    above = found(shop(Rule(id="g", benefit=Gift(gift="lamp")), goods=(SOCKS, lamp)), "gift_kept")[0]
    assert above.loss == 4_000 - 990
    assert above.steps[0].paid == 990


def test_a_coupon_that_comes_back_says_on_which_condition_and_what_each_round_costs() -> None:
    coupon = replace(OFF, code="OFF50", total=100)
    calendar = shop(coupon, fees=Fees(parcel=600, payment_bps=100))
    reuse = found(calendar, "coupon_reuse")[0]
    # Of 100 uses, one is the honest one.
    assert (reuse.loss, reuse.most) == (5_000, 99 * 5_000)
    bought, returned, again, without = (step.paid for step in reuse.steps)
    assert (returned, again, without) == (-bought, bought, bought + 5_000)
    assert "before the goods are back" in reuse.note_en and "先退款返券后收货" in reuse.note_zh
    assert found(shop(replace(coupon, returned=False)), "coupon_reuse") == []


def test_what_holds_once_an_account_is_limited_by_uses_stock_or_nothing() -> None:
    once = replace(OFF, need_amount=0, per_user=1, who=frozenset({"new"}))
    assert [(one.loss, one.most) for one in found(shop(once), "accounts")] == [(5_000, None)]
    assert found(shop(replace(once, total=200)), "accounts")[0].most == 200 * 5_000
    few = replace(COAT, stock=7)
    assert found(shop(once, goods=(few,)), "accounts")[0].most == 7 * 5_000
    assert found(shop(replace(once, budget=12_000), goods=(COAT,)), "accounts")[0].most == 12_000
    assert found(shop(replace(OFF, need_amount=0)), "accounts") == []


def test_how_often_is_the_least_of_uses_and_stock() -> None:
    calendar = shop(replace(OFF, total=9), goods=(replace(COAT, stock=20), SOCKS))
    cart = (Line(sku="coat", quantity=3),)
    assert times_possible(calendar, cart, ["off"]) == 6
    assert times_possible(calendar, cart, ["off"], uses=2) == 4
    assert times_possible(shop(OFF), cart, ["off"]) is None


def test_a_deposit_is_lost_by_whoever_sends_back_and_not_by_the_shop() -> None:
    early = Rule(id="d", level="line", benefit=Deposit(pay=5_000, worth=10_000))
    calendar = shop(early, goods=(COAT,))
    bought = quote(calendar, (Line(sku="coat", quantity=1),)).best
    assert (bought.payable, refund(calendar, bought, (1,)).amount) == (24_900, 19_900)
    assert found(calendar, "partial_refund") == []


def test_a_calendar_without_rules_has_no_way_around_it() -> None:
    assert attacks(shop()) == ()


@given(st.integers(0, 10**9))
def test_an_honest_buyer_who_returns_everything_gets_back_what_was_paid(seed: int) -> None:
    random = Random(seed)
    calendar = a_calendar(random, skus=3, rules=4)
    cart, buyer = a_cart(random, calendar), a_buyer(random, calendar)
    bought = quote(calendar, cart, buyer).best
    back = refund(calendar, bought, [line.quantity for line in bought.lines], buyer)
    charged = sum(one.amount for one in back.gifts_charged)
    assert back.amount - back.owed + back.deposit_kept + charged == bought.payable


@pytest.mark.parametrize("seed", range(8))
def test_every_amount_told_is_worked_out_again(seed: int) -> None:
    calendar = replace(a_calendar(Random(seed), skus=3, rules=4), most_units=3)
    buyer = everyone(calendar)

    def price(cart: Cart) -> int:
        return quote(calendar, cart, buyer).best.payable

    for one in attacks(calendar, seconds=1):
        assert one.loss > 0 and one.note_en and one.note_zh
        assert one.most is None or one.most >= 0
        if one.kind == "split":
            assert one.steps[0].paid - sum(step.paid for step in one.steps[1:]) == one.loss
            assert one.steps[0].paid == price(one.steps[0].cart)
        if one.kind == "partial_refund":
            bought, kept = one.steps[0], one.steps[-1]
            assert bought.paid == price(bought.cart)
            assert kept.paid == sum(step.paid for step in one.steps[:-1])
            assert any(rule.benefit.kind == "points" for rule in calendar.rules) or (
                price(kept.cart) - kept.paid == one.loss
            )
