"""Rules as data: they survive a round trip, and a form that cannot be used names every field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.errors import Invalid
from mercery.inspection.rule import RuleId
from mercery.inspection.rule_texts import RULE_TEXTS
from mercery.inspection.rulebook import (
    SEVERITIES,
    AllowedOffer,
    RuleBook,
    RuleSetting,
    book_from_form,
    book_from_json,
    book_to_json,
    offers_text,
)

LINE = st.text(
    st.characters(blacklist_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], blacklist_characters="|"),
    min_size=1,
    max_size=40,
)
BOOKS = st.builds(
    RuleBook,
    version=st.integers(0, 9),
    rules=st.fixed_dictionaries(
        {rule: st.builds(RuleSetting, on=st.booleans(), severity=st.sampled_from(SEVERITIES)) for rule in RuleId}
    ),
    slow_after=st.integers(1, 86_400),
    quiet_hours=st.integers(1, 336),
    offers=st.lists(st.builds(AllowedOffer, situation=LINE, offer=LINE), max_size=4).map(tuple),
)


def form(book: RuleBook) -> dict[str, str]:
    """The book as its page sends it."""
    values = {
        "slow_after": str(book.slow_after),
        "quiet_hours": str(book.quiet_hours),
        "offers": offers_text(book.offers),
    }
    for rule, setting in book.rules.items():
        values[f"severity_{rule.value}"] = setting.severity
        if setting.on:
            values[f"on_{rule.value}"] = "1"
    return values


@given(BOOKS)
def test_a_book_is_the_same_after_storing_and_after_its_own_form(book: RuleBook) -> None:
    assert book_from_json(book_to_json(book), book.version) == book
    assert book_from_form(form(book), book.version) == book


def test_every_rule_is_explained_in_both_languages() -> None:
    assert set(RULE_TEXTS) == set(RuleId)
    for text in RULE_TEXTS.values():
        assert all(words.en and words.zh for words in (text.name, text.what, text.why, text.example))


def test_a_rule_that_came_later_counts_as_at_the_start() -> None:
    stored = book_to_json(RuleBook())
    del stored["rules"]["slow_reply"]
    assert book_from_json(stored, 3).rules[RuleId.SLOW_REPLY] == RuleBook().rules[RuleId.SLOW_REPLY]


def test_each_field_that_cannot_be_used_is_named_with_what_to_do() -> None:
    entered = form(RuleBook()) | {
        "slow_after": "two", "quiet_hours": "0", "offers": "gift wrapping\nit rains | an umbrella",
        "severity_slow_reply": "awful",
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        book_from_form(entered, 0)
    named = {(one.field, one.line) for one in refused.value.problems}
    assert named == {("slow_after", None), ("quiet_hours", None), ("offers", 1), ("severity_slow_reply", None)}
    assert all(one.remedy for one in refused.value.problems)
