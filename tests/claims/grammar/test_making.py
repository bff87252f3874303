"""A grade of gold is said of gold alone."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import BRACELET, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Garnet of 18k.", BRACELET),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
