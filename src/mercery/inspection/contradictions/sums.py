"""A total that follows from none of the sums it is made of: "€45, €32 and €6.90, altogether €79.90"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, product
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_TOTAL: Final = re.compile(
    r"(?<![a-z])(?:altogether|all together|in total|total(?:s|ling)?(?: is| of| to| comes to)?|all in|in all|adds? up to|that makes|makes it|(?:that )?(?:comes? to|came to)|takes (?:you|it|that) to|brings (?:you|it|that|us) to|(?:you'd|you would|you) pay|works out (?:at|to)|sum)(?![a-z])"
    r"|一共|总共|合计|共计|总计|加起来|总价|共(?=\d)"
)
_MOST_PARTS: Final = 4
_MOST_TERMS: Final = 16
"""Products of sums and counts that are added up; with more nothing is said."""


def found(saying: Saying) -> Iterator[Contradiction]:
    """The first total that nothing said or known comes to, where at least two of its parts stand before it."""
    for clause in saying.clauses:
        named = _TOTAL.search(clause.text)
        if named is None or not clause.asserts:
            continue
        here = [one for one in _sums(clause.text) if one.start >= named.start()]
        # "You would pay 84.50 altogether": the total may stand before its word.
        here = here or [one for one in _sums(clause.text) if one.end <= named.start() + 1][-1:]
        if len(here) != 1:
            return
        parts = _sums(saying.text[: clause.start].lower()) + _sums(clause.text[: here[0].start])
        if _pieces_of_one(saying, here[0]):
            return
        facts = _of_facts(saying, parts) or _of_numbers(saying, clause)
        listed = _listed_wrong(saying, clause, here[0])
        if facts and (
            listed or (len({one.low for one in parts}) > 1 and not _comes_to(_cents(here[0]), saying, clause, here[0]))
        ):
            yield contradiction(saying, clause, facts[0], WHY)
        elif not parts and (priced := _several_of_one(saying, clause, here[0])):
            yield contradiction(saying, clause, priced, WHY)
        return


def _pieces_of_one(saying: Saying, total: Amount) -> bool:
    """Whether it is a known price as often as somebody said, however often: 60 bottles at 79."""
    told = amounts(f"{saying.text.lower()}\n{saying.customer}")
    counts = {one.low / one.scale for one in told if one.family in ("number", "count")}
    return any(
        price.low * count == total.low for fact in saying.goods for price in fact.of("money") for count in counts
    )


def _several_of_one(saying: Saying, clause: Clause, total: Amount) -> Fact | None:
    """The fact of a price that the clause speaks of with a number of pieces, where the total follows from nothing known:
    "two bottles come to 158" of bottles at 84."""
    counts = [one for one in amounts(clause.text[: total.start]) if one.family in ("number", "count")]
    if not any(1 < one.low / one.scale <= _MOST_PIECES for one in counts) or _CHANGES.search(clause.sentence_text):
        return None
    here = terms(clause.text) | terms(saying.asked)
    priced = [fact for fact in saying.goods if len(fact.of("money")) == 1 and fact.terms & here]
    told = [one.low / one.scale for one in amounts(f"{saying.text.lower()} {saying.customer}")]
    if any(total.low == price.low * count for fact in priced for price in fact.of("money") for count in told):
        return None
    if not priced or _comes_to(_cents(total), saying, clause, total):
        return None
    return priced[0]


_MOST_PIECES: Final = 12


def _listed_wrong(saying: Saying, clause: Clause, total: Amount) -> bool:
    """Whether the sentence lists its parts and then a total that no two or more of them come to, once or as often as a
    number of the turn says."""
    before = saying.text[: clause.start].lower()
    start = max((before.rfind(sign) for sign in (". ", "。", "!", "！", "?", "？")), default=-1) + 1
    listed = before[start:] + clause.text[: total.start]
    parts = [_cents(one) for one in amounts(listed) if one.family in ("money", "number") and one.low >= _LEAST]
    if not 2 <= len(parts) <= _MOST_PARTS or _CHANGES.search(f"{clause.sentence_text} {listed}"):
        return False
    told = amounts(f"{saying.text.lower()} {saying.customer}")
    counts = {1} | {int(one.low / one.scale) for one in told if one.family in ("number", "count") and 1 < one.low <= 12}
    options = {
        sum(part * count for part, count in zip(some, times, strict=True))
        for size in range(2, len(parts) + 1)
        for some in combinations(parts, size)
        for times in product(sorted(counts)[:4], repeat=size)
    }
    known = {_cents(one) for fact in saying.facts for one in fact.amounts}
    known |= {one * other // 100 for one in parts for other in parts}
    return _cents(total) not in options | known


_LEAST: Final = 5
"""Smaller numbers beside sums count things."""
_CHANGES: Final = re.compile(
    r"%|(?<![a-z])(?:less|minus|off|discount|instead|saves?|reduced)(?![a-z])|减|省|折|优惠|抵|券|退"
)


WHY: Final = Words("The total does not follow from its parts.", "总额与各项金额对不上。")


def _sums(text: str) -> list[Amount]:
    return [one for one in amounts(text) if one.family == "money" and not one.ranged]


def _of_facts(saying: Saying, parts: list[Amount]) -> list[Fact]:
    """The facts that give one of the parts."""
    said = {one.low for one in parts}
    return [fact for fact in saying.goods if any(one.low in said for one in fact.of("money"))]


def _of_numbers(saying: Saying, clause: Clause) -> list[Fact]:
    """The facts that give a number told before the total, where the sums have no sign of money."""
    said = {one.low for one in amounts(saying.text[: clause.start].lower())}
    return [fact for fact in saying.goods if any(one.low in said for one in fact.of("money"))]


def _comes_to(total: int, saying: Saying, clause: Clause, said: Amount) -> bool:
    """Whether sums that were named or are known come to it, each once or as often as a number says, added or taken off;
    or whether there are too many to tell."""
    rest = saying.text[: clause.start] + " " + clause.text[: said.start] + " " + clause.text[said.end :]
    rest += " " + saying.text[clause.start + len(clause.text) :]
    told = f"{rest.lower()}\n{saying.customer}\n{saying.agent}"
    read = [*amounts(told), *(one for fact in saying.facts for one in fact.amounts)]
    lowered = [one for fact in saying.facts if fact.topics & _LOWERS for one in fact.of("percent")]
    if lowered or any(one.family == "percent" for one in amounts(told)) or _SHARES.search(told):
        return True
    sums = {_cents(one) for one in read if one.family == "money"}
    counts = {1} | {int(one.low / one.scale) for one in read if one.family in ("number", "count") and 1 < one.low <= 12}
    terms = sorted({cents * count for cents, count in product(sums, counts)})
    if len(terms) > _MOST_TERMS * 2:
        return True
    return any(
        abs(sum(part * sign for part, sign in zip(some, signs, strict=True)) - total) <= 1
        for size in range(1, _MOST_PARTS + 1)
        for some in combinations(terms, size)
        for signs in product((1, -1), repeat=size)
    )


_SHARES: Final = re.compile(r"(?<![a-z])per ?cent(?![a-z])|打?[一二三四五六七八九]折")
"""A share said in words."""
_LOWERS: Final = frozenset({"discount", "coupon", "price", "membership", "tax", "points"})
"""Facts whose per cents change a sum."""


def _cents(one: Amount) -> int:
    return int(one.low * 100)
