"""What is told by a purpose or a deed is proved as the thing itself, and refused where the thing is another."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import DAWN, LOAFERS, TOTE, passes

from mercery.claims.grammar.by_purpose import by_purpose, by_purpose_chinese


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Swimming with it is not advised.", DAWN),
        ("下水之前请取下来。", DAWN),
        ("A 37 wearer should pick the 38.", LOAFERS),
        ("一般买三十七的请选三十八。", LOAFERS),
        ("There are two inside pockets for your keys.", TOTE),
        ("The lining is plain cotton.", TOTE),
        ("The glass is sapphire crystal rather than mineral crystal.", DAWN),
    ],
)
def test_goes_out(text: str, about: str) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Swimming with it is fine.", DAWN),
        ("A 37 wearer should pick the 36.", LOAFERS),
        ("A 37 wearer should pick the 39.", LOAFERS),
        ("一般买三十八的请选三十七。", LOAFERS),
        ("There are three inside pockets for your keys.", TOTE),
        ("The glass is mineral crystal rather than sapphire.", DAWN),
        ("The strap is rubber rather than leather.", DAWN),
        ("The lining is nothing but plain cotton.", TOTE),
        ("The lining is only ordinary cotton.", TOTE),
        ("The lining is nothing but cotton.", TOTE),
    ],
)
def test_does_not(text: str, about: str) -> None:
    assert not passes(text, about)


def test_lengths_are_put_in_figures() -> None:
    assert by_purpose("it is one metre thirty long") == "it is 1.3 m long"
    assert by_purpose_chinese("宽1米3，长2米") == "宽1.3米，长2米"


def test_advice_on_a_size_needs_no_other_words() -> None:
    assert by_purpose("take the 38 when you wear 37") == "take one size up"
