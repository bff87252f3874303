"""Whether words speak of other goods, or of another of the like, than those a fact is about."""

from __future__ import annotations

import re
from typing import Final

from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import by_group
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_OTHER_ONE: Final = re.compile(
    r"(?<![a-z])(?:the|our|a|an) ([a-z][a-z-]{2,}) (?:ones?|version|range|line|edition|series|model)(?![a-z])"
    r"|([\u4e00-\u9fff]{2})(?:那款|款的?|版的?|系列|型的?)(?![\u4e00-\u9fff]?这)"
)
_REST: Final = re.compile(r"(?<![a-z])(?:the rest|everything else|all else|the others?)(?![a-z])|其余|其他|其它|别的")
_SUBJECT: Final = re.compile(
    r"\W*(?:an?|each|every|most|some) ([a-z]{3,}) (?:takes?|needs?|lasts?|weighs?|holds?|costs?)(?![a-z])"
)
_OTHER_NOUN: Final = re.compile(r"(?<![a-z])(?:the|our) ([a-z][a-z-]{2,}) ([a-z][a-z-]{2,})(?![a-z])")
_THIS: Final = re.compile(
    r"^(?:same|this|right|whole|only|new|standard|current|entire|actual|exact|full|total|main|original|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|latest|newest|current)$|这|该|本|此|咱|同|一|两|新|哪|每|各|尾|付|货|退|打|转|汇|扣|补"
)


def other_goods(saying: Saying, clause: Clause) -> bool:
    """Whether the clause speaks of other goods than were talked of: "the olive one is vegan"."""
    known = saying.customer + " ".join(f"{fact.name} {fact.value}" for fact in saying.goods)
    if _REST.search(clause.text):
        return True
    subject = _SUBJECT.match(clause.text)
    if subject and subject[1] not in known and not by_group(subject[1]):
        return True
    for match in _OTHER_ONE.finditer(clause.text):
        word = match[1] or match[2]
        if not _THIS.search(word) and word not in known:
            return True
    return any(
        match[2] in names and match[1] not in known and not _THIS.search(match[1]) and not by_group(match[1])
        for names in [" ".join(fact.name for fact in saying.goods)]
        for match in _OTHER_NOUN.finditer(clause.text)
    )


def of_its_like(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether the words name another fact of the like: "the dark bars are vegan" says nothing of the milk bars."""
    for other in saying.goods:
        if other.known is fact.known or not other.terms & fact.terms:
            continue
        its_own, own = other.terms - fact.terms, fact.terms - other.terms
        for text in (clause.text, clause.sentence_text):
            here = terms(text)
            if here & own:
                break
            if here & its_own:
                return True
    return False
