"""The second piece of evidence: that the words and the fact are of one subject, beside that they do not agree.

That two amounts differ says nothing as long as they may be of different things. Before a figure, a rule or a denial is held
against somebody, what was asked or what is said must name the fact's subject, as strictly as the kind of contradiction was
found to need on conversations nobody had read.
"""

from __future__ import annotations

from dataclasses import dataclass

from mercery.inspection.contradictions.contradiction import Contradiction
from mercery.inspection.contradictions.pairing import SHARED, UNIT_WORDS, answers
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.rules import circumstances
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for


@dataclass(frozen=True, slots=True)
class Signs:
    """Where the fact's subject is named."""

    asked: bool
    """In the question."""
    said: bool
    """By its name, in the clause."""
    told: bool
    """By words of its value, in the clause."""
    replies: bool
    """The clause is what the turn opens with."""


def signs(saying: Saying, one: Contradiction) -> Signs:
    """What shows that the clause speaks of the fact."""
    fact, text = one.fact, _text(one)
    here, asked = terms(text), terms(saying.asked)
    own = fact.terms - UNIT_WORDS
    return Signs(
        asked=bool(fact.topics & asked_for(saying.asked) or own & asked),
        said=bool(fact.topics & lexicon("attributes").keys(text) or own & here),
        told=bool((terms(fact.value) - UNIT_WORDS) & here),
        replies=one.clause is None or one.clause is saying.reply,
    )


def of_one_subject(saying: Saying, one: Contradiction) -> bool:
    """Whether an amount is the fact's: the turn opens with it and its name was asked for or is said; further on in the turn
    it was asked for, and the clause names it as well. A yes or no to an amount of the customer's own is of that amount, and
    what is told in a measure that one fact alone has is of that fact.
    """
    found = signs(saying, one)
    if not found.replies:
        return found.asked and (found.said or found.told)
    to_theirs = saying.answer is not None and bool(amounts(saying.asked, saying.today.year))
    return found.asked or found.said or to_theirs or _alone(saying, one)


def _alone(saying: Saying, one: Contradiction) -> bool:
    """Whether the clause gives a measure of which no other fact has any."""
    families = {said.family for said in amounts(_text(one))} - SHARED | ({"volume"} if saying.asked else set())
    holders = [fact for fact in saying.goods if any(known.family in families for known in fact.amounts)]
    return holders == [one.fact]


def of_that_fee(saying: Saying, one: Contradiction) -> bool:
    """Whether a fee was asked for and this answers it, or the clause names it."""
    found = signs(saying, one)
    return found.said or (found.asked and (one.clause is None or answers(saying, one.clause)))


def asked_about(saying: Saying, one: Contradiction) -> bool:
    """Whether what a rule rules, or a fact denies, is what was asked, and is what the clause speaks of."""
    found = signs(saying, one)
    acts = one.fact.acts | lexicon("acts").keys(one.fact.value)
    asked = bool(
        found.asked or acts & lexicon("acts").keys(saying.asked) or terms(one.fact.value) & terms(saying.asked)
    )
    again = lexicon("acts").keys(_text(one)) & lexicon("acts").keys(saying.asked)
    same_case = circumstances(_text(one)).keys() & circumstances(one.fact.value).keys()
    return bool(same_case) or (asked and bool(found.replies or found.said or found.told or again))


def _text(one: Contradiction) -> str:
    return one.clause.text if one.clause is not None else ""
