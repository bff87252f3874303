"""What a person may grant a customer, in few words, from the shop's policies in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mercery.core.i18n import Lang, Words
from mercery.policies.computed import DAYS, MONTHS, YEARS
from mercery.policies.policy import Policy, Topic

_TOPICS: Final[tuple[Topic, ...]] = DAYS.topics
_SPANS: Final = {
    DAYS: (Words("within 1 day", "1 天内"), Words("within {n} days", "{n} 天内")),
    MONTHS: (Words("for 1 month", "1 个月"), Words("for {n} months", "{n} 个月")),
    YEARS: (Words("for 1 year", "1 年"), Words("for {n} years", "{n} 年")),
}
MOST: Final = 4


def grants(policies: Iterable[Policy], lang: Lang) -> tuple[str, ...]:
    """At most MOST lines such as "Returns, within 30 days": policies about returns, warranty and repair that name a span."""
    lines = [
        (_TOPICS.index(policy.topic), f"{policy.title.text(lang)}{'，' if lang == 'zh' else ', '}{span}")
        for policy in policies
        if policy.topic in _TOPICS and (span := _span(policy, lang))
    ]
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))[:MOST]


def _span(policy: Policy, lang: Lang) -> str:
    for value, (one, many) in _SPANS.items():
        number = value.of(policy.values)
        if isinstance(number, int) and not isinstance(number, bool) and number > 0:
            return (one if number == 1 else many).text(lang).replace("{n}", str(number))
    return ""
