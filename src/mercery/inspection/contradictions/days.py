"""Days told by a word or a date: "it leaves today" of what leaves on the 24th, "tomorrow" of what takes a week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying, relative_day

TIMED: Final = frozenset({"delivery_time", "dispatch_time", "refund_time", "restock", "pickup", "preparation"})
"""What happens on a day that the shop can tell beforehand."""


def found(saying: Saying) -> Iterator[Contradiction]:
    """By clause that names a day."""
    for clause in saying.clauses:
        if not clause.asserts or clause.denies or _PAST.search(clause.text):
            continue
        for fact in saying.goods:
            if _about(saying, fact, clause) and too_soon(saying, fact, clause):
                yield contradiction(saying, clause, fact, _why(fact))
                return


_MAIL: Final = re.compile(
    r"(?<![a-z])(?:e-?mail|invoice|receipt|link|code|label|text message|copy|voucher|photo|catalogue?)(?![a-z])|发票|邮箱|邮件|短信|链接|券|图|面单|截图|消息|说明"
)
"""What is sent beside goods."""


_PAST: Final = re.compile(
    r"(?<![a-z])(?:left|was|were|has|had|did|got|came|arrived|delivered|shipped|sent|signed|picked up|packed)(?![a-z])|了(?!吗)|已"
)


def _about(saying: Saying, fact: Fact, clause: Clause) -> bool:
    told = fact.topics | (fact.value_topics if fact.of("date") else frozenset())
    topics = frozenset() if _MAIL.search(clause.text) else told & TIMED
    if not topics:
        return False
    for text in (clause.text, clause.sentence_text, saying.asked):
        named = lexicon("attributes").keys(text) & TIMED
        if named:
            return bool(named & topics)
    return False


def too_soon(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether the day named by a word lies before the earliest, or beside the only, known day."""
    days = relative_day(clause.text)
    known_dates = [one for one in fact.amounts if one.family == "date"]
    if days is None:
        return _by_date(saying, fact, clause)
    if days < 0:
        return False
    day = Decimal((saying.today + timedelta(days=days)).toordinal())
    if known_dates:
        return not any(one.low <= day and (day <= one.high or one.bound == "least") for one in known_dates)
    spans = [one for one in fact.amounts if one.family == "time"]
    if not spans or relative_day(fact.value) is not None:
        return False
    earliest = (
        min(one.low for one in spans if one.bound != "most")
        if any(one.bound != "most" for one in spans)
        else Decimal(0)
    )
    ranged = any(one.ranged or one.bound == "least" for one in spans)
    return ranged and Decimal(days) < earliest - Decimal("0.5")


def _by_date(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """A date said of what is known to take a span from today."""
    spans = [one for one in fact.amounts if one.family == "time" and one.ranged]
    if not spans or any(one.family == "date" for one in fact.amounts):
        return False
    for said in amounts(clause.text, saying.today.year):
        if said.family == "date":
            wait = said.high - saying.today.toordinal()
            return 0 <= wait < min(one.low for one in spans) - Decimal("0.5")
    return False


def _why(fact: Fact) -> Words:
    return Words(
        f"Another time is known: {fact.known.name}: {fact.known.value}.",
        f"已知的时间不同：{fact.known.name}：{fact.known.value}。",
    )
