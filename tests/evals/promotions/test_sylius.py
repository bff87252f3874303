"""Sylius' cart and catalogue promotions in our rules."""

from __future__ import annotations

from typing import Any

import pytest

from mercery.evals.promotions.raw import Judged, judge

Json = dict[str, Any]
GOODS: Json = {
    "lamp": {"price_cents": 9000, "categories": ["Lamps"]},
    "cup": {"price_cents": 1500, "categories": ["Cups"]},
    "tray": {"price_cents": 4000, "categories": ["Cups"], "minimum_price_cents": 3500},
}


def cart(promotions: list[Json], expected: Json, *lines: tuple[str, int], **more: Any) -> Judged:
    rows = [{"sku": sku, "qty": quantity} for sku, quantity in lines or (("lamp", 1),)]
    data = {"products": GOODS, "promotions": promotions, "cart": rows, "expected": expected, "currency": "USD"}
    return judge({"id": "own", "engine": "sylius-cart", **data, **more})


def sale(*actions: Json, rules: list[Json] | None = None, **more: Any) -> Json:
    return {"name": "sale", "rules": rules or [], "actions": list(actions), **more}


def order(value: float, *, percent: bool = True) -> Json:
    return {"target": "order"} | ({"type": "percentage", "value": value} if percent else fixed(int(value)))


def unit(value: float, *, percent: bool = True, **filters: Any) -> Json:
    found = {"target": "unit"} | ({"type": "percentage", "value": value} if percent else fixed(int(value)))
    return found | ({"filter": filters} if filters else {})


def fixed(cents: int) -> Json:
    return {"type": "fixed", "value_cents": cents}


def right(judged: Judged) -> None:
    assert judged.right, judged.reason


def test_the_higher_priority_goes_first_and_the_next_one_reads_what_is_left() -> None:
    right(cart([sale(order(1000, percent=False)), sale(order(10), priority=3)], {"total_cents": 7100}))
    right(cart([sale(order(1000, percent=False), priority=3), sale(order(10))], {"total_cents": 7200}))


def test_unit_percentages_read_the_price_of_the_unit_whatever_went_before() -> None:
    right(cart([sale(unit(20), unit(10))], {"total_cents": 6300, "line_discounts_cents": {"lamp": 2700}}))
    right(cart([sale(order(50), priority=1), sale(unit(10))], {"total_cents": 3600}))


def test_each_unit_is_rounded_on_its_own() -> None:
    goods = {"pen": {"price_cents": 5, "categories": []}}
    right(cart([sale(unit(10))], {"total_cents": 12, "line_discounts_cents": {"pen": 3}}, ("pen", 3), products=goods))


@pytest.mark.parametrize(
    ("rule", "reached"),
    [
        ({"type": "cart_quantity_gte", "value": 3}, True),
        ({"type": "cart_quantity_gte", "value": 4}, False),
        ({"type": "items_total_gte", "value_cents": 12000}, True),
        ({"type": "items_total_gte", "value_cents": 12001}, False),
        ({"type": "category_items_total_gte", "category": "Cups", "value_cents": 3000}, True),
        ({"type": "category_items_total_gte", "category": "Cups", "value_cents": 3001}, False),
        ({"type": "has_category", "any_of": ["Rugs", "Lamps"]}, True),
        ({"type": "has_category", "any_of": ["Rugs"]}, False),
        ({"type": "contains_product", "product": "cup"}, True),
        ({"type": "contains_product", "product": "tray"}, False),
        ({"type": "customer_group", "group": "trade"}, True),
        ({"type": "customer_group", "group": "staff"}, False),
        ({"type": "nth_order", "n": 3}, True),
        ({"type": "nth_order", "n": 1}, False),
        ({"type": "shipping_country", "country": "FR"}, True),
        ({"type": "shipping_country", "country": "DE"}, False),
    ],
)
def test_conditions(rule: Json, reached: bool) -> None:
    buyer = {"group": "trade", "previous_orders": 2, "country": "FR"}
    one = [sale(order(2000, percent=False), rules=[rule])]
    right(cart(one, {"total_cents": 12000 - 2000 * reached}, ("lamp", 1), ("cup", 2), customer=buyer))


def test_all_conditions_have_to_hold() -> None:
    rules: list[Json] = [{"type": "has_category", "any_of": ["Lamps"]}, {"type": "cart_quantity_gte", "value": 2}]
    both = [sale(order(10), rules=rules)]
    right(cart(both, {"total_cents": 9000, "discount_cents": 0}))
    right(cart(both, {"total_cents": 9450}, ("lamp", 1), ("cup", 1)))


def test_conditions_are_asked_once_for_all_actions_of_a_promotion() -> None:
    rules = [{"type": "items_total_gte", "value_cents": 9000}]
    free = {"target": "shipping", "type": "percentage", "value": 100.0}
    methods = [{"name": "Post", "fee_cents": 700}]
    one = [sale(unit(1000, percent=False), free, rules=rules)]
    right(cart(one, {"total_cents": 8000, "shipping_cents": 0}, shipping_methods=methods))


def test_a_later_promotion_may_no_longer_reach_its_threshold() -> None:
    free = {"target": "shipping", "type": "percentage", "value": 100.0}
    rules = [{"type": "items_total_gte", "value_cents": 9000}]
    methods = [{"name": "Post", "fee_cents": 700}, {"name": "Bike", "fee_cents": 900}]
    two = [sale(order(10), priority=1), sale(free, rules=rules)]
    right(cart(two, {"total_cents": 8800, "shipping_cents": 700}, shipping_methods=methods))
    right(cart(two[1:], {"total_cents": 9000}, shipping_methods=methods, shipping_selected="Bike"))


def test_delivery_is_never_paid_back() -> None:
    part = {"target": "shipping", "type": "percentage", "value": 60.0}
    methods = [{"name": "Post", "fee_cents": 700}]
    right(cart([sale(part), sale(part)], {"shipping_cents": 0, "total_cents": 9000}, shipping_methods=methods))


def test_an_exclusive_promotion_is_alone_even_where_it_gives_less() -> None:
    right(cart([sale(order(50), priority=9), sale(order(10), exclusive=True)], {"total_cents": 8100}))
    two = [sale(order(10), exclusive=True, priority=1), sale(order(500, percent=False), exclusive=True, priority=2)]
    right(cart(two, {"total_cents": 8500}))


def test_no_unit_falls_below_its_minimum_and_the_others_take_over() -> None:
    expected = {"per_unit_discounts": {"tray": [500], "cup": [750, 750]}, "total_cents": 5000}
    right(cart([sale(order(2000, percent=False))], expected, ("tray", 1), ("cup", 2)))
    right(cart([sale(unit(50))], {"total_cents": 3500, "line_discounts_cents": {"tray": 500}}, ("tray", 1)))


def test_odd_cents_are_taken_from_the_first_units() -> None:
    expected = {"per_unit_discounts": {"cup": [334, 333, 333]}, "line_totals_cents": {"cup": 3500}}
    right(cart([sale(order(1000, percent=False))], expected, ("cup", 3)))


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({"min_price_cents": 9000}, 9600),
        ({"max_price_cents": 1500}, 10350),
        ({"categories": ["Lamps"]}, 9600),
        ({"products": ["cup"]}, 10350),
        ({"min_price_cents": 1500, "max_price_cents": 8999}, 10350),
        ({"min_price_cents": 1501, "max_price_cents": 8999}, 10500),
    ],
)
def test_filters(filters: Json, total: int) -> None:
    right(cart([sale(unit(10, **filters))], {"total_cents": total}, ("lamp", 1), ("cup", 1)))


@pytest.mark.parametrize(("state", "open_"), [("until_tomorrow", True), ("expired", False), ("from_tomorrow", False)])
def test_periods(state: str, open_: bool) -> None:
    right(cart([sale(order(10), active=state)], {"total_cents": 8100 if open_ else 9000}))


@pytest.mark.parametrize(
    ("coupons", "more", "total", "refused"),
    [
        (["SPRING"], {}, 8100, False),
        (["OTHER"], {}, 9000, True),
        ([], {}, 9000, False),
        (["SPRING"], {"active": "usage_limit_reached"}, 9000, True),
        (["SPRING"], {"coupon_active": "expired"}, 9000, True),
        (["SPRING"], {"rules": [{"type": "cart_quantity_gte", "value": 2}]}, 9000, True),
        (["SPRING"], {"active": "disabled"}, 9000, True),
        (["SPRING"], {"coupon_expires": "tomorrow"}, 8100, False),
        (["SPRING"], {"coupon_expires": "yesterday"}, 9000, True),
        (["SPRING"], {"coupon_expired": True}, 9000, True),
        (["SPRING"], {"coupon_usage_limit": 5, "coupon_used": 4}, 8100, False),
        (["SPRING"], {"coupon_usage_limit": 5, "coupon_used": 5}, 9000, True),
        (["SPRING"], {"coupon_usage_limit_reached": True}, 9000, True),
        (["SPRING"], {"channels": ["wholesale"]}, 9000, True),
        (["SPRING"], {"coupon_not_started": True}, 9000, True),
    ],
)
def test_coupons(coupons: list[str], more: Json, total: int, refused: bool) -> None:
    one = [{**sale(order(10), coupon="SPRING"), **more}]
    right(cart(one, {"total_cents": total, "coupon_invalid": refused}, coupons=coupons))


def test_a_coupon_may_be_used_so_often_by_one_customer() -> None:
    one = [sale(order(10), coupon="SPRING", coupon_per_customer_limit=2)]
    for before, total in ((1, 8100), (2, 9000)):
        right(cart(one, {"total_cents": total}, coupons=["SPRING"], customer={"coupon_used": before}))


def test_goods_lowered_in_the_catalogue_may_be_left_out() -> None:
    lowered = {
        "catalog_promotions": [{"name": "w", "type": "percentage", "value": 20.0, "applies_to": {"product": "lamp"}}]
    }
    both, without = sale(order(50)), sale(order(50), applies_to_discounted=False)
    right(cart([both], {"total_cents": 4350}, ("lamp", 1), ("cup", 1), **lowered))
    expected = {"total_cents": 7950, "discounted_unit_price_cents": {"lamp": 7200}, "line_totals_cents": {"cup": 750}}
    right(cart([without], expected, ("lamp", 1), ("cup", 1), **lowered))


def catalogue(promotions: list[Json], expected: Json, *, price: int = 999, **more: Any) -> Judged:
    product = {"price_cents": price, "product": "Scarf", "categories": ["Silk"], **more.pop("product", {})}
    data = {"products": {"red": product}, "catalog_promotions": promotions, **more}
    return judge(
        {"id": "own", "engine": "sylius-catalog", "expected": {"prices": [{"sku": "red", **expected}]}, **data}
    )


def lower(value: float, *, name: str = "sale", percent: bool = True, **more: Any) -> Json:
    found = {"type": "percentage", "value": value} if percent else fixed(int(value))
    return {"name": name, "applies_to": [{"product": "Scarf"}], **found, **more}


def test_the_lowered_price_is_rounded_half_up() -> None:
    right(catalogue([lower(15)], {"from_cents": 1050, "to_cents": 893}, price=1050))
    right(catalogue([lower(15)], {"from_cents": 1010, "to_cents": 859}, price=1010))


def test_catalogue_promotions_build_on_one_another_by_priority() -> None:
    two = [lower(50, name="half"), lower(100, name="one", percent=False, priority=5)]
    right(catalogue(two, {"to_cents": 450, "promotions": ["one", "half"]}, price=1000))


def test_the_exclusive_one_of_highest_priority_is_alone() -> None:
    three = [
        lower(50),
        lower(10, name="x", exclusive=True, priority=1),
        lower(20, name="y", exclusive=True, priority=2),
    ]
    right(catalogue(three, {"to_cents": 800, "promotions": ["y"]}, price=1000))


@pytest.mark.parametrize(
    ("applies_to", "lowered"),
    [
        ([{"taxon": "Textiles"}, {"variant": "red"}], True),
        ([{"variant": "blue"}], False),
        ([{"taxon": "Textiles"}], True),
        ([{"taxon": "Wool"}], False),
    ],
)
def test_scopes_reach_down_the_tree_and_count_once(applies_to: list[Json], lowered: bool) -> None:
    one = [{**lower(10), "applies_to": applies_to}]
    expected = {"to_cents": 900 if lowered else 1000, "discounted": lowered}
    right(catalogue(one, expected, price=1000, category_tree={"Silk": "Textiles"}))


def test_a_minimum_price_stops_what_is_taken() -> None:
    right(catalogue([lower(50)], {"to_cents": 800}, price=1000, product={"minimum_price_cents": 800}))


@pytest.mark.parametrize(("now", "to"), [("2024-04-30", 1000), ("2024-05-01", 900), ("2024-06-01", 1000)])
def test_a_catalogue_promotion_has_its_time(now: str, to: int) -> None:
    one = [lower(10, starts="2024-05-01", ends="2024-06-01")]
    right(catalogue(one, {"to_cents": to}, price=1000, now=now))


def test_a_condition_without_words_is_told() -> None:
    judged = cart([sale(order(10), rules=[{"type": "moon_phase", "value": "full"}])], {"total_cents": 9000})
    assert not judged.expressible
    assert "moon_phase" in judged.reason
