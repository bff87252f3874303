"""Pieces are counted and excepted as they are."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import CORDA, LOAFERS, TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("All sizes but 38 are available in black.", LOAFERS),
        ("In burgundy there are two left.", LOAFERS),
        ("The Corda has 14 pairs are left.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("All sizes but 37 are available in black.", LOAFERS),
        ("6 pairs are left.", CORDA),
        ("Five in black.", TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
