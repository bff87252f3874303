"""The second piece of evidence: that the words and the fact are of one subject, beside that they do not agree.

That two amounts differ says nothing as long as they may be of different things. Before a figure, a rule or a denial is held
against somebody, what was asked or what is said must name the fact's subject, as strictly as the kind of contradiction was
found to need on conversations nobody had read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mercery.inspection.contradictions.contradiction import Contradiction
from mercery.inspection.contradictions.pairing import SHARED, answers, first_told
from mercery.inspection.contradictions.pieces import UNIT_WORDS, is_list
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.facts import Fact
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
        asked=bool(fact.topics & asked_for(saying.asked) or own & asked or _by_name(fact, saying.asked)),
        said=bool(fact.topics & lexicon("attributes").keys(text) or own & here),
        told=bool((terms(fact.value) - UNIT_WORDS) & here),
        replies=one.clause is None or one.clause is saying.reply or first_told(saying, one.clause, saying.reply),
    )


def _by_name(fact: Fact, text: str) -> bool:
    """Whether a text says a Chinese name as it stands: its signs may lie in other words."""
    return len(fact.name) > 1 and not fact.name.isascii() and fact.name in text


def of_one_subject(saying: Saying, one: Contradiction) -> bool:
    """Whether an amount is the fact's: the turn opens with it and its name was asked for or is said; further on in the turn
    it was asked for, and the clause names it as well. A yes or no to an amount of the customer's own is of that amount, and
    what is told in a measure that one fact alone has is of that fact.
    """
    found = signs(saying, one)
    if not found.replies:
        return found.asked and (found.said or found.told)
    to_theirs = saying.answer is not None and bool(amounts(saying.asked, saying.today.year))
    if to_theirs and not amounts(_text(one), saying.today.year) and not _asked_with_it(saying, one):
        return False
    return found.asked or found.said or to_theirs or _alone(saying, one)


def _asked_with_it(saying: Saying, one: Contradiction) -> bool:
    """Whether, of several sentences asked, one that names an amount names the fact too; of one sentence it is not known."""
    asked = [each for each in _SENTENCES.split(saying.asked) if each.strip()]
    if len(asked) < _SEVERAL:
        return True
    own = one.fact.terms - UNIT_WORDS
    others = frozenset().union(*(fact.terms for fact in saying.goods if fact is not one.fact)) - UNIT_WORDS
    here = [each for each in asked if amounts(each, saying.today.year)]
    return any(own & terms(each) or one.fact.topics & asked_for(each) or not others & terms(each) for each in here)


_SEVERAL: Final = 2
_SENTENCES: Final = re.compile(r"[.!?;。！？；\n]+(?!\d)")


def _alone(saying: Saying, one: Contradiction) -> bool:
    """Whether the clause gives a measure of which no other fact has any."""
    families = {said.family for said in amounts(_text(one))} - SHARED | ({"volume"} if saying.asked else set())
    holders = [fact for fact in saying.goods if any(known.family in families for known in fact.amounts)]
    return holders == [one.fact]


def of_that_fee(saying: Saying, one: Contradiction) -> bool:
    """Whether a fee was asked for and this answers it, or the clause names it."""
    found = signs(saying, one)
    return found.said or (found.asked and (one.clause is None or answers(saying, one.clause)))


def asked_or_affirmed(saying: Saying, one: Contradiction) -> bool:
    """Whether it was asked about, or the sentence that begins with yes says the very thing that the fact denies."""
    reply = saying.reply
    same = (
        saying.answer == "yes"
        and reply is not None
        and one.clause is not None
        and one.clause.sentence == reply.sentence
    )
    acts = lexicon("acts").keys(_text(one)) & lexicon("acts").keys(one.fact.value)
    return asked_about(saying, one) or (same and bool(acts))


def asked_or_listed(saying: Saying, one: Contradiction) -> bool:
    """Whether it was asked about, or the fact lists what is in the goods and the clause says in so many words what is not."""
    listed = (_LISTS.search(one.fact.name) is not None or is_list(one.fact.value)) and one.clause is not None
    return asked_about(saying, one) or (listed and _WITHOUT.search(_text(one)) is not None)


_LISTS: Final = re.compile(r"ingredient|contents?$|composition|成分|配料|原料")
_WITHOUT: Final = re.compile(r"(?<![a-z])(?:no|without|free of|free from|not one|none)(?![a-z])|-free|不含|没有?|零|无")


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
