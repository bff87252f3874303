"""A part is told of its own material."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Calf leather outside, cotton as lining.", TOTE),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Calf leather outside, calf leather as lining.", TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
