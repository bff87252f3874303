"""A date that nobody gave and that follows from nothing given, where a fact gives another: the 19th of what left on the 17th.

As with figures (`figures.py`) it is asked first whether anything explains the date: a fact, the customer, what was said before,
a span from a day that was given, a day of the week a fact names. In Chinese and in English a day may stand without its month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mercery.inspection.contradictions.answered_amounts import different
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import by_group
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import BOUGHT, Saying, relative_day
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for

_DAY_ALONE: Final = re.compile(
    r"(?<![月\d.])(\d{1,2})[号日](?![\u4e00-\u9fff]?[楼店线池门仓机码院厅库桌])"
    r"|(?<![a-z])the (\d{1,2})(?:st|nd|rd|th)(?! (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|floor|edition|place|time|one|piece|birthday|anniversary|row|century|generation))"
)
_WHEN: Final = re.compile(
    r"(?<![a-z])(?:when|what (?:day|date)|which day|until|till|how long)(?![a-z])|哪天|几号|什么时候|啥时|何时|多久"
)
_ABOUT: Final = re.compile(
    r"(?<![a-z])(?:about|around|roughly|approx\w*|latest|earliest|might|from|after|before|by)(?![a-z])|左右|前后|最迟|最晚|最早|之?前|以后|之后|起"
)
"""Before or after a day: other days are as true."""
_WORKING: Final = 1.5
"""By how much a span of working days may be longer on the calendar, and three days more for the ends."""
_ENDS: Final = 3
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class _Said:
    first: date
    last: date


def found(saying: Saying) -> Iterator[Contradiction]:
    """The first date that nothing explains, with the only fact it can be held against."""
    dated = [fact for fact in saying.goods if any(one.family == "date" for one in fact.amounts)]
    if not dated:
        return
    for clause in saying.clauses:
        if clause.question or not clause.asserts or clause.denies or _ABOUT.search(clause.text):
            continue
        for said in _dates(saying, clause):
            if _explained(saying, said, clause):
                continue
            fact = _meant(saying, clause, dated)
            if fact is not None:
                yield contradiction(saying, clause, fact, different(fact))
                return


def _dates(saying: Saying, clause: Clause) -> Iterator[_Said]:
    for one in amounts(clause.text, saying.today.year):
        if one.family == "date":
            yield _Said(date.fromordinal(int(one.low)), date.fromordinal(int(one.high)))
    for match in _DAY_ALONE.finditer(clause.text):
        day = int(match[1] or match[2])
        near = [saying.today + timedelta(days=ahead) for ahead in range(-15, 16)]
        nearest = next((each for each in near if each.day == day), None)
        if nearest is not None:
            yield _Said(nearest, nearest)


def _given(saying: Saying) -> list[_Said]:
    """The days that facts, the customer and the agent gave before."""
    year = saying.today.year
    read = [one for fact in saying.facts for one in (*fact.amounts, *amounts(fact.name, year))]
    read += [*amounts(saying.customer, year), *amounts(saying.agent, year)]
    return [
        _Said(date.fromordinal(int(one.low)), date.fromordinal(int(one.high))) for one in read if one.family == "date"
    ]


def _explained(saying: Saying, said: _Said, clause: Clause) -> bool:
    given = _given(saying)
    if any(one.first <= said.last and said.first <= one.last for one in given):
        return True
    if any(one.first.day == said.first.day for one in given) or _written(saying, said.first.day):
        return True
    word = relative_day(clause.sentence_text)
    if word is not None and saying.today + timedelta(days=word) == said.first:
        return True
    if _on_a_day_of_the_week(saying, said):
        return True
    spans = [(float(one.low), float(one.high)) for fact in saying.facts for one in fact.amounts if one.family == "time"]
    bases = [*(one.first for one in given), *(one.last for one in given), saying.today]
    return any(
        low - 1 <= abs((said.first - base).days) <= high * _WORKING + _ENDS for base in bases for low, high in spans
    )


def _written(saying: Saying, day: int) -> bool:
    """Whether the customer or a fact writes the number of the day, whatever it is of."""
    known = " ".join(f"{fact.name} {fact.value}" for fact in saying.facts)
    return re.search(rf"(?<![\da-z]){day}(?!\d)", f"{known} {saying.customer}") is not None


def _on_a_day_of_the_week(saying: Saying, said: _Said) -> bool:
    """Whether a fact names the day of the week on which the date falls, within a week."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    known = by_group(" ".join(fact.value for fact in saying.facts)).get("weekday", frozenset())
    return abs((said.first - saying.today).days) <= _WEEK and names[said.first.weekday()] in known


def _meant(saying: Saying, clause: Clause, dated: Sequence[Fact]) -> Fact | None:
    """The only fact with a date that is spoken of or, where a day is asked for, the only one there is."""
    topics = lexicon("attributes").keys(clause.text) | asked_for(saying.asked)
    here = terms(clause.text) | terms(saying.asked)
    spoken = [fact for fact in dated if fact.topics & topics or (fact.terms | terms(fact.value)) & here]
    if len(spoken) == 1:
        return spoken[0]
    # The day of the purchase is no answer to when something else is.
    if dated and BOUGHT.search(dated[0].name) and not BOUGHT.search(saying.asked):
        return None
    return dated[0] if not spoken and len(dated) == 1 and _WHEN.search(saying.asked) else None
