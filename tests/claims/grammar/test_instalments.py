"""Paying in parts, worked out from the rule of the house: 4 parts without a fee, 8 with 3 %, from 200 to 3,000 euros."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.claims.grammar.rules_of_a_house import passes

TOTALS = st.integers(200, 3000)


def cents(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP)}"


@settings(max_examples=15, deadline=None)
@given(TOTALS)
def test_each_part_and_the_fee_follow_from_the_rule(total: int) -> None:
    each, fee = cents(Decimal(total) / 4), cents(Decimal(total) * 3 / 100)
    dear = cents(Decimal(total) * 103 / 100 / 8)
    assert passes(f"A €{total} order works out at €{each} a month over four months with no fee.")
    assert passes(f"A €{total} order over eight months adds a fee of €{fee}.")
    assert passes(f"{total}欧的订单分4期，每期{each}欧，免手续费。")
    assert passes(f"{total}欧的订单分八个月付，每期{dear}欧。")


@settings(max_examples=15, deadline=None)
@given(TOTALS, st.integers(-300, 300))
def test_another_amount_is_refused(total: int, off: int) -> None:
    assume(off != 0)
    each, fee = cents(Decimal(total) / 4 + off), cents(Decimal(total) * 3 / 100 + off)
    assert not passes(f"A €{total} order works out at €{each} a month over four months with no fee.")
    assert not passes(f"A €{total} order over eight months adds a fee of €{fee}.")
    assert not passes(f"{total}欧的订单分四期，每期{each}欧，免手续费。")


@pytest.mark.parametrize(
    "text",
    [
        "A €800 order cannot be paid in four instalments of €200.",
        "A €800 order can be paid in five instalments of €160.",
        "Only an €800 order can be paid in four instalments of €200.",
        "A €100 order can be paid in four instalments of €25.",
        "A €4,000 order can be paid in four instalments of €1,000.",
        "A ¥800 order can be paid in four instalments of ¥200.",
        "An €800 order works out at €100 a month over eight months.",
        "An €800 order over eight months is free of charge.",
        "An €800 order works out at €200 a month over four months with a fee of €24.",
        "An €800 order works out at €200 a week over four months.",
        "800欧的订单不能分四期，每期200欧。",
        "800欧的订单分八期，免手续费。",
        "800欧的订单分八期，每期100欧。",
        "800元的订单分四期，每期200元，免手续费。",
    ],
)
def test_what_the_rule_does_not_give_is_refused(text: str) -> None:
    assert not passes(text)
