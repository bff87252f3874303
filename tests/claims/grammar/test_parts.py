"""A material is used for the part that is told."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import SHOPPER, TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Calf leather is only used for the trim.", SHOPPER),
        ("Cotton is what it's lined with.", TOTE),
        ("小牛皮只用在饰边。", SHOPPER),
        ("Cotton lines the inside.", TOTE),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Coated canvas is only used for the trim.", SHOPPER),
        ("Calf leather is what it's lined with.", TOTE),
        ("涂层帆布只用在饰边。", SHOPPER),
        ("Leather lines the inside.", TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
