"""Which ways to pay there are, by currency."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import house, passes

from mercery.claims.grammar.paying_by import ways_of


def test_the_list_is_read_by_currency() -> None:
    ways = ways_of(house().units)
    assert ways is not None and "c:paypal" in ways.taken["EUR"] and "c:paypal" not in ways.taken.get("CNY", ())


@pytest.mark.parametrize("text", ["We take PayPal.", "PayPal works for euro orders.", "欧元订单可以用PayPal付款。"])
def test_what_is_taken_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "We do not take PayPal.",
        "We take only PayPal.",
        "PayPal works for yuan orders.",
        "We take PayPal for all orders.",
        "You can pay with PayPal and cryptocurrency.",
        "PayPal用不了。",
        "只能用PayPal付款。",
        "人民币订单可以用PayPal付款。",
        "可以用加密货币付款。",
    ],
)
def test_what_is_not_taken_is_refused(text: str) -> None:
    assert not passes(text)
