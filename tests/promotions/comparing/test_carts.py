"""Two calendars, and one under two dialects, over the same carts."""

from __future__ import annotations

from dataclasses import replace

from tests.promotions.worst.aurelle import CALENDAR, MEMBER

from mercery.core.i18n import Words
from mercery.promotions.comparing import compare, compare_dialects
from mercery.promotions.rules.benefit import Off, Pct
from mercery.promotions.rules.buyer import ANYBODY
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule

VASE, BOWL = Sku(id="vase", price=10_000, cost=6_000), Sku(id="bowl", price=20_000, cost=6_000)
TEN = Rule(id="ten", name=Words("Ten", "九折"), stage=2, basis="running", benefit=Pct(bps=1_000))
OFF = Rule(id="off", name=Words("Off", "立减"), stage=1, benefit=Off(amount=2_000))


def shop(*rules: Rule) -> Calendar:
    return Calendar(skus={"vase": VASE, "bowl": BOWL}, rules=rules, most_units=1)


def test_carts_that_differ_stand_with_amount_and_reason() -> None:
    found = compare(shop(TEN), shop(TEN, OFF), worst=False)
    # Each cart costs 20.00 less, and 10 % of the 20.00 is no longer given.
    assert (found.counted, found.cheaper, found.dearer) == (3, 3, 0)
    assert {one.difference for one in found.carts} == {-1_800}
    vase = next(one for one in found.carts if one.cart == (Line(sku="vase", quantity=1),))
    assert (vase.left.payable, vase.right.payable) == (9_000, 7_200)
    assert vase.why.en == "Ten gives ¥10 and ¥8, as it is worked out on ¥100 and ¥80; Off gives ¥20 on the right alone."
    assert vase.why.zh == "“九折”分别优惠¥10与¥8（计算基数分别为¥100与¥80）；“立减”仅右侧优惠¥20。"


def test_calendars_that_are_alike_differ_nowhere() -> None:
    found = compare(CALENDAR, replace(CALENDAR), worst=False)
    assert found.counted > 0 and found.differing == 0 and found.more == 0


def test_the_worst_cart_of_each_side_is_priced_on_the_other() -> None:
    found = compare(CALENDAR, CALENDAR.without("welcome"))
    assert found.left_worst is not None and found.right_worst is not None
    assert (found.left_worst.worst.priced.payable, found.left_worst.other.payable) == (103_440, 109_440)
    assert not found.left_worst.passes and found.right_worst.passes


def test_given_carts_come_first_and_strange_goods_are_left_out() -> None:
    narrow = Calendar(skus={"vase": VASE}, rules=(TEN,), most_units=1)
    given = [((Line(sku="bowl", quantity=1),), ANYBODY), ((Line(sku="vase", quantity=1),), ANYBODY)]
    found = compare(narrow, shop(), carts=given, worst=False)
    assert {line.sku for one in found.carts for line in one.cart} == {"vase"}
    assert found.dearer == found.counted == 1


def test_one_calendar_under_two_dialects_differs_by_what_a_percentage_reads() -> None:
    # A shop coupon of 20.00 and 10 % beside it: side by side at one platform, on what is left at another.
    coupon = replace(OFF, code="C", need_amount=5_000)
    alike = compare_dialects(shop(coupon, TEN), "tmall", "tmall", worst=False)
    assert alike.differing == 0
    other = compare_dialects(replace(CALENDAR, rules=(*CALENDAR.rules[:2], MEMBER)), "tmall", "sylius", worst=False)
    assert other.counted > 0 and all(one.why.en for one in other.carts)
