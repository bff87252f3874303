"""The rule at fault, and the two that break the floor only together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.promotions.worst.aurelle import CALENDAR
from tests.promotions.worst.every_cart import every_cart

from mercery.promotions.rules.benefit import Off
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.again import Solver, rule_sets
from mercery.promotions.worst.fault import faults, pairs
from mercery.promotions.worst.prove import prove

DAY = datetime(2026, 11, 27, tzinfo=UTC)


def test_each_rule_is_told_by_what_the_worst_gets_better_without_it() -> None:
    proof = prove(CALENDAR, seconds=10)
    assert proof.worst is not None
    assert (proof.worst.priced.payable, proof.worst.margin.margin, proof.worst.margin.short) == (103_440, 12_781, 2_735)
    told = {fault.rule: fault for fault in proof.faults}
    assert sum(fault.share for fault in proof.faults) == 154_400 - 103_440
    assert told["welcome"].clears and told["member"].clears and told["winter"].clears
    assert told["second"].clears is False
    for rule, fault in told.items():
        again = every_cart(CALENDAR.without(rule))
        assert fault.alone == proof.worst.margin.short - again.found


def test_the_draft_and_the_smallest_partner_are_named_as_the_pair() -> None:
    proof = prove(CALENDAR, seconds=10)
    assert proof.worst is not None
    first = pairs(CALENDAR, proof.worst, proof.faults, mine={"member"})[0]
    assert (first.one, first.other, first.every) == ("member", "welcome", True)
    assert first.words.en == (
        "Member weekend stacks with Welcome coupon. Take either away and every cart clears the floor."
    )
    assert first.words.zh == "“会员周末”与“新客券”叠加所致。取消其一，所有订单都不低于底线。"


def test_one_rule_that_breaks_the_floor_by_itself_has_no_partner() -> None:
    calendar = Calendar(
        skus={"vase": Sku(id="vase", price=10_000, cost=6_000)},
        rules=(Rule(id="deep", benefit=Off(amount=5_000)), Rule(id="mild", benefit=Off(amount=200))),
        most_units=1,
    )
    proof = prove(calendar, seconds=10)
    assert proof.worst is not None
    assert [(fault.rule, fault.alone, fault.clears) for fault in proof.faults] == [
        ("deep", 5_000, True),
        ("mild", 200, False),
    ]
    assert pairs(calendar, proof.worst, proof.faults) == ()


def test_without_time_the_cart_alone_is_looked_at_and_nothing_is_said_of_the_others() -> None:
    proof = every_cart(CALENDAR)
    assert proof.worst is not None
    found = faults(CALENDAR, proof.worst, seconds=0)
    assert {fault.clears for fault in found} == {None}
    # 60 more paid is 60 − 0.72 more payment fee; 15 % of it is needed more: 60 − 0.72 − 9 = 50.28.
    assert next(fault.alone for fault in found if fault.rule == "welcome") == 5_028


def test_every_set_of_rules_in_force_together_is_looked_at_once() -> None:
    early = Rule(id="early", benefit=Off(amount=1), starts=DAY, ends=DAY + timedelta(days=2))
    late = Rule(id="late", benefit=Off(amount=2), starts=DAY + timedelta(days=1))
    always = Rule(id="always", benefit=Off(amount=3))
    calendar = Calendar(skus={"vase": Sku(id="vase", price=100)}, rules=(early, late, always), most_units=1)
    assert [[rule.id for rule in rules] for _, rules in rule_sets(calendar)] == [
        ["always"],
        ["early", "always"],
        ["early", "late", "always"],
        ["late", "always"],
    ]
    again = Solver(aim="shortfall", seconds=5)(calendar)
    assert again.worst is not None and again.worst.moment == DAY + timedelta(days=1)
    assert again.worst.priced.payable == 94


def test_a_pair_whose_times_do_not_meet_breaks_nothing() -> None:
    skus = {"vase": Sku(id="vase", price=10_000, cost=6_000)}
    first = Rule(id="first", benefit=Off(amount=3_000), ends=DAY)
    then = Rule(id="then", benefit=Off(amount=3_000), starts=DAY)
    calendar = Calendar(skus=skus, rules=(first, then), most_units=1)
    assert Solver(aim="shortfall", seconds=5)(calendar).passes
    meeting = calendar.with_rule(replace(first, ends=DAY + timedelta(hours=1)))
    assert Solver(aim="shortfall", seconds=5)(meeting).breaks
