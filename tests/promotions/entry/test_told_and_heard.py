"""What is told of a rule, heard again, is the same rule: neither telling nor hearing loses or makes up anything."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.promotions.entry.strategies import KNOWN, NAMES, rules

from mercery.core.i18n import Lang, Words
from mercery.promotions.entry.heard import DOUBT
from mercery.promotions.entry.words import hear
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.rule import tell_rule


def heard_again(rule: Rule, lang: Lang) -> None:
    told = tell_rule(rule, lang, NAMES)
    heard = hear(told, KNOWN)
    asked = [one for one in heard.questions if not one.id.startswith(DOUBT)]
    assert (heard.unheard, asked) == ((), []), told
    assert [replace(one, id="r", name=Words("")) for one in heard.rules] == [rule], told


@settings(max_examples=120, deadline=None)
@given(rules())
def test_a_rule_told_in_english_is_heard_as_itself(rule: Rule) -> None:
    heard_again(rule, "en")


@settings(max_examples=120, deadline=None)
@given(rules())
def test_a_rule_told_in_chinese_is_heard_as_itself(rule: Rule) -> None:
    heard_again(rule, "zh")


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(rules())
def test_many_rules_told_in_both_languages_are_heard_as_themselves(rule: Rule) -> None:
    heard_again(rule, "en")
    heard_again(rule, "zh")
