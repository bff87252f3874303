"""Slightly and much are held to the difference."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Soft Tote is slightly lighter than the Harbour Tote.", None),
        ("The Harbour Soft Tote is much lighter than the Silk Road Weekender.", None),
        ("The women's Lido loafers are slightly dearer than the men's.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Soft Tote is slightly lighter than the Silk Road Weekender.", None),
        ("The Dawn 36 is slightly cheaper than the Deep 200.", None),
        ("The women's Lido loafers are much dearer than the men's.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
