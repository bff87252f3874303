"""How long a code holds, told in days from today: `it runs for another eight days`, 算上今天还能用9天."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.clauses import Clause, base
from mercery.claims.grammar.closed_text import Taken, matter, taken
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token

_CODE: Final = re.compile(r"[a-z]{2,}\d+")
_WORDED: Final = matter(
    {
        "until": (
            r"(?:valid |good |usable |runs )?(?:until|till|through|up to) (?:W ?,? ?)?(?:the )?D(?: ?,? ?(?:a )?W)?",
            r"(?:有效期?|能用|可用|用)?(?:到|至|截至|截止到?)W?D(?:，?W)?(?:为止|截止|结束|止|到期)?",
        ),
        "day": (r"(?:a |on )?W ?,? (?:the )?D", r"D，?(?:是)?W"),
        "today": (
            r",? ?(?:counting|including) today|,? ?today included|,? ?with today",
            r"(?:算上|包括|连|含|连同)今天(?:在内|一起)?",
        ),
        "ends": (
            r"(?:ends|expires|runs out|stops|lapses) (?:in|after) Y|(?:in|after) Y (?:it )?(?:ends|expires|runs out)",
            r"Y(?:之?后|以后)(?:就)?(?:截止|到期|结束|失效)|(?:还有|再过|还剩)Y(?:就)?(?:截止|到期|结束|失效)",
        ),
        "left": (
            r"until Y|(?:for )?(?:another |extra |a further |the next )?Y(?: more| left| to go| longer| remaining)?",
            r"(?:还|尚)?(?:能|可以?)?(?:再)?(?:用|有效|剩下?|有|使用)?Y(?:可用|可以用|有效)?",
        ),
        "code": (r"(?:the )?(?:code )?E(?: code)?|the code|it", r"(?:优惠码|折扣码|码)?E|优惠码|这个码|它"),
    },
    r"there is|there are|there|is|has|still|valid|works|runs|can be used|be used|can|use|you|your|and|so|for|with|on|good|counts",
    r"还|仍|可以|可|能|用|有效|使用|目前|现在|您|的|这个|也|就|有|，|期限|有效期",
)  # fmt: skip


def read_still_valid(reading: Reading) -> None:
    """Prove segments that say nothing but for how many days the one code in force still holds."""
    found, today = reading.grounds.rule(_code_that_ends), reading.grounds.today
    if found is None or today > found[2] or not any(_tells_days(token) for token in reading.tokens):
        return
    clause, code, last = found
    spoken = -1
    for own in _parts(reading):
        sentence = own[0].tokens[0].sentence
        told = [token for segment in own for token in segment.tokens if token.by != "talk"]
        if any(base(token.text) == code or token.has("c:code") for token in told):
            spoken = sentence
        codes_told = {base(token.text) for token in told if _CODE.fullmatch(token.text)}
        roles = taken(told, _WORDED) if told and not any(one.by for one in told) and codes_told <= {code} else None
        if not roles or spoken != sentence or not _right(roles, last, today):
            continue
        reading.claim(clause.attribute, last.isoformat(), clause.fact_id, subject=clause.subject_id)
        for segment in own:
            segment.use(segment.tokens, "policy")
        reading.policy = (spoken, clause.fact_id)


def _code_that_ends(units: Iterable[Clause]) -> tuple[Clause, str, date] | None:
    """The clause of the one code that has a last day, the code, and that day."""
    found = {clause.fact_id: clause for clause in units if "c:code" in clause.affirmed and _last(clause)}
    codes = {word for clause in found.values() for word in clause.said.split() if _CODE.fullmatch(word)}
    if len(found) != 1 or len(codes) != 1:
        return None
    clause = next(iter(found.values()))
    last = _last(clause)
    return None if last is None else (clause, next(iter(codes)), last)


def _tells_days(token: Token) -> bool:
    return token.amount is not None and (token.amount.unit == "day" or token.amount.kind == "date")


def _parts(reading: Reading) -> list[list[Segment]]:
    """Each sentence as a whole, then its segments one by one: `for nine days, counting today`."""
    sentences = list(dict.fromkeys(segment.tokens[0].sentence for segment in reading.segments))
    wholes = [[one for one in reading.segments if one.tokens[0].sentence == place] for place in sentences]
    pairs = [list(pair) for whole in wholes for pair in pairwise(whole)]
    return [*(one for one in wholes if len(one) > 1), *pairs, *([segment] for segment in reading.segments)]


def _last(clause: Clause) -> date | None:
    days = [one.day for one in clause.amounts if one.kind == "date" and one.day]
    return max(days) if days else None


def _right(roles: Sequence[Taken], last: date, today: date) -> bool:
    dated = [token.amount for one in roles if one.role in ("until", "day") for token in one.tokens if token.amount]
    if not all(_is_last_day(amount, last, today) for amount in dated):
        return False
    days = [
        (one.role, token.amount)
        for one in roles
        if one.role not in ("until", "day")
        for token in one.tokens
        if token.amount
    ]
    inclusive = any(one.role == "today" for one in roles)
    if not days and any(one.role == "until" for one in roles):
        return not inclusive
    if len(days) != 1 or days[0][1] is None:
        return False
    role, amount = days[0]
    left = (last - today).days + (1 if inclusive else 0)
    return amount.unit == "day" and amount.value == left and not (role == "ends" and inclusive)


_A_MONTH: Final = 31


def _is_last_day(amount: Amount, last: date, today: date) -> bool:
    """`Monday 30 November`, the weekday it falls on, and `the 30th` where the next such day is the last one."""
    if amount.kind == "weekday":
        return int(amount.value) == last.weekday()
    next_one = int(amount.value) == last.day and (last - today).days < _A_MONTH
    return amount.day == last or (amount.word == "of_month" and next_one)
