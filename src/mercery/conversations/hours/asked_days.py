"""Which days a question about the hours names: today, Sunday, 25 December, Christmas, 国庆. Pure.

Only days that are certain are found: a feast that moves is known where the shop has named the day, and not otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mercery.core.i18n import Words

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH: Final = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _MONTHS) + "|sept"
_DATE: Final = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b\.?,?(?: (?P<y1>20\d\d))?"
    rf"|\b(?P<m2>{_MONTH})\.? (?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<y2>20\d\d))?"
    r"|(?:(?P<y3>20\d\d) ?年 ?)?(?P<m3>\d{1,2}) ?月 ?(?P<d3>\d{1,2}) ?[日号]",
    re.IGNORECASE,
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY: Final = re.compile(
    rf"\b(?P<next>next |following )?(?P<en>{'|'.join(_WEEKDAYS)})\b|(?<!每)(?P<after>下)?个?(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])",
    re.IGNORECASE,
)
_ZH_WEEKDAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_WEEKEND: Final = re.compile(r"\b(?P<next>next )?weekend\b|(?<!每)(?P<after>下)?个?周末", re.IGNORECASE)
_NEAR: Final = (
    (2, re.compile(r"\b(?:the )?day after tomorrow\b|后天", re.IGNORECASE)),
    (1, re.compile(r"(?<!day after )\btomorrow\b|明[天早晚日]", re.IGNORECASE)),
    (0, re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b|今[天晚早日]", re.IGNORECASE)),
)
_NOW: Final = re.compile(
    r"\b(?:right now|now|at the moment|currently|still (?:open|there)|(?:until|till) (?:when|what time)|how late)\b|现在|目前|此刻|还在|几点(?:下班|关门|打烊)",
    re.IGNORECASE,
)
_FEASTS: Final = (
    ((12, 24), r"christmas eve|平安夜"),
    ((12, 25), r"christmas(?: day)?(?! eve)|xmas|圣诞节?(?!夜)"),
    ((12, 26), r"boxing day|节礼日"),
    ((12, 31), r"new year'?s eve|跨年夜?"),
    ((1, 1), r"new year(?:'?s)?(?: day)?(?!'?s? eve)|元旦"),
    ((2, 14), r"valentine'?s(?: day)?|情人节"),
    ((5, 1), r"labou?r day|may day|五一|劳动节"),
    ((10, 1), r"(?:chinese )?national day|国庆节?|十一(?=期间|长假|营业|开|上班|放假)"),
)
"""Feasts of a fixed date."""
_MOVING: Final = re.compile(
    r"\b(?:easter(?: (?:sunday|monday))?|good friday|pentecost|ascension|thanksgiving|black friday|(?:chinese|lunar) new year|spring festival|mid-autumn(?: festival)?|dragon boat(?: festival)?|eid|diwali|hanukkah)\b|春节|过年|除夕|清明节?|端午节?|中秋节?|元宵节?|复活节|感恩节",
    re.IGNORECASE,
)
"""Feasts whose date no rule here gives."""
_MOST: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDays:
    """What a question names."""

    days: tuple[date, ...] = ()
    """In order, each once; at most seven."""
    at_once: bool = False
    """Whether it asks how it is now."""
    feast: bool = False
    """Whether the days are asked for as feasts."""
    not_certain: bool = False
    """Whether it names a feast whose date is not known here."""


def asked_days(text: str, today: date, named: Mapping[date, Words] | None = None) -> AskedDays:
    """The days `text` names, from `today` on by the shop's own clock. `named`: days that the shop calls by a name."""
    plain = text.replace("’", "'")
    # A day by its date or name says more than the weekday or "today" beside it.
    days = _called(plain, today, named or {}) | _dates(plain, today)
    if days:
        return AskedDays(days=_ordered(days))
    if days := _feasts(plain, today):
        return AskedDays(days=_ordered(days), feast=True)
    if _MOVING.search(plain):
        return AskedDays(not_certain=True)
    days = _of_week(plain, today) | _near(plain, today)
    return AskedDays(days=_ordered(days), at_once=not days and bool(_NOW.search(plain)))


def _ordered(days: set[date]) -> tuple[date, ...]:
    return tuple(sorted(days))[:_MOST]


def _near(text: str, today: date) -> set[date]:
    found = next((ahead for ahead, pattern in _NEAR if pattern.search(text)), None)
    return set() if found is None else {today + timedelta(days=found)}


def _of_week(text: str, today: date) -> set[date]:
    days: set[date] = set()
    for match in _WEEKDAY.finditer(text):
        number = _WEEKDAYS.index(match["en"].lower()) if match["en"] else _ZH_WEEKDAYS[match["zh"]]
        coming = today + timedelta(days=(number - today.weekday()) % 7)
        if match["after"]:
            monday = today + timedelta(days=7 - today.weekday())
            days.add(monday + timedelta(days=number))
        elif match["next"]:
            # Some mean the coming one, some the one of the week after.
            days |= {coming, coming + timedelta(days=7)}
        else:
            days.add(coming)
    if weekend := _WEEKEND.search(text):
        saturday = today + timedelta(days=5 - today.weekday())
        this = {saturday, saturday + timedelta(days=1)}
        following = {one + timedelta(days=7) for one in this}
        days |= following if weekend["after"] else this | following if weekend["next"] else this
    return {day for day in days if day >= today}


def _dates(text: str, today: date) -> set[date]:
    days: set[date] = set()
    for match in _DATE.finditer(text):
        day = int(match["d1"] or match["d2"] or match["d3"])
        name = match["m1"] or match["m2"]
        month = _month(name) if name else int(match["m3"])
        year = match["y1"] or match["y2"] or match["y3"]
        found = _day(int(year), month, day) if year else _coming(month, day, today)
        days |= {found} if found is not None and found >= today else set()
    return days


def _feasts(text: str, today: date) -> set[date]:
    days = set()
    for (month, day), pattern in _FEASTS:
        if re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", text, re.IGNORECASE):
            found = _coming(month, day, today)
            days |= {found} if found else set()
    return days


def _called(text: str, today: date, named: Mapping[date, Words]) -> set[date]:
    """The days of each name the shop itself gave that the text says; a name within a longer one is not meant."""
    left, found = text.lower(), set()
    names = {name.lower(): name for words in named.values() for name in (words.en, words.zh) if len(name) > 1}
    for short in list(names):
        if short.endswith("节") and len(short) > 2:
            names.setdefault(short[:-1], names[short])
    for said in sorted(names, key=len, reverse=True):
        if said in left:
            left = left.replace(said, " ")
            found |= {day for day, words in named.items() if names[said] in (words.en, words.zh) and day >= today}
    return found


def _month(name: str) -> int:
    return next(number for number, one in enumerate(_MONTHS, 1) if one.startswith(name.lower()[:3]))


def _coming(month: int, day: int, today: date) -> date | None:
    found = _day(today.year, month, day)
    return found if found is not None and found >= today else _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
