"""How far two products lie apart: only the number, the direction and the product that the facts bear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.claims.grammar.judging import SOFT, TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It is 140 grams lighter than the calf leather tote.", SOFT),
        ("It is €230 dearer than the Harbour Tote.", SOFT),
        ("跟港湾托特包比，它轻140克，价钱多230欧。", SOFT),
        ("比小牛皮的托特包轻140克。", SOFT),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It is 140 grams heavier than the calf leather tote.", SOFT),
        ("It is not 140 grams lighter than the calf leather tote.", SOFT),
        ("It is 140 grams lighter than the suede tote.", SOFT),
        ("It is 140 grams lighter than the calf leather tote.", TOTE),
        ("跟港湾托特包比，它重140克，价钱多230欧。", SOFT),
        ("跟港湾托特包比，它轻140克，价钱少230欧。", SOFT),
        ("比小牛皮的托特包便宜140克。", SOFT),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)


@settings(max_examples=20, deadline=None)
@given(grams=st.integers(min_value=1, max_value=999), euros=st.integers(min_value=1, max_value=999))
def test_no_other_number_passes(grams: int, euros: int) -> None:
    assert passes(f"跟港湾托特包比，它轻{grams}克。", SOFT) == (grams == 140)
    assert passes(f"It is €{euros} dearer than the Harbour Tote.", SOFT) == (euros == 230)
