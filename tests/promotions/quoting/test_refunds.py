"""What comes back for returned units. The page of semantics has the examples of thresholds; here are the other parts."""

from dataclasses import replace

import pytest

from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.prepared import CartError
from mercery.promotions.quoting.refunds import refund
from mercery.promotions.rules.benefit import BuyGet, Deposit, Gift, Off, Points
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule

COAT, CUP = Sku(id="coat", price=20_000), Sku(id="cup", price=900, cost=300)


def _shop(*rules: Rule, shipping: int = 0) -> Calendar:
    return Calendar(skus={"coat": COAT, "cup": CUP}, rules=rules, shipping=shipping)


def test_the_third_of_three_for_two_comes_back_with_its_part_and_the_free_one_is_claimed() -> None:
    kind = Rule(id="2+1", benefit=BuyGet(n=2, m=1))
    priced = quote(_shop(kind), (Line(sku="coat", quantity=3),)).best
    assert refund(_shop(kind), priced, [1]).amount == 13_333
    strict = Rule(id="2+1", benefit=BuyGet(n=2, m=1), refund="threshold_recheck")
    came = refund(_shop(strict), priced, [1])
    assert (came.shares, came.clawed_back[0].amount, came.amount) == ((13_333,), 13_333, 0)


def test_a_gift_no_longer_earned_is_charged_unless_it_comes_back() -> None:
    shop = _shop(Rule(id="g", benefit=Gift(gift="cup"), need_amount=30_000))
    priced = quote(shop, (Line(sku="coat", quantity=2),)).best
    came = refund(shop, priced, [1])
    assert (came.amount, came.gifts_charged[0].amount) == (20_000 - 900, 900)
    assert refund(shop, priced, [1], gifts_returned={"cup": 1}).amount == 20_000


def test_a_deposit_stays_with_the_shop_unless_it_may_come_back() -> None:
    kept = Rule(id="d", level="line", benefit=Deposit(pay=2000, worth=5000))
    priced = quote(_shop(kept), (Line(sku="coat", quantity=2),)).best
    assert (priced.payable, priced.deposit) == (34_000, 4000)
    assert refund(_shop(kept), priced, [1]).amount == 15_000
    free = Rule(id="d", level="line", benefit=Deposit(pay=2000, worth=5000, refundable=True))
    priced = quote(_shop(free), (Line(sku="coat", quantity=2),)).best
    assert refund(_shop(free), priced, [1]).amount == 17_000


def test_points_come_back_with_their_part_and_a_coupon_when_nothing_is_kept() -> None:
    shop = _shop(
        Rule(id="coupon", benefit=Off(amount=1000), code="TEN"),
        Rule(id="gone", benefit=Off(amount=500), code="ONCE", returned=False),
        Rule(id="points", stage=2, benefit=Points(rate=10)),
    )
    buyer = Buyer(points=101)
    priced = quote(shop, (Line(sku="coat", quantity=2),), buyer).best
    first = refund(shop, priced, [1], buyer)
    assert (first.points, first.coupons) == (50, ())
    second = refund(shop, priced, [1], buyer, earlier=[1])
    assert (second.points, second.coupons, second.kept) == (51, ("TEN",), None)
    assert first.amount + second.amount == priced.payable


def test_the_delivery_fee_comes_back_when_nothing_is_kept() -> None:
    shop = _shop(shipping=1200)
    priced = quote(shop, (Line(sku="coat", quantity=2),)).best
    assert refund(shop, priced, [1]).amount == 20_000
    assert refund(shop, priced, [2]).amount == 41_200


def test_a_discount_taken_back_at_one_return_is_not_taken_back_again() -> None:
    rule = Rule(id="500-90", benefit=Off(amount=9000), need_amount=50_000, refund="threshold_recheck")
    shop = _shop(rule)
    priced = quote(shop, (Line(sku="coat", quantity=3),)).best
    first = refund(shop, priced, [1])
    assert (first.shares, first.clawed_back[0].amount, first.amount) == ((17_000,), 6000, 11_000)
    assert first.kept is not None
    assert priced.payable - first.amount == first.kept.payable == 40_000
    assert refund(shop, priced, [1], earlier=[1]).clawed_back == ()


def test_more_units_than_bought_cannot_come_back() -> None:
    priced = quote(_shop(), (Line(sku="coat", quantity=2),)).best
    with pytest.raises(CartError, match="2 were bought, 1 came back before") as raised:
        refund(_shop(), priced, [2], earlier=[1])
    assert raised.value.remedy == "Return at most 1."


def test_a_point_begun_is_used_and_no_more_come_back_than_that() -> None:
    """A budget leaves 100 of what points of 3 would pay: 34 points are gone, and 34 come back."""
    shop = _shop(Rule(id="points", benefit=Points(rate=3), budget=100), shipping=0)
    shop = replace(shop, skus={"coat": Sku(id="coat", price=100), "cup": Sku(id="cup", price=900)})
    priced = quote(shop, (Line(sku="coat", quantity=1), Line(sku="cup", quantity=1)), Buyer(points=334)).best

    assert sum(step.discount for step in priced.steps) == priced.list_total - priced.payable
    assert priced.points * 3 >= priced.list_total - priced.payable
    assert refund(shop, priced, [1, 1]).points == priced.points


def test_what_one_return_cannot_bear_is_kept_back_from_the_next() -> None:
    """A gift worth more than the unit that goes back first: both at once bring nothing, and neither do two steps."""
    shop = _shop(Rule(id="g", benefit=Gift(gift="coat"), need_amount=1_800))
    shop = replace(shop, skus={"coat": Sku(id="coat", price=2_500), "cup": CUP})
    priced = quote(shop, (Line(sku="cup", quantity=2),)).best
    once = refund(shop, priced, [2])
    assert (once.amount, once.owed) == (0, 700)
    first = refund(shop, priced, [1])
    assert (first.amount, first.owed) == (0, 1_600)
    second = refund(shop, priced, [1], earlier=[1])
    assert (second.owed_before, second.amount, second.owed) == (1_600, 0, 700)
    assert refund(shop, priced, [1], earlier=[1], owed=first.owed) == second
    assert refund(shop, priced, [1], earlier=[1], gifts_before={"coat": 1}).amount == 900
