"""What stands before the second of two is said of it."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The titanium Deep 200 is dearer than the Dawn 36.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Soft Tote is lighter than the lambskin Harbour Tote.", None),
        ("The Deep 200 is dearer than the titanium Dawn 36.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
