"""The hours in sentences of both languages: what they are, whether anybody is there now, when somebody is back. Pure.

Every sentence names the shop's own clock, and every day that is not today by its date: whoever reads it may be on the other
side of the world, where it is tomorrow already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from babel.dates import get_timezone_location

from mercery.conversations.hours.schedule import Schedule, SpecialDay
from mercery.conversations.hours.week import DAY, Hours, Week, clock_text
from mercery.core.i18n import Lang, Words

_DAYS: Final = (
    Words("Monday", "周一"), Words("Tuesday", "周二"), Words("Wednesday", "周三"), Words("Thursday", "周四"),
    Words("Friday", "周五"), Words("Saturday", "周六"), Words("Sunday", "周日"),
)  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_OWN_NAMES: Final = {
    "Asia/Shanghai": Words("Beijing", "北京"),
    "UTC": Words("UTC", "协调世界"),
    "Etc/UTC": Words("UTC", "协调世界"),
}
"""Zones that people call otherwise than by their city."""
_WHOLE: Final = (Hours(0, DAY),)


def zone_words(name: str) -> Words:
    """`Paris` and `巴黎`, to be followed by `time` and `时间`."""
    own = _OWN_NAMES.get(name)
    if own is not None:
        return own
    city = name.rpartition("/")[2].replace("_", " ")
    try:
        return Words(city, get_timezone_location(name, locale="zh", return_city=True) or city)
    except (LookupError, ValueError):
        return Words(city, city)


def hours_words(schedule: Schedule, special: Sequence[SpecialDay] = ()) -> Words:
    """The hours of the week and the special days given, as customers are told them."""
    zone = zone_words(schedule.zone_name)
    en = f"Our people answer {_week_en(schedule.week)}, {zone.en} time{_never_en(schedule.week)}."
    zh = f"人工服务时间为{_week_zh(schedule.week)}（{zone.zh}时间）{_never_zh(schedule.week)}。"
    return Words(" ".join([en, *_special_en(special)]), zh + "".join(_special_zh(special)))


def now_words(schedule: Schedule, moment: datetime) -> Words:
    """Whether somebody answers now, and until when, else when somebody is back. Empty where there are no hours."""
    if not schedule.says_something:
        return Words("")
    zone = zone_words(schedule.zone_name)
    if schedule.open_at(moment):
        until = schedule.open_until(moment)
        if until is None:
            return Words("Our people answer at any hour.", "人工服务全天在线。")
        at = _moment(until, moment, schedule.zone, end=True)
        return Words(f"Our people answer until {at.en}, {zone.en} time.", f"人工服务到{at.zh} 为止（{zone.zh}时间）。")
    begins = schedule.next_open(moment)
    if begins is None:
        return Words("")
    at = _moment(begins, moment, schedule.zone)
    why = _why_closed(schedule, moment)
    return Words(
        f"{why.en}Our people are back {at.en}, {zone.en} time.",
        f"{why.zh}店员将于{zone.zh}时间{_apart(at.zh)}回来为您服务。",
    )


def day_words(schedule: Schedule, day: date, now: datetime, *, feast: bool = False) -> Words:
    """How one day is, and when somebody is back where nobody answers on it. `feast`: asked for as one, so that ordinary hours are said to be all that is set."""
    hours, special, zone = schedule.hours_on(day), schedule.special.get(day), zone_words(schedule.zone_name)
    begins, named = _day_named(day, now.astimezone(schedule.zone).date()), special.name if special else Words("")
    en = f"{begins.en.rstrip(',')}, {named.text('en')}," if named.text("en") else begins.en
    zh = f"{begins.zh}（{named.text('zh')}）" if named.text("zh") else begins.zh
    if not hours:
        back = _back_words(schedule, day, now)
        return Words(f"{en} our people do not answer.{back.en}", f"{zh}休息，没有人工服务。{back.zh}")
    said = Words(
        f"{en} our people answer {_hours_en(hours)}, {zone.en} time.",
        f"{zh}人工服务时间为{_apart(_hours_zh(hours)).rstrip()}（{zone.zh}时间）。",
    )
    if feast and special is None:
        return Words(f"{said.en} No other hours are set for that day.", f"{said.zh}该日未另设服务时间。")
    return said


def _back_words(schedule: Schedule, day: date, now: datetime) -> Words:
    begins = schedule.next_open(datetime.combine(day, time(), tzinfo=schedule.zone))
    if begins is None:
        return Words("")
    at, zone = _moment(begins, now, schedule.zone), zone_words(schedule.zone_name)
    return Words(f" They are back {at.en}, {zone.en} time.", f"店员将于{zone.zh}时间{_apart(at.zh)}回来为您服务。")


def _day_named(day: date, today: date) -> Words:
    """`On Sunday 29 November`, `Tomorrow, Saturday 28 November,`: never without the date."""
    weekday = _DAYS[day.weekday()]
    year = (f" {day.year}", f"{day.year} 年 ") if day.year != today.year else ("", "")
    en, zh = (
        f"{weekday.en} {day.day} {_MONTHS[day.month - 1]}{year[0]}",
        f"{year[1]}{day.month} 月 {day.day} 日{weekday.zh}",
    )
    near = {0: Words("Today", "今天"), 1: Words("Tomorrow", "明天")}.get((day - today).days)
    return Words(f"{near.en}, {en},", f"{near.zh}（{zh}）") if near else Words(f"On {en}", zh)


def away_words(until: datetime, moment: datetime, zone: tzinfo) -> Words:
    """Until when somebody of the staff is away, for colleagues."""
    at = _moment(until, moment, zone)
    return Words(f"away until {at.en.removeprefix('at ')}", f"离开至{at.zh}")


def day_text(day: date, lang: Lang) -> str:
    """`25 December 2026` and `2026 年 12 月 25 日`."""
    if lang == "zh":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def wait_words(open_time: timedelta) -> Words:
    """How long somebody waits, counted in hours of the shop alone."""
    minutes = int(open_time.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if minutes < 1:
        return Words("not yet in opening hours", "尚未到服务时间")
    if not hours:
        return Words(f"{rest} min of opening hours", f"服务时间内 {rest} 分钟")
    en = f"{hours} h" + (f" {rest} min" if rest else "")
    zh = f"{hours} 小时" + (f" {rest} 分" if rest else "")
    return Words(f"{en} of opening hours", f"服务时间内 {zh}")


def _moment(at: datetime, now: datetime, zone: tzinfo, *, end: bool = False) -> Words:
    """`today at 10:00`, `tomorrow, Friday 27 November, at 10:00`, by the clock of `zone`."""
    there, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = clock_text(there.hour * 60 + there.minute)
    between = "" if end else "at "
    days = (there.date() - today).days
    if days == 0:
        return Words(f"{between}{clock} today", f"今天 {clock}")
    if end and days == 1 and there.hour == there.minute == 0:
        return Words("midnight", "今晚 24:00")
    weekday = _DAYS[there.weekday()]
    year = f" {there.year}" if there.year != today.year else ""
    zh_year = f"{there.year} 年 " if there.year != today.year else ""
    day = Words(
        f"{weekday.en} {there.day} {_MONTHS[there.month - 1]}{year}",
        f"{zh_year}{there.month} 月 {there.day} 日{weekday.zh}",
    )
    if days == 1:
        return Words(f"{between}{clock} tomorrow, {day.en}", f"明天（{day.zh}）{clock}")
    return Words(f"{'on ' if not end else ''}{day.en} at {clock}", f"{day.zh} {clock}")


def _apart(text: str) -> str:
    """With a space before a digit and behind one, as digits stand in Chinese text here."""
    return f"{' ' if text[0].isdigit() else ''}{text}{' ' if text[-1].isdigit() else ''}"


def _why_closed(schedule: Schedule, moment: datetime) -> Words:
    special = schedule.special.get(moment.astimezone(schedule.zone).date())
    if special is None or not special.closed or not (special.name.en or special.name.zh):
        return Words("")
    return Words(f"Today is {special.name.text('en')}. ", f"今天是{special.name.text('zh')}。")


def _runs(week: Week) -> list[tuple[tuple[Hours, ...], list[tuple[int, int]]]]:
    """The days of each kind of hours, as runs of days that follow one another, in order of their first day."""
    found: dict[tuple[Hours, ...], list[tuple[int, int]]] = {}
    for number, hours in enumerate(week.days):
        runs = found.setdefault(hours, [])
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return list(found.items())


def _week_en(week: Week) -> str:
    if len(set(week.days)) == 1:
        whole = week.days[0] == _WHOLE
        return "every day around the clock" if whole else f"every day {_hours_en(week.days[0])}"
    parts = [f"{_days_en(runs)} {_hours_en(hours)}" for hours, runs in _runs(week) if hours]
    return parts[0] if len(parts) == 1 else f"{'; '.join(parts[:-1])} and {parts[-1]}"


def _week_zh(week: Week) -> str:
    if len(set(week.days)) == 1:
        return "每日全天" if week.days[0] == _WHOLE else f"每日 {_hours_zh(week.days[0])}"
    return "，".join(f"{_days_zh(runs)} {_hours_zh(hours)}" for hours, runs in _runs(week) if hours)


def _never_en(week: Week) -> str:
    days = [_days_en(runs, last=" or ") for hours, runs in _runs(week) if not hours]
    return f"; not on {days[0]}" if days else ""


def _never_zh(week: Week) -> str:
    days = [_days_zh(runs) for hours, runs in _runs(week) if not hours]
    return f"，{days[0]}休息" if days else ""


def _days_en(runs: Sequence[tuple[int, int]], last: str = " and ") -> str:
    """`Monday to Friday`; `Monday, Wednesday and Friday`: two days that follow one another are named singly."""
    names: list[str] = []
    for begins, ends in runs:
        if ends - begins > 1:
            names.append(f"{_DAYS[begins].en} to {_DAYS[ends].en}")
        else:
            names += [_DAYS[day].en for day in range(begins, ends + 1)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}{last}{names[-1]}"


def _days_zh(runs: Sequence[tuple[int, int]]) -> str:
    names: list[str] = []
    for begins, ends in runs:
        if ends - begins > 1:
            names.append(f"{_DAYS[begins].zh}至{_DAYS[ends].zh}")
        else:
            names += [_DAYS[day].zh for day in range(begins, ends + 1)]
    return "、".join(names)


def _hours_en(hours: Iterable[Hours]) -> str:
    parts = []
    for one in hours:
        begins, ends = one.clock()
        parts.append(
            "all day" if one == _WHOLE[0] else f"from {begins} to {ends}" + _next_day(one, " the next morning")
        )
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _hours_zh(hours: Iterable[Hours]) -> str:
    parts = []
    for one in hours:
        begins, ends = one.clock()
        parts.append("全天" if one == _WHOLE[0] else f"{begins} 至{_next_day(one, '次日')} {ends}")
    return "、".join(parts)


def _next_day(one: Hours, words: str) -> str:
    return words if one.across_midnight else ""


def _special_en(special: Iterable[SpecialDay]) -> Iterable[str]:
    for one in special:
        named = f" ({one.name.text('en')})" if one.name.text("en") else ""
        day = day_text(one.day, "en")
        yield f"Nobody answers on {day}{named}." if one.closed else f"On {day}{named} {_hours_en(one.hours)}."


def _special_zh(special: Iterable[SpecialDay]) -> Iterable[str]:
    for one in special:
        named = f"（{one.name.text('zh')}）" if one.name.text("zh") else ""
        yield f"{day_text(one.day, 'zh')}{named}{'休息' if one.closed else ('' if named else ' ') + _hours_zh(one.hours)}。"
