"""What goods come to with delivery: free from 120 euros in the house, 7.90 below."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.claims.gate_shop import variant
from tests.claims.grammar.judging import passes as shop_passes
from tests.claims.grammar.rules_of_a_house import house, passes

FREE, FEE = Decimal(120), Decimal("7.90")


@cache
def _one_price(cheap: bool) -> tuple[str, Decimal]:
    """A variant of a product with one price in euros, below the threshold or not, and the price."""
    for view in house().products.values():
        prices = {one.priced.amount for one in view.variants if one.priced}
        if len(prices) == 1 and (money := next(iter(prices))).currency == "EUR" and (money.major < FREE) is cheap:
            return view.variants[0].id, money.major
    raise AssertionError("the shop has no such product")


def test_the_sum_with_delivery_follows_from_price_and_rule() -> None:
    about, price = _one_price(True)
    assert passes(f"With standard delivery it comes to €{price + FEE}.", about)
    assert passes(f"It is €{FREE - price} short of free delivery.", about)
    assert passes(f"还差{FREE - price}欧就包邮了。", about)
    assert passes(f"With standard delivery it comes to €{_one_price(False)[1]}.", _one_price(False)[0])


@settings(max_examples=20, deadline=None)
@given(st.integers(-60, 60).filter(bool))
def test_another_sum_is_refused(off: int) -> None:
    about, price = _one_price(True)
    assume(FREE - price + off > 0)
    assert not passes(f"With standard delivery it comes to €{price + FEE + off}.", about)
    assert not passes(f"It is €{FREE - price + off} short of free delivery.", about)
    assert not passes(f"还差{FREE - price + off}欧就包邮了。", about)


@pytest.mark.parametrize(
    ("text", "cheap"),
    [
        ("It ships free.", True),
        ("It falls short of free delivery.", False),
        ("It does not ship free.", False),
        ("单买就包邮。", True),
        ("单买还没到包邮线。", False),
        ("It falls short of free delivery to Japan.", True),
    ],
)
def test_the_other_side_of_the_threshold_is_refused(text: str, cheap: bool) -> None:
    assert not passes(text, _one_price(cheap)[0])


def test_another_bottle_is_refused() -> None:
    small = variant("fig-parfum", "50 ml")
    assert passes("Two of the 50 ml make €196, so standard delivery is free.", small)
    assert not passes("Two of the 51 ml make €196, so standard delivery is free.", small)
    assert not passes("Two of the 50 ml make €186, so standard delivery is free.", small)


def test_a_condition_turned_round_is_refused() -> None:
    assert not shop_passes("Once it is not engraved, it cannot be returned.")
