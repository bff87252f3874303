"""One stack of rules under every dialect, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mercery.promotions.dialects import DIALECTS, dialect, priced_under, under
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import BuyGet, Every, Gift, Off, Pct, PerLine, Ship
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope

MEMBER = Rule(id="member", level="line", benefit=Pct(bps=1000), who=frozenset({"member"}))
SALE = Rule(id="sale", level="line", benefit=Pct(bps=500))
COUPON = Rule(id="coupon", benefit=Off(amount=10000), need_amount=85000, code="SHOP", priority=2)
CROSS = Rule(id="cross", benefit=Every(step=30000, off=5000), priority=1)
MEMBERS = Buyer(audiences=frozenset({"member"}))
COAT = (Line(sku="coat", quantity=1),)


def shop(*rules: Rule, price: int = 100_000, shipping: int = 0) -> Calendar:
    skus = (
        Sku(id="coat", price=price, tags=frozenset({"coats"})),
        Sku(id="belt", price=30_000),
        Sku(id="pin", price=999),
    )
    return Calendar(skus={sku.id: sku for sku in skus}, rules=rules, shipping=shipping)


def steps(priced: Priced) -> dict[str, int]:
    return {step.rule: step.discount for step in priced.steps if step.discount}


EXPECTED = {
    # Parallel: both read 900 after the member price, which goes alone among prices: -100 and -150.
    "tmall": (65_000, {"member": 10_000, "coupon": 10_000, "cross": 15_000}),
    # The reduction goes first (-150), and 750 no longer reach the coupon's 850.
    "jd": (75_000, {"member": 10_000, "cross": 15_000}),
    # The coupon first, then of the 800 left 2 x 300.
    "pinduoduo": (70_000, {"member": 10_000, "coupon": 10_000, "cross": 10_000}),
    # One price discount; both order discounts read the subtotal of 900.
    "shopify": (65_000, {"member": 10_000, "coupon": 10_000, "cross": 15_000}),
    # All add up, one after the other: 1000 - 10 % - 5 % = 855; coupon 755; 2 x 300.
    "medusa": (65_500, {"member": 10_000, "sale": 4_500, "coupon": 10_000, "cross": 10_000}),
    # One catalogue promotion, and of order rules and vouchers the best one.
    "saleor": (75_000, {"member": 10_000, "cross": 15_000}),
    # The sale makes the price, 950; members' 10 % of it; 855, coupon, 755, 2 x 300.
    "sylius": (65_500, {"sale": 5_000, "member": 9_500, "coupon": 10_000, "cross": 10_000}),
    # Two percentages of the unit's own price: 850; coupon, 750, 2 x 300.
    "vendure": (65_000, {"member": 10_000, "sale": 5_000, "coupon": 10_000, "cross": 10_000}),
    # One of the first lane; the reduction's lane comes before the coupon's.
    "solidus": (75_000, {"member": 10_000, "cross": 15_000}),
    # All by priority, each on what is left.
    "magento": (65_500, {"member": 10_000, "sale": 4_500, "coupon": 10_000, "cross": 10_000}),
    # The price discount of highest rank (the first one here); then the cart's discounts one after the other.
    "commercetools": (70_000, {"member": 10_000, "coupon": 10_000, "cross": 10_000}),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_stack_of_rules(name: str) -> None:
    priced = priced_under(name, shop(MEMBER, SALE, COUPON, CROSS), COAT, MEMBERS)
    assert (priced.payable, steps(priced)) == EXPECTED[name]


def test_shopify_takes_percentages_before_amounts_and_reads_both_on_the_subtotal() -> None:
    amount = Rule(id="amount", benefit=Off(amount=98_000), code="A", priority=9)
    tenth = Rule(id="tenth", benefit=Pct(bps=1000), code="B")
    assert steps(priced_under("shopify", shop(amount, tenth), COAT)) == {"tenth": 10_000, "amount": 90_000}


def test_a_reduction_stops_at_what_is_left_on_tmall() -> None:
    coupon = Rule(id="coupon", benefit=Off(amount=95_000), need_amount=100_000, code="SHOP")
    priced = priced_under("tmall", shop(coupon, replace(CROSS, priority=0)), COAT)
    assert (priced.payable, steps(priced)) == (0, {"coupon": 95_000, "cross": 5_000})


def test_an_exclusive_rule_is_alone_with_sylius_even_where_it_gives_less() -> None:
    alone = Rule(id="alone", benefit=Pct(bps=500), exclusive=True)
    rules = shop(alone, Rule(id="more", benefit=Pct(bps=3000), priority=9))
    assert priced_under("sylius", rules, COAT).payable == 95_000
    assert priced_under("medusa", rules, COAT).payable == 66_500


def test_sylius_rounds_members_units_and_medusa_lines() -> None:
    pins = (Line(sku="pin", quantity=5),)
    member = replace(MEMBER, benefit=Pct(bps=500))
    assert steps(priced_under("sylius", shop(member), pins, MEMBERS)) == {"member": 250}
    assert steps(priced_under("medusa", shop(member), pins, MEMBERS)) == {"member": 250}
    odd = replace(member, benefit=Pct(bps=550))
    assert steps(priced_under("sylius", shop(odd), pins, MEMBERS)) == {"member": 275}
    assert steps(priced_under("vendure", shop(replace(odd, benefit=Pct(bps=1500))), pins, MEMBERS)) == {"member": 749}
    assert steps(priced_under("sylius", shop(replace(odd, benefit=Pct(bps=1500))), pins, MEMBERS)) == {"member": 750}


@pytest.mark.parametrize(
    ("name", "shares"),
    [
        ("tmall", (3333, 6667)),
        ("solidus", (3334, 6666)),
        ("saleor", (3333, 6667)),
        ("sylius", (3333, 6667)),
        ("magento", (3333, 6667)),
    ],
)
def test_the_odd_cent(name: str, shares: tuple[int, int]) -> None:
    rules = Calendar(
        skus={"a": Sku(id="a", price=20_000), "b": Sku(id="b", price=40_000)},
        rules=(Rule(id="off", benefit=Off(amount=10_000), need_amount=1),),
    )
    cart = (Line(sku="a", quantity=1), Line(sku="b", quantity=1))
    priced = priced_under(name, rules, cart)
    assert tuple(line.list_total - line.total for line in priced.lines) == shares


@pytest.mark.parametrize(
    ("name", "free"), [("medusa", 20_000), ("magento", 20_000), ("vendure", 10_000), ("tmall", 20_000)]
)
def test_two_bought_one_free_of_six(name: str, free: int) -> None:
    """Medusa: a and a paid, the next dearest free, once. Vendure: the cheapest, once. The others: the two cheapest."""
    skus = {sku.id: sku for sku in (Sku(id="a", price=30_000), Sku(id="b", price=20_000), Sku(id="c", price=10_000))}
    rules = Calendar(skus=skus, rules=(Rule(id="2+1", benefit=BuyGet(n=2, m=1)),))
    cart = tuple(Line(sku=sku, quantity=2) for sku in "abc")
    assert steps(priced_under(name, rules, cart)) == {"2+1": free}


def test_magento_counts_the_group_that_was_begun() -> None:
    rules = shop(Rule(id="1+5", benefit=BuyGet(n=1, m=5)))
    cart = (Line(sku="belt", quantity=4),)
    assert steps(priced_under("magento", rules, cart)) == {"1+5": 90_000}
    assert steps(priced_under("tmall", rules, cart)) == {}


def test_a_later_condition_reads_what_an_earlier_discount_left_with_vendure() -> None:
    half = Rule(id="half", benefit=Pct(bps=5000), scope=Scope(tags=frozenset({"coats"})), level="line")
    small = Rule(id="small", benefit=Pct(bps=1000), need_amount=80_000)
    assert steps(priced_under("vendure", shop(half, small), COAT)) == {"half": 50_000}
    assert steps(priced_under("vendure", shop(small), COAT)) == {"small": 10_000}


def test_delivery_is_free_by_what_is_left_or_by_the_subtotal() -> None:
    free = Rule(id="free", level="ship", benefit=Ship(), need_amount=95_000)
    rules = shop(Rule(id="off", benefit=Off(amount=10_000), need_amount=1), free, shipping=1_500)
    assert priced_under("shopify", rules, COAT).payable == 91_500
    assert priced_under("sylius", replace(rules, rules=(free,)), COAT).payable == 100_000


def test_rules_without_a_counterpart_are_left_out_and_told() -> None:
    gift = Rule(id="gift", benefit=Gift(gift="pin"))
    found = under("shopify", shop(gift, SALE))
    assert [rule.id for rule in found.calendar.rules] == ["sale"]
    assert found.notes[0].en == "“gift” is left out: Shopify has no counterpart to it (gift)."
    assert "没有对应的玩法" in found.notes[0].zh


def test_the_merchant_may_say_what_a_rule_is() -> None:
    reduction = Rule(id="r", benefit=Every(step=30_000, off=5_000))
    assert under("tmall", shop(reduction)).kinds == {"r": "cross_store"}
    found = under("tmall", shop(reduction), kinds={"r": "shop_reduction"})
    assert found.calendar.rules[0].group == "shop reduction"


def test_what_a_rule_gives_and_to_whom_stays() -> None:
    for name in DIALECTS:
        for rule in under(name, shop(MEMBER, SALE, COUPON, CROSS)).calendar.rules:
            before = {one.id: one for one in (MEMBER, SALE, COUPON, CROSS)}[rule.id]
            kept = (rule.benefit, rule.who, rule.code, rule.need_amount, rule.scope)
            assert kept == (before.benefit, before.who, before.code, before.need_amount, before.scope)


def test_units_of_a_line_stay_a_rule_of_the_order() -> None:
    second = Rule(id="second", benefit=PerLine(by="pct", value=5000, max_units=2, skip=1))
    cart = (Line(sku="belt", quantity=2),)
    for name in DIALECTS:
        assert priced_under(name, shop(second), cart).payable == 45_000, name


def test_the_dialects_keep_to_their_own_policy() -> None:
    assert {dialect(name).policy.choose for name in ("medusa", "sylius", "vendure", "magento")} == {"priority"}
    assert {dialect(name).policy.choose for name in ("tmall", "jd", "shopify", "saleor")} == {"best"}
