"""Medusa's promotions in our rules: amounts spread without rounding, budgets, buy-get, adjustments taken back."""

from __future__ import annotations

from typing import Any

import pytest

from mercery.evals.promotions.raw import judge

Json = dict[str, Any]


def case(
    promotions: list[Json], actions: list[Json] | None, *, items: list[Json] | None = None, **more: Any
) -> dict[str, Any]:
    expected = {"error": more.pop("error")} if actions is None else {"actions": actions}
    codes = more.pop("codes", [one["code"] for one in promotions])
    cart = {"customer": {"group": {"id": "gold"}}, "items": items or [], **more.pop("cart", {})}
    data = {"promotions": promotions, "codes": codes, "cart": cart, "expected": expected, "currency": "EUR"}
    return {"id": "own", "engine": "medusa", **data, **more}


def promotion(code: str = "A", *, kind: str = "standard", campaign: str | None = None, **method: Any) -> Json:
    found: Json = {"code": code, "type": kind, "application_method": {"target_type": "items", **method}}
    for name in ("rules", "is_automatic"):
        if name in method:
            found[name] = found["application_method"].pop(name)
    return found | ({"campaign_id": campaign} if campaign else {})


def item(name: str, quantity: int, subtotal: float, kind: str = "cup") -> Json:
    return {"id": name, "quantity": quantity, "subtotal": subtotal, "kind": {"id": kind}}


def given(item_id: str, amount: float, code: str = "A") -> Json:
    return {"action": "addItemAdjustment", "item_id": item_id, "amount": amount, "code": code}


def kinds(*names: str) -> list[Json]:
    return [{"attribute": "items.kind.id", "operator": "in", "values": list(names)}]


TWO = [item("x", 1, 70), item("y", 2, 140)]


def right(data: Json) -> bool:
    judged = judge(data)
    assert judged.right, judged.reason
    return judged.right


def test_an_amount_for_each_line_is_for_its_first_units_alone() -> None:
    each = promotion(type="fixed", allocation="each", value=20, max_quantity=1)
    assert right(case([each], [given("x", 20), given("y", 20)], items=TWO))


def test_a_second_promotion_sees_what_the_first_left() -> None:
    first = promotion("A", type="percentage", allocation="each", value=50, max_quantity=9)
    second = promotion("B", type="percentage", allocation="across", value=10)
    actions = [given("x", 35), given("y", 70), given("x", 3.5, "B"), given("y", 7, "B")]
    assert right(case([first, second], actions, items=TWO))


def test_one_amount_is_spread_without_rounding() -> None:
    across = promotion(type="fixed", allocation="across", value=100)
    assert right(case([across], [given("x", 100 / 3), given("y", 200 / 3)], items=TWO))


def test_an_order_amount_stops_at_what_there_is() -> None:
    whole = promotion(type="fixed", target_type="order", value=999)
    assert right(case([whole], [given("x", 70), given("y", 140)], items=TWO))


def test_target_rules_leave_other_lines_alone() -> None:
    cups = promotion(type="percentage", allocation="each", value=10, target_rules=kinds("cup"))
    assert right(case([cups], [given("x", 7)], items=[item("x", 1, 70), item("z", 1, 50, "lamp")]))


@pytest.mark.parametrize(("group", "applies"), [("gold", True), ("silver", False)])
def test_conditions_on_the_cart_open_or_close_a_promotion(group: str, applies: bool) -> None:
    rules = [{"attribute": "customer.group.id", "operator": "eq", "values": [group]}]
    one = promotion(type="percentage", allocation="each", value=10, rules=rules)
    assert right(case([one], [given("x", 7)] if applies else [], items=[TWO[0]]))


@pytest.mark.parametrize(("operator", "value", "applies"), [("gte", 70, True), ("lt", 70, False), ("ne", 1, True)])
def test_numbers_are_compared_as_numbers(operator: str, value: int, applies: bool) -> None:
    rules = [{"attribute": "items.subtotal", "operator": operator, "values": [str(value)]}]
    one = promotion(type="percentage", allocation="each", value=10, target_rules=rules)
    assert right(case([one], [given("x", 7)] if applies else [], items=[TWO[0]]))


def test_what_goes_beyond_the_money_left_in_a_campaign_is_not_given() -> None:
    campaign = {"id": "spring", "budget": {"type": "spend", "limit": 50, "used": 20}}
    big = promotion(type="percentage", allocation="each", value=50, campaign="spring")
    exceeded = {"action": "campaignBudgetExceeded", "code": "A"}
    assert right(case([big], [exceeded], items=[TWO[0]], campaigns=[campaign]))


def test_a_campaign_used_often_enough_gives_nothing_more() -> None:
    campaign = {"id": "spring", "budget": {"type": "usage", "limit": 3, "used": 0}}
    one = promotion(type="fixed", allocation="across", value=5, campaign="spring")
    exceeded = {"action": "campaignBudgetExceeded", "code": "A"}
    updates = [{"id": "spring", "budget": {"used": 3}}]
    assert right(case([one], [exceeded], items=[TWO[0]], campaigns=[campaign], campaign_updates=updates))
    assert right(case([one], [given("x", 5)], items=[TWO[0]], campaigns=[campaign]))


def test_automatic_promotions_need_no_code_and_can_be_held_back() -> None:
    one = promotion(type="fixed", allocation="across", value=5, is_automatic=True)
    assert right(case([one], [given("x", 5)], items=[TWO[0]], codes=[]))
    assert right(case([one], [], items=[TWO[0]], codes=[], options={"prevent_auto_promotions": True}))


def test_delivery_methods_are_lowered_like_lines() -> None:
    methods = [
        {"id": "fast", "subtotal": 30, "option": {"id": "f"}},
        {"id": "slow", "subtotal": 10, "option": {"id": "s"}},
    ]
    target = [{"attribute": "option.id", "operator": "eq", "values": ["f"]}]
    one = promotion(type="percentage", allocation="each", value=50, target_type="shipping_methods", target_rules=target)
    actions = [{"action": "addShippingMethodAdjustment", "shipping_method_id": "fast", "amount": 15, "code": "A"}]
    assert right(case([one], actions, cart={"shipping_methods": methods}))


def buyget(buy: str, get: str, n: int, m: int, code: str = "A") -> Json:
    method: Json = {"type": "percentage", "allocation": "each", "value": 100, "max_quantity": m, "apply_to_quantity": m}
    return promotion(
        code, kind="buyget", **method, buy_rules_min_quantity=n, buy_rules=kinds(buy), target_rules=kinds(get)
    )


def test_of_other_goods_the_dearest_units_are_free() -> None:
    lamps = [item("l", 1, 90, "lamp"), item("s", 2, 40, "shade"), item("t", 1, 25, "shade")]
    assert right(case([buyget("lamp", "shade", 1, 2)], [given("t", 25), given("s", 20)], items=lamps))


def test_without_all_that_is_promised_nothing_is_free() -> None:
    lamps = [item("l", 1, 90, "lamp"), item("s", 1, 20, "shade")]
    assert right(case([buyget("lamp", "shade", 1, 2)], [], items=lamps))
    assert right(case([buyget("lamp", "shade", 2, 1)], [], items=lamps))


def test_of_the_same_goods_the_dearest_are_paid_and_the_next_ones_free() -> None:
    cups = [item("a", 1, 9), item("b", 2, 16), item("c", 1, 3)]
    assert right(case([buyget("cup", "cup", 1, 1)], [given("b", 8)], items=cups))


def test_adjustments_already_there_are_taken_back_first() -> None:
    one = promotion(type="fixed", allocation="across", value=5)
    old = {**TWO[0], "adjustments": [{"id": "old", "code": "A"}]}
    back = {"action": "removeItemAdjustment", "adjustment_id": "old", "code": "A"}
    assert right(case([one], [back, given("x", 5)], items=[old]))
    assert right(case([one], [back], items=[old], codes=[]))


def test_an_adjustment_of_a_promotion_that_is_gone_is_an_error() -> None:
    one = promotion(type="fixed", allocation="across", value=5)
    old = {**TWO[0], "adjustments": [{"id": "old", "code": "GONE"}]}
    assert right(case([one], None, items=[old], error="Promotion for code (GONE) not found"))


def test_what_has_no_words_is_said_and_not_passed_over() -> None:
    judged = judge(case([promotion(type="fixed", allocation="once", value=5, max_quantity=2)], [], items=TWO))
    assert not judged.expressible
    assert "cheapest first" in judged.reason
