"""Days and times of day as people write them, relative to a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Final

from mercery.claims.numerals import read_number

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH: Final = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WEEK_EN: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK_ZH: Final = "一二三四五六日"
_HOUR_ZH = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_PART_ZH = r"(?:凌晨|早上|上午|中午|下午|晚上|晚|今晚|早)"


_FIGURES: Final = re.compile(r"[\d.]+")


@lru_cache(maxsize=1)
def _named() -> dict[str, tuple[int, int]]:
    found = {}
    for line in files(__package__).joinpath("days.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        day, _, names = line.partition(" = ")
        month, _, number = day.partition("-")
        for name in re.split(r"[,/]", names):
            if name.strip():
                found[name.strip()] = (int(month), int(number))
    return found


def _names() -> str:
    """Named days; those written in figures only where they stand as a day and not as an amount."""
    spoken = sorted((name for name in _named() if not _FIGURES.fullmatch(name)), key=lambda one: (-len(one), one))
    figures = "|".join(re.escape(name) for name in _named() if _FIGURES.fullmatch(name))
    alone = r"(?=\s?(?:期间|当天|当日|大促|狂欢|活动|起|开始|至|到|only|sale|,|;|。|$))"
    return "|".join(re.escape(name) for name in spoken) + rf"|(?<![满减每抵付价元€¥$£\d.])(?:{figures}){alone}"


DAY: Final = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}/\d{1,2}/\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}\.?(?:,?\s\d{{4}})?(?![a-z])"
    rf"|{MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?![\d:])(?:,?\s\d{{4}})?"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?|\d{1,2}[日号]"
    r"|black friday|cyber monday|黑色星期五|黑五"
    rf"|(?:{_names()})(?!\d)"
    rf"|today|tonight|tomorrow|今天|今日|今晚|明天|明日|后天|(?:(?:this|next)\s)?(?:{'|'.join(_WEEK_EN)})|(?:本|这|下)?(?:周|星期)[{_WEEK_ZH}天])"
)
"""A day."""
TIME: Final = (
    r"(?:\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.)(?![a-z])|\d{1,2}:\d{2}(?::\d{2})?|noon|midnight(?![a-z])"
    rf"|{_PART_ZH}?{_HOUR_ZH}[点时](?:\d{{1,2}}分?|半|整)?|午夜|零点)"
)
"""A time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, and whether its year was written."""

    day: date
    dated: bool


class NoDay(ValueError):
    """There is no such day."""


def read_day(text: str, today: date, near: date | None = None) -> Day:
    """The day meant. Without a year, one is taken later; `near` gives month and year to a day alone (`27日`)."""
    word = text.strip().lower()
    try:
        return _relative(word, today) or _written(word, near or today)
    except ValueError as error:
        raise NoDay(text) from error


def read_time(text: str) -> tuple[int, int, int]:
    """Hours, minutes, seconds; midnight is 24:00:00, which a start takes as 0:00."""
    word = re.sub(r"\s", "", text.strip().lower().replace(".m.", "m"))
    if word in ("midnight", "午夜"):
        return 24, 0, 0
    if word == "noon":
        return 12, 0, 0
    if word == "零点":
        return 0, 0, 0
    english = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?|(\d{1,2}):(\d{2}):(\d{2})", word)
    if english:
        return _clock(english)
    return _chinese_clock(word)


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    if match[4]:
        return _valid(int(match[4]), int(match[5]), int(match[6]))
    hour = int(match[1])
    if match[3] == "pm" and hour < 12:
        hour += 12
    if match[3] == "am" and hour == 12:
        hour = 0
    return _valid(hour, int(match[2] or 0), 0)


def _chinese_clock(word: str) -> tuple[int, int, int]:
    match = re.fullmatch(rf"({_PART_ZH})?({_HOUR_ZH})[点时](?:(\d{{1,2}})分?|(半)|整)?", word)
    if match is None:
        raise NoDay(word)
    hour = int(read_number(match[2]))
    if match[1] in ("下午", "晚上", "晚", "今晚", "中午") and hour < 11:
        hour += 12
    return _valid(hour, 30 if match[4] else int(match[3] or 0), 0)


def _valid(hour: int, minute: int, second: int) -> tuple[int, int, int]:
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise NoDay(f"{hour}:{minute}")
    return hour, minute, second


def _relative(word: str, today: date) -> Day | None:
    shift = {
        "today": 0,
        "tonight": 0,
        "今天": 0,
        "今日": 0,
        "今晚": 0,
        "tomorrow": 1,
        "明天": 1,
        "明日": 1,
        "后天": 2,
    }.get(word)
    if shift is not None:
        return Day(day=today + timedelta(days=shift), dated=True)
    if word in ("black friday", "黑五", "黑色星期五", "cyber monday"):
        friday = _black_friday(today.year)
        day = friday + timedelta(days=3) if word == "cyber monday" else friday
        return Day(day=day, dated=False)
    if word in _named():
        month, number = _named()[word]
        return Day(day=date(today.year, month, number), dated=False)
    return _weekday(word, today)


def _weekday(word: str, today: date) -> Day | None:
    english = re.fullmatch(rf"(?:(this|next)\s)?({'|'.join(_WEEK_EN)})", word)
    chinese = re.fullmatch(rf"([本这下])?(?:周|星期)([{_WEEK_ZH}天])", word)
    if english:
        number, following = _WEEK_EN.index(english[2]), english[1] == "next"
    elif chinese:
        number, following = _WEEK_ZH.index(chinese[2].replace("天", "日")), chinese[1] == "下"
    else:
        return None
    monday = today - timedelta(days=today.weekday())
    if following:
        return Day(day=monday + timedelta(days=7 + number), dated=True)
    return Day(day=today + timedelta(days=(number - today.weekday()) % 7), dated=True)


def _written(word: str, near: date) -> Day:
    dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", word)
    if dotted:
        return Day(day=date(int(dotted[3]), int(dotted[2]), int(dotted[1])), dated=True)
    numbers = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", word)
    if numbers:
        return Day(day=date(int(numbers[1]), int(numbers[2]), int(numbers[3])), dated=True)
    chinese = re.fullmatch(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})[日号]?", word)
    if chinese:
        month = int(chinese[2]) if chinese[2] else near.month
        return _dated(chinese[1], month, int(chinese[3]), near)
    first = re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({MONTH})\.?(?:,?\s(\d{{4}}))?", word)
    if first:
        return _dated(first[3], _MONTHS.index(first[2][:3]) + 1, int(first[1]), near)
    second = re.fullmatch(rf"({MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(\d{{4}}))?", word)
    if second:
        return _dated(second[3], _MONTHS.index(second[1][:3]) + 1, int(second[2]), near)
    raise NoDay(word)


def _dated(year: str | None, month: int, number: int, near: date) -> Day:
    return Day(day=date(int(year) if year else near.year, month, number), dated=bool(year))


def _black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    return thursday + timedelta(days=1)
