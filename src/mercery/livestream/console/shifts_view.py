"""A week's picture of who presents when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.errors import wrong_field
from mercery.core.i18n import Words
from mercery.livestream.service.drafts import ShiftDraft
from mercery.livestream.show import Shift

DAY: Final = 24 * 60
DAYS: Final = (
    Words("Monday", "周一"), Words("Tuesday", "周二"), Words("Wednesday", "周三"), Words("Thursday", "周四"),
    Words("Friday", "周五"), Words("Saturday", "周六"), Words("Sunday", "周日"),
)  # fmt: skip
SHORT_DAYS: Final = (
    Words("Mon", "一"), Words("Tue", "二"), Words("Wed", "三"), Words("Thu", "四"), Words("Fri", "五"), Words("Sat", "六"), Words("Sun", "日"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of a day, in per cent of it."""

    start: float
    width: float
    name: str
    """Who; empty: the host."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLine:
    """A person's shift in words."""

    shift: Shift
    name: str
    days: Words
    times: str


def week(shifts: Sequence[Shift], names: Mapping[str, str]) -> Sequence[Sequence[Bar]]:
    """Each day's stretches that a person presents; the rest is the host's. A shift past midnight goes on the next day."""
    days: list[list[Bar]] = [[] for _ in DAYS]
    for shift in shifts:
        if shift.who != "person":
            continue
        name = names.get(shift.staff_id, "")
        for day in shift.weekdays:
            if shift.to_minute > shift.from_minute:
                days[day].append(_bar(shift.from_minute, shift.to_minute, name))
            else:
                days[day].append(_bar(shift.from_minute, DAY, name))
                if shift.to_minute:
                    days[(day + 1) % 7].append(_bar(0, shift.to_minute, name))
    return [sorted(day, key=lambda one: one.start) for day in days]


def lines(shifts: Sequence[Shift], names: Mapping[str, str]) -> tuple[ShiftLine, ...]:
    """People's shifts in words."""
    return tuple(
        ShiftLine(shift=one, name=names.get(one.staff_id, ""), days=days_text(one.weekdays), times=times_text(one))
        for one in shifts
        if one.who == "person"
    )


def days_text(weekdays: Sequence[int]) -> Words:
    """`every day`, `Monday to Friday`, `Friday and Saturday`."""
    chosen = sorted(set(weekdays))
    if len(chosen) == 7:
        return Words("every day", "每天")
    if len(chosen) > 2 and chosen == list(range(chosen[0], chosen[-1] + 1)):
        first, last = DAYS[chosen[0]], DAYS[chosen[-1]]
        return Words(f"{first.en} to {last.en}", f"{first.zh}至{last.zh}")
    names = [DAYS[one] for one in chosen]
    english = [one.en for one in names]
    return Words(
        " and ".join([", ".join(english[:-1]), english[-1]] if len(english) > 1 else english),
        "、".join(one.zh for one in names),
    )


def times_text(shift: Shift) -> str:
    """`19:00 to 21:30` as two clock times with a dash."""
    return f"{clock(shift.from_minute)}\N{EN DASH}{clock(shift.to_minute)}"


def clock(minute: int) -> str:
    """A minute of the day as a clock shows it; the last is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(text: str, field: str) -> int:
    """A clock time as a minute of the day. Invalid."""
    hours, _, minutes = text.strip().partition(":")
    if hours.isdigit() and minutes.isdigit() and int(minutes) < 60 and int(hours) * 60 + int(minutes) <= DAY:
        return int(hours) * 60 + int(minutes)
    message = f"“{text}” is no time of day."
    raise wrong_field(field, message, remedy="Write it as 19:00.", zh="时间格式为 19:00。")


def draft_of(shift: Shift) -> ShiftDraft:
    """The shift as it was set."""
    return ShiftDraft(
        who=shift.who, staff_id=shift.staff_id, weekdays=shift.weekdays, from_minute=shift.from_minute,
        to_minute=shift.to_minute,
    )  # fmt: skip


def _bar(start: int, end: int, name: str) -> Bar:
    return Bar(
        start=round(start * 100 / DAY, 3), width=round((end - start) * 100 / DAY, 3), name=name,
        text=f"{clock(start)}\N{EN DASH}{clock(end)}",
    )  # fmt: skip
