"""The best price is the least over all selections, and is called proved only where that is so."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.promotions.brute import every_price
from tests.promotions.calendars import a_buyer, a_calendar, a_cart

from mercery.promotions.quoting import search
from mercery.promotions.quoting.best import charged, joined, quote
from mercery.promotions.quoting.prepared import CartError
from mercery.promotions.rules.benefit import Every, Off, Pct
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope


def _made(seed: int) -> tuple[Calendar, Cart, Buyer]:
    random = Random(seed)
    calendar = a_calendar(random, rules=random.randint(1, 7))
    return calendar, a_cart(random, calendar), a_buyer(random, calendar)


def _agrees(seed: int) -> None:
    calendar, cart, buyer = _made(seed)
    least = min(one.payable for one in every_price(calendar, joined(cart), buyer))
    quoted = quote(calendar, cart, buyer, seconds=30)
    assert (quoted.best.payable, quoted.optimal, quoted.bound) == (least, True, least)
    assert quoted.platform.payable >= least


@pytest.mark.parametrize("block", range(4))
def test_it_is_what_looking_at_every_selection_finds(block: int) -> None:
    for seed in range(block * 15, block * 15 + 15):
        _agrees(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_it_is_what_looking_at_every_selection_finds_in_many_calendars(block: int) -> None:
    for seed in range(10_000 + block * 100, 10_000 + block * 100 + 100):
        _agrees(seed)


@pytest.mark.parametrize("seed", range(100, 140))
def test_leaving_parts_out_by_their_bound_finds_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", 1)
    _agrees(seed)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_where_time_is_short_the_bound_still_holds(seed: int) -> None:
    calendar, cart, buyer = _made(seed)
    hurried = quote(calendar, cart, buyer, seconds=0.0)
    least = quote(calendar, cart, buyer, seconds=30).best.payable
    assert hurried.bound <= least <= hurried.best.payable
    assert not hurried.optimal or hurried.best.payable == least


def test_a_dearer_line_price_is_kept_where_it_reaches_a_threshold() -> None:
    rules = (
        Rule(id="member", level="line", group="price", benefit=Pct(bps=300)),
        Rule(id="coupon", stage=2, benefit=Off(amount=8000), need_amount=60_000),
    )
    calendar = Calendar(skus={f"s{at}": Sku(id=f"s{at}", price=3000 + at) for at in range(20)}, rules=rules)
    cart = tuple(Line(sku=f"s{at}", quantity=1) for at in range(20))
    quoted = quote(calendar, cart, seconds=30)
    assert quoted.best.list_total == 60_190
    assert any(step.rule == "coupon" for step in quoted.best.steps)
    assert quoted.best.payable < quoted.platform.payable == 58_387


def test_of_twenty_lines_just_those_stay_dear_that_reach_a_threshold_and_this_is_proved_in_the_steps_of_a_quote() -> (
    None
):
    """The threshold is read after ten percent off half of the lines; at member prices the cart stays below it."""
    rules = (
        Rule(id="member", level="line", group="price", benefit=Pct(bps=300)),
        Rule(id="tenth", stage=1, benefit=Pct(bps=1000), scope=Scope(tags=frozenset({"a"}))),
        Rule(id="every", stage=2, benefit=Every(step=50_000, off=5000)),
        *(Rule(id=f"c{at}", stage=4, code=f"C{at}", benefit=Off(amount=100 + at)) for at in range(4)),
    )
    tags = (frozenset({"a"}), frozenset[str]())
    skus = {f"s{at}": Sku(id=f"s{at}", price=2600 + 10 * at, tags=tags[at % 2]) for at in range(20)}
    quoted = quote(Calendar(skus=skus, rules=rules), tuple(Line(sku=sku, quantity=1) for sku in skus))
    every = next(step for step in quoted.best.steps if step.rule == "every")
    assert (every.base, every.discount) == (50_000, 5000)
    assert (quoted.best.payable, quoted.optimal) == (50_000 - 5000 - 406, True)


def test_a_line_price_that_asks_for_units_of_several_lines_is_tried_on_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "FEW", 1)
    rules = (
        Rule(id="of a", level="line", group="price", benefit=Pct(bps=300), scope=Scope(skus=frozenset({"a"}))),
        Rule(id="from three", level="line", group="price", benefit=Pct(bps=2000), need_qty=3),
    )
    calendar = Calendar(skus={name: Sku(id=name, price=1000) for name in "abc"}, rules=rules)
    quoted = quote(calendar, tuple(Line(sku=name, quantity=1) for name in "abc"), seconds=30)
    assert (quoted.best.payable, quoted.optimal) == (2400, True)


def test_a_cart_of_one_article_on_two_lines_is_joined_unless_lines_may_differ() -> None:
    rules = (
        Rule(id="member", level="line", group="price", benefit=Off(amount=500, per="unit")),
        Rule(id="25-6", stage=2, benefit=Off(amount=600), need_amount=2500),
    )
    calendar = Calendar(skus={"a": Sku(id="a", price=1000)}, rules=rules)
    cart = (Line(sku="a", quantity=2), Line(sku="a", quantity=1))
    assert quote(calendar, cart).best.payable == 1500
    apart = Calendar(skus=calendar.skus, rules=rules, policy=Policy(split_lines=True))
    assert quote(apart, cart).best.payable == 1500
    assert len(quote(apart, cart).best.lines) == 2


def test_what_is_wanting_to_unused_rules_is_said() -> None:
    rules = (
        Rule(id="300-50", benefit=Every(step=30_000, off=5000)),
        Rule(id="3 pieces", benefit=Pct(bps=1000), need_qty=3),
        Rule(id="reached", benefit=Off(amount=100)),
    )
    calendar = Calendar(skus={"a": Sku(id="a", price=12_000)}, rules=rules)
    assert quote(calendar, (Line(sku="a", quantity=2),)).missed == {"300-50": 6000, "3 pieces": 1}


def test_a_shop_that_goes_by_priority_asks_for_the_platforms_price() -> None:
    rules = (
        Rule(id="small", group="g", benefit=Off(amount=100), priority=5),
        Rule(id="large", group="g", benefit=Off(amount=900)),
    )
    calendar = Calendar(skus={"a": Sku(id="a", price=1000)}, rules=rules, policy=Policy(choose="priority"))
    quoted = quote(calendar, (Line(sku="a", quantity=1),))
    assert (charged(calendar, quoted).payable, quoted.best.payable) == (900, 100)


def test_an_article_that_is_not_in_the_calendar_is_named() -> None:
    with pytest.raises(CartError, match="SKU 'b' is in the cart"):
        quote(Calendar(skus={}, rules=()), (Line(sku="b", quantity=1),))


def test_an_empty_cart_costs_nothing() -> None:
    calendar = Calendar(skus={}, rules=(Rule(id="r", benefit=Off(amount=100)),), shipping=1000)
    quoted = quote(calendar, ())
    assert (quoted.best.payable, quoted.optimal, quoted.margin.margin) == (0, True, 0)
