"""A figure that nobody gave and that follows from nothing given, in a measure of which a fact gives another one.

`amounts` asks which fact a figure is of and compares. Here it is first asked whether anything explains the figure: what a fact
gives in any measure, what the customer named, and what follows from two of these. In talk without fault hardly any figure in a
unit is unexplained (four in 670 conversations), so little more is asked than that it can be the fact's (`meant.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations, product
from typing import Final

from mercery.inspection.contradictions.amounts import aside, qualified, rated
from mercery.inspection.contradictions.answered_amounts import different
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.meant import Holder, asked_sum, is_a_price, meant, price_meant, threshold_meant
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.comparing import agrees
from mercery.inspection.reading.saying import Saying

_JUDGED_ELSEWHERE: Final = frozenset({"date", "points", "ip", "clock", "size"})
"""Families in which a bare number may be anything, and those with a reading of their own."""
_CASE_BEHIND: Final = re.compile(
    r"(?<=[a-z]) (?:if|when|once|as long as|unless) (?:you|it|it's|they|the|your|that|there)(?![a-z]).*$"
)
"""The case for which something is told takes nothing from its being told."""
_SHIFTS: Final = re.compile(
    r"顺延|延后|推迟|提前|(?<![天月])周期|间隔|每隔|(?<![a-z])(?:later|earlier|delay\w*|postpone\w*|every|cycle)(?![a-z])"
)
"""So much later, or so often: no span of the thing itself."""
_OTHERWISE: Final = re.compile(
    r"(?<![a-z])(?:other|another|instead|alternativ\w*|bigger|larger|smaller|longer one|as \w+ as|equivalent|equals?|compar\w*|separate(?:ly)?|next size|competitor|elsewhere|used to|normally)(?![a-z])"
    r"|另|别的|其他|相当于|等于|大一号|小一号|上一代|老款|原来"
)
"""The sentence is of something else."""


def found(saying: Saying) -> Iterator[Contradiction]:
    """The first figure that nothing explains, with the fact that gives another one."""
    named = amounts(saying.customer, saying.today.year)
    for whole in saying.clauses:
        clause = replace(whole, text=_CASE_BEHIND.sub("", whole.text))
        if clause.question or not clause.asserts or _OTHERWISE.search(clause.sentence_text):
            continue
        for said in amounts(clause.text, saying.today.year):
            if said.family in _JUDGED_ELSEWHERE or aside(saying, clause, said, named) or rated(clause, said):
                continue
            if _SHIFTS.search(clause.text) or _lasts_by_use(saying, said) or explained(saying, said, named):
                continue
            holder = _holder(saying, clause, said)
            if holder is None or qualified(clause, holder.fact):
                continue
            if not any(agrees(replace(said, family=one.family), one) for one in holder.known):
                yield contradiction(saying, clause, holder.fact, different(holder.fact))
                return


def _lasts_by_use(saying: Saying, said: Amount) -> bool:
    """Whether a span follows from how much somebody uses in a day: nearly two weeks with three hours every evening."""
    return said.family == "time" and _USED.search(saying.asked) is not None


_USED: Final = re.compile(
    r"(?<![a-z])(?:every|each|per|once a|twice a|(?:hours?|cups?|times|grams?|pieces?|scoops?|pages?|\d+) a) (?:day|evening|morning|night|week|month)(?![a-z])|(?<![a-z])(?:daily|weekly)(?![a-z])"
    r"|每(?:天|日|晚|周|月|顿)|一(?:天|晚|周)[^,，。!?]{0,4}(?:小时|次|杯|片|克|勺|颗|粒|页|顿)"
)


def _holder(saying: Saying, clause: Clause, said: Amount) -> Holder | None:
    """The fact it is held against: of a sum the price, or the sum from which on something is free."""
    if said.family not in ("money", "number"):
        return meant(saying, clause, said)
    if is_a_price(clause, said) and (of_goods := price_meant(saying, clause)) is not None:
        return of_goods
    return threshold_meant(saying, clause, said) or asked_sum(saying, clause, said)


def explained(saying: Saying, said: Amount, named: Sequence[Amount]) -> bool:
    """Whether a fact or the customer gives the figure, or it follows from two that were given."""
    year = saying.today.year
    # How soon somebody has to answer, or who takes over, bounds no sum.
    held = [fact for fact in saying.facts if fact.kind not in ("reply", "handoff", "identity")]
    facts = [each for fact in held for each in (*fact.amounts, *amounts(fact.name, year))]
    given = [*facts, *named, *amounts(saying.agent, year)]
    # "Up to 190" is true of a weight of 14; whether it is of the fact that is meant is asked when that is known.
    bounded = said.bound in ("most", "least")
    if any(
        said.family == each.family and (not bounded or each.bound == said.bound) and agrees(said, each)
        for each in facts
    ):
        return True
    if any(_loosely_alike(said, each) and bare(said) & bare(each) for each in given):
        return True
    if bare(said) <= _written(saying):
        return True
    if said.bound in ("most", "least") and any(
        said.family == each.family and each.bound == said.bound for each in facts
    ):
        return False
    told = [*given, *(each for each in amounts(saying.text.lower(), year) if each.low != said.low)]
    values = {value for each in told if _loosely_alike(said, each) for value in (each.low, each.high)}
    # What is paid may be so much for a metre, a month, a kilo.
    priced = said.family in ("money", "number")
    counts = {value for each in told if priced or each.family in _COUNTING for value in bare(each)}
    counts |= {Decimal(_HOW_MANY.index(sign) + 1) for sign in _COUNTED_THINGS.findall(saying.text) if sign in _HOW_MANY}
    counts |= {Decimal(2)} if _BOTH.search(saying.text.lower()) else set()
    shares = {each.low for each in told if each.family == "percent"}
    near = Decimal("0.06") if said.bound == "about" or said.family in _TURNED else Decimal("0.005")
    follows = chain(_following(values, counts, shares), _paid(values, counts, shares) if priced else ())
    return any(abs(value - said.low) <= near * abs(said.low) for value in follows)


_TURNED: Final = frozenset({"length", "mass", "volume", "time", "distance"})
"""Families with several units, between which figures are rounded."""
_COUNTING: Final = frozenset({"number", "count", "times"})
_HOW_MANY: Final = "一二三四五六七八九十"
_COUNTED_THINGS: Final = re.compile(
    r"(?<![第一二三四五六七八九十两])([一二三四五六七八九十])(?!个?(?:月|天|年|周|小时|分钟|星期|点|岁|号))(?=[\u4e00-\u9fff])"
)
"""两罐, 三捆: any measure word counts."""
_BOTH: Final = re.compile(
    r"(?<![a-z])(?:both|pair|twice|double|half)(?![a-z])|一[双对]|两(?!个?(?:月|天|年|周|小时|分钟|星期|点|岁))(?=[\u4e00-\u9fff])|半价|对半|各一"
)
_BARE: Final = frozenset({"number", "money", "count", "size", "points"})
"""Families told with and without a unit alike."""
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def bare(one: Amount) -> set[Decimal]:
    """The numbers as they are written."""
    return {one.low / one.scale, one.high / one.scale}


def _written(saying: Saying) -> set[Decimal]:
    """All numbers of the facts and the customer that are no part of a word, a date or a unit known to the reader."""
    known = " ".join(f"{fact.name} {fact.value}" for fact in saying.facts)
    return {Decimal(number) for number in _NUMBER.findall(f"{known} {saying.customer}")}


def _loosely_alike(said: Amount, known: Amount) -> bool:
    return said.family == known.family or {said.family, known.family} <= _BARE


def _following(values: set[Decimal], counts: set[Decimal], shares: set[Decimal]) -> Iterator[Decimal]:
    """Sums, differences, multiples and equal parts, and what is left and taken off by a share."""
    some, few = sorted(values)[:_MOST], sorted(one for one in counts if one <= _MANY)[:_MOST]
    for one, other in combinations(some, 2):
        yield from (one + other, abs(one - other))
    for one, count in product(some, few):
        yield one * count
        if count > 0:
            yield one / count
    for one, share in product(some, shares):
        yield from (one * share / 100, one * (100 - share) / 100)


def _paid(values: set[Decimal], counts: set[Decimal], shares: set[Decimal]) -> Iterator[Decimal]:
    """What is paid for so many at a price, less what is taken off: two for 68 each less 10."""
    some, few = sorted(values)[:_PRICES], sorted(one for one in counts if 1 < one <= _MANY)[:_MOST]
    for one, count in product(some, few):
        for other in some:
            yield from (one * count + other, one * count - other)
        yield from (one * count * (100 - share) / 100 for share in shares)


_PRICES: Final = 8
"""Sums that are put together in two steps; with more of them anything would follow."""
_MANY: Final = 150
"""Nobody reckons with more pieces in a talk."""
_MOST: Final = 40
"""Values that are put together; of more anything would follow."""
