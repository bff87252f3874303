"""Shares in words are shares."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import STOLE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("八成五莫代尔，一成五羊绒。", STOLE),
        ("The Harbour Soft Tote is 18% lighter than the Harbour Tote.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("八成五羊绒，一成五莫代尔。", STOLE),
        ("The Harbour Soft Tote is 28% lighter than the Harbour Tote.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
