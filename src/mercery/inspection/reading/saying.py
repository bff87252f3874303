"""An agent's turn in its context: what was asked just before, what was said so far, what was known, and which day it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.bounded import without_heaps
from mercery.inspection.reading.clauses import Clause, Polarity, answer, asks_yes_or_no, clauses, without_greeting
from mercery.inspection.reading.facts import Fact, facts, plain
from mercery.inspection.transcript import Transcript


@dataclass(frozen=True, kw_only=True, eq=False)
class Saying:
    """One agent turn. Texts of the customer are in small letters."""

    turn: int
    text: str
    asked: str
    """What the customer wrote since the agent's turn before."""
    customer: str
    """All the customer wrote so far."""
    agent: str
    """All the agent wrote before."""
    facts: Sequence[Fact]
    today: date

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return clauses(self.text)

    @cached_property
    def answer(self) -> Polarity | None:
        """Yes or no, where the turn opens with it and something was asked that can be answered so."""
        open_to_it = asks_yes_or_no(self.asked) or _INTENDS.search(self.asked)
        return answer(self.text, self.asked) if open_to_it else None

    @cached_property
    def reply(self) -> Clause | None:
        """The first clause that is more than a greeting: the one that says yes or no."""
        return next((one for one in self.clauses if without_greeting(f"{one.text.strip()}, ").strip(" ,")), None)

    @cached_property
    def goods(self) -> list[Fact]:
        """The facts about goods, orders and service, without the rules for the agent itself."""
        return [fact for fact in self.facts if fact.kind == "goods" and not TODAY.search(fact.name)]

    def quote(self, clause: Clause | None) -> str:
        """The agent's own words of a clause; the head of the turn where none is given."""
        if clause is None:
            return self.text.strip()[:160]
        return self.text[clause.start : clause.start + len(clause.text)].strip()


def sayings(transcript: Transcript) -> list[Saying]:
    """Every agent turn with its context."""
    if not transcript.turns:
        return []
    first = transcript.turns[0].at.date()
    read = facts(transcript.known, first.year)
    today = day_named(read, TODAY) or first
    found: list[Saying] = []
    asked: list[str] = []
    customer: list[str] = []
    agent: list[str] = []
    for number, turn in enumerate(transcript.turns):
        words = without_heaps(turn.text)
        if turn.role == "customer":
            asked.append(plain(words))
            customer.append(plain(words))
            continue
        found.append(
            Saying(
                turn=number,
                text=words.replace("’", "'"),
                asked="\n".join(asked),
                customer="\n".join(customer),
                agent="\n".join(agent),
                facts=read,
                today=today,
            )
        )
        asked = []
        agent.append(plain(words))
    return found


_INTENDS: Final = re.compile(
    r"(?<![a-z])i(?:'d| would)? (?:want|like|need|plan|intend)(?:ed)? to(?![a-z])|我想|我要|打算|准备"
)
"""What a customer is about to do, told so that somebody says whether it can be done."""
TODAY: Final = re.compile(r"^(?:today|now|current date|date|今天|今日|当前日期|现在)$")
BOUGHT: Final = re.compile(r"bought|purchase|ordered|order date|paid on|购买|购于|下单|购入|买入|付款日")
DELIVERED: Final = re.compile(r"delivered|received|arrived|delivery date|签收|收货|送达|到货|妥投")


def day_named(read: Sequence[Fact], name: re.Pattern[str]) -> date | None:
    """The day of the first fact whose name says so; a month without a day counts from its first."""
    for fact in read:
        if name.search(fact.name):
            for one in fact.amounts:
                if one.family == "date" and one.day is not None:
                    return one.day
    return None


_RELATIVE: Final = (
    (re.compile(r"(?<![a-z])(?:the )?day after tomorrow|后天"), 2),
    (re.compile(r"(?<![a-z])(?:tomorrow|next day|next-day|overnight)|明天|明日|明早|次日|隔天|第二天"), 1),
    (
        re.compile(
            r"(?<![a-z])(?:today|tonight|this (?:morning|afternoon|evening))(?![a-z])|今天|今晚|今日|当天|当日|马上|立刻|立即"
        ),
        0,
    ),
    (re.compile(r"(?<![a-z])(?:yesterday|last night)(?![a-z])|昨天|昨日"), -1),
)


def relative_day(text: str) -> int | None:
    """How many days from today a text names by a word."""
    return next((days for pattern, days in _RELATIVE if pattern.search(text)), None)


def elapsed(saying: Saying, since: date | None) -> int | None:
    """Whole days from `since` to today."""
    return None if since is None else (saying.today - since).days


def ago(saying: Saying) -> Decimal | None:
    """How long ago the customer says something happened: "after 22 months", "bought 3 weeks ago", "on Sept 1", 上个月买的."""
    text = saying.customer
    for one in amounts(text, saying.today.year):
        around = text[max(0, one.start - 14) : one.end + 12]
        if one.family == "time" and re.search(
            r"ago|after|for|since|old|later|past|already|had it|前|了|过|买了|用了|以前", around
        ):
            return one.low
        if one.family == "date" and one.day is not None and one.day <= saying.today:
            return Decimal((saying.today - one.day).days)
    return None
