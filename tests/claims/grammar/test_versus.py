"""Of two amounts set against each other each is its own piece's."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Soft Tote is lighter than the Harbour Tote: 640 g versus 780 g.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Soft Tote is lighter than the Harbour Tote: 780 g versus 640 g.", None),
        ("The Harbour Soft Tote is lighter than the Harbour Tote: 640 g versus 870 g.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
