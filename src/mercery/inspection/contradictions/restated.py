"""A fact that the turn tells just as it is: then nothing in the turn is held against that fact.

A bare yes is of what follows it as often as of the whole question. Where the next words give the fact's own value, the yes
was of that: "Can it be engraved? Yes, up to six letters".
"""

from __future__ import annotations

import re
from typing import Final

from mercery.inspection.contradictions.contradiction import Contradiction
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_PIECE: Final = re.compile(r"[,，;；。、]")
_BARE: Final = 1
"""A reply with more words of its own says something itself."""


def bare_but_told(saying: Saying, one: Contradiction) -> bool:
    """Whether a bare yes or no is held against a fact of which the rest of the turn tells as it is."""
    clause = one.clause
    if clause is None or clause is not saying.reply or saying.answer is None:
        return False
    if len(terms(clause.text)) > _BARE or amounts(clause.text, saying.today.year):
        return False
    rest = [other for other in saying.clauses if other is not clause and other.asserts]
    return any(restates(saying, one.fact, other) for other in rest)


def restates(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether the clause gives amounts of the fact and no others, or two words at least of one part of its value, and denies
    no more or less than that part."""
    said = {(each.family, each.low) for each in amounts(clause.text, saying.today.year)}
    known = {(each.family, each.low) for each in fact.amounts}
    if said:
        return said <= known
    here = terms(clause.text)
    return any(
        len(here & terms(piece)) > _BARE and negated(piece) == clause.denies for piece in _PIECE.split(fact.value)
    )


def told_of_another(saying: Saying, one: Contradiction) -> bool:
    """Whether the words give another fact as it is, and nothing in them names the one they are held against."""
    clause, fact = one.clause, one.fact
    if clause is None or fact.terms & terms(clause.text):
        return False
    here = terms(clause.text)
    for other in saying.goods:
        if other is fact or not other.terms & (here | terms(saying.asked)):
            continue
        if len(here & terms(other.value)) > _BARE and restates(saying, other, clause):
            return True
    return False
