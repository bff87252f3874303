"""The most of a kind is held against every product of it."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("None of our scarves is cheaper than the Jardin Silk Scarf.", None),
        ("The Golden Evening Watch is the cheapest watch we sell.", None),
        ("The Silk Scarf is cheaper than the Stole.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("None of our scarves is cheaper than the Jardin Stole.", None),
        ("The Dawn 36 is the cheapest watch we sell.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
