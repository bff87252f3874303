"""The list price and coupon values that arrive at wanted prices under every named stack."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.core.errors import Invalid
from mercery.promotions.inverse.solve import solve
from mercery.promotions.inverse.wanted import Endings, Knob, Target
from mercery.promotions.quoting.best import quote
from mercery.promotions.rules.benefit import Every, Off, Pct
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.policy import Floor
from mercery.promotions.rules.rule import Rule

COUPON = Rule(id="coupon", benefit=Off(amount=1_000), need_amount=9_900, code="NEW", group="coupon", stage=3)
CROSS = Rule(id="cross", benefit=Every(step=20_000, off=3_000), stage=2, basis="list")
MEMBER = Rule(id="member", benefit=Pct(bps=500), who=frozenset(["member"]), basis="running", stage=4)
SHOP = Calendar(skus={"dress": Sku(id="dress", price=100_00, cost=6_000)}, rules=(COUPON, CROSS, MEMBER))
GRID = Endings(low=9_900, high=49_900, step=1_000, endings=(900,))
VALUES = Knob(rule="coupon", field="benefit.amount", low=0, high=10_000, step=500)
MEMBERS = Buyer(audiences=frozenset(["member"]))


def test_a_daily_price_a_promotion_price_and_a_member_price_are_met_to_the_cent() -> None:
    targets = [
        Target(name="daily", payable=22_900),
        Target(name="promotion", payable=14_900, rules=("coupon", "cross")),
        Target(name="member", payable=14_155, rules=("coupon", "cross", "member"), buyer=MEMBERS),
    ]
    found = solve(SHOP, "dress", targets, GRID, [VALUES])
    best = found.solutions[0]
    assert best.exact and found.complete
    assert (best.price, best.values) == (22_900, {"coupon.benefit.amount": 5_000})
    assert best.calendar.by_id["coupon"].benefit == Off(amount=5_000)
    assert best.least_margin == 14_155 - 6_000


def test_what_is_paid_is_a_sawtooth_in_the_list_price_and_both_teeth_are_found() -> None:
    """From 200 on 30 is taken off: 179 is paid at a list price of 179, and again at 209."""
    target = Target(name="promotion", payable=17_900, rules=("cross",))
    found = solve(SHOP, "dress", [target], GRID, most=2)
    assert {one.price for one in found.solutions} == {17_900, 20_900}
    assert all(one.exact for one in found.solutions)


def test_where_nothing_meets_the_targets_the_nearest_is_given_with_what_it_is_off() -> None:
    targets = [Target(name="daily", payable=19_900), Target(name="promotion", payable=19_950, rules=("coupon",))]
    found = solve(SHOP, "dress", targets, GRID, [VALUES])
    best = found.solutions[0]
    assert not best.exact and best.price == 19_900
    assert [(one.name, one.deviation) for one in best.reached] == [("daily", 0), ("promotion", -50)]


def test_no_choice_lets_the_margin_fall_below_the_floor() -> None:
    guarded = replace(SHOP, floor=Floor(margin_bps=3_000))
    target = Target(name="promotion", payable=7_900, rules=("coupon", "cross"))
    assert solve(SHOP, "dress", [target], GRID, [VALUES]).solutions[0].deviation == 0
    found = solve(guarded, "dress", [target], GRID, [VALUES])
    assert found.below_floor > 0
    for one in found.solutions:
        assert all(reached.margin.short <= 0 for reached in one.reached)


def test_of_equals_the_roundest_comes_first() -> None:
    grid = Endings(low=10_000, high=30_000, step=100)
    found = solve(SHOP, "dress", [Target(name="with coupon", payable=15_000, rules=("coupon",))], grid, [VALUES])
    assert [one.exact for one in found.solutions] == [True] * 5
    assert (found.solutions[0].price, found.solutions[0].values["coupon.benefit.amount"]) == (20_000, 5_000)


def test_unknown_articles_rules_and_fields_are_refused() -> None:
    target = Target(name="daily", payable=19_900)
    with pytest.raises(Invalid, match="no article gown"):
        solve(SHOP, "gown", [target], GRID)
    with pytest.raises(Invalid, match="no rule sale"):
        solve(SHOP, "dress", [replace(target, rules=("sale",))], GRID)
    with pytest.raises(Invalid, match=r"no number benefit\.step"):
        solve(SHOP, "dress", [target], GRID, [replace(VALUES, field="benefit.step")])


SMALL = Endings(low=15_000, high=24_000, step=1_000, endings=(0, 900))
FEW = Knob(rule="coupon", field="benefit.amount", low=0, high=5_000, step=1_000)


@settings(max_examples=12, deadline=None)
@given(
    daily=st.integers(150, 240).map(lambda one: one * 100),
    promotion=st.integers(100, 230).map(lambda one: one * 100),
    need=st.sampled_from([0, 16_000, 19_900]),
    stage=st.sampled_from([2, 3]),
)
def test_nothing_on_a_small_grid_is_nearer(daily: int, promotion: int, need: int, stage: int) -> None:
    calendar = replace(SHOP, rules=(replace(COUPON, need_amount=need, stage=stage, basis="running"), CROSS, MEMBER))
    targets = [
        Target(name="daily", payable=daily),
        Target(name="promotion", payable=promotion, rules=("coupon", "cross")),
    ]
    found = solve(calendar, "dress", targets, SMALL, [FEW], floor=False, most=3)
    assert found.complete
    assert [one.deviation for one in found.solutions] == sorted(everything(calendar, targets))[:3]


def everything(calendar: Calendar, targets: list[Target]) -> list[int]:
    found = []
    for price, value in product(SMALL.values(), FEW.values()):
        sku = replace(calendar.skus["dress"], price=price)
        coupon = replace(calendar.by_id["coupon"], benefit=Off(amount=value))
        whole = replace(calendar.with_rule(coupon), skus={"dress": sku})
        off = 0
        for target in targets:
            rules = tuple(rule for rule in whole.rules if rule.id in target.rules)
            paid = quote(replace(whole, rules=rules), (Line(sku="dress", quantity=1),)).best.payable
            off += abs(paid - target.payable)
        found.append(off)
    return found
