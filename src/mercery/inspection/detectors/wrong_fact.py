"""An agent's statement that contradicts what was known. What the facts do not cover is no finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from mercery.inspection.contradictions import (
    amounts,
    by_name,
    days,
    denied,
    diets,
    fees,
    hours,
    labelled,
    places,
    rates,
    ruled,
    sides,
    stages,
    stock,
    windows,
    words_of_a_group,
    yes_no,
)
from mercery.inspection.contradictions.contradiction import Contradiction
from mercery.inspection.contradictions.pairing import answers
from mercery.inspection.detectors.promise_beyond_policy import granted, promised
from mercery.inspection.reading.amounts import amounts as read_amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import by_group
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying, sayings
from mercery.inspection.reading.terms import terms
from mercery.inspection.rule import RuleId
from mercery.inspection.transcript import Finding, Transcript

KINDS: Final[tuple[Callable[[Saying], Iterator[Contradiction]], ...]] = (
    amounts.found,
    sides.found,
    rates.found,
    yes_no.found,
    fees.found,
    words_of_a_group.found,
    diets.found,
    stages.found,
    hours.found,
    days.found,
    stock.found,
    places.found,
    windows.found,
    ruled.found,
    denied.found,
    labelled.found,
    by_name.found,
)
"""Each kind of contradiction, in the order in which a statement is tried."""


def find(transcript: Transcript) -> Iterator[Finding]:
    """One finding for each turn that contradicts a fact."""
    for saying in sayings(transcript):
        given = granted(saying)
        for one in contradictions(saying):
            if one.grants or one.fact in given or promised(saying, one.clause):
                continue
            yield Finding(
                rule=RuleId.WRONG_FACT,
                turn=one.turn,
                quote=one.quote,
                why=one.why,
                expected=f"{one.fact.known.name}: {one.fact.known.value}",
                known=one.fact.known,
            )
            break


def _heard(saying: Saying, kind: Callable[[Saying], Iterator[Contradiction]], one: Contradiction) -> bool:
    """Where a question is answered. Of what is told beside the answer only a rule in the same sentence, and an amount
    that follows at once under the fact's own name, since what is told further on is of other things too often.
    """
    clause = one.clause
    if clause is None or answers(saying, clause):
        return True
    if kind is ruled.found and saying.reply is not None and clause.sentence == saying.reply.sentence:
        return True
    near = saying.reply is not None and clause.sentence <= saying.reply.sentence + 1
    return near and kind is amounts.found and _by_its_name(one.fact, clause, saying.asked)


def _by_its_name(fact: Fact, clause: Clause, asked: str) -> bool:
    named = fact.topics & lexicon("attributes").keys(clause.text)
    if named or (fact.terms and fact.terms <= terms(clause.text)):
        return True
    bounded = len(fact.amounts) == 1 and fact.amounts[0].bound != "exact"
    return bounded and bool(terms(fact.value) & terms(clause.text) or (fact.terms and fact.terms <= terms(asked)))


def contradictions(saying: Saying) -> Iterator[Contradiction]:
    """Everything in the turn that a fact contradicts."""
    for kind in KINDS:
        for one in kind(saying):
            if one.clause is not None and other_goods(saying, one.clause):
                continue
            if kind is amounts.found and _said_too(saying, one):
                continue
            if _heard(saying, kind, one):
                yield one


def _said_too(saying: Saying, one: Contradiction) -> bool:
    """Whether the turn states the known amount as well: what else it names is of other goods or another circumstance."""
    known = one.fact.amounts
    if len(known) != 1:
        return False
    return any(
        (said.family, said.low, said.high) == (known[0].family, known[0].low, known[0].high)
        for said in read_amounts(saying.text.lower(), saying.today.year)
    )


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
    r"^(?:same|this|right|whole|only|new|standard|current|entire|actual|exact|full|total|main|original)$|这|该|本|此|咱|同|一|两|新|哪|每|各|尾|付|货|退|打|转|汇|扣|补"
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
