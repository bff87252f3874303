"""What the pages of merchandising rules show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mercery.core.i18n import Words
from mercery.core.standing import Standing
from mercery.search.desk.conflicts import RuleConflict
from mercery.search.desk.preview import SideBySide
from mercery.search.desk.rule import STRENGTHS, Act, Rule

ACT_WORDS: Final[Mapping[Act, Words]] = {
    "pin": Words("Pin", "固定"),
    "boost": Words("Boost", "提升"),
    "bury": Words("Bury", "后置"),
}
ENDS_SOON: Final = timedelta(days=3)
_FEWEST_BARS: Final = 2
_MOST_BARS: Final = 20
_WEEK_AGO: Final = -7.0
_AHEAD: Final = 35.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule as the list shows it."""

    rule: Rule
    target: Words
    where: Words
    standing: Standing
    idle: Words | None = None
    """Why it moves nothing at this moment."""
    ends_soon: bool = False

    @property
    def does(self) -> Words:
        """What it does, in a few words."""
        rule = self.rule
        if rule.act == "pin":
            return Words(f"Pin at {rule.place}", f"固定在第 {rule.place} 位")
        how = STRENGTHS[rule.strength]
        if rule.act == "bury" and rule.strength == 3:
            return Words("Bury at the end", "后置到末尾")
        verb = ACT_WORDS[rule.act]
        return Words(f"{verb.en} {how.en}", f"{how.zh}{verb.zh}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A rule as a bar; places are days from now."""

    label: Words
    start: float
    end: float
    text: Words
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The rules that are or will be in force, from a week ago to five weeks ahead."""

    columns: Sequence[tuple[float, Words]]
    rows: Sequence[TimelineRow]
    today: Words
    start: float
    end: float


def timeline(lines: Iterable[RuleLine], now: datetime, zone: ZoneInfo) -> Timeline | None:
    """The bars, the first to begin first; None where there is hardly anything to compare."""
    first, last = _WEEK_AGO, _AHEAD
    living = sorted(
        (line for line in lines if line.standing in ("in_force", "planned")), key=lambda line: line.rule.starts_at
    )
    rows = []
    for line in living:
        rule = line.rule
        begins = max(first, _days(rule.starts_at, now))
        ends = min(last, _days(rule.ends_at, now)) if rule.ends_at else last
        if begins < last:
            tone = "care" if line.ends_soon else "good" if line.standing == "in_force" else "progress"
            rows.append(
                TimelineRow(label=line.target, start=begins, end=max(ends, begins + 0.5), text=line.does, tone=tone)
            )
    if len(rows) < _FEWEST_BARS:
        return None
    columns = [(float(day), _day(now + timedelta(days=day), zone)) for day in range(-7, 35, 7)]
    return Timeline(columns=columns, rows=rows[:_MOST_BARS], today=_day(now, zone), start=first, end=last)


def _days(moment: datetime, now: datetime) -> float:
    return (moment - now).total_seconds() / 86_400


def _day(moment: datetime, zone: ZoneInfo) -> Words:
    on = moment.astimezone(zone)
    return Words(f"{on:%-d %b}", f"{on.month}/{on.day}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """The shop's rules of one standing, and which get in each other's way."""

    lines: Sequence[RuleLine]
    counts: Mapping[Standing, int]
    show: Standing
    conflicts: Sequence[RuleConflict]
    named: Mapping[str, RuleLine]
    timeline: Timeline | None
    may_edit: bool

    @property
    def soon(self) -> int:
        """Rules that end within days."""
        return sum(line.ends_soon for line in self.named.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """One rule as it is typed, with what it would show."""

    id: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    kept: Rule | None
    standing: Standing | None
    groups: Sequence[tuple[str, str]]
    categories: Sequence[tuple[str, str]]
    chosen: Words | None = None
    """The piece, once it is known which."""
    candidates: Sequence[tuple[str, str]] = ()
    """Pieces the typed name may mean."""
    lists: Sequence[SideBySide] = ()
    previewed: bool = False
    seal: str = ""
    conflicts: Sequence[RuleConflict] = ()
    named: Mapping[str, RuleLine] | None = None
    warnings: Sequence[Words] = ()
    may_edit: bool = True
    stale: bool = False
    """Something was typed since the preview that was seen."""

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")

    @property
    def changes(self) -> bool:
        """Whether any list that was looked at would change."""
        return any(one.changes for one in self.lists)
