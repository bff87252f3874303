"""From one size to another means those between them too."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import LOAFERS, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("We have black from 36 to 37.", LOAFERS),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("We have black from 36 to 38.", LOAFERS),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
