"""What a rule says of one thing is not carried over to others by a word (`too`, 也) or by the name of their kind."""

from __future__ import annotations

from functools import cache

import pytest
from tests.claims.grammar.rules_of_a_house import passes, ruled

from mercery.claims.gate import Gate
from mercery.core.i18n import Lang, Words

_RULE = Words("Engraving is offered on the Dawn 36 watch: EUR 20.", "Dawn 36 腕表可刻字：20 欧元。")


@cache
def _engraves() -> Gate:
    return Gate(ruled({"engraving": _RULE}))


@pytest.mark.parametrize(
    ("text", "lang", "may"),
    [
        ("The Dawn 36 can be engraved.", "en", True),
        ("Engraving costs EUR 20.", "en", True),
        ("All our watches can be engraved.", "en", False),
        ("Any watch of ours can be engraved.", "en", False),
        ("Watches can be engraved.", "en", False),
        ("Dawn 36 可以刻字。", "zh", True),
        ("我们家的腕表都可以刻字。", "zh", False),
        ("只要是腕表，都可以刻字。", "zh", False),
    ],
)
def test_goods_a_rule_names_are_not_their_whole_kind(text: str, lang: Lang, may: bool) -> None:
    assert _engraves().check(text, lang).passed is may


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Express delivery exists in Germany only.", True),
        ("Express delivery reaches Germany, and the United Kingdom as well.", False),
        ("特快送德国，也送英国。", False),
        ("特快不光送德国，英国也能送。", False),
        ("Express is for Germany only; standard delivery goes to the United Kingdom in 6 to 9 business days.", True),
        ("Visa works for EUR orders.", True),
        ("Visa works for EUR orders, and for CNY orders too.", False),
        ("EUR orders can be paid in 4 monthly instalments without a fee, CNY orders as well.", False),
    ],
)
def test_what_holds_of_one_is_not_told_of_another_by_also(text: str, may: bool) -> None:
    assert passes(text) is may
