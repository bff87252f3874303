"""Hours of one week, in the shop's own time: several a day, also across midnight. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mercery.core.errors import Invalid, wrong_field

DAY: Final = 24 * 60
"""Minutes of a day by the clock on the wall."""
WEEK: Final = 7 * DAY
MOST_A_DAY: Final = 4
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:：.h]?(\d{2}))?")


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """From `opens` until `closes`, in minutes since midnight of the day it begins: after midnight it is more than a day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < DAY and self.opens < self.closes <= self.opens + DAY):
            raise ValueError(f"no hours: {self.opens} to {self.closes}")

    @property
    def across_midnight(self) -> bool:
        """Whether it ends on the day after, and not at its very beginning."""
        return self.closes > DAY

    def clock(self) -> tuple[str, str]:
        """`9:00` and `21:00`; the end of the day is 24:00."""
        return clock_text(self.opens), clock_text(self.closes if self.closes <= DAY else self.closes - DAY)


@dataclass(frozen=True, slots=True)
class Week:
    """Hours by day, Monday first."""

    days: tuple[tuple[Hours, ...], ...] = ((),) * 7

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ValueError("a week has seven days")

    @property
    def empty(self) -> bool:
        """Whether nobody ever answers."""
        return not any(self.days)


def read_hours(begins: str, ends: str, *, field: str) -> Hours | None:
    """`9:00` and `19:00`; an end that is not later is on the day after (20:00 to 2:00, 0:00 to 0:00). None when both are
    empty; Invalid names what cannot be read."""
    if not begins.strip() and not ends.strip():
        return None
    opens, closes = read_clock(begins), read_clock(ends)
    if opens is None or closes is None or opens >= DAY:
        wrong = begins if opens is None or opens >= DAY else ends
        raise _wrong(
            field,
            f"'{wrong.strip()[:20]}' is not a time of day.",
            "Write 9:00 or 19:30.",
            f"“{wrong.strip()[:20]}”不是时间，请写成 9:00 或 19:30。",
        )
    return Hours(opens, closes if closes > opens else closes + DAY)


def read_clock(text: str) -> int | None:
    """Minutes since midnight, from `9:30`, `9.30`, `930` or `9`; `24:00` is the end of the day. None when it is no time."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return hours * 60 + minutes if minutes < 60 and hours * 60 + minutes <= DAY else None


def clock_text(minutes: int) -> str:
    """`9:05`."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def checked_day(hours: Iterable[Hours], *, field: str) -> tuple[Hours, ...]:
    """In order; Invalid when two overlap or there are too many."""
    ordered = tuple(sorted(hours))
    if len(ordered) > MOST_A_DAY:
        raise _wrong(
            field,
            f"A day has at most {MOST_A_DAY} times.",
            "Join some of them.",
            f"每天最多 {MOST_A_DAY} 段时间，请合并几段。",
        )
    if any(first.closes > second.opens for first, second in pairwise(ordered)):
        raise _wrong(
            field,
            "Two times of this day overlap.",
            "Let the second begin when the first has ended.",
            "这一天有两段时间重叠，请让后一段从前一段结束后开始。",
        )
    return ordered


def checked_week(days: Sequence[Sequence[Hours]], *, fields: Sequence[str]) -> Week:
    """Each day in order, and no night that runs into the hours of the day after; Invalid."""
    week = Week(tuple(checked_day(day, field=field) for day, field in zip(days, fields, strict=True)))
    for number, day in enumerate(week.days):
        following = week.days[(number + 1) % 7]
        if day and following and day[-1].closes - DAY > following[0].opens:
            raise _wrong(
                fields[number],
                "The night runs into the hours of the day after.",
                "Let it end before they begin.",
                "夜间时段延伸到次日的服务时间，请让它提前结束。",
            )
    return week


def _wrong(field: str, message: str, remedy: str, zh: str) -> Invalid:
    return wrong_field(field, message, remedy=remedy, zh=zh)
