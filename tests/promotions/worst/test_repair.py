"""Repairs: each is proved, told in both languages, and weighed by what it changes for customers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from tests.promotions.calendars import a_calendar
from tests.promotions.worst.aurelle import CALENDAR
from tests.promotions.worst.every_cart import every_cart

from mercery.core.i18n import Words
from mercery.promotions.rules.benefit import BuyGet, Every, Gift, Off, Pct, Tiers
from mercery.promotions.rules.buyer import ANYBODY
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.numbers import number, numbers_of, turned
from mercery.promotions.rules.policy import Floor
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.worst.prove import prove
from mercery.promotions.worst.repair import Repair, repairs
from mercery.promotions.worst.repair.steps import nice, towards_less

DAY = datetime(2026, 11, 27, tzinfo=UTC)
VASE = Sku(id="vase", name="Vase", price=10_000, cost=6_000)
BOWL = Sku(id="bowl", name="Bowl", price=20_000, cost=6_000)


def shop(*rules: Rule, goods: tuple[Sku, ...] = (VASE,), floor: int = 0) -> Calendar:
    return Calendar(skus={sku.id: sku for sku in goods}, rules=rules, floor=Floor(margin_bps=floor), most_units=1)


def offered(calendar: Calendar, **more: object) -> dict[str, Repair]:
    """The first of each kind."""
    found: dict[str, Repair] = {}
    for one in repairs(calendar, prove(calendar, seconds=5), seconds=20, **more):  # type: ignore[arg-type]
        found.setdefault(one.kind, one)
    return found


def test_the_draft_gives_way_and_the_customer_gets_the_larger_one() -> None:
    found = repairs(CALENDAR, prove(CALENDAR, seconds=5), mine={"member"})
    assert len(found) >= 3 and all(one.mine for one in found[:5])
    together = next(one for one in found if one.kind == "together")
    assert together.words == Words(
        "Do not combine Member weekend and Welcome coupon; the customer gets the larger one.",
        "“会员周末”与“新客券”不可叠加，顾客享受优惠较大的一项。",
    )
    assert together.change.touched == {"member"}
    assert (together.now.pays, together.now.short) == (103_440, 2_735)
    assert together.repaired.short <= 0 and 0 < together.effect.changed < together.effect.carts


def test_every_repair_offered_is_proved_by_pricing_every_cart() -> None:
    found = repairs(CALENDAR, prove(CALENDAR, seconds=5))
    assert len({one.kind for one in found}) >= 3
    for one in found:
        again = every_cart(one.change.on(CALENDAR))
        assert again.passes and again.found == one.repaired.short
    assert len({one.key for one in found}) == len(found)


def test_the_amount_is_lowered_to_the_nearest_round_value_that_holds() -> None:
    # 100.00 − 50.00 leaves −10.00. With 40.00 off the margin is nothing, which the floor of 0 allows.
    found = offered(shop(Rule(id="deep", name=Words("Deep", "大额"), benefit=Off(amount=5_000))))
    lower = found["lower"]
    assert lower.words == Words("Lower Deep from ¥50 to ¥40.", "“大额”由¥50降至¥40。")
    assert (lower.repaired.pays, lower.repaired.margin) == (6_000, 0)


def test_a_threshold_keeps_the_benefit_for_larger_carts() -> None:
    deep = Rule(id="deep", name=Words("Deep", "大额"), benefit=Off(amount=5_000))
    found = offered(shop(deep, goods=(VASE, BOWL)))["threshold"]
    changed = found.change.on(shop(deep, goods=(VASE, BOWL))).by_id["deep"]
    # The vase alone (100) may not have it; the bowl (200) may.
    assert 10_000 < changed.need_amount <= 20_000
    assert found.effect.changed > 0 and found.effect.dearer == found.effect.changed


def test_goods_may_be_left_out_or_get_a_floor() -> None:
    goods = (VASE, BOWL, replace(BOWL, id="dish", name="Dish"))
    found = offered(
        shop(Rule(id="half", name=Words("Half", "半价"), level="line", benefit=Pct(bps=5_000)), goods=goods)
    )
    assert found["exclude"].words == Words("Leave Vase out of Half.", "“半价”不再适用于“Vase”。")
    assert found["floor"].words == Words("Never sell Vase below ¥60.", "设置底价：“Vase”不低于¥60。")
    assert found["floor"].change.skus[0].floor == 6_000


def test_two_windows_that_overlap_are_parted() -> None:
    first = Rule(id="first", name=Words("First", "前段"), benefit=Off(amount=3_000), ends=DAY + timedelta(hours=4))
    then = Rule(id="then", name=Words("Then", "后段"), benefit=Off(amount=3_000), starts=DAY)
    period = offered(shop(first, then))["period"]
    assert period.words in (
        Words("End First when Then begins.", "“后段”开始时结束“前段”。"),
        Words("Begin Then once First has ended.", "“前段”结束后再开始“后段”。"),
    )
    assert prove(period.change.on(shop(first, then)), seconds=5).passes


def test_a_gift_ladder_gets_fewer_times() -> None:
    gift = Sku(id="gift", price=0, cost=4_500, limit=0)
    ladder = Rule(id="g", name=Words("Ladder", "满赠"), stage=6, benefit=Gift(gift="gift", step=5_000))
    found = offered(shop(ladder, goods=(VASE, gift)))
    # 100 earns two gifts of 45: −50. One leaves −5, so the step has to go above 100.
    assert {"threshold", "withdraw"} <= set(found)
    changed = found["threshold"].change.rules[0].benefit
    assert isinstance(changed, Gift) and changed.step is not None and changed.step > 10_000


def test_a_number_that_is_turned_twice_is_told_once() -> None:
    # The third piece at 90 % off, 60 off and 30 off every 200 on top: no single change mends it.
    water = Sku(id="water", price=7_900, cost=3_800)
    calendar = replace(
        shop(
            Rule(id="third", stage=2, benefit=BuyGet(n=1, m=2, bps=9_000)),
            Rule(id="store", stage=2, benefit=Off(amount=6_000), need_amount=7_900),
            Rule(id="cross", stage=3, benefit=Every(step=20_000, off=3_000)),
            goods=(water,),
        ),
        most_units=10,
    )
    several = offered(calendar)["several"]
    assert several.words.en.count("Lower store from ¥60") <= 1
    assert every_cart(several.change.on(calendar)).passes


def test_a_threshold_nobody_reaches_is_offered_as_what_it_is() -> None:
    sale = Rule(id="sale", benefit=Pct(bps=8_000), level="line")
    found = offered(replace(shop(sale, goods=(VASE, BOWL)), most_units=4))
    assert "withdraw" in found and "threshold" not in found


def test_two_faults_at_once_take_two_changes() -> None:
    cup = Sku(id="cup", name="Cup", price=5_000, cost=3_000)
    deep = Rule(id="deep", benefit=Off(amount=6_000, per="unit"), level="line", scope=Scope(skus=frozenset({"vase"})))
    wide = Rule(id="wide", benefit=Off(amount=3_000, per="unit"), level="line", scope=Scope(skus=frozenset({"cup"})))
    calendar = shop(deep, wide, goods=(VASE, cup))
    found = offered(calendar)
    assert found["several"].change.touched == {"deep", "wide"}
    assert every_cart(found["several"].change.on(calendar)).passes


def test_nothing_is_offered_where_goods_cost_more_than_they_sell_for_or_nothing_is_broken() -> None:
    below = replace(VASE, cost=12_000)
    calendar = shop(Rule(id="ten", benefit=Off(amount=1_000)), goods=(below,))
    assert repairs(calendar, prove(calendar, seconds=5)) == []
    sound = shop(Rule(id="ten", benefit=Off(amount=1_000)))
    assert repairs(sound, prove(sound, seconds=5)) == []


def test_past_orders_are_counted_among_the_carts() -> None:
    calendar = shop(Rule(id="deep", benefit=Off(amount=5_000)), goods=(VASE, BOWL))
    past = [((Line(sku="bowl", quantity=1),), ANYBODY)] * 3
    one = repairs(calendar, prove(calendar, seconds=5), past=past)[0]
    assert "3 past orders" in one.sample.en and "历史订单3单" in one.sample.zh


def _hold(seed: int) -> None:
    calendar = replace(a_calendar(Random(seed), skus=3, rules=4), most_units=2, floor=Floor(margin_bps=500))
    calendar = replace(calendar, policy=replace(calendar.policy, split_lines=False))
    for one in repairs(calendar, prove(calendar, seconds=3), seconds=2):
        assert every_cart(one.change.on(calendar)).passes, one.words.en


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_repairs_of_made_up_calendars_hold_on_every_cart(seed: int) -> None:
    _hold(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6, 30))
def test_repairs_of_many_more_calendars_hold_on_every_cart(seed: int) -> None:
    _hold(seed)


def test_round_values_come_from_where_the_number_stands() -> None:
    amount = number(Rule(id="r", benefit=Off(amount=6_000)), "benefit.amount")
    assert list(towards_less(amount))[:3] == [5_800, 5_600, 5_400]
    rate = number(Rule(id="r", benefit=Pct(bps=2_250)), "benefit.bps")
    assert list(towards_less(rate))[:3] == [2_200, 2_100, 2_000]
    assert [nice(size) for size in (1, 3, 9, 49, 250)] == [1, 2, 5, 20, 200]


def test_numbers_of_a_rule_are_turned_one_at_a_time() -> None:
    tiers = Rule(id="t", benefit=Tiers(steps=((10_000, Off(amount=500)), (20_000, Pct(bps=1_000)))))
    assert [one.key for one in numbers_of(tiers)][:4] == [
        *("benefit.steps.0.at", "benefit.steps.0.value", "benefit.steps.1.at", "benefit.steps.1.value"),
    ]
    assert turned(tiers, "benefit.steps.1.value", 900).benefit == Tiers(
        steps=((10_000, Off(amount=500)), (20_000, Pct(bps=900)))
    )
    every = Rule(id="e", benefit=Every(step=30_000, off=5_000))
    assert number(every, "benefit.times").value is None
    assert turned(every, "benefit.times", 2).benefit == Every(step=30_000, off=5_000, times=2)
    assert turned(every, "cap", 9).cap == 9
