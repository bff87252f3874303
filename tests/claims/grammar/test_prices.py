"""A fallen price was what it was."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import CORDA, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("They came down from €150 to €105.", CORDA),
        ("A pair costs €105, not €150 any more.", CORDA),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("They came down from €160 to €105.", CORDA),
        ("A pair costs €105, not €160 any more.", CORDA),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
