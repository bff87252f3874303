"""What is left in one size alone, and counts after a choice."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import LOAFERS, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Burgundy is only left in 37.", LOAFERS),
        ("Size 37 in black: four pairs.", LOAFERS),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black is only left in 37.", LOAFERS),
        ("Burgundy is only left in 38.", LOAFERS),
        ("Size 37 in black: three pairs.", LOAFERS),
        ("Size 38 in black: four pairs.", LOAFERS),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
