"""A share of the old price is what is paid."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import WEEKENDER, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("You pay 80% of the original price.", WEEKENDER),
        ("Normally €700, now €560.", WEEKENDER),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("You pay 70% of the original price.", WEEKENDER),
        ("You pay 20% of the original price.", WEEKENDER),
        ("Normally €800, now €560.", WEEKENDER),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
