"""Rates: what points are worth, what a reduction from a sum on is, how often something may be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_WORTH: Final = re.compile(
    r"(?<![a-z])(?:worth|equals?|gets? you|give you|buys?|convert|redeem|value|=|make)(?![a-z])|抵|值|换|相当|等于|可用"
)
_REDUCED: Final = (
    re.compile(r"满\s?(?P<from>\d+)\s?元?\s?(?:立?减|省|返|优惠|送)\s?(?P<off>\d+)"),
    re.compile(r"(?P<off>\d+)[€£$]? off (?:\w+ ){0,3}?(?:over|from|above|of|at) [€£$]?(?P<from>\d+)"),
    re.compile(
        r"(?:spend|over|from|above|orders of) [€£$]?(?P<from>\d+)\S*(?: \w+){0,3} (?:get|save|take) [€£$]?(?P<off>\d+)"
    ),
)
_ONCE: Final = re.compile(
    r"(?<![a-z])(?:once|one time|one-time|single|one (?:change|exchange|use|per|free))(?![a-z])|一次|1次|仅限一|限一"
)
_OFTEN: Final = re.compile(
    r"(?<![a-z])(?:twice|two times|as often as|as many times|several times|multiple times|again and again|any number|unlimited|every time|a second time|use two|two codes|both codes|use both|whenever you|again later)(?![a-z])|几次都|多次|两次|无限|不限次|随便换|反复|每次都|再换|随时换"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """Each kind of rate."""
    for fact in saying.facts:
        if fact.kind not in ("goods", "upsell"):
            continue
        for clause in saying.clauses:
            if clause.asserts and (_misvalued(saying, fact, clause) or _misreduced(fact, clause)):
                yield contradiction(saying, clause, fact, _why(fact))
                break
            if clause.asserts and not clause.denies and _too_often(saying, fact, clause):
                yield contradiction(saying, clause, fact, _why(fact), grants=_endless(clause))
                break


def rate(fact: Fact) -> tuple[Amount, Decimal] | None:
    """What the fact's name counts, and how much the value gives for one of it ("200 points": "3.00")."""
    counted = [one for one in amounts(fact.name) if one.low > 0]
    given = [one for one in fact.amounts if not one.ranged]
    if len(counted) == 1 and len(given) == 1:
        return counted[0], given[0].low / counted[0].low
    match = re.search(
        r"(?P<n>\d+)\s*(?:积分|points?|分)\s*(?:[=＝:：抵换]|are worth|is worth|equals?|for)\s*[€£$¥]?(?P<v>\d+(?:\.\d+)?)",
        fact.value,
    )
    if match and Decimal(match["n"]) > 0:
        value = Decimal(match["n"])
        return Amount(family="points", low=value, high=value), Decimal(match["v"]) / value
    return None


def _misvalued(saying: Saying, fact: Fact, clause: Clause) -> bool:
    per = rate(fact)
    if not per or not _WORTH.search(clause.text):
        return False
    said = [one for one in amounts(clause.text) if one.family in ("money", "number")]
    bases = {
        one.low
        for one in (*amounts(clause.sentence_text), *amounts(saying.customer))
        if one.family in ("points", "number")
    }
    bases = {one.low for one in amounts(clause.text) if one.family == "points"} or bases
    bases |= {one.low for other in saying.facts if other is not fact for one in other.amounts if one.family == "points"}
    fitting = (
        {Decimal(int(base * per[1])) for base in bases}
        | {base * per[1] for base in bases}
        | bases
        | {per[1] * per[0].low}
    )
    return (
        bool(said)
        and bool(bases)
        and not any(abs(one.low - value) < Decimal("0.02") for one in said for value in fitting)
    )


def _misreduced(fact: Fact, clause: Clause) -> bool:
    known = _reductions(fact.value) | _reductions(f"{fact.name} {fact.value}")
    said = _reductions(clause.text)
    return bool(known and said) and not said <= known


def _reductions(text: str) -> set[tuple[str, str]]:
    return {(match["from"], match["off"]) for pattern in _REDUCED for match in pattern.finditer(text)}


def _too_often(saying: Saying, fact: Fact, clause: Clause) -> bool:
    if not _ONCE.search(fact.value) or not _OFTEN.search(clause.text):
        return False
    acts = fact.acts | lexicon("acts").keys(fact.value)
    here = lexicon("acts").keys(clause.sentence_text) | lexicon("acts").keys(saying.asked)
    return bool(acts & here) or bool(fact.terms & (terms(clause.sentence_text) | terms(saying.asked)))


def _endless(clause: Clause) -> bool:
    return "endless" in lexicon("promising").keys(clause.text) or bool(re.search(r"几次都|随便|不限", clause.text))


def _why(fact: Fact) -> Words:
    return Words(
        f"It is reckoned otherwise: {fact.known.name}: {fact.known.value}.",
        f"应按此计算：{fact.known.name}：{fact.known.value}。",
    )
