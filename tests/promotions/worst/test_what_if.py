"""One number turned over a range."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.promotions.worst.aurelle import CALENDAR, MEMBER
from tests.promotions.worst.every_cart import every_cart

from mercery.promotions.rules.benefit import Every, Off, Pct
from mercery.promotions.rules.buyer import ANYBODY
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.numbers import number
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.prove import prove
from mercery.promotions.worst.what_if import values_around, what_if

VASE = Sku(id="vase", price=10_000, cost=6_000)
ONE = (Line(sku="vase", quantity=1),)


def test_margin_and_price_at_each_value_with_the_point_of_today() -> None:
    calendar = Calendar(skus={"vase": VASE}, rules=(Rule(id="off", benefit=Off(amount=3_000)),), most_units=1)
    found = what_if(calendar, "off", "benefit.amount", [1_000, 3_000, 4_000, 5_000], carts=[(ONE, ANYBODY)], seconds=5)
    assert [(one.value, one.margin, one.prices) for one in found.points] == [
        (1_000, 3_000, (9_000,)),
        (3_000, 1_000, (7_000,)),
        (4_000, 0, (6_000,)),
        (5_000, -1_000, (5_000,)),
    ]
    assert [one.passes for one in found.points] == [True, True, True, False]
    assert (found.now, found.proved) == (1, 4)


def test_a_threshold_shows_its_jump_and_not_a_slope() -> None:
    # One or two vases: two reach every threshold up to 200 and lose 30 each then; nothing reaches 201.
    calendar = Calendar(
        skus={"vase": VASE}, rules=(Rule(id="off", benefit=Off(amount=9_000), need_amount=10_000),), most_units=2
    )
    found = what_if(calendar, "off", "need_amount", [10_000, 10_001, 20_000, 20_001], carts=[(ONE, ANYBODY)], seconds=5)
    assert [one.margin for one in found.points] == [-5_000, -1_000, -1_000, 4_000]
    assert [one.prices for one in found.points] == [(1_000,), (10_000,), (10_000,), (10_000,)]


def test_every_point_that_is_proved_is_what_pricing_every_cart_finds() -> None:
    proof = prove(CALENDAR, seconds=5)
    values = [0, 500, 700, 750, 1_000, 2_000]
    found = what_if(CALENDAR, "member", "benefit.bps", values, known=proof, seconds=10)
    assert found.proved == len(values)
    for point in found.points:
        changed = CALENDAR.with_rule(replace(MEMBER, benefit=Pct(bps=point.value)))
        assert point.worst is not None
        assert point.worst.margin.short == point.bound == every_cart(changed).found
    # 7 % is still below the 15 % floor by nothing, 7.5 % is not.
    assert [one.passes for one in found.points] == [True, True, True, False, False, False]


def test_without_time_known_carts_speak_and_nothing_is_called_proved() -> None:
    proof = prove(CALENDAR, seconds=5)
    found = what_if(CALENDAR, "member", "benefit.bps", [0, 2_000], known=proof, seconds=0)
    assert found.proved == 0
    assert found.points[1].passes is False, "a known cart is below the floor"
    assert found.points[0].passes is None, "none is known, none is ruled out"


def test_values_go_round_what_the_number_is() -> None:
    amount = number(Rule(id="r", benefit=Off(amount=5_000)), "benefit.amount")
    values = values_around(amount, points=5)
    assert values == (0, 2_500, 5_000, 7_500, 10_000)
    times = number(Rule(id="r", benefit=Every(step=1, off=1)), "benefit.times")
    assert values_around(times, span=10, points=3)[0] == 1


def test_a_rule_or_number_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        what_if(CALENDAR, "member", "benefit.amount", [1])
