"""A calendar is proved over every time with the same rules in force; the worst of all times is told with its moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mercery.promotions.rules.benefit import Off, Pct
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.prove import prove, spans_of

FIRST = datetime(2026, 11, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return FIRST + timedelta(days=number)


SALE = Rule(id="sale", stage=1, benefit=Pct(bps=2_500), starts=day(2), ends=day(6))
COUPON = Rule(id="coupon", stage=2, benefit=Off(amount=2_500), code="HELLO", starts=day(4), ends=day(9))
CALENDAR = Calendar(
    skus={
        "bag": Sku(id="bag", price=10_000, cost=6_000, limit=2),
        "belt": Sku(id="belt", price=6_000, cost=3_000, limit=2),
    },
    rules=(SALE, COUPON),
)


def test_times_with_the_same_rules_are_one() -> None:
    again = Rule(id="sale-b", benefit=Pct(bps=100), starts=day(6), ends=day(6))

    spans = spans_of(replace(CALENDAR, rules=(SALE, COUPON, again)))

    assert [(span.starts, span.ends, span.rules) for span in spans] == [
        (None, day(2), ()),
        (day(2), day(4), ("sale",)),
        (day(4), day(6), ("sale", "coupon")),
        (day(6), day(9), ("coupon",)),
        (day(9), None, ()),
    ]
    assert len(spans_of(CALENDAR, since=day(6))) == 2


def test_two_rules_that_meet_for_two_days_break_the_floor_in_those_days_alone() -> None:
    proof = prove(CALENDAR, aim="margin", seconds=10, beside=False)

    assert proof.worst is not None and proof.exact and not proof.passes
    # A bag at 75.00 less 25.00 costs 60.00 to buy, a belt at 45.00 less 25.00 costs 30.00.
    assert proof.found == -1_000
    assert proof.worst.moment == day(4)
    assert [one.bound >= 0 for one in proof.intervals] == [True, True, False, True, True]
    assert proof.kinds is not None and proof.kinds > 8 * len(proof.intervals) - 8


def test_next_to_the_worst_cart_stand_others_of_other_goods() -> None:
    proof = prove(CALENDAR, aim="margin", seconds=10, beside=False)

    assert proof.worst is not None
    shown = (proof.worst, *proof.runners_up)
    assert len({frozenset(line.sku for line in one.priced.cart) for one in shown}) == len(shown) == 3
    margins = [one.margin.margin for one in shown]
    assert margins == sorted(margins)


def test_apart_in_time_they_pass() -> None:
    apart = CALENDAR.with_rule(replace(COUPON, starts=day(6)))

    assert prove(apart, aim="shortfall", seconds=10, beside=False).passes


def test_a_proof_names_the_rules_at_fault_and_the_ways_around_one_order() -> None:
    proof = prove(CALENDAR, aim="shortfall", seconds=10)

    assert {one.rule for one in proof.faults} == {"sale", "coupon"}
    assert proof.worst is not None
    assert sum(one.share for one in proof.faults) == proof.worst.priced.merchant_discount
