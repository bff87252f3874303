"""Ten metres of water are one bar."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import DEEP, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It's water resistant to 20 bar.", DEEP),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It's water resistant to 30 bar.", DEEP),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
