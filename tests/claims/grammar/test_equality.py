"""Two measure the same only where they do."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import DAWN, SOFT, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Tote weighs the same as the Harbour Soft Tote.", None),
        ("The Dawn 36 is just as water resistant as the Deep 200.", None),
        ("The Harbour Tote and the Harbour Soft Tote are equally heavy.", None),
        ("它比Deep 200便宜，防水一样好。", DAWN),
        ("It is lighter than the Harbour Tote and just as heavy as the Silk Road Weekender.", SOFT),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)
