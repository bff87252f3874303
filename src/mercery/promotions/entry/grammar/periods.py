"""Periods in a text: from when until when, in the shop's zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from mercery.core.dates import a_year_on
from mercery.promotions.entry.grammar.days import DAY, MONTH, TIME, Day, NoDay, read_day, read_time
from mercery.promotions.entry.grammar.period import Period
from mercery.promotions.entry.grammar.stretches import STRETCHES, lasting, stretch

_FILL = r"(?:\s*,?\s*(?:at\s|of\s)?\s*)"
_MOMENT = (
    rf"(?:(?:the\s)?(?P<END>end\sof\s)?(?:(?P<DAY>{DAY})(?:{_FILL}(?P<TIME>{TIME}))?"
    rf"|(?P<TIME2>{TIME})(?:\s*,?\s*(?:on\s)?(?P<DAY2>{DAY}))?))"
)


def _moment(prefix: str) -> str:
    return re.sub(r"\?P<(\w+)>", lambda match: f"?P<{prefix}{match[1].lower()}>", _MOMENT)


_A, _B = _moment("a"), _moment("b")
_SHORT = rf"(?P<aday>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|–|to|until|through|and)\s?(?:the\s)?(?P<bday>\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}\.?(?:,?\s\d{{4}})?)(?![a-z])"
_PATTERNS: Final = tuple(
    (kind, re.compile(source, re.IGNORECASE))
    for kind, source in (
        ("short", rf"(?<![\w€£$¥.:])(?:from\s|between\s|on\s)?{_SHORT}"),
        ("every", r"(?:every\s(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|day|week|month|weekend)s?|on\sweekdays|每(?:周|星期)[一二三四五六日天末]?|每天|每日|每月(?:\d+[日号])?|工作日)"),
        ("month_end", r"(?:(?:until|till|to|through|by|up\sto)\s(?:the\s)?end\sof\s(?:the|this)\smonth|(?:截至|截止到?|到|至)\s*(?:本月|这个月|月)[底末]|(?:本月|月)底(?:前|之前|为止|止))"),
        ("weekend", r"(?:(?P<next>next)|this|the)\sweekend|(?:(?P<next2>下个?)|本|这个?)?周末"),
        ("week", r"(?:(?P<next>next)|this)\sweek(?!end|ly)|(?:(?P<next2>下个?)|本|这个?)(?:周|星期)(?![一二三四五六日天末])"),
        ("month", r"(?:(?P<next>next)|this)\smonth|(?:(?P<next2>下个?)|本|这个)月(?!\d{1,2}[日号]|[底末初])"),
        ("short", rf"(?<!\w)(?:from\s|between\s|on\s)?(?P<month>{MONTH})\.?\s(?P<aday>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|–|to|until|through|and)\s?(?P<bday>\d{{1,2}}(?:st|nd|rd|th)?)(?![\d:.])(?:,?\s(?P<year>\d{{4}}))?(?!\s?(?:%|percent|am|pm))"),
        ("figures", r"(?<![\w.])(?P<amonth>\d{1,2})(?P<sign>[./])(?P<aday>\d{1,2})\s?(?:-|–|—|~|至|到)\s?(?P<bmonth>\d{1,2})(?P=sign)(?P<bday>\d{1,2})(?![\d.%折])"),
        ("lasting", rf"(?<![A-Za-z])(?:starting\s|beginning\s|from\s)?(?:(?P<aday>{DAY})\s)?for\s(?:the\snext\s|just\s|only\s)?(?P<count>\d+|an?|one|two|three|four|five|six|seven|ten)\s(?P<measure>hours?|days?|weeks?)(?:\s(?:starting|beginning|from)\s(?:on\s)?(?P<bday>{DAY}|now))?(?:\sonly)?(?![A-Za-z])"),
        ("lasting", rf"(?:从|自)?(?:(?P<aday>{DAY})(?:起|开始|开启)?)?[,、\s]?(?:为期|连续|限时|共|持续|连着)(?P<count>\d+|[一二两三四五六七八九十]+)(?:个)?(?P<measure>小时|天|日|周|星期)"),
        ("lasting", rf"(?:从|自)?(?P<aday>{DAY})(?:起|开始|开启)[,、]?(?P<count>\d+|[一二两三四五六七八九十]+)(?:个)?(?P<measure>天|日|周|星期)(?:内)?"),
        ("year", r"(?<![A-Za-z])(?:(?:for\s)?(?:all|the\swhole|the\sentire|throughout)\s(?:year\s(?:of\s)?)?(?:of\s)?|in\s|during\s|throughout\s)(?P<year>20\d\d)(?!\d)|(?P<year2>20\d\d)年(?:全年|整年|一整年)|(?P<this>(?:all|the\swhole)\sof\sthis\syear|今年(?:全年|内)?)"),
        ("named_month", rf"(?<![A-Za-z])(?:(?:for\s)?(?:all|the\swhole(?:\smonth)?|the\sentire|throughout)\s(?:of\s)?|in\s|during\s|throughout\s)(?P<month>{MONTH})(?![A-Za-z])(?!\s\d{{1,2}}(?!\d))(?:\s(?P<year>\d{{4}}))?"),
        ("named_month", r"(?:整个|全)?(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|整月|全月|内|期间)(?!\d)|整个(?:(?P<year2>20\d\d)年)?(?P<month2>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d)"),
        ("year_end", r"(?:(?:until|till|by|through)\s(?:the\s)?end\sof\s(?:the|this)\syear|(?:截至|截止到?|到|至)?(?:今年)?年底(?:前|为止|结束)?)"),
        ("within", rf"(?<!\w)(?:on\s)?(?P<aday>{DAY}),?\s(?:from|between)\s(?P<atime>{TIME})\s?(?:to|until|and|-|–)\s?(?P<btime>{TIME})"),
        ("on", rf"(?<!\w)(?:on\s)?(?P<aday>{DAY}),?\s(?:from|starting\sat)\s(?P<atime>{TIME})(?:\sonwards?|\son)?(?!\w)"),
        ("range", rf"(?<![A-Za-z\d])(?:from|between|starting|valid|从|自)?\s*{_A}\s*(?:开始|起)?\s*(?:to|until|till|through|and|-|–|—|~|至|到)\s*{_B}(?:\s*(?:止|结束))?"),
        ("before", rf"(?<![A-Za-z\d])(?:before\s{_B}|{_A}\s*(?:之前|以前|前))"),
        ("until", rf"(?:(?<!\w)(?:until|till|up\sto|through|by|ends?(?:\son|\sat)?)|截至|截止到?|到|至)\s*(?:the\s)?{_B}(?:\s*(?:止|结束|为止))?"),
        ("from", rf"(?<![A-Za-z\d])(?:from|starting(?:\sfrom|\son|\sat)?|as\sof|beginning|从|自)\s*{_A}\s*(?:开始|起|onwards|on(?!\w))?"),
        ("from", rf"{_A}\s*(?:开始|开抢|开售|开启|起)"),
        ("on", rf"(?<![A-Za-z\d])(?:on\s|only\son\s|during\s|at\s|valid\son\s|仅限?)?\s*{_A}(?:\sonly|当天|当日)?"),
    )
)  # fmt: skip

_TURN: Final = timedelta(days=183)
"""Longer offers over the turn of the year are an end before its start."""
_LONG_OVER: Final = timedelta(days=240)
"""In December `7 Jan` is the next one; nobody means the one of eleven months ago."""


def find_periods(text: str, today: date, zone: tzinfo) -> Iterator[Period]:
    """Periods in `text`, each place read once."""
    rest = text
    for kind, pattern in _PATTERNS:
        for match in list(pattern.finditer(rest)):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            try:
                found = _period(kind, match, start, today, zone)
            except (NoDay, ValueError):
                found = Period(start=start, end=match.end(), starts=None, ends=None, unread=True)
            if found is None:
                continue
            rest = rest[:start] + "\x00" * (match.end() - start) + rest[match.end() :]
            yield found


def _period(kind: str, match: re.Match[str], start: int, today: date, zone: tzinfo) -> Period | None:
    if kind == "every":
        return Period(start=start, end=match.end(), starts=None, ends=None, recurring=True)
    if kind in ("weekend", "week", "month", "month_end"):
        return _calendar_stretch(kind, match, start, today, zone)
    if kind in STRETCHES:
        return stretch(kind, match, start, today, zone)
    if kind == "lasting":
        return lasting(match, start, today, zone)
    if kind == "figures":
        begun, ended = (date(today.year, int(match[f"{side}month"]), int(match[f"{side}day"])) for side in ("a", "b"))
        sides = (Day(day=begun, dated=False), None), (Day(day=ended, dated=False), None)
        return _settled(match, start, today, *sides, zone)
    if kind == "short":
        month, year = (match.groupdict().get(name) or "" for name in ("month", "year"))
        last = read_day(f"{match['bday']} {month} {year}".strip(), today)
        first = Day(day=last.day.replace(day=int(match["aday"])), dated=last.dated)
        return _settled(match, start, today, (first, None), (last, None), zone)
    first_moment = _side(match, "a", today, None)
    last_moment = _side(match, "b", today, first_moment[0] if first_moment else None)
    if kind == "on":
        if first_moment is None or first_moment[0] is None:
            return None
        day = _settled(match, start, today, first_moment, (first_moment[0], (24, 0, 0)), zone)
        return day if first_moment[1] is None else _open(day)
    if kind == "before":
        return _before(match, start, today, first_moment or last_moment, zone)
    return _settled(match, start, today, first_moment, _evening(match, last_moment), zone)


def _open(day: Period) -> Period:
    """A day of which only the hour to begin at was said."""
    later = (day.later[0], None) if day.later else None
    return replace(day, ends=None, later=later, open_end=day.ends)


Clock = tuple[int, int, int]
Side = tuple[Day | None, Clock | None]


def _side(match: re.Match[str], prefix: str, today: date, near: Day | None) -> Side | None:
    groups = match.groupdict()
    day, clock = groups.get(f"{prefix}day") or groups.get(f"{prefix}day2"), groups.get(f"{prefix}time")
    clock = clock or groups.get(f"{prefix}time2")
    if not day and not clock:
        return None
    read = read_day(day, today, near.day if near else None) if day else None
    tonight = day is not None and day.lower() in ("tonight", "今晚")
    hours = read_time(clock) if clock else None
    if tonight and hours and hours[0] < 12:
        hours = (hours[0] + 12, *hours[1:])
    return read, (24, 0, 0) if groups.get(f"{prefix}end") else hours


def _evening(match: re.Match[str], last: Side | None) -> Side | None:
    """`晚上8点到10点` ends at ten in the evening."""
    groups = match.groupdict()
    first, second = ((groups.get(f"{side}time") or groups.get(f"{side}time2") or "") for side in ("a", "b"))
    if (
        last is None
        or last[1] is None
        or not re.match("晚|今晚|下午", first)
        or not re.match(r"[\d零〇一二两三四五六七八九十]+[点时]", second)
    ):
        return last
    hour, minute, seconds = last[1]
    begun = read_time(first)[0]
    return (last[0], (hour + 12, minute, seconds)) if hour < 12 and begun < hour + 12 else last


def _settled(
    match: re.Match[str], start: int, today: date, first: Side | None, last: Side | None, zone: tzinfo
) -> Period:
    """Days without a year get the next one that is not over; an end before its start on the clock is on the next day."""
    begun_day = first[0] if first else None
    ended_day = last[0] if last else None
    if first and begun_day is None:
        begun_day = Day(day=ended_day.day if ended_day else today, dated=True)
    if last and ended_day is None:
        ended_day = Day(day=begun_day.day if begun_day else today, dated=begun_day.dated if begun_day else True)
    clocks = first[1] if first else None, last[1] if last else None
    starts, ends = _moments(begun_day, ended_day, clocks, zone)
    if starts and ended_day and ends is None:
        return Period(start=start, end=match.end(), starts=starts, ends=None, backwards=True)
    undated = [one for one in (begun_day, ended_day) if one is not None and not one.dated]
    over = ends or (starts + timedelta(days=1) if starts else None)
    later = None
    if undated and over is not None and over.date() < today:
        later = _moments(_a_year_on(begun_day), _a_year_on(ended_day), clocks, zone)
        if today - over.date() > _LONG_OVER:
            return Period(start=start, end=match.end(), starts=later[0], ends=later[1])
    return Period(start=start, end=match.end(), starts=starts, ends=ends, later=later)


def _moments(
    begun: Day | None, ended: Day | None, clocks: tuple[Clock | None, Clock | None], zone: tzinfo
) -> tuple[datetime | None, datetime | None]:
    """From when until when; no end where one was said that lies before the start."""
    starts, ends = _at(begun, clocks[0], zone, ending=False), _at(ended, clocks[1], zone, ending=True)
    if starts is None or ends is None or begun is None or ended is None or ends > starts:
        return starts, ends
    if begun.day == ended.day:
        ends += timedelta(days=1)
    elif not ended.dated:
        ends = _at(_a_year_on(ended), clocks[1], zone, ending=True)
    return starts, ends if ends is not None and timedelta() < ends - starts <= _TURN else None


def _a_year_on(day: Day | None) -> Day | None:
    return None if day is None else replace(day, day=a_year_on(day.day))


def _at(day: Day | None, clock: Clock | None, zone: tzinfo, *, ending: bool) -> datetime | None:
    if day is None:
        return None
    hour, minute, second = clock or ((24, 0, 0) if ending else (0, 0, 0))
    if not ending and hour == 24:
        hour = 0
    if ending and clock is not None and (hour, minute, second) == (0, 0, 0):
        return datetime.combine(day.day, time(), zone)
    extra = timedelta(days=1) if hour == 24 else timedelta()
    return datetime.combine(day.day + extra, time(hour % 24, minute, second), zone)


def _before(match: re.Match[str], start: int, today: date, side: Side | None, zone: tzinfo) -> Period | None:
    if side is None or side[0] is None:
        return None
    exact = _settled(match, start, today, None, (side[0], side[1] or (0, 0, 0)), zone)
    through = _settled(match, start, today, None, (side[0], (24, 0, 0)), zone)
    inclusive = None if side[1] else through.ends
    return Period(start=start, end=match.end(), starts=None, ends=exact.ends, later=exact.later, inclusive=inclusive)


def _calendar_stretch(kind: str, match: re.Match[str], start: int, today: date, zone: tzinfo) -> Period:
    groups = match.groupdict()
    following = bool(groups.get("next") or groups.get("next2"))
    begun, ended = _CALENDAR[kind](today, following)
    return Period(
        start=start,
        end=match.end(),
        starts=datetime.combine(begun, time(), zone) if kind != "month_end" else None,
        ends=datetime.combine(ended, time(), zone),
    )


def _weekend(today: date, following: bool) -> tuple[date, date]:
    saturday = today + timedelta(days=5 - today.weekday() if today.weekday() < 5 else 0)
    begun = saturday if today.weekday() != 6 else today
    ended = begun + timedelta(days=2 if begun.weekday() == 5 else 1)
    return (ended + timedelta(days=5), ended + timedelta(days=7)) if following else (begun, ended)


def _week(today: date, following: bool) -> tuple[date, date]:
    monday = today + timedelta(days=(7 if following else 0) - today.weekday())
    return monday, monday + timedelta(days=7)


def _month(today: date, following: bool) -> tuple[date, date]:
    begun = today.replace(day=1)
    after = (begun + timedelta(days=32)).replace(day=1)
    return (after, (after + timedelta(days=32)).replace(day=1)) if following else (begun, after)


_CALENDAR: Final[Mapping[str, Callable[[date, bool], tuple[date, date]]]] = {
    "weekend": _weekend, "week": _week, "month": _month, "month_end": _month,
}  # fmt: skip
