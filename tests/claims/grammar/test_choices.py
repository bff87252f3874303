"""A choice told afterwards is what was spoken of, and one named too has to be so too."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import SHOPPER, TAN_TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black is in stock, tan comes back on 10 December.", TAN_TOTE),
        ("Navy is in stock, the sand too.", SHOPPER),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black is in stock, the tan too.", TAN_TOTE),
        ("Not before 10 December, for the black one.", TAN_TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
