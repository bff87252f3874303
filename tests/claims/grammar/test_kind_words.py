"""Talk in anybody's manner is talk; a yes, a deed or praise within it is none."""

from __future__ import annotations

import pytest
from tests.claims.gate_shop import gate


@pytest.mark.parametrize(
    "text",
    [
        "No rush at all, sweetheart, take your time.",
        "Omg congrats, that's so exciting!",
        "Och, let me check that for you.",
    ],
)
def test_kind_words_pass(text: str) -> None:
    assert gate().check(text, "en").passed


@pytest.mark.parametrize(
    "text",
    [
        "Of course, darling, you can.",
        "Done, love!",
        "That's sorted, my dear.",
        "Yes, honestly, it does.",
        "No rush, love, it's on its way.",
        "Right you are, it's done.",
        "You'll find it's perfect, my dear.",
    ],
)
def test_what_is_told_among_them_is_blocked(text: str) -> None:
    assert not gate().check(text, "en").passed
