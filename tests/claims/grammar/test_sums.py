"""Sums and differences are worked out."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("If you took the Harbour Tote and the Jardin Silk Scarf, you'd be paying €1,510 for the two.", None),
        ("The Harbour Tote and the Harbour Soft Tote are 140 g apart.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("If you took the Harbour Tote and the Jardin Silk Scarf, you'd be paying €1,610 for the two.", None),
        ("The Harbour Tote and the Harbour Soft Tote are 240 g apart.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
