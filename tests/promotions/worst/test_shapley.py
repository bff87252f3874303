"""What each rule of a cart bears."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promotions.calendars import a_buyer, a_calendar, a_cart

from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.walk import Selection
from mercery.promotions.rules.benefit import Gift, Off, Pct
from mercery.promotions.rules.buyer import ANYBODY
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.shapley import loss_of, shares

LAMP = Sku(id="lamp", price=10_000, cost=4_000)
CARD = Sku(id="card", price=0, cost=300, limit=0)


def shop(*rules: Rule) -> Calendar:
    return Calendar(skus={"lamp": LAMP, "card": CARD}, rules=rules)


def borne(calendar: Calendar) -> dict[str, int]:
    priced = quote(calendar, (Line(sku="lamp", quantity=1),)).best
    return dict(shares(calendar, priced, ANYBODY).by_rule)


def test_an_amount_that_cascades_shares_what_the_two_take_from_each_other() -> None:
    # 20 off first, then half of what is left: 80 -> 40. Half alone takes 50, after the amount 40: (50 + 40) / 2 = 45.
    off = Rule(id="off", stage=1, benefit=Off(amount=2_000))
    half = Rule(id="half", stage=2, basis="running", benefit=Pct(bps=5_000))
    assert borne(shop(off, half)) == {"off": 1_500, "half": 4_500}


def test_rules_that_do_not_touch_each_other_bear_what_they_give() -> None:
    # 5 off asks for 95 of list price, which 10 off before it does not change.
    first = Rule(id="first", stage=1, benefit=Off(amount=1_000))
    second = Rule(id="second", stage=2, basis="list", need_amount=9_500, benefit=Off(amount=500))
    assert borne(shop(first, second)) == {"first": 1_000, "second": 500}


def test_a_gift_counts_at_its_cost_and_a_platforms_part_is_not_the_merchants() -> None:
    gift = Rule(id="gift", benefit=Gift(gift="card", qty=2))
    shared = Rule(id="shared", benefit=Off(amount=1_000), merchant_bps=2_500)
    assert borne(shop(gift, shared)) == {"gift": 600, "shared": 250}


def test_beyond_ten_rules_shares_are_drawn_and_the_error_is_told() -> None:
    rules = [Rule(id=f"r{at}", stage=at, basis="running", benefit=Pct(bps=500)) for at in range(12)]
    calendar = shop(*rules)
    selection = Selection(order=tuple(rule.id for rule in rules), lines=((),))
    priced = evaluate(calendar, (Line(sku="lamp", quantity=1),), selection)
    found = shares(calendar, priced, ANYBODY)
    assert not found.exact and 0 < found.within < 30
    # All twelve are the same rule: each bears a twelfth, within the error that is told.
    fair = loss_of(calendar, priced) / 12
    assert all(abs(share - fair) <= 2 * found.within for share in found.by_rule.values())
    assert sum(found.by_rule.values()) == loss_of(calendar, priced)


@given(st.integers(0, 10**9))
def test_shares_add_up_to_what_the_cart_costs_the_merchant(seed: int) -> None:
    random = Random(seed)
    calendar = a_calendar(random, skus=3, rules=5)
    cart, buyer = a_cart(random, calendar), a_buyer(random, calendar)
    priced = quote(calendar, cart, buyer).best
    found = shares(calendar, priced, buyer)
    assert sum(found.by_rule.values()) == loss_of(calendar, priced)
    assert set(found.by_rule) == {step.rule for step in priced.steps}


@pytest.mark.parametrize("amount", [1, 3_333, 10_000])
def test_a_rule_alone_bears_everything(amount: int) -> None:
    assert borne(shop(Rule(id="only", benefit=Off(amount=amount)))) == {"only": amount}
