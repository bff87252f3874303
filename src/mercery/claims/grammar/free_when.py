"""When something is free: on weekends, in the first year. A time that the rule has must be told in the sentence; it can only refuse."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.named_kinds import named_kinds

_TIMES: Final = {
    "weekend": r"(?<![a-z])weekends?(?![a-z])|周末|双休日|(?<![a-z])saturdays? (?:and|or|to) sundays?",
    "workday": r"(?<![a-z])(?:on|during) (?:weekdays|working days|workdays|business days)(?![a-z])|工作日(?=免|内?配送|退)",
    "weekday": r"(?<![a-z])(?:on|every|each) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?)(?![a-z])|(?:每?周|星期|礼拜)[一二三四五六日天]",
    "holiday": r"(?<![a-z])(?:holidays?|birthdays?|christmas|easter)(?![a-z])|节假日|假日|生日|圣诞",
    "year": r"(?<![a-z])(?:in|for|during|within) (?:the |its |your )?(?:first )?(?:[a-z]+ |\d+ )?years?(?![a-z])|首年|第?[一二三两四五六七八九十\d]+年(?:内|之内)?",
    "month": r"(?<![a-z])(?:in|for|during|within) (?:the |its |your )?(?:first )?(?:[a-z]+ |\d+ )?months?(?![a-z])|首月|第?[一二三两四五六七八九十\d]+个月(?:内|之内)?",
    "hours": r"(?<![a-z])(?:in|during|at|on) (?:the )?(?:evenings?|mornings?|nights?|afternoons?)(?![a-z])|晚间|夜间|早间|上午|下午",
    "sale": r"(?<![a-z])(?:during|in) (?:the |our )?(?:[a-z]+ )?sales?(?! items?)(?![a-z])|(?:促销|活动|大促)期间",
    "ahead": r"(?<![a-z])(?:in advance|ahead of time|beforehand)(?![a-z])|提前|事先",
    "season": r"(?<![a-z])(?:in|during) (?:spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z])|春季|夏季|秋季|冬季|(?<!\d)\d\d?月(?!\d)",
}  # fmt: skip
times: Final = named_kinds(_TIMES)
"""The kinds of times that a normalised text names."""


def free_when_ruled(clause: Clause, told: frozenset[str], text: str) -> bool:
    """Whether a sentence that tells `told` names a time where the clause has something free at some times only."""
    if "c:free" not in clause.affirmed & told:
        return True
    own = times(clause.text)
    return not own or not own.isdisjoint(times(text))
