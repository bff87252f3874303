"""Faults that are no rule's."""

from __future__ import annotations

from dataclasses import replace

from mercery.promotions.rules.benefit import Off
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.policy import Floor
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.flaws import flaws
from mercery.promotions.worst.prove import prove

VASE = Sku(id="vase", price=2_600, cost=1_000)
TEN = Rule(id="ten", benefit=Off(amount=1_000))


def kinds(calendar: Calendar) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.kind, one.skus or one.rules) for one in flaws(calendar)]


def shop(*goods: Sku, rules: tuple[Rule, ...] = (), floor: int = 0) -> Calendar:
    return Calendar(skus={sku.id: sku for sku in goods}, rules=rules, floor=Floor(margin_bps=floor), most_units=1)


def test_a_price_below_cost_names_price_cost_and_unit() -> None:
    found = flaws(shop(replace(VASE, cost=495_000, name="Oranges")))
    assert [(one.kind, one.amount) for one in found] == [("below_cost", 492_400)]
    assert "Check the price, the cost and the unit" in found[0].words.en and "销售单位" in found[0].words.zh


def test_a_missing_cost_is_told_and_a_gift_is_none() -> None:
    gift = Sku(id="gift", price=0, cost=300, limit=0)
    assert kinds(shop(replace(VASE, cost=0), gift)) == [("cost_missing", ("vase",))]


def test_a_list_price_below_the_floor_is_no_rules_fault() -> None:
    # 26.00 with 61.5 % margin: a floor of 65 % is missed, one of 60 % is not.
    assert kinds(shop(VASE, floor=6_500)) == [("below_floor", ("vase",))]
    assert kinds(shop(VASE, floor=6_000)) == []


def test_a_rule_set_twice_is_found_unless_the_two_cannot_meet() -> None:
    again = replace(TEN, id="again", code="TEN")
    assert kinds(shop(VASE, rules=(TEN, again))) == [("twice", ("ten", "again"))]
    grouped = (replace(TEN, group="g"), replace(again, group="g"))
    assert kinds(shop(VASE, rules=grouped)) == []
    assert kinds(shop(VASE, rules=(TEN, replace(again, benefit=Off(amount=900))))) == []


def test_goods_sold_below_cost_for_want_of_a_floor_are_named() -> None:
    calendar = shop(VASE, rules=(replace(TEN, benefit=Off(amount=2_000)),))
    proof = prove(calendar, seconds=5)
    assert [(one.kind, one.skus, one.amount) for one in flaws(calendar, proof.worst)] == [
        ("floor_missing", ("vase",), 400)
    ]
