"""By when it has to be there: "before Friday", "by 24 December", 圣诞节前, 三天内. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from mercery.core.dates import next_such_day
from mercery.guide.hearing.text import Plain, amounts_in

_DAYS: Final = {
    name: number
    for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_ZH_DAYS: Final = {name: number for number, name in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_DAY: Final = re.compile(rf"\b(?P<before>before|by|until|till|for|on|this|next|no later than)\s(?P<next>next\s|this\s)?(?P<day>{'|'.join(_DAYS)})\b")  # fmt: skip
_ZH_DAY: Final = re.compile(
    r"(?P<next>下|这|本)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])(?P<before>之前|以前|前)?(?:到|要|收|送|拿|用|能|就|得)?"
)
_SOON: Final = re.compile(r"\b(?:by |before |for )?(?P<word>tomorrow|tonight|the weekend|this weekend|day after tomorrow)\b|(?P<zh>明天|后天|大后天|今天|周末)(?:之前|以前|前)?(?:到|收|送到|拿到|要用|能到)")  # fmt: skip
_WITHIN: Final = re.compile(r"\b(?:within|in(?: the next)?|in under) (?P<a>\d{1,2}|a|one|two|three|four|five) (?P<unit>days?|weeks?)\b|(?P<b>\d{1,2}|[一两二三四五六七])\s?(?P<zh>天|周|个星期)(?:之内|以内|内)")  # fmt: skip
_FEASTS: Final[tuple[tuple[re.Pattern[str], int, int], ...]] = (
    (
        re.compile(r"\b(?:by|before|in time for|for|until) (?:christmas(?: eve)?|xmas)\b|圣诞(?:节)?(?:之前|以前|前)"),
        12,
        24,
    ),
    (re.compile(r"\b(?:by|before|in time for|for) (?:st\.? )?valentine'?s(?: day)?\b|情人节(?:之前|以前|前)"), 2, 14),
    (re.compile(r"\b(?:by|before|in time for) new year(?:'?s)?(?: eve| day)?\b|元旦(?:之前|以前|前)"), 12, 31),
)
_WANTED: Final = re.compile(
    r"\b(?:by|before|until|on|for|deliver\w*|arriv\w*|there|need\w*|no later than|birthday|wedding)\b|前|之前|到|收|送|要", re.IGNORECASE
)  # fmt: skip
_BEFORE: Final = re.compile(r"\b(?:before|until|till)\s+(?:the\s)?$", re.IGNORECASE)
_COUNT: Final = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5} | {
    sign: number for number, sign in enumerate("一二三四五六七", 1)
} | {"两": 2}  # fmt: skip


def wanted_by(text: Plain, today: date) -> tuple[date, str, tuple[int, int]] | None:
    """The last day, the words and their place; None where no day is named."""
    for one in amounts_in(text.text, today.year):
        if one.kind == "date" and one.day is not None:
            around = text.low[max(one.start - 24, 0) : one.start] + " " + text.low[one.end : one.end + 3]
            if not _WANTED.search(around):
                continue
            day = one.day if not one.month_only or one.day >= today else next_such_day(one.day)
            before = _BEFORE.search(text.low[max(one.start - 24, 0) : one.start]) or text.low[
                one.end : one.end + 2
            ] in ("之前", "以前")
            return day - timedelta(days=1 if before else 0), text.said(one.start, one.end), (one.start, one.end)
    return _feast(text, today) or _weekday(text, today) or _soon(text, today) or _within(text, today)


def _feast(text: Plain, today: date) -> tuple[date, str, tuple[int, int]] | None:
    for pattern, month, day in _FEASTS:
        match = pattern.search(text.low)
        if match:
            when = date(today.year, month, day)
            when = when if when >= today else when.replace(year=today.year + 1)
            return when, match.group(), match.span()
    return None


def _weekday(text: Plain, today: date) -> tuple[date, str, tuple[int, int]] | None:
    match = _DAY.search(text.low)
    if match and match["before"] not in ("this", "next"):
        number, early = _DAYS[match["day"]], match["before"] in ("before", "until", "till")
        later = bool(match["next"] and match["next"].startswith("next"))
        return _coming(number, later, today) - timedelta(days=early), match.group(), match.span()
    match = _ZH_DAY.search(text.low)
    if match and (match["before"] or match.group()[-1] in "到要收送拿用能就得"):
        when = _coming(_ZH_DAYS[match["day"]], match["next"] == "下", today)
        return when - timedelta(days=bool(match["before"])), match.group(), match.span()
    return None


def _coming(number: int, later: bool, today: date) -> date:
    """The next such day of the week; with `later` that of the week after this one."""
    if later:
        return today + timedelta(days=7 - today.weekday() + number)
    return today + timedelta(days=(number - today.weekday()) % 7)


def _soon(text: Plain, today: date) -> tuple[date, str, tuple[int, int]] | None:
    match = _SOON.search(text.low)
    if not match:
        return None
    word = match["word"] or match["zh"]
    if "weekend" in word or word == "周末":
        return _coming(5, False, today), match.group(), match.span()
    days = {"tomorrow": 1, "tonight": 0, "day after tomorrow": 2, "今天": 0, "明天": 1, "后天": 2, "大后天": 3}[word]
    return today + timedelta(days=days), match.group(), match.span()


def _within(text: Plain, today: date) -> tuple[date, str, tuple[int, int]] | None:
    match = _WITHIN.search(text.low)
    if not match:
        return None
    word = match["a"] or match["b"]
    count = int(word) if word.isdigit() else _COUNT[word]
    weeks = (match["unit"] or "").startswith("week") or match["zh"] in ("周", "个星期")
    return today + timedelta(days=count * (7 if weeks else 1)), match.group(), match.span()
