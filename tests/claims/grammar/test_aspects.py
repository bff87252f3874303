"""Sides are compared as they are measured."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Ivory Lane Shopper is wider than the Harbour Tote.", None),
        ("The Ivory Lane Shopper is six centimetres wider than the Harbour Tote.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Tote is wider than the Ivory Lane Shopper.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
