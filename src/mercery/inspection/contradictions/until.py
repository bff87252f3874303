"""The end of what begins on a known day and lasts a known span: a shelf life from the day of making, a guarantee from the purchase.

Said to end on another day, or to be over or still running when it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mercery.inspection.contradictions.answered_amounts import different
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.over import OVER
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import BOUGHT, Saying

_MADE: Final = re.compile(
    r"(?<![a-z])(?:produced|made|manufactur\w*|production|bottled|baked|roasted|packed|canned|harvest\w*|brewed)(?![a-z])|生产|制造|出厂|灌装|烘焙|产于|酿造"
)
_KEEPS: Final = re.compile(
    r"(?<![a-z])(?:shelf|keeps?|best before|lasts?|expir\w*|good for|use within)(?![a-z])|保质|有效期|赏味|可存|保存"
)
_COVERS: Final = re.compile(r"(?<![a-z])(?:guarantee|warranty|cover|insurance)(?![a-z])|质保|保修|三包|延保")
_KEEPING: Final = re.compile(
    _KEEPS.pattern
    + r"|(?<![a-z])(?:eat|eaten|drink|fresh|good|safe|off|spoil\w*|old)(?![a-z])|[吃喝放存坏用]|过期|到期|新鲜"
)
_COVERED: Final = re.compile(_COVERS.pattern + r"|(?<![a-z])covered(?![a-z])|保")
_END_ASKED: Final = re.compile(
    r"(?<![a-z])(?:until|till|when|how long|expir\w*|best before|good for|use by|date)(?![a-z])|到(?:什么|啥)时|啥时|什么时候|多久|哪天|几月|到期|过期|保质"
)
_OVER: Final = re.compile(
    OVER.format(
        r"(?:is|are|was|it's|they're|all|been) (?:now |already |just )?(?:over|up|gone|past)|ha(?:s|ve) run out|no longer (?:covered|under|in)",
        r"过了?质?保|超了|到期了",
    )
)
_RUNS: Final = re.compile(
    r"(?<![a-z])(?:still (?:under|in|within|covered|running|good|has|valid|fine)|(?:is|are|it's|you're) covered|under (?:guarantee|warranty)|within (?:the )?(?:guarantee|warranty)|not expired)(?![a-z])|在保|保修期内|质保期内|没过(?:期|保)|还没过|还在(?:期|保|质)"
)
_ANOTHER_COVER: Final = re.compile(
    r"(?<![a-z])(?:exten\w+|another|separate\w*|plan|additional\w*|extra|bought on top|add-?on|renewed|new|replac\w+|insur\w+|policy)(?![a-z])|延保|另购|另外|加购|续保|延长|额外|换新|保险"
)
"""Cover beside the one that is known, with an end of its own."""
_ANOTHER_END: Final = re.compile(
    r"(?<![a-z])(?:return\w*|exchange\w*|refund\w*|send back|offer|sale|promotion\w*|code|coupon|voucher|deliver\w*|arriv\w*|ship\w*|dispatch\w*|restock\w*|come|coming|get here)(?![a-z])|退|换货|活动|优惠|券|促销|发货|到货|送达|快递|补货|寄"
)
"""Of something else that ends or is due: no word on the span that is known."""
_NEAR: Final = timedelta(days=32)
"""Whoever names a month means any day of it."""


@dataclass(frozen=True, slots=True)
class _Term:
    fact: Fact
    about: re.Pattern[str]
    """A word of it stands in the question or the answer."""
    begins: date
    ends: date


def found(saying: Saying) -> Iterator[Contradiction]:
    """The first clause that tells another end of the only such span."""
    terms = _terms(saying)
    if len(terms) != 1:
        return
    term = terms[0]
    if _speaks_of_another(saying, term):
        return
    for clause in saying.clauses:
        if clause.question or not clause.asserts:
            continue
        if _ends_elsewhere(saying, clause, term) or _other_side(saying, clause, term):
            yield contradiction(saying, clause, term.fact, different(term.fact))
            return


def _speaks_of_another(saying: Saying, term: _Term) -> bool:
    """Whether question or answer is of another cover, or of the end of something else."""
    both = f"{saying.asked} {saying.text.lower()}"
    named = f"{term.fact.name} {term.fact.value}"
    if term.about.search(both) is None:
        return True
    return any(one[0] not in named for pattern in (_ANOTHER_COVER, _ANOTHER_END) for one in pattern.finditer(both))


def _terms(saying: Saying) -> list[_Term]:
    found = []
    for lasting, starting, about in ((_KEEPS, _MADE, _KEEPING), (_COVERS, BOUGHT, _COVERED)):
        spans = [fact for fact in saying.goods if lasting.search(fact.name) and len(fact.of("time")) == 1]
        starts = [
            (fact, one.day)
            for fact in saying.goods
            if starting.search(f"{fact.name} {fact.value}")
            for one in fact.of("date")
            if one.day is not None
        ]
        if len(spans) == len(starts) == 1 and not spans[0].of("time")[0].ranged:
            span = spans[0].of("time")[0]
            begins = starts[0][1]
            found.append(_Term(spans[0], about, begins, begins + timedelta(days=float(span.low))))
    return found


def _ends_elsewhere(saying: Saying, clause: Clause, term: _Term) -> bool:
    """Whether an end is told, where one was asked for, that lies more than a month beside it."""
    if not (
        _END_ASKED.search(saying.asked) and (_KEEPS.search(f"{saying.asked} {clause.text}") or _first(saying, clause))
    ):
        return False  # fmt: skip
    told = [one for one in amounts(clause.text, saying.today.year) if one.family == "date" and one.day is not None]
    if len(told) != 1 or told[0].day is None:
        return False
    first, last = date.fromordinal(int(told[0].low)), date.fromordinal(int(told[0].high))
    return not (
        first - _NEAR <= term.ends <= last + _NEAR
        or first - _NEAR <= term.begins <= last + _NEAR
        or last == saying.today
    )


def _first(saying: Saying, clause: Clause) -> bool:
    return saying.reply is not None and clause.sentence == saying.reply.sentence


def _other_side(saying: Saying, clause: Clause, term: _Term) -> bool:
    """Whether it is said to be over in time, or to run on when it is over."""
    if abs(saying.today - term.ends) <= _NEAR:
        return False
    over = term.ends < saying.today
    ended, runs = _OVER.search(clause.text), _RUNS.search(clause.text)
    if over and any(
        one.high >= saying.today.toordinal() for one in amounts(saying.text, saying.today.year) if one.family == "date"
    ):
        # A later end that is told is judged as an end, where one was asked for.
        return False
    if over:
        return runs is not None and ended is None and not clause.denies
    return ended is not None and runs is None and not re.search(r"n't|not |没|未", clause.text[: ended.start()])
