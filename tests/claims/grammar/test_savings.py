"""Choosing one over the other saves what lies between their prices."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Choosing the Harbour Tote over the Harbour Soft Tote saves you €230.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Choosing the Harbour Soft Tote over the Harbour Tote saves you €230.", None),
        ("Choosing the Harbour Tote over the Harbour Soft Tote saves you €330.", None),
        ("Choosing the Harbour Tote over the Harbour Soft Tote saves you 230 euros and it weighs 640 g.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
