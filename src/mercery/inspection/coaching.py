"""What the conversations of each agent show: faults by rule for every hundred conversations, with ranges and weeks. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from mercery.inspection.agents import Spokesman
from mercery.inspection.finding import Inspected, Praise, StoredFinding
from mercery.inspection.measures import Portion
from mercery.inspection.rule import RuleId

WEEKS: Final = 8
MOST_EXAMPLES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week of an agent, or of the shop: conversations, those with a fault, and faults by rule."""

    begins: date
    conversations: int
    with_fault: int
    by_rule: Mapping[RuleId, int]

    @property
    def per_hundred(self) -> float | None:
        """Conversations with a fault for every hundred; None in a week without any."""
        return 100 * self.with_fault / self.conversations if self.conversations else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRate:
    """In how many of an agent's conversations a rule was broken."""

    rule: RuleId
    share: Portion


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFigures:
    """One agent in a time."""

    agent: Spokesman
    conversations: int
    with_fault: Portion
    rates: Sequence[RuleRate]
    """Rules that were broken, most often first."""
    weeks: Sequence[Week]
    examples: Sequence[StoredFinding]
    """Faults to look at, agreed ones first."""
    praised: Sequence[Praise]


def standing(findings: Iterable[StoredFinding]) -> list[StoredFinding]:
    """Findings that count: open or agreed."""
    return [one for one in findings if one.state != "overruled"]


def by_agent(
    inspected: Sequence[Inspected], findings: Iterable[StoredFinding], until: datetime, zone: tzinfo
) -> list[AgentFigures]:
    """Everybody who spoke for the shop, the assistant first, then by name."""
    stands = standing(findings)
    names: dict[str, Spokesman] = {}
    talks: dict[str, list[Inspected]] = defaultdict(list)
    for one in inspected:
        for who, _ in one.agents:
            names[who.id] = who
            talks[who.id].append(one)
    made = [
        agent_figures(who, talks[id_], [one for one in stands if one.agent.id == id_], until, zone)
        for id_, who in names.items()
    ]
    return sorted(made, key=lambda one: (one.agent.kind != "assistant", one.agent.name))


def agent_figures(
    who: Spokesman, talks: Sequence[Inspected], findings: Sequence[StoredFinding], until: datetime, zone: tzinfo
) -> AgentFigures:
    """One agent's figures over the conversations they took part in."""
    total = len(talks)
    broken = Counter(rule for rule, _ in {(one.rule, one.conversation_id) for one in findings})
    ordered = sorted(findings, key=lambda one: (one.state != "agreed", _SEVERITY[one.severity], -one.at.timestamp()))
    return AgentFigures(
        agent=who,
        conversations=total,
        with_fault=Portion(right=len({one.conversation_id for one in findings}), total=total),
        rates=[
            RuleRate(rule=rule, share=Portion(right=min(count, total), total=total))
            for rule, count in sorted(broken.items(), key=lambda one: (-one[1], one[0]))
        ],
        weeks=weeks(talks, findings, until, zone),
        examples=ordered[:MOST_EXAMPLES],
        praised=sorted(
            (one for talk in talks for one in talk.praised if one.agent_id == who.id),
            key=lambda one: one.at,
            reverse=True,
        )[:MOST_EXAMPLES],
    )


def weeks(
    talks: Sequence[Inspected], findings: Iterable[StoredFinding], until: datetime, zone: tzinfo, count: int = WEEKS
) -> list[Week]:
    """The last `count` weeks (from Monday, in the shop's days), the latest last."""
    last = monday(until, zone)
    begins = [last - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
    of_week: dict[date, list[Inspected]] = defaultdict(list)
    for talk in talks:
        of_week[monday(talk.ended_at, zone)].append(talk)
    week_of = {talk.conversation_id: monday(talk.ended_at, zone) for talk in talks}
    faults: dict[date, list[StoredFinding]] = defaultdict(list)
    for one in findings:
        if one.conversation_id in week_of:
            faults[week_of[one.conversation_id]].append(one)
    return [
        Week(
            begins=day,
            conversations=len(of_week[day]),
            with_fault=len({one.conversation_id for one in faults[day]}),
            by_rule=Counter(rule for rule, _ in {(one.rule, one.conversation_id) for one in faults[day]}),
        )
        for day in begins
    ]


def monday(moment: datetime, zone: tzinfo) -> date:
    """The Monday of the shop's week."""
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


_SEVERITY: Final = {"critical": 0, "serious": 1, "minor": 2}
