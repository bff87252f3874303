"""What a name says is not said of the piece."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import BRACELET, EVENING, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Don't let the name fool you, it is steel.", EVENING),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("True to its name, it is gold.", EVENING),
        ("It is gold as the name says and costs €760.", EVENING),
        ("名字里的红宝石是真的，售价240欧。", BRACELET),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
