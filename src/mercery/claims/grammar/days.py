"""Days, clocks and spans of days as people tell them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.amount import EN_WORD, ZH_NUM, Amount
from mercery.claims.numerals import read_number
from mercery.core.dates import first_such_day

_DEGREES: Final = re.compile(
    rf"(?P<n>\d+|{EN_WORD}|{ZH_NUM})\s?(?:°c|° c|°|degrees?(?: celsius)?(?![a-z])|摄氏度|度(?=[以机水洗的可下，。、 ]|$))"
)


_CLOCK: Final = re.compile(
    r"(?<!\d)(?P<h>\d{1,2}):(?P<m>\d{2})(?!\d)|(?<![a-z0-9])(?P<h2>\d{1,2}|noon|one|two|nine|seven)\s?(?P<ap>am|pm|o'clock|a\.m\.|p\.m\.)(?![a-z])|(?<![a-z])(?P<noon>noon|midday)(?![a-z])|(?P<z>上午|下午|晚上|早上|中午)?(?<![周期拜])(?P<zh>\d{1,2}|[一二三四五六七八九十]+)\s?点(?P<half>半)?(?!击|什|点|儿)(?<!(?<![午上])一点(?![钟半整前之以到至后]))"
)


_HOURS: Final = re.compile(
    rf"(?<![a-z0-9])(?P<a>\d{{1,2}}|{EN_WORD})\s(?:to|until|till|-)\s(?P<b>\d{{1,2}}|{EN_WORD})(?=,?\s(?:[a-z]+\s)?time(?![a-z]))"
)


_WEEKDAY: Final = re.compile(
    r"(?<![a-z])(?P<e>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?(?![a-z])|(?:周|星期|礼拜)(?P<z>[一二三四五六日天])"
)


_YEAR_DATE: Final = re.compile(
    r"(?P<y>明年|今年|后年)的?\s?(?P<m>\d{1,2}|[一二三四五六七八九十]+)\s?月(?:份)?\s?(?P<d>\d{1,2}|[一二三四五六七八九十]+)\s?[日号]"
)


_ZH_DATE: Final = re.compile(r"(?P<m>[一二三四五六七八九十]+)月(?:份)?(?P<d>[一二三四五六七八九十]+)[日号]")


_DAY_RANGE: Final = re.compile(
    r"(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]?\s?(?:至|到|-|~)\s?(?:(?P<m2>\d{1,2})\s?月\s?)?(?P<d2>\d{1,2})\s?[日号]"
)


_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS_EN: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def day_ranges(text: str, year: int) -> Iterator[Amount]:
    for match in _DAY_RANGE.finditer(text):
        try:
            first = date(year, int(match["m"]), int(match["d"]))
            last = date(year, int(match["m2"] or match["m"]), int(match["d2"]))
        except ValueError:
            continue
        middle = match.start("m2") if match["m2"] else match.start("d2")
        yield Amount(kind="date", day=first, word="from", start=match.start(), end=middle)
        yield Amount(kind="date", day=last, word="until", start=middle, end=match.end())


def clocks(text: str, year: int) -> Iterator[Amount]:
    """Times of day, and degrees."""
    for match in _DEGREES.finditer(text):
        yield Amount(kind="quantity", value=read_number(match["n"]), unit="c", start=match.start(), end=match.end())
    for match in _HOURS.finditer(text):
        first, last = int(read_number(match["a"])), int(read_number(match["b"]))
        last += 12 if last <= first and last < 12 else 0
        for name, hour in (("a", first), ("b", last)):
            yield Amount(kind="clock", word=f"{hour:02d}:00", start=match.start(name), end=match.end(name))
    for match in _CLOCK.finditer(text):
        yield Amount(kind="clock", word=_clock(match), start=match.start(), end=match.end())


def weekdays(text: str, year: int) -> Iterator[Amount]:
    """Days of the week, Monday being 0."""
    for match in _WEEKDAY.finditer(text):
        index = _WEEKDAYS_EN.index(match["e"]) if match["e"] else min("一二三四五六日天".index(match["z"]), 6)
        yield Amount(kind="weekday", value=Decimal(index), start=match.start(), end=match.end())


def written_dates(text: str, year: int) -> Iterator[Amount]:
    """明年2月1日, 十二月八号."""
    for pattern, ahead in ((_YEAR_DATE, {"明年": 1, "今年": 0, "后年": 2}), (_ZH_DATE, {})):
        for match in pattern.finditer(text):
            named = match.groupdict().get("y")
            try:
                own = year + (ahead[named] if named else 0)
                month, number = int(read_number(match["m"])), int(read_number(match["d"]))
                day = date(own, month, number) if named else first_such_day(own, month, number)
            except ValueError:
                continue
            yield Amount(kind="date", day=day, word="" if named else "day", start=match.start(), end=match.end())


_NTH_WEEKDAY: Final = re.compile(
    r"(?<![a-z])(?:the )?(?P<n>first|second|third|fourth|last) (?P<w>monday|tuesday|wednesday|thursday|friday|saturday|sunday) (?:of|in) "
    r"(?P<m>january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z])"
    r"|(?P<zm>\d{1,2}|[一二三四五六七八九十]+)月(?:份)?的?(?:第(?P<zn>[一二三四])|(?P<zl>最后一?))个?(?:周|星期|礼拜)(?P<zw>[一二三四五六日天])"
)


def nth_weekdays(text: str, year: int) -> Iterator[Amount]:
    """`the first Saturday of December`, 12月第一个周六."""
    for match in _NTH_WEEKDAY.finditer(text):
        month = _MONTHS.index(match["m"]) + 1 if match["m"] else int(read_number(match["zm"]))
        if not 1 <= month <= 12:
            continue
        index = _WEEKDAYS_EN.index(match["w"]) if match["w"] else min("一二三四五六日天".index(match["zw"]), 6)
        days = [
            date(year, month, day)
            for day in range(1, calendar.monthrange(year, month)[1] + 1)
            if date(year, month, day).weekday() == index
        ]
        place = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}.get(match["n"] or "")
        if place is None:
            place = -1 if match["zl"] else "一二三四".index(match["zn"])
        yield Amount(kind="date", day=days[place], word="day", start=match.start(), end=match.end())


_MONTH_NAMES: Final = "january|february|march|april|may|june|july|august|september|october|november|december"


_SPAN: Final = re.compile(
    rf"(?<![a-z])(?P<p>early|mid|late|the beginning of|the middle of|the end of|beginning of|end of)[ -](?P<m>{_MONTH_NAMES})(?![a-z])"
    r"|(?P<y>明年|今年)?(?P<zm>\d{1,2}|[一二三四五六七八九十]+)\s?月(?:份)?的?(?P<zp>初|中旬|中|底|末|上旬|下旬)"
    r"|(?P<c>before christmas|in time for christmas|圣诞(?:节)?(?:之)?前|赶得上圣诞(?:节)?|赶在圣诞(?:节)?前)"
    rf"|(?<![a-z])(?P<w>the first week of) (?P<wm>{_MONTH_NAMES})(?![a-z])"
    rf"|(?<![a-z])(?:in|until|till|from|expected) (?P<om>{_MONTH_NAMES})(?![a-z]|\s\d)|(?P<oy>明年|今年)?(?<![\d一二三四五六七八九十])(?P<oz>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?(?![\d初中底末上下一二三四五六七八九十])"
    r"|(?P<r>this week|next week|this month|next month|next year|本周|这周|这个星期|下周|下个星期|本月|这个月|下个月|下月|明年)(?![\d一二三四五六日天a-z])"
    r"|(?P<nm>下个?月|next month,? on the )(?P<nd>\d{1,2})(?:[号日]|st|nd|rd|th)"
    r"|(?P<tm>(?:这个|本|这)月(?:的)?|this month,? on the )(?P<td>\d{1,2})(?:[号日]|st|nd|rd|th)"
    r"|(?P<eom>(?:at )?the end of the month|(?:这个?|本)?月底)(?![a-z])"
    r"|(?P<t>tomorrow|the day after tomorrow|明天|后天|大后天)(?![a-z])"
)


_PARTS: Final = {
    "early": (1, 10),
    "beginning": (1, 10),
    "mid": (10, 20),
    "middle": (10, 20),
    "late": (20, 31),
    "end": (20, 31),
    "初": (1, 10),
    "上旬": (1, 10),
    "中": (10, 20),
    "中旬": (10, 20),
    "底": (20, 31),
    "末": (20, 31),
    "下旬": (20, 31),
}


_CHRISTMAS: Final = re.compile(
    rf"(?P<n>a|an|{EN_WORD}|\d+) (?P<u>days?|weeks?) before christmas(?![a-z])|圣诞(?:节)?前(?P<z>{ZH_NUM})(?P<zu>天|周)"
)


def spans(text: str, year: int) -> Iterator[Amount]:
    """Days told by their distance or as a span: `mid-January`, 下周, `before Christmas`, 明天."""
    for match in _CHRISTMAS.finditer(text):
        word = match["n"] or match["z"]
        days = (1 if word in ("a", "an") else int(read_number(word))) * (
            7 if (match["u"] or match["zu"])[0] in "w周" else 1
        )
        yield Amount(
            kind="date", day=date(year, 12, 25) - timedelta(days=days), word="day", start=match.start(), end=match.end()
        )
    for match in _SPAN.finditer(text):
        found = _span_of(match, year)
        if found is not None:
            yield found


def _span_of(match: re.Match[str], year: int) -> Amount | None:
    start, end = match.start(), match.end()
    word = match["t"] or match["r"]
    if word or match["nm"]:
        return Amount(
            kind="span", word=word or "day of next month", value=Decimal(match["nd"] or 0), start=start, end=end
        )
    if match["eom"]:
        return Amount(kind="span", word="end of this month", start=start, end=end)
    if match["tm"]:
        return Amount(kind="span", word="day of this month", value=Decimal(match["td"]), start=start, end=end)
    if match["c"]:
        return Amount(kind="span", word="christmas", until=date(year, 12, 24), start=start, end=end)
    name = match["m"] or match["wm"] or match["om"]
    month = _MONTH_NAMES.split("|").index(name) + 1 if name else int(read_number(match["zm"] or match["oz"]))
    if not 1 <= month <= 12:
        return None
    own = year + (1 if "明年" in (match["y"], match["oy"]) else 0)
    part = (1, 7) if match["wm"] else (1, 31)
    told = match["p"] or match["zp"]
    if told:
        part = next(value for key, value in _PARTS.items() if key in told)
    last = min(part[1], calendar.monthrange(own, month)[1])
    begin = match.start("om") if match["om"] else start
    return Amount(
        kind="span", word="month", day=date(own, month, part[0]), until=date(own, month, last), start=begin, end=end
    )


def _clock(match: re.Match[str]) -> str:
    if match["noon"]:
        return "12:00"
    if match["h"]:
        return f"{int(match['h']):02d}:{match['m']}"
    if match["h2"]:
        hour = {"noon": 12, "one": 1, "two": 2, "seven": 7, "nine": 9}.get(match["h2"]) or int(match["h2"])
        return f"{hour + (12 if match['ap'].startswith('p') and hour < 12 else 0):02d}:00"
    hour = int(read_number(match["zh"]))
    hour += 12 if match["z"] in ("下午", "晚上") and hour < 12 else 0
    return f"{hour:02d}:{'30' if match['half'] else '00'}"
