"""An amount said again in another unit must be the same amount."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import DAWN, TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It weighs 780 g, that is 0.78 kg.", TOTE),
        ("The warranty runs five years, in other words sixty months.", DAWN),
        ("质保五年，也就是60个月。", DAWN),
        ("It weighs a touch under 800 g, 780 to be precise.", TOTE),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It weighs 780 g, that is 0.87 kg.", TOTE),
        ("The warranty runs five years, in other words fifty months.", DAWN),
        ("质保五年，也就是50个月。", DAWN),
        ("It weighs 780 g, and the strap is 780 g.", TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
