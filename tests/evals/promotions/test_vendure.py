"""Vendure's promotions in our rules: net and gross, coupons, articles before the order before delivery."""

from __future__ import annotations

from typing import Any

import pytest

from mercery.evals.promotions.raw import Judged, judge

Json = dict[str, Any]
GOODS: Json = {
    "rug": {"price_cents": 10000, "facets": ["wool"]},
    "mat": {"price_cents": 2500, "facets": []},
    "clip": {"price_cents": 99, "facets": ["wool"]},
}


def order(promotions: list[Json], expected: Json, *lines: tuple[str, int], gross: bool = False, **more: Any) -> Judged:
    rows = [{"sku": sku, "qty": quantity} for sku, quantity in lines or (("rug", 1),)]
    data = {"products": GOODS, "promotions": promotions, "cart": rows, "expected": expected, "currency": "EUR"}
    tax = {"tax_rate_percent": 20, "prices_include_tax": gross}
    return judge({"id": "own", "engine": "vendure", **data, **tax, **more})


def sale(action: Json, *rules: Json, **more: Any) -> Json:
    return {"actions": [action], "rules": list(rules), **more}


def off(value: float, target: str = "order", **filters: Any) -> Json:
    return {"target": target, "type": "percentage", "value": value} | ({"filter": filters} if filters else {})


def right(judged: Judged) -> None:
    assert judged.right, judged.reason


@pytest.mark.parametrize("gross", [False, True])
def test_percentages_are_the_same_with_and_without_tax(gross: bool) -> None:
    expected = {"total_net_cents": 8950, "total_gross_cents": 10740, "discount_gross_cents": -1260, "n_discounts": 1}
    right(order([sale(off(10.5))], expected, gross=gross))


def test_an_amount_is_net_or_gross_as_prices_are() -> None:
    fixed = sale({"target": "order", "type": "fixed", "value_cents": 1200})
    right(order([fixed], {"total_net_cents": 8800, "total_gross_cents": 10560}))
    right(order([fixed], {"total_net_cents": 9000, "total_gross_cents": 10800}, gross=True))


def test_an_amount_on_lines_is_taken_once_from_each_line_and_never_more_than_there_is() -> None:
    fixed = sale({"target": "line", "type": "fixed", "value_cents": 3000})
    right(order([fixed], {"total_net_cents": 7000 + 2000}, ("rug", 1), ("mat", 2)))
    right(order([fixed], {"total_net_cents": 0}, ("mat", 1)))


def test_articles_come_before_the_order_whatever_was_written_first() -> None:
    two = [sale(off(10), coupon="B"), sale(off(50, "unit", facets=["wool"]), coupon="A")]
    right(order(two, {"total_net_cents": 6750, "n_discounts": 2}, ("rug", 1), ("mat", 1), coupons=["A", "B"]))
    right(order(two, {"total_net_cents": 7500, "n_discounts": 1}, ("rug", 1), ("mat", 1), coupons=["A"]))


def test_a_discount_may_close_the_next_one() -> None:
    small = sale(off(10), {"type": "order_total_net_gte", "value_cents": 10000})
    half = sale(off(50, "unit", products=["rug"]))
    right(order([small, half], {"total_net_cents": 5000, "n_discounts": 1}))
    right(order([small], {"total_net_cents": 9000}))
    right(order([small], {"total_gross_cents": 10800}, gross=True))


def test_two_percentages_on_one_article_do_not_go_below_zero() -> None:
    two = [sale(off(80, "unit", products=["rug"])), sale(off(40, "unit", products=["rug"]))]
    right(order(two, {"total_gross_cents": 0}))


@pytest.mark.parametrize(
    ("rule", "reached"),
    [
        ({"type": "at_least_n_with_facet", "facet": "wool", "n": 3}, True),
        ({"type": "at_least_n_with_facet", "facet": "wool", "n": 4}, False),
        ({"type": "at_least_n_of_products", "products": ["clip", "mat"], "n": 2}, True),
        ({"type": "at_least_n_of_products", "products": ["mat"], "n": 1}, False),
        ({"type": "customer_group", "group": "trade"}, True),
        ({"type": "customer_group", "group": "staff"}, False),
        ({"type": "order_total_gross_gte", "value_cents": 10198}, True),
    ],
)
def test_conditions(rule: Json, reached: bool) -> None:
    one = [sale(off(100), rule)]
    lines, customer = (("rug", 1), ("clip", 2)), {"group": "trade"}
    right(order(one, {"total_net_cents": 0 if reached else 10198}, *lines, customer=customer))


def test_so_many_bought_so_many_free_once_an_order() -> None:
    rule = {"type": "buy_x_get_y_free", "n_x": 2, "products_x": ["mat"], "n_y": 1, "products_y": ["clip", "rug"]}
    one = [sale({"target": "unit", "type": "buy_x_get_y_free"}, rule)]
    right(order(one, {"total_net_cents": 10000 + 10000}, ("mat", 4), ("clip", 1), ("rug", 1)))


@pytest.mark.parametrize("gross", [False, True])
def test_free_delivery(gross: bool) -> None:
    free = [sale(off(100, "shipping"), coupon="POST")]
    fee = {"shipping_gross_cents": 345}
    expected = {"shipping_net_cents": 288, "shipping_gross_cents": 345, "total_gross_cents": 12345}
    right(order(free, expected, gross=gross, **fee))
    right(order(free, {"shipping_gross_cents": 0, "total_gross_cents": 12000}, gross=gross, coupons=["POST"], **fee))


@pytest.mark.parametrize(
    ("coupons", "state", "expected"),
    [
        (["C"], "expired", {"coupon_error": "expired", "total_net_cents": 10000, "applied_coupons": []}),
        (["c"], None, {"coupon_error": "invalid", "total_net_cents": 10000}),
        (["C"], "usage_limit_reached", {"coupon_error": "limit", "total_net_cents": 10000}),
        (["C", "C"], None, {"coupon_error": None, "total_net_cents": 5000, "applied_coupons": ["C"]}),
    ],
)
def test_coupons(coupons: list[str], state: str | None, expected: Json) -> None:
    right(order([sale(off(50), coupon="C", coupon_state=state)], expected, coupons=coupons))


def test_several_facets_at_once_have_no_words() -> None:
    assert not order([sale(off(50, "unit", facets=["wool", "red"]))], {"total_net_cents": 0}).expressible
