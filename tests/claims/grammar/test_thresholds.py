"""What delivery costs follows from the amount of the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.grammar.rules_of_a_house import passes


@given(st.integers(1, 2000))
def test_an_order_ships_free_just_where_it_reaches_the_amount(euros: int) -> None:
    assert passes(f"An order of {euros} euros ships free with standard delivery.") == (euros >= 120)
    assert passes(f"{euros}欧元的订单不收运费。") == (euros >= 120)
    assert passes(f"Standard delivery of an order of {euros} euros costs EUR 7.90.") == (euros < 120)


@given(st.integers(1, 2000))
def test_only_the_shops_own_amount_is_the_threshold(euros: int) -> None:
    assert passes(f"Standard delivery is free from {euros} euros.") == (euros == 120)
    assert passes(f"订单满{euros}欧元免运费。") == (euros == 120)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Delivery is free from 120 euros, otherwise it costs 7.90.", True),
        ("Delivery is free from 120 euros, otherwise it costs 9.90.", False),
        ("Under 120 euros, standard delivery costs 7.90 euros.", True),
        ("Under 120 euros, standard delivery is free.", False),
        ("Standard delivery costs EUR 7.90 from EUR 120.", False),
        ("满120欧元包邮，不满收7.9欧元。", True),
        ("满120欧元收7.9欧元运费。", False),
        ("不满120欧元包邮。", False),
        ("Delivery is always free.", False),
    ],
)
def test_both_sides_of_the_threshold(text: str, right: bool) -> None:
    assert passes(text) == right
