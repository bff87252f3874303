"""In a rule with several amounts each belongs to what stands beside it."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes, ruled

from mercery.claims.gate import Gate
from mercery.core.i18n import Words


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("An order of 800 euros can be paid in 4 monthly instalments without a fee.", True),
        ("An order of 5,000 euros can be paid in 4 monthly instalments without a fee.", False),
        ("An order of 150 euros can be paid in 4 monthly instalments without a fee.", False),
        ("An order of 800 euros can be paid in 8 monthly instalments without a fee.", False),
        ("Four instalments cost 3% of the order total.", False),
        ("八百欧元的订单可以分八个月付，不收手续费。", False),
    ],
)
def test_instalments(text: str, right: bool) -> None:
    assert passes(text) == right


_PLACES = Gate(
    ruled({"delivery": Words("Delivery to Austria costs EUR 8; delivery to Germany is free.", "奥地利配送8欧元，德国免运费。")})
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Delivery to Austria costs EUR 8.", True),
        ("奥地利配送8欧元。", True),
        ("Delivery to Germany costs EUR 8.", False),
        ("德国配送8欧元。", False),
    ],
)
def test_a_sum_belongs_to_its_place(text: str, right: bool) -> None:
    assert _PLACES.check(text, "en" if text.isascii() else "zh").passed == right
