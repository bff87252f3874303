"""A closed grammar: one of seven actions with just its own arguments, or nothing."""

from typing import Any

import pytest
from tests.orders.actions.situations import ELSEWHERE

from mercery.customers.customer import Address
from mercery.orders.actions.requests import BadRequest, ChangeOrderAddress, ExchangeItems, Swap, parse


def problems(name: str, arguments: dict[str, Any]) -> list[str]:
    with pytest.raises(BadRequest) as caught:
        parse(name, arguments)
    return [problem.message for problem in caught.value.problems]


def test_arguments_become_types() -> None:
    assert parse("change_order_address", {"order": "7", "address": ELSEWHERE}) == ChangeOrderAddress(
        order="7", address=Address(line1="9 Quai Bas", city="Lyon", region="Rhône", postcode="69002", country="FR")
    )
    swaps = [{"old": "a", "new": "b"}, {"old": "a", "new": "c"}]
    made = parse("exchange_items", {"order": "7", "swaps": swaps, "payment_method": "visa"})
    assert isinstance(made, ExchangeItems) and made.swaps == (Swap(old="a", new="b"), Swap(old="a", new="c"))


def test_an_unknown_argument_refuses_the_whole_request() -> None:
    assert problems("return_items", {"order": "7", "skus": ["a"], "payment_method": "v", "amount": 900}) == [
        "unknown_argument:amount"
    ]


def test_a_missing_argument_is_named() -> None:
    assert problems("cancel_order", {"order": "7"}) == ["missing_argument:reason"]
    assert problems("change_order_address", {"order": "7", "address": {"line1": "9 Quai Bas"}}) == [
        "missing_argument:address.city",
        "missing_argument:address.region",
        "missing_argument:address.postcode",
        "missing_argument:address.country",
    ]


@pytest.mark.parametrize("line", ["", "   ", None, 7])
def test_an_empty_address_line_is_refused(line: object) -> None:
    assert problems("change_order_address", {"order": "7", "address": {**ELSEWHERE, "line1": line}}) == [
        "empty:address.line1"
    ]


@pytest.mark.parametrize(
    "swaps", [[], "a", [{"old": "a"}], [{"old": "a", "new": ""}], [{"old": "a", "new": "b", "price": 0}]]
)
def test_swaps_are_whole_pairs(swaps: object) -> None:
    assert problems("exchange_items", {"order": "7", "swaps": swaps, "payment_method": "v"})[0].startswith(
        "wrong:swaps"
    )


def test_there_is_no_other_action() -> None:
    with pytest.raises(BadRequest, match="refund_everything"):
        parse("refund_everything", {})
