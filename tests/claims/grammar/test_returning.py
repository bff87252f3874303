"""Days of return are told in many ways, and are one day."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import LOAFERS, TAN_TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black 38 is back on the first Saturday of December.", LOAFERS),
        ("You'll have to wait 18 days.", TAN_TOTE),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black 38 is back on the second Saturday of December.", LOAFERS),
        ("You'll have to wait 8 days.", TAN_TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
