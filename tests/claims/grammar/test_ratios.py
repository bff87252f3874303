"""So many times as much is worked out from both pieces."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Deep 200 is more than six times as water resistant as the Dawn 36.", None),
        ("The Harbour Tote weighs just over half of what the Silk Road Weekender does.", None),
        ("丝路旅行包的重量是港湾软托特包的两倍多。", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Soft Tote weighs twice as much as the Silk Road Weekender.", None),
        ("港湾软托特包的重量是丝路旅行包的两倍多。", None),
        ("The Silk Road Weekender weighs three times as much as the Harbour Soft Tote.", None),
        ("The Silk Road Weekender weighs twice as much as the Harbour Soft Tote and costs twice as much.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
