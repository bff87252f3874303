"""Kinds of accidents, each with the calendar that was meant: stopped, and let through."""

from __future__ import annotations

from typing import Any

import pytest

from mercery.evals.promotions.accidents import judge

Json = dict[str, Any]
TABLE: Json = {"sku": "table", "price": 80_000, "cost": 50_000, "tags": [], "floor": 0, "order_limit": 9}
CHAIR: Json = {"sku": "chair", "price": 20_000, "cost": 12_000, "tags": [], "floor": 0, "order_limit": 9}


def line(name: str, benefit: Json, **more: Any) -> Json:
    return {"id": name, "stage": 1, "level": "line", "benefit": benefit, **more}


def order(name: str, benefit: Json, **more: Any) -> Json:
    return {"id": name, "stage": 2, "level": "order", "benefit": benefit, **more}


def off(amount: int) -> Json:
    return {"kind": "off", "amount": amount}


CASES: dict[str, tuple[list[Json], list[Json], int]] = {
    "a price meant for one article": (
        [line("deal", {"kind": "fix", "price": 14_900})],
        [line("deal", {"kind": "fix", "price": 14_900}, scope={"skus": ["chair"]})],
        4 * (14_900 - 50_000),
    ),
    "a coupon set twice": (
        [order("a", off(25_000), need_amount=80_000), order("b", off(25_000), need_amount=80_000)],
        [order(one, off(25_000), need_amount=80_000, group="coupon") for one in "ab"],
        -20_000,
    ),
    "codes that were not to be used together": (
        [order("a", {"kind": "pct", "bps": 3000}, code="A"), order("b", {"kind": "pct", "bps": 2500}, code="B")],
        [order(one, {"kind": "pct", "bps": 3000}, code=one, group="codes") for one in "AB"],
        4 * (80_000 * 45 // 100 - 50_000) + 4 * (20_000 * 45 // 100 - 12_000),
    ),
    "a threshold a thousand times too low": (
        [order("shop", off(10_000), need_amount=100)],
        [order("shop", off(10_000), need_amount=100_000)],
        -2_000,
    ),
    "what a deposit counts for ten times too high": (
        [order("deposit", {"kind": "deposit", "pay": 1_000, "worth": 60_000}, scope={"skus": ["table"]})],
        [order("deposit", {"kind": "deposit", "pay": 1_000, "worth": 6_000}, scope={"skus": ["table"]})],
        4 * (21_000 - 50_000),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_accident_is_stopped_and_what_was_meant_is_let_through(name: str) -> None:
    accident, meant, worst = CASES[name]
    calendars = [{"skus": [TABLE, CHAIR], "rules": rules} for rules in (accident, meant)]
    expected = {"accident_worst_margin": worst, "intended_worst_margin": 0, "max_units": 4}
    fault = accident[0]["id"]
    judged = judge(
        {"id": name, "fault": fault, "accident": calendars[0], "intended": calendars[1], "expected": expected}
    )
    assert (judged.caught, judged.alarm, judged.exact, judged.named) == (True, False, True, True), judged
    assert judged.found == worst
    assert judged.meant >= 0


def test_an_article_below_its_cost_is_an_accident_without_any_rule() -> None:
    keyed = {**CHAIR, "price": 200}
    calendars = [{"skus": [sku], "rules": []} for sku in (keyed, CHAIR)]
    expected = {"accident_worst_margin": -47_200, "intended_worst_margin": 8_000, "max_units": 4}
    judged = judge(
        {"id": "k", "fault": "sku chair", "accident": calendars[0], "intended": calendars[1], "expected": expected}
    )
    assert (judged.caught, judged.alarm, judged.named, judged.found) == (True, False, True, -47_200)
