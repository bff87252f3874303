"""Which sizes there are, whether or not they are in stock."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import CORDA, LOAFERS, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Burgundy exists in one size only, 37.", LOAFERS),
        ("It comes in a 38.", CORDA),
    ],
)
def test_what_is_so_passes(text: str, about: str) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Burgundy exists in one size only, 36.", LOAFERS),
        ("Black exists in one size only, 37.", LOAFERS),
        ("It comes in a 39.", CORDA),
        ("It does not come in a 38.", CORDA),
        ("It comes only in a 38.", CORDA),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str) -> None:
    assert not passes(text, about)
