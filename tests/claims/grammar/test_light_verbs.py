"""A verb adds nothing where it stands as a verb; a thing of the same form does."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The bag tips the scales at 780 g.", TOTE),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It weighs 780 g and comes with a stand.", TOTE),
        ("It weighs 780 g, and it was mined.", TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
