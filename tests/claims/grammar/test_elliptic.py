"""What is said of one piece is said, or denied, of another by its name alone."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Dawn 36 has a steel case, the Deep 200 doesn't.", None),
        ("The Dawn 36 has a steel case, and so does the Golden Evening Watch.", None),
        ("The Harbour Tote takes a 13-inch laptop, the Harbour Soft Tote doesn't.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Dawn 36 has a steel case, the Golden Evening Watch doesn't.", None),
        ("The Dawn 36 has a steel case, and so does the Deep 200.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
