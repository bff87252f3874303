"""What is told of a choice, of a stone or of a detail is so of just that one."""

from __future__ import annotations

import pytest
from tests.claims.gate_shop import variant
from tests.claims.grammar.judging import DAWN, LOAFERS, TOTE, passes

COSTA = variant("costa", "tortoiseshell")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Burgundy comes in 36, 37 and 38.", LOAFERS),
        ("It is real tortoiseshell.", COSTA),
        ("是真玳瑁。", COSTA),
        ("Would you like the ivory one?", TOTE),
        ("Would you like it engraved for free?", None),
        ("May I send it by express to Rome?", None),
        ("Shall I use your free express delivery?", None),
        ("黑色不是没货。", LOAFERS),
        ("卖光不啦。", LOAFERS),
        ("It is even more splash-proof.", DAWN),
    ],
)
def test_another_is_not_told(text: str, about: str | None) -> None:
    assert not passes(text, about)


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Tote is cheaper than the Harbour Soft Tote and lighter too.",
        "The Harbour Soft Tote is lighter and cheaper than the Harbour Tote.",
        "港湾软托特包比港湾托特包轻，也便宜。",
        "The Harbour Tote comes in black and tan, so does the other.",
    ],
)
def test_each_comparison_is_proved_by_itself(text: str) -> None:
    assert not passes(text)


def test_two_true_comparisons_go_out_together() -> None:
    assert passes("The Harbour Soft Tote is lighter and dearer than the Harbour Tote.")
    assert passes("Would you like the tan one?", TOTE)
