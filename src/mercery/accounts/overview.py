"""What the overview is made of. Features above fill it: `app.py` puts their sources into `app.state.overview_sources`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.i18n import Words

Span = Literal["today", "7", "30"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The time the overview speaks of, in the shop's own days."""

    span: Span
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A range with its ends in words and, where there is one, the target or zero it is held against."""

    low: float
    estimate: float
    high: float
    low_text: str
    high_text: str
    post: float | None = None
    post_label: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """One line of the ledger: a figure, its range where it is an estimate, and how we know."""

    label: Words
    figure: str
    how: Words
    """What was counted, and from what."""
    interval: Interval | None = None
    """None: an exact count."""
    url: str = ""
    """Where the things counted can be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPerson:
    """Something only a person can settle."""

    title: Words
    text: Words
    tone: Literal["stop", "care", "done"] = "care"
    """`stop` now, `care` soon, `done` settled by itself but worth knowing."""
    url: str = ""
    act: Words | None = None
    """What the link says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: how many, and how many of them are of the kind the chart is about."""

    label: Words
    total: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Counts over time. Its title says what is drawn, its note what the dark part is."""

    title: Words
    note: Words
    bars: Sequence[Bar]
    part: Words

    @property
    def top(self) -> int:
        """The next round number above the highest bar: 4, 10, 20, 50, …"""
        highest = max((bar.total for bar in self.bars), default=0)
        return next(step for step in (4, 10, 20, 50, 100, 200, 500, 1000, 10**4, 10**6, 10**9) if step >= highest)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPart:
    """What one feature contributes."""

    headline: Words | None = None
    """The conclusion, after the greeting: "Your staff spoke with 468 people today; 412 are solved and checked." """
    rows: Sequence[OverviewRow] = ()
    needs: Sequence[NeedsPerson] = ()
    charts: Sequence[BarChart] = ()


class OverviewSource(Protocol):
    """A feature's contribution to the overview, counted from stored data only."""

    async def __call__(self, session: AsyncSession, shop: Shop, period: Period, /) -> OverviewPart:
        """Count for this shop and time."""
        ...
