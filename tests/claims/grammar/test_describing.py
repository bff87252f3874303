"""What a thing in a text measures is not the piece."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import SOFT, TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It won't take a 13-inch laptop.", SOFT),
        ("It takes a 13-inch laptop.", TOTE),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It's 13-inch and costs €1,480.", SOFT),
        ("It costs €1,480 and takes a 13-inch laptop.", SOFT),
        ("It is lighter than the Harbour Tote and takes a 13-inch laptop.", SOFT),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
