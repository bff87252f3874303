"""A share may stand after its material."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import STOLE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Modal makes up 85% of it, cashmere the other 15%.", STOLE),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Cashmere makes up 85% of it, modal the other 15%.", STOLE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
