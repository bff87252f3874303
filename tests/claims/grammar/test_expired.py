"""What may be done within a time may not be done after it: a sentence that says so follows from the rule."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("After three hours an order can no longer be cancelled.", True),
        ("After two hours an order can no longer be cancelled.", False),
        ("After three hours an order can be cancelled.", False),
        ("Within three hours an order cannot be cancelled.", False),
        ("下单三小时后就不能取消了。", True),
        ("下单两小时后就不能取消了。", False),
        ("下单三小时内不能取消。", False),
    ],
)
def test_the_end_of_a_right(text: str, right: bool) -> None:
    assert passes(text) == right
