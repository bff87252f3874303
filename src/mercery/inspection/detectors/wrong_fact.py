"""An agent's statement that contradicts what was known. What the facts do not cover is no finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from mercery.inspection.contradictions import (
    affirmed_value,
    ages,
    along,
    amounts,
    basis,
    by_name,
    counted,
    dated,
    days,
    denied,
    diets,
    fees,
    figures,
    hours,
    labelled,
    listed,
    ordinals,
    places,
    purity,
    rates,
    reached,
    reckoned,
    ruled,
    sides,
    stages,
    starts,
    stock,
    strangers,
    sums,
    swapped,
    tables,
    totals,
    until,
    windows,
    words_of_a_group,
    yes_no,
)
from mercery.inspection.contradictions.bearing import (
    asked_about,
    asked_or_affirmed,
    asked_or_listed,
    of_one_subject,
    of_that_fee,
)
from mercery.inspection.contradictions.contradiction import Contradiction
from mercery.inspection.contradictions.other_goods import of_its_like, other_goods
from mercery.inspection.contradictions.pairing import answers
from mercery.inspection.contradictions.put_right import puts_right
from mercery.inspection.contradictions.restated import bare_but_told, told_of_another
from mercery.inspection.detectors.promise_beyond_policy import granted, promised
from mercery.inspection.reading.amounts import amounts as read_amounts
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying, sayings
from mercery.inspection.reading.terms import terms
from mercery.inspection.rule import RuleId
from mercery.inspection.transcript import Finding, Transcript

KINDS: Final[tuple[Callable[[Saying], Iterator[Contradiction]], ...]] = (
    amounts.found,
    sums.found,
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
    starts.found,
    ruled.found,
    denied.found,
    labelled.found,
    purity.found,
    by_name.found,
    reckoned.found,
    along.found,
    ordinals.found,
    ages.found,
    figures.found,
    strangers.found,
    tables.found,
    reached.found,
    listed.found,
    dated.found,
    totals.found,
    until.found,
    basis.found,
    counted.found,
    swapped.found,
    affirmed_value.found,
)
"""Each kind of contradiction, in the order in which a statement is tried."""


def find(transcript: Transcript) -> Iterator[Finding]:
    """One finding for each turn that contradicts a fact."""
    for saying in sayings(transcript):
        if puts_right(saying.text):
            continue
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


_OF_THEMSELVES: Final = (
    sums.found,
    starts.found,
    reckoned.found,
    along.found,
    ordinals.found,
    ages.found,
    figures.found,
    strangers.found,
    tables.found,
    reached.found,
    dated.found,
    totals.found,
    until.found,
    basis.found,
    counted.found,
    swapped.found,
    affirmed_value.found,
)


def _heard(saying: Saying, kind: Callable[[Saying], Iterator[Contradiction]], one: Contradiction) -> bool:
    """Where a question is answered. Of what is told beside the answer only a rule in the same sentence, and an amount
    that follows at once under the fact's own name, since what is told further on is of other things too often.
    """
    clause = one.clause
    if clause is None or kind in _OF_THEMSELVES or answers(saying, clause):
        return True
    if kind is ruled.found and saying.reply is not None and clause.sentence == saying.reply.sentence:
        return True
    if kind is yes_no.found and one.fact.terms and one.fact.terms <= terms(clause.text) & terms(saying.asked):
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
            if _MASKS.search(one.fact.value) or bare_but_told(saying, one):
                continue
            if one.clause is not None and (
                other_goods(saying, one.clause)
                or of_its_like(saying, one.fact, one.clause)
                or reached.of_another_case(saying, one.clause, one.fact)
            ):
                continue
            if kind in _OF_AMOUNTS and (
                _NUMBERED.search(one.fact.name)
                or _said_too(saying, one)
                or _told_elsewhere(saying, one)
                or _in_its_name(saying, one)
                or _of_a_pair(one)
            ):
                continue
            if kind in (*_OF_AMOUNTS, figures.found) and _OF_SOMEBODY.search(saying.asked):
                continue
            if kind in _OF_WORDS and (told_of_another(saying, one) or _says_the_fact(kind, saying, one)):
                continue
            if kind in _SECOND and not _SECOND[kind](saying, one):
                continue
            if _heard(saying, kind, one):
                yield one


_OF_SOMEBODY: Final = re.compile(
    r"(?<![a-z])(?:she|he|her|him|hers|his|(?:my|a) (?:friend|sister|brother|neighbou?r|colleague|mate|cousin|boss)(?:'s)?(?! (?:birthday|wedding|present|gift|party)))(?: \w+)? (?:pay|paid|buy|bought|order\w*|spend|spent|get|got)(?![a-z])|[她他](?:呢|的|买|付|花|叫)"
)
"""Asks what somebody else paid or bought: figures in the answer are of that person."""
_OF_WORDS: Final = (words_of_a_group.found, yes_no.found, denied.found, stock.found, stages.found)
_OF_AMOUNTS: Final = (amounts.found, fees.found)


def _says_the_fact(kind: object, saying: Saying, one: Contradiction) -> bool:
    """Whether the clause says the fact's value as it stands ("it is polyester", to who asked for cotton), or the turn tells
    how many there are."""
    if kind is stock.found and _said_too(saying, one):
        return True
    if one.clause is None:
        return False
    value = _SHARE.sub("", one.fact.value).strip()
    return len(value) > 1 and value in one.clause.text and negated(one.clause.text) == negated(value)


_SHARE: Final = re.compile(r"\d+(?:\.\d+)?\s?%\s?")


_SECOND: Final[Mapping[Callable[[Saying], Iterator[Contradiction]], Callable[[Saying, Contradiction], bool]]] = {
    amounts.found: of_one_subject,
    fees.found: of_that_fee,
    ruled.found: asked_about,
    denied.found: asked_or_affirmed,
    diets.found: asked_or_listed,
}
"""Kinds that were more often wrong than right on conversations nobody had read, and what each must show besides."""


def _told_elsewhere(saying: Saying, one: Contradiction) -> bool:
    """Whether the words give amounts that other facts, or the shares of this one, state just so, and nothing in them names
    the fact that they are held against."""
    clause = one.clause
    if clause is None:
        return False
    said = {
        (found.family, found.low, found.high)
        for found in read_amounts(clause.text, saying.today.year)
        if found.family in _STATED
    }
    # "299 a piece" counts nothing.
    said = {one for one in said if len(said) == 1 or one[0] != "count" or one[1] != 1}
    if not said:
        return False
    own = {(known.family, known.low, known.high) for known in one.fact.amounts}
    if all(family == "percent" for family, _, _ in said) and said <= own:
        return True
    if one.fact.topics & lexicon("attributes").keys(clause.text) or one.fact.terms & terms(clause.text):
        return False
    others = {
        (known.family, known.low, known.high) for fact in saying.facts if fact is not one.fact for known in fact.amounts
    }
    bare = {(low, high) for family, low, high in others if family in ("money", "number", "points")}
    return all(found in others or (found[0] in ("money", "number", "points") and found[1:] in bare) for found in said)


def _in_its_name(saying: Saying, one: Contradiction) -> bool:
    """Whether every amount of the words is known, or a number that only names the goods: "the 20-year tawny at 46"."""
    if one.clause is None:
        return False
    named = set(_DIGITS.findall(one.fact.name))
    said = read_amounts(one.clause.text, saying.today.year)
    rest = [found for found in said if not named & set(_DIGITS.findall(one.clause.text[found.start : found.end]))]
    known = {(each.low, each.high) for each in one.fact.amounts}
    return len(rest) < len(said) and all((found.low, found.high) in known for found in rest)


def _of_a_pair(one: Contradiction) -> bool:
    """Whether the fact gives several numbers with one unit, and the clause one of them: 30 of 30/20 cm."""
    pair = _PAIR.search(one.fact.value)
    return pair is not None and one.clause is not None and bool(
        set(_DIGITS.findall(pair[0])) & set(_DIGITS.findall(one.clause.text))
    )  # fmt: skip


_PAIR: Final = re.compile(r"\d+(?:\.\d+)?(?:\s?/\s?\d+(?:\.\d+)?)+\s?(?=[a-z\u4e00-\u9fff])")
_NUMBERED: Final = re.compile(
    r"尾号|单号|运单|编号|手机|电话|(?<![a-z])(?:order|tracking|parcel|phone|reference|account|customer) ?(?:no|nr|number|id|#)?\.?$"
)
"""Names of numbers that count nothing."""
_DIGITS: Final = re.compile(r"\d+")
_MASKS: Final = re.compile(r"last (?:four|4)(?: digits)?(?: at most| only)|masked|(?:只|仅)[^,，]{0,4}(?:后四位|尾号)")
"""How much of a number may be shown: nothing of the goods."""
_STATED: Final = frozenset({"money", "number", "points", "percent", "time", "length", "mass", "volume", "count"})


_LIST: Final = re.compile(r"\d+(?:\.\d+)?(?:\s?[,，、/]\s?\d+(?:\.\d+)?)+")
"""A bare list of values that there are."""


def _said_too(saying: Saying, one: Contradiction) -> bool:
    """Whether the turn states the known amount as well: what else it names is of other goods or another circumstance."""
    known = one.fact.amounts
    if len(known) > 1 and one.clause is not None:
        # Of several values the clause may name another one beside what it counts: "six of them in size 3".
        here = {said.low / said.scale for said in read_amounts(one.clause.text, saying.today.year)}
        return (
            one.fact.kind == "goods"
            and _LIST.fullmatch(one.fact.value) is not None
            and bool(here & {each.low / each.scale for each in known})
        )
    if len(known) != 1:
        return False
    return any(
        (said.family, said.low, said.high) == (known[0].family, known[0].low, known[0].high)
        for said in read_amounts(saying.text.lower(), saying.today.year)
    )
