"""A rule for one brand's bags and for all watches: a list that drops the brand says more than the rule."""

from __future__ import annotations

from functools import cache

import pytest
from tests.claims.grammar.rules_of_a_house import ruled

from mercery.claims.gate import Gate
from mercery.core.i18n import Words

_RULE = Words("A numbered authenticity card comes with every Verain bag and every watch.", "")


@cache
def _gate() -> Gate:
    return Gate(ruled({"authenticity": _RULE}))


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Every watch and every Verain bag comes with a numbered authenticity card.", True),
        ("Every Verain bag comes with a numbered authenticity card.", True),
        ("Every watch comes with a numbered authenticity card.", True),
        ("Every watch and every bag comes with a numbered authenticity card.", False),
        ("Every watch and every bag we carry comes with a numbered authenticity card.", False),
        ("Every bag comes with a numbered authenticity card.", False),
    ],
)
def test_each_kind_is_told_with_its_brand(text: str, passes: bool) -> None:
    assert _gate().check(text, "en").passed == passes
