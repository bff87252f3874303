"""What the pages of the report show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mercery.accounts.overview import Bar, BarChart
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.search.desk.counted import Counted
from mercery.search.desk.merchandising import Mark
from mercery.search.desk.outcome import Outcome
from mercery.search.desk.report import DayCount, QueryLine, Show, Totals, Turn

PERIODS: Final = (7, 30, 90)
_WEEKLY_FROM: Final = 60
"""Days from which on a bar is a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """What was searched in the last days."""

    counted: Counted
    chart: BarChart
    today: Mapping[str, int]
    """By key: what is found now, of queries that found nothing."""
    worked_out: datetime | None
    """Up to when the searches are counted."""
    may_edit: bool

    @property
    def days(self) -> int:
        """How many days are counted."""
        return self.counted.days

    @property
    def totals(self) -> Totals:
        """The sums."""
        return self.counted.totals

    def share(self, visitors: int) -> float:
        """Of all who searched."""
        return visitors / self.totals.visitors if self.totals.visitors else 0.0

    @property
    def verdict(self) -> Words:
        """The page's conclusion."""
        sums = self.totals
        if not sums.visitors:
            return Words(f"Nobody searched in the last {self.days} days.", f"近 {self.days} 天没有访客搜索。")
        if not sums.nothing:
            return Words(
                f"All {sums.visitors:,} visitors who searched were shown something.",
                f"{sums.visitors:,} 位搜索过的访客都看到了结果。",
            )
        return Words(
            f"{sums.nothing:,} of {sums.visitors:,} visitors who searched found nothing.",
            f"{sums.visitors:,} 位搜索过的访客中，{sums.nothing:,} 位曾一无所获。",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesPage:
    """All queries of one kind."""

    show: Show
    days: int
    lines: Sequence[QueryLine]
    total: int
    today: Mapping[str, int]
    current: int
    last: int
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """One piece as a query shows it now, with what came of it."""

    product_id: str
    title: Words
    price: Money | None
    available: bool
    outcome: Outcome | None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPage:
    """One query: how often, what came of it, what it shows now."""

    text: str
    key: str
    lang: str
    days: int
    line: QueryLine | None
    turns: Sequence[Turn]
    pieces: Sequence[ShownPiece]
    total: int
    left_out: Sequence[Words]
    read_as: Sequence[Words]
    searched_for: Sequence[str]
    """Other words that were searched for too."""
    may_edit: bool

    @property
    def known(self) -> bool:
        """Whether outcomes of the pieces are known."""
        return any(piece.outcome for piece in self.pieces)


def trend(days: int, counts: Sequence[DayCount], today: date) -> BarChart:
    """Visitors who searched by day, by week where the time is long; days without a search are empty bars."""
    by_day = {one.day: one for one in counts}
    length = 7 if days >= _WEEKLY_FROM else 1
    bars = []
    for back in range((days - 1) // length, -1, -1):
        first = today - timedelta(days=back * length + length - 1)
        some = [by_day[day] for each in range(length) if (day := first + timedelta(days=each)) in by_day]
        label = Words(f"{first:%-d %b}", f"{first.month}/{first.day}")
        bars.append(Bar(label=label, total=sum(one.visitors for one in some), part=sum(one.nothing for one in some)))
    dark = Words("Dark: shown nothing at least once.", "深色：至少一次没有结果。")
    if length == 7:
        title = Words("Visitors who searched, by week", "每周搜索访客")
        note = Words(f"Each counts once a day. {dark.en}", f"每位每日计一次。{dark.zh}")
    else:
        title, note = Words("Visitors who searched, by day", "每日搜索访客"), dark
    return BarChart(title=title, note=note, bars=bars, part=Words("found nothing", "无结果"))
