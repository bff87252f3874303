"""How many there are, asked for and told wrongly: 30 bags, of a box of 24; 一盒30只, of 每盒50只.

The thing that is counted is named by the question and by the only fact that counts it; so a bare number answers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.inspection.contradictions.answered_amounts import different
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.totals import pieces
from mercery.inspection.reading.facts import Fact, plain
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import stem

_ASKED: Final = re.compile(
    r"(?<![a-z])how many (?:of (?:the|these|those) )?((?:[a-z]+ ){0,2}?[a-z]+?)(?= (?:is|are|do|does|did|can|come|comes|in|per|fit|fits|there|have|has|will|would|you|i|on|for|to|of|inside|included)(?![a-z])|\W|$)|(?:几|多少)([个只片张包袋支瓶粒颗件条根块本枚双盒节层档])"
)
_LEFT: Final = re.compile(
    r"(?<![a-z])(?:left|stock|available|order|buy|take|need|days?|weeks?|hours?|minutes?|months?|years?|people|persons|calories|times)(?![a-z])|库存|还有|剩|能用|要|买|够|推荐|每天|一天"
)
"""How many are left or needed is told otherwise than how many there are."""


def found(saying: Saying) -> Iterator[Contradiction]:
    """By the only fact that counts what is asked for."""
    asked = _ASKED.search(saying.asked)
    if asked is None or _LEFT.search(saying.asked) or saying.reply is None:
        return
    counting = [(fact, known) for fact in saying.goods if (known := _counts(fact, asked[1], asked[2]))]
    if len(counting) != 1 or counting[0][0].value != plain(counting[0][0].known.value):
        return
    fact, known = counting[0]
    told = [clause for clause in saying.clauses if clause.asserts and not clause.question and _numbers(clause.text)]
    if not told or told[0].sentence > saying.reply.sentence or told[0].denies:
        return
    said = _numbers(told[0].text)
    given = {int(one) for one in re.findall(r"\d+", " ".join(f"{each.name} {each.value}" for each in saying.facts))}
    given |= {int(one) for one in re.findall(r"\d+", saying.customer)}
    given |= pieces(" ".join(each.value for each in saying.goods)) | {1}
    if said and not said & known and not said & given and not _sums(said, given):
        yield contradiction(saying, told[0], fact, different(fact))


def _sums(said: set[int], given: set[int]) -> bool:
    """Whether it follows from two numbers that are given."""
    return any(
        one == first * second or (one == first + second and first != second)
        for one in said
        for first in given
        for second in given
    )


def _counts(fact: Fact, thing: str | None, measure: str | None) -> set[int]:
    """The numbers of the thing in a fact."""
    if measure:
        return {
            _number(one[1])
            for one in re.finditer(rf"(\d+|[一两二三四五六七八九十])\s?{measure}(?!人|月|年|天)", fact.value)
        } - {1}
    assert thing is not None
    roots = {stem(word) for word in thing.split()[-1:]}
    found = set()
    for one in re.finditer(r"(?<![\d.])(\d{1,4})(?![\d.:%])(?: x)? ((?:[a-z]+ ?){1,3})", fact.value):
        if roots & {stem(word) for word in one[2].split()}:
            found.add(int(one[1]))
    if (
        not found
        and roots & {stem(word) for word in fact.name.split()}
        and re.fullmatch(r"\d{1,4}", fact.value.strip())
    ):
        found.add(int(fact.value.strip()))
    return found


def _number(text: str) -> int:
    return int(text) if text.isdigit() else next(iter(pieces(f"{text}个")), 0)


_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "a hundred": 100, "a dozen": 12}


def _numbers(text: str) -> set[int]:
    """Whole numbers of a clause that stand for pieces: bare or before the thing."""
    found = {
        int(one)
        for one in re.findall(
            r"(?<![\d.a-z£€$])(\d{1,4})(?![\d.:%]|\s?(?:cm|mm|kg|g|ml|l|eur|usd|元|块|月|号|日|天|年|点|厘米|克))", text
        )
    }
    found |= {one for one in pieces(text) if one > 1} | {value for word, value in _TENS.items() if re.search(rf"(?<![a-z]){word}(?![a-z])", text)}  # fmt: skip
    return found
