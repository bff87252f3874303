"""What is proved of goods is not told of doing without them; a span of weekdays has both its ends as the rule has them."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import DAWN, passes

from mercery.claims.grammar.clauses import clauses_of
from mercery.claims.grammar.tokens import tokens
from mercery.claims.grammar.vocabulary import lexicon_words
from mercery.claims.grammar.weekdays_told import weekdays_as_ruled


@pytest.mark.parametrize(("text", "true"), [("Do not swim with it.", True), ("Do not swim without it.", False)])
def test_with_and_without(text: str, true: bool) -> None:
    assert passes(text, DAWN) is true


@pytest.mark.parametrize(
    ("said", "true"),
    [
        ("monday to saturday", True),
        ("saturday to saturday", False),
        ("monday to sunday", False),
        ("monday and saturday", True),
        ("周一到周六", True),
        ("周六到周六", False),
    ],
)
def test_spans_of_weekdays(said: str, true: bool) -> None:
    rule = clauses_of("Advisers: Monday to Saturday, 9:00 to 19:00.", "f", "s", lexicon_words(), 2026)
    clause = next(one for one in rule if any(amount.kind == "weekday" for amount in one.amounts))
    assert weekdays_as_ruled(tokens(said, lexicon_words(), year=2026), clause) is true
