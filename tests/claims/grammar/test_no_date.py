"""Nobody knows when it comes back only where no date is known."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import LOAFERS, MENS, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("41 is sold out, and I can't give you a date.", MENS),
        ("41码卖完了，何时补货还说不准。", MENS),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("38 is sold out, and I can't give you a date.", LOAFERS),
        ("38码卖完了，何时补货还说不准。", LOAFERS),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
