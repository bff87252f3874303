"""What a clause goes on to say is said of the one compared."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import SOFT, TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It is lighter than the Harbour Tote and lined with suede.", SOFT),
        ("The Harbour Soft Tote is 140 g lighter than the Harbour Tote and costs €230 more.", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It is lighter than the Harbour Tote and lined with cotton.", SOFT),
        ("The Harbour Soft Tote is 140 g lighter than the Harbour Tote and costs €230 less.", None),
        ("The Harbour Soft Tote is 140 g lighter than the Harbour Tote and costs €330 more.", None),
        ("It weighs 780 g; the Harbour Soft Tote, too.", TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
