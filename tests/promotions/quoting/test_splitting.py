"""A cart bought in several orders."""

from mercery.promotions.quoting.splitting import best_split
from mercery.promotions.rules.benefit import Off, Ship
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule

SKUS = {"a": Sku(id="a", price=10_000), "b": Sku(id="b", price=6000)}


def test_a_discount_once_an_order_is_had_by_each_order() -> None:
    calendar = Calendar(skus=SKUS, rules=(Rule(id="100-20", benefit=Off(amount=2000), need_amount=10_000),))
    found = best_split(calendar, (Line(sku="a", quantity=3),))
    assert (found.together.best.payable, found.payable, found.saved) == (28_000, 24_000, 4000)
    assert (len(found.orders), found.optimal) == (3, True)


def test_delivery_for_each_order_may_cost_more_than_it_brings() -> None:
    calendar = Calendar(
        skus=SKUS, rules=(Rule(id="100-20", benefit=Off(amount=2000), need_amount=10_000),), shipping=2500
    )
    found = best_split(calendar, (Line(sku="a", quantity=2),))
    assert (len(found.orders), found.saved) == (1, 0)


def test_one_copy_of_a_coupon_serves_one_order() -> None:
    calendar = Calendar(skus=SKUS, rules=(Rule(id="c", benefit=Off(amount=2000), need_amount=6000, code="C"),))
    cart = (Line(sku="a", quantity=1), Line(sku="b", quantity=1))
    assert best_split(calendar, cart, Buyer(wallet={"C": 1})).saved == 0
    two = best_split(calendar, cart, Buyer(wallet={"C": 2}))
    assert (two.saved, two.optimal) == (2000, True)


def test_a_rule_once_for_each_buyer_serves_the_order_where_it_gives_most() -> None:
    rules = (
        Rule(id="once", benefit=Off(amount=3000), per_user=1, group="g"),
        Rule(id="always", benefit=Off(amount=1000), group="g"),
        Rule(id="free", level="ship", benefit=Ship(), need_amount=0),
    )
    calendar = Calendar(skus=SKUS, rules=rules, shipping=500)
    found = best_split(calendar, (Line(sku="a", quantity=1), Line(sku="b", quantity=1)))
    assert (found.together.best.payable, found.payable, found.optimal) == (13_000, 12_000, True)
