"""Solidus' calculators in our rules."""

from __future__ import annotations

from typing import Any

import pytest

from mercery.evals.promotions.raw import Judged, judge

Json = dict[str, Any]


def lines(rule: Json, rows: list[tuple[float | None, int]], expected: Json, **more: Any) -> Judged:
    data = {"lines": [{"price": price, "qty": quantity} for price, quantity in rows], "rule": rule, "currency": "USD"}
    return judge({"id": "own", "engine": "solidus", "expected": expected, **data, **more})


def right(judged: Judged) -> None:
    assert judged.right, judged.reason


def groups(size: int, **gives: Any) -> Json:
    return {"type": "per_item_in_full_groups", "group_size": size, **gives}


def test_only_units_of_full_groups_count_and_lines_of_many_units_fill_them_first() -> None:
    rows: list[tuple[float | None, int]] = [(8.0, 1), (8.0, 4)]
    right(lines(groups(4, flat_per_item=1.5), rows, {"line_discounts": [0, -6]}))
    right(lines(groups(5, flat_per_item=1.5), rows, {"line_discounts": [-1.5, -6]}))
    right(lines(groups(6, flat_per_item=1.5), rows, {"line_discounts": [0, 0]}))


def test_percentages_in_groups_are_rounded_for_each_unit() -> None:
    right(lines(groups(2, percent=10), [(0.94, 3)], {"line_discounts": [-0.18]}))


@pytest.mark.parametrize(("quantity", "percent"), [(2, 5), (4, 10), (8, 25)])
def test_tiers_in_groups_read_the_whole_order(quantity: int, percent: int) -> None:
    rule = groups(2, tiered_percent={"base": 5, "tiers": {"40": 10, "80": 25}})
    right(lines(rule, [(10.0, quantity)], {"line_discounts": [-quantity * percent / 10]}))


def test_an_amount_is_spread_with_odd_cents_to_the_first_lines() -> None:
    rule = {"type": "distributed_amount", "amount": 10}
    right(lines(rule, [(5.0, 1)] * 3, {"order_discount": -10, "line_discounts": [-3.34, -3.33, -3.33]}))


def test_an_amount_may_be_for_some_lines_alone() -> None:
    rows = [{"price": 9, "qty": 1, "eligible": False}, {"price": 30, "qty": 1, "eligible": True}]
    case = {"lines": rows, "rule": {"type": "distributed_amount", "amount": 4}, "currency": "USD"}
    right(judge({"id": "own", "engine": "solidus", "expected": {"line_discounts": [0, -4]}, **case}))
    rule = {"type": "distributed_amount", "amount": 4, "only_lines": [0]}
    right(lines(rule, [(9.0, 1), (30.0, 1)], {"line_discounts": [-4, 0]}))


@pytest.mark.parametrize(("cap", "discount"), [(100, -4.5), (3, -3)])
def test_a_percentage_with_a_cap(cap: int, discount: float) -> None:
    rule = {"type": "percent_with_cap", "percent": 15, "max_amount": cap}
    right(lines(rule, [(10.0, 1), (20.0, 1)], {"order_discount": discount}))


@pytest.mark.parametrize(("price", "discount"), [(19.99, -1.0), (20.0, -2.0), (50.0, -10.0)])
def test_tiers_by_amount(price: float, discount: float) -> None:
    rule = {"type": "tiered_percent", "base": 5, "tiers": {"50": 20, "20": 10}}
    right(lines(rule, [(price, 1)], {"line_discounts": [discount]}))


def test_tiers_by_quantity_count_the_goods_meant() -> None:
    rows: list[Json] = [{"price": 40, "qty": 2, "eligible": True}, {"price": None, "qty": 3, "eligible": True}]
    rule = {"type": "tiered_percent_on_eligible_quantity", "base": 10, "tiers": {"5": 20}}
    for unmeant, discount in ((True, -16), (False, -8)):
        seen = [rows[0], {**rows[1], "eligible": unmeant}]
        case = {"lines": seen, "rule": rule, "currency": "USD", "expected": {"first_line_discount": discount}}
        right(judge({"id": "own", "engine": "solidus", **case}))


@pytest.mark.parametrize(("quantity", "discount"), [(0, 0), (1, 2), (3, 3), (9, 3.5)])
def test_the_first_unit_and_each_further_one_up_to_a_number(quantity: int, discount: float) -> None:
    rule = {"type": "flexi_rate", "first_item": 2, "additional_item": 0.5, "max_items": 4}
    right(lines(rule, [(None, quantity)], {"line_discounts": [-discount]}))


def test_a_rule_of_another_currency_is_not_applied() -> None:
    right(lines({"type": "percent", "percent": 50, "currency": "CAD"}, [(10.0, 1)], {"line_discounts": [0]}))


@pytest.mark.parametrize(
    ("rule", "discount"),
    [
        ({"type": "percent", "percent": 25}, -2.5),
        ({"type": "flat_rate", "amount": 50}, -10),
        ({"type": "tiered_percent", "base": 10, "tiers": {"30": 20}}, -2),
        ({"type": "tiered_percent_on_eligible_quantity", "base": 10, "tiers": {"4": 20}}, -1),
    ],
)
def test_delivery(rule: Json, discount: float) -> None:
    expected = {"shipping_discount": discount}
    right(lines({**rule, "target": "shipping"}, [(10.0, 3)], expected, shipping=10))


def test_delivery_without_lines() -> None:
    right(lines({"type": "percent", "percent": 25, "target": "shipping"}, [], {"shipping_discount": -2.5}, shipping=10))
