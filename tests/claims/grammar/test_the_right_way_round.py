"""Who gets what back is part of what is claimed, as the rest of the sentence is."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("said", "true"),
    [
        ("退货到我们这儿以后，10天内退款。", True),
        ("退货到您这儿以后，10天内退款。", False),
        ("退货寄到你们那边以后，10天内退款。", False),
    ],
)
def test_goods_that_come_back_come_to_the_shop(said: str, true: bool) -> None:
    assert passes(said) is true
