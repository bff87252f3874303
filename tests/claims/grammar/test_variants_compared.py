"""Sizes of one product are compared by their prices."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import PARFUM, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The 100 ml bottle costs 47 euros more than the 50 ml one.", None),
        ("大瓶比这瓶贵47欧。", PARFUM),
        ("This one costs 47 euros less than the 100 ml.", PARFUM),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The 100 ml bottle costs 57 euros more than the 50 ml one.", None),
        ("The 50 ml bottle costs 47 euros more than the 100 ml one.", None),
        ("大瓶比这瓶贵57欧。", PARFUM),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
