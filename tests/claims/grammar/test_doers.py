"""Who does what: the customer returns and pays, the shop delivers and refunds; and what is free from an amount is not free below it."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    "text",
    [
        "You can return full-price items within 21 days of delivery.",
        "We don't deliver to PO boxes.",
        "If the item is faulty, we pay the return.",
        "An order of 150 euros ships free.",
    ],
)
def test_the_right_one_does_it(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "We can return full-price items within 21 days of delivery.",
        "You don't deliver to PO boxes.",
        "If the item is faulty, you pay the return.",
        "You refund sale items to the original payment method.",
        "We can pay in four monthly instalments from €200 to €3,000 without a fee.",
        "From €200 to €3,000 you can pay in four monthly instalments at extra cost.",
        "Orders of €120 or less ship free.",
        "For orders of €120 or less, delivery is free.",
        "Delivery is free up to €120.",
        "120欧元以下免运费。",
    ],
)
def test_turned_round_it_is_blocked(text: str) -> None:
    assert not passes(text)
