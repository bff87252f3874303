"""Prices per millilitre, from the price and the content of the bottle in question."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.claims.gate_shop import variant
from tests.claims.grammar.judging import passes

SMALL, LARGE = variant("fig-parfum", "50 ml"), variant("fig-parfum", "100 ml")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It costs €145, that is €1.45 per ml.", LARGE),
        ("It costs €98, that is €1.96 per ml.", SMALL),
        ("It costs €98, that is €19.60 per 10 ml.", SMALL),
        ("100毫升145欧，每毫升1.45欧，小瓶50毫升98欧，合每毫升1.96欧。", LARGE),
    ],
)
def test_what_the_price_comes_to_passes(text: str, about: str) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It costs €98, that is €1.45 per ml.", SMALL),
        ("It is not €1.45 per ml.", LARGE),
        ("Only €1.45 per ml.", LARGE),
        ("It costs €145, that is €1.45 per 10 ml.", LARGE),
        ("100毫升145欧，每毫升1.45欧，小瓶50毫升98欧，合每毫升1.45欧。", LARGE),
    ],
)
def test_the_price_of_another_measure_is_refused(text: str, about: str) -> None:
    assert not passes(text, about)


@settings(max_examples=20, deadline=None)
@given(st.integers(-100, 100).filter(bool))
def test_another_amount_is_refused(off: int) -> None:
    wrong = Decimal("1.45") + Decimal(off) / 100
    assert not passes(f"It costs €145, that is €{wrong} per ml.", LARGE)
    assert not passes(f"100毫升145欧，每毫升{wrong}欧。", LARGE)
