"""Every number and date of a text, in whatever form: what an answer may only say if its source says it. Pure.

`claims.mentions` reads amounts with units. Here nothing that counts may be missed, so what it leaves out is read as well:
dates in figures, hours of the day, weekdays, numbers in words without a unit, and codes, telephone numbers and addresses,
of which every sign matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from mercery.claims.mentions import Mention, mentions
from mercery.claims.numerals import NUMBER, SPELT, read_number
from mercery.knowledge.drafts.days import Day, days_in, same_day

AmountKind = Literal["money", "percent", "quantity", "number", "date", "weekday", "clock", "code"]
_YEAR: Final = 2000
"""Stands for a year that is not named; a leap year, so that 29 February is a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One number or date and where it stands."""

    kind: AmountKind
    start: int
    end: int
    mention: Mention | None = None
    """Of money, percentages, quantities and plain numbers."""
    day: Day | None = None
    readings: frozenset[int] = frozenset()
    """Of a weekday its number from Monday; of an hour the minutes since midnight, both where the half of the day is open."""
    weak: bool = False
    """Hardly a number: "both" is one where the other side says two."""
    text: str = ""
    """Of a code: its signs, without what is only spacing."""

    @property
    def is_time(self) -> bool:
        """Whether it names a day or an hour rather than an amount."""
        return self.kind in ("date", "weekday", "clock")

    def same_as(self, other: Amount) -> bool:
        """Whether `other`, which stands in the source, says this amount."""
        if self.kind == "code" or other.kind == "code":
            return self.kind == other.kind and self.text == other.text
        if self.kind == "date" or other.kind == "date":
            return self.day is not None and other.day is not None and same_day(self.day, other.day)
        if self.readings or other.readings:
            return self.kind == other.kind and bool(self.readings & other.readings)
        return self.mention is not None and other.mention is not None and self.mention.same_as(other.mention)

    def of_kind(self, other: Amount) -> bool:
        """Whether the two could be taken for each other: both money, both days of the week, both lengths of time."""
        if self.kind != other.kind:
            return False
        if self.kind != "quantity" or self.mention is None or other.mention is None:
            return True
        spans = {"h", "min", "day", "business_day", "week", "month", "year"}
        return (self.mention.unit in spans) == (other.mention.unit in spans)


@lru_cache(maxsize=4096)
def amounts(text: str) -> tuple[Amount, ...]:
    """Every number and date in reading order."""
    if not _MAY_COUNT.search(text):
        return ()
    found: list[Amount] = []
    start = 0
    while start < len(text):
        end = _cut(text, start)
        found += [shifted(one, start) for one in _read(text[start:end])]
        start = end
    return tuple(found)


_MOST_AT_ONCE: Final = 1000
"""Characters read in one go: what a pattern costs on a text nobody wrote by hand grows with its square."""
_BREAK: Final = re.compile(r"[.!?。！？；;\n]\s*(?=\D)|(?<=[^\W\d])\s(?=[^\W\d])")


def _cut(text: str, start: int) -> int:
    """Where to stop reading for now: at the last end of a sentence or between two words, if there is one."""
    if len(text) - start <= _MOST_AT_ONCE:
        return len(text)
    last = start + _MOST_AT_ONCE
    for match in _BREAK.finditer(text, start + _MOST_AT_ONCE // 2, start + _MOST_AT_ONCE):
        last = match.end()
    return last


def _read(text: str) -> tuple[Amount, ...]:
    """Every number and date of a short text. What is read first keeps its characters."""
    plain, twice = _plain(text)
    found: list[Amount] = []
    readers = (_codes, _days, _clocks, _weekdays, _spans, _foreign_money, _bare_ranges, _mentioned, _counted)
    for reader in readers:
        for one in reader(plain):
            if all(one.end <= other.start or one.start >= other.end for other in found):
                found.append(one)
    found = [
        replace(one, start=next((begin for begin, end in twice if begin < one.start < end), one.start)) for one in found
    ]
    return tuple(sorted(found, key=lambda one: one.start))


_MAY_COUNT: Final = re.compile(
    r"\d|@|www\.|https?:|[一二两俩三四五六七八九十百千万〇半双]"
    rf"|(?<![a-z])(?:{'|'.join(sorted(SPELT, key=len, reverse=True))}|a hundred|dozen|twice|thrice|double|triple|half|both|noon|midday|midnight"
    r"|an? (?:hour|day|week|fortnight|month|year)|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?)(?![a-z])",
    re.IGNORECASE,
)
"""What a text needs to be worth reading for numbers."""
_TWICE_SAID: Final = re.compile(
    r"(?<![a-z])(?P<words>[a-z]+(?:[- ][a-z]+)?)\s?\((?P<digits>\d{1,4})\)|(?P<zh>[一二两三四五六七八九十百]+)（(?P<wide>\d{1,4})）",
    re.IGNORECASE,
)
_EUROPEAN: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|(?<![\d.,])\d+,\d{2}(?![\d,])")
_ENDLESS: Final = re.compile(r"[零〇一二两三四五六七八九十百千万]{16,}|\d{40,}")
"""Signs of numbers in a row that are none."""
_SPACED: Final = re.compile(r"(?<=\d)[\u00a0\u202f'’](?=\d{3}(?!\d))")
_WIDE: Final = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {
    ord("％"): "%", ord("："): ":", ord("．"): ".", ord("，"): "，", ord("－"): "-", ord("　"): " ", ord("\u202f"): "\u00a0",
}  # fmt: skip


def _plain(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with numbers written one way, sign for sign, so that places stay the same; and where one is said twice."""
    text = _ENDLESS.sub(lambda match: "\u2007" * len(match[0]), _SPACED.sub(",", text).translate(_WIDE))
    text = _EUROPEAN.sub(lambda match: match[0].translate({ord("."): ",", ord(","): "."}), text)
    twice = [
        (match.start() + _kept(once), match.end())
        for match in _TWICE_SAID.finditer(text)
        if (once := _once(match)) != match[0]
    ]
    return _TWICE_SAID.sub(_once, text), twice


def _kept(once: str) -> int:
    """How much of "within thirty (30)" does not belong to the number."""
    return len(once.partition("\u2007")[0])


def _once(match: re.Match[str]) -> str:
    """ "thirty (30)" as one number, moved to the end of its place."""
    digits = match["digits"] or match["wide"]
    said = (match["words"] or match["zh"]).lower()
    first, _, last = said.replace("-", " ").partition(" ")
    words = said if not last or first in SPELT else last
    try:
        same = read_number(words) == int(digits)
    except (ValueError, KeyError):
        return match[0]
    if same:
        kept = match[0][: len(said) - len(words)]
        return kept + digits.rjust(len(match[0]) - len(kept), "\u2007")
    return match[0]


_CODES: Final = re.compile(
    r"https?://[^\s，。；、）)]+|www\.[^\s，。；、）)]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|\+\d[\d \u00a0()/.-]{5,}\d|(?<![\w.,])(?:\d{3,4}[- ]){1,3}\d{3,4}(?!\w|[.,-]\d)|(?<![\w.,])0\d{8,}(?!\d)"
    r"|(?<![A-Za-z0-9])(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])(?!\d+(?:st|nd|rd|th|k|cm|mm|m|km|kg|g|ml|l|oz|lb|ft|h|hrs?|days?|pm|am|in|pcs|w|v|x|mah|ct)(?![A-Za-z0-9]))"
    r"(?!\d+-(?:day|week|month|year|hour|minute|business|working|piece|metre|meter)s?)(?:[A-Za-z]{1,6}-?\d[A-Za-z0-9-]*|\d+[A-Za-z][A-Za-z0-9]*)",
    re.ASCII,
)
_CURRENCY_BEFORE: Final = re.compile(
    r"(?:EUR|USD|GBP|CNY|RMB|JPY|HKD|CHF|CAD|AUD|SGD|NZD|SEK|NOK|DKK|PLN|KRW|INR|TWD|US|CN|HK|JP)\d", re.IGNORECASE
)


def _codes(text: str) -> Iterator[Amount]:
    for match in _CODES.finditer(text):
        if _CURRENCY_BEFORE.match(match[0]) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", match[0]):
            continue
        said = match[0].rstrip(".-")
        signs = said.lower() if "@" in said or "/" in said or "www" in said else re.sub(r"[\s().-]", "", said).lower()
        yield Amount(kind="code", start=match.start(), end=match.start() + len(said), text=signs)


def _days(text: str) -> Iterator[Amount]:
    for day in days_in(text):
        yield Amount(kind="date", start=day.start, end=day.end, day=day)


_CLOCK: Final = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2}):(?P<m>\d{2})(?!\d)(?:\s?(?P<half>[ap]\.?m\b\.?))?"
    r"|(?<![\d:.])(?P<h2>\d{1,2})(?:\.(?P<m2>\d{2}))?\s?(?P<half2>[ap]\.?m(?![a-z])\.?)"
    r"|(?<![a-z])(?P<word>noon|midday|midnight)(?![a-z])"
    r"|(?P<part>凌晨|早上|上午|中午|下午|晚上|傍晚|晚)?(?P<h3>\d{1,2}|[一二两三四五六七八九十]{1,3})[点时](?!击|数|评|名|常|间|效|限|差|段)(?:(?P<m3>\d{1,2})分?|(?P<half3>半))?(?:整|钟)?",
    re.IGNORECASE,
)


def _clocks(text: str) -> Iterator[Amount]:
    for match in _CLOCK.finditer(text):
        readings = _minutes(match)
        if readings:
            yield Amount(kind="clock", start=match.start(), end=match.end(), readings=readings)


def _minutes(match: re.Match[str]) -> frozenset[int]:
    if match["word"]:
        return frozenset({0 if match["word"].lower() == "midnight" else 720})
    hour = int(read_number(match["h"] or match["h2"] or match["h3"]))
    minute = 30 if match["half3"] else int(match["m"] or match["m2"] or match["m3"] or 0)
    if hour > 24 or minute > 59:
        return frozenset()
    half = (match["half"] or match["half2"] or "").lower()[:1]
    part = match["part"] or ""
    if half == "p" or part in ("下午", "晚上", "傍晚", "晚", "中午"):
        return frozenset({(hour % 12 + 12) * 60 + minute if not (part == "中午" and hour == 11) else 660 + minute})
    if half == "a" or part:
        return frozenset({hour % 12 * 60 + minute})
    if match["h3"] and hour <= 12:
        return frozenset({hour % 24 * 60 + minute, (hour + 12) % 24 * 60 + minute})
    return frozenset({hour % 24 * 60 + minute})


_WEEKDAY: Final = re.compile(
    r"(?<![a-z])(?P<name>mon|tues|wednes|thurs|fri|satur|sun)days?(?![a-z])"
    r"|(?-i:(?<![A-Za-z])(?P<short>Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)(?![A-Za-z]))"
    r"|(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])",
    re.IGNORECASE,
)
_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _weekdays(text: str) -> Iterator[Amount]:
    for match in _WEEKDAY.finditer(text):
        name = match["name"] or match["short"]
        number = _WEEK.index(name.lower()[:3]) if name else "一二三四五六日天".index(match["zh"]) % 7
        if match["zh"] == "天":
            number = 6
        yield Amount(kind="weekday", start=match.start(), end=match.end(), readings=frozenset({number}))


_RANGE: Final = r"(?:\s*(?:-|–|—|~|～|to|and|至|到)\s*)"
_SPAN: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?P<low>{NUMBER.any})(?:{_RANGE}(?P<high>{NUMBER.any}))?(?:"
    r"[\s\u00a0-](?P<sort>(?:(?:extra|additional|more|further|calendar|consecutive|full|natural|business|working|bank|week)[\s\u00a0-]?)+)(?P<unit>days?|weeks?|months?|years?)(?![a-z])"
    r"|[\s\u00a0]?个?(?P<zh>自然日|日历日|连续日|营业日|自然月))"
    r"|(?<![a-z])(?P<half>half an? (?P<half_of>year|hour|day))(?![a-z])|半个?(?P<zh_half>年|月|小时|天)"
    r"|(?<![a-z])(?:within|for|after|in|every|lasts?|takes?|up to|of|about|at least)\s(?P<one>an?)\s(?P<one_unit>hour|day|week|fortnight|month|year)(?![a-z])",
    re.IGNORECASE,
)
_HALVES: Final = {"year": (6, "month"), "hour": (30, "min"), "day": (12, "h"), "年": (6, "month"), "月": (15, "day"), "小时": (30, "min"), "天": (12, "h")}  # fmt: skip


def _spans(text: str) -> Iterator[Amount]:
    """Lengths of time that have a word between number and unit, halves, and "within a week"."""
    for match in _SPAN.finditer(text):
        start = match.start("one") if match["one"] else match.start()
        high = None
        if match["half"] or match["zh_half"]:
            count, unit = _HALVES[(match["half_of"] or match["zh_half"]).lower()]
            value = Decimal(count)
        elif match["one"]:
            value, unit = Decimal(1), match["one_unit"].lower()
            if unit == "fortnight":
                value, unit = Decimal(2), "week"
        else:
            value = read_number(match["low"])
            high = read_number(match["high"]) if match["high"] else None
            unit = _span_unit(match)
        mention = Mention(kind="quantity", value=value, high=high, unit=unit, start=start, end=match.end())
        yield _mention(mention)


def _span_unit(match: re.Match[str]) -> str:
    if match["zh"]:
        return "business_day" if match["zh"] == "营业日" else "month" if match["zh"] == "自然月" else "day"
    unit = str(match["unit"]).lower().rstrip("s")
    worked = re.search(r"business|working|bank|week", str(match["sort"]), re.IGNORECASE) and unit == "day"
    return "business_day" if worked else unit


_FOREIGN: Final = {
    "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "s$": "SGD", "sg$": "SGD", "nz$": "NZD", "nt$": "TWD",
    "₩": "KRW", "₹": "INR", "₽": "RUB", "฿": "THB", "₫": "VND", "sgd": "SGD", "nzd": "NZD", "sek": "SEK", "nok": "NOK",
    "dkk": "DKK", "pln": "PLN", "krw": "KRW", "inr": "INR", "twd": "TWD", "thb": "THB", "czk": "CZK", "huf": "HUF",
    "zł": "PLN", "kč": "CZK", "韩元": "KRW", "新元": "SGD", "新加坡元": "SGD", "新台币": "TWD", "卢布": "RUB", "泰铢": "THB",
    "aed": "AED", "myr": "MYR", "rm": "MYR", "brl": "BRL", "mxn": "MXN", "zar": "ZAR", "try": "TRY",
}  # fmt: skip
_SIGNS: Final = "|".join(sorted(map(re.escape, _FOREIGN), key=len, reverse=True))
_FOREIGN_MONEY: Final = re.compile(
    rf"(?<![A-Za-z])(?P<before>{_SIGNS})\s?(?P<low>{NUMBER.digits})"
    rf"|(?<![A-Za-z0-9.,])(?P<low2>{NUMBER.digits})\s?(?P<after>{_SIGNS})(?![A-Za-z])",
    re.IGNORECASE,
)


def _foreign_money(text: str) -> Iterator[Amount]:
    for match in _FOREIGN_MONEY.finditer(text):
        value, unit = read_number(match["low"] or match["low2"]), _FOREIGN[(match["before"] or match["after"]).lower()]
        yield _mention(Mention(kind="money", value=value, unit=unit, start=match.start(), end=match.end()))


_BARE_RANGE: Final = re.compile(
    rf"(?<![\d.,/-])(?P<low>{NUMBER.digits})\s?(?:-|–|—|to|至|到|~|～)\s?(?P<high>{NUMBER.digits})(?![\d.,/-]*\d)(?=\s*(?:$|[,.;:|?!，。；：？！)）]|(?:can|may|is|are|and|or|letters?|items?|pieces?)(?![a-z])))",
    re.IGNORECASE,
)


def _bare_ranges(text: str) -> Iterator[Amount]:
    """ "from 300 to 4,000" where the unit was named before."""
    for match in _BARE_RANGE.finditer(text):
        low, high = read_number(match["low"]), read_number(match["high"])
        if low < high and not (1900 <= low <= 2100 and 1900 <= high <= 2100):
            yield _mention(Mention(kind="number", value=low, high=high, start=match.start(), end=match.end()))


def _mentioned(text: str) -> Iterator[Amount]:
    for one in mentions(text.replace("\u2007", " "), year=_YEAR):
        joined = text[one.start : one.end].lower().partition(" and ")
        if one.kind == "date" or (text[one.start] == "一" and text[max(0, one.start - 1) : one.start] in _NO_ONE):
            continue
        if one.high is None or not joined[1] or text[: one.start].lower().rstrip().endswith("between"):
            yield _mention(one)
        else:
            # "€5 and €15" are two amounts; "between 5 and 15" is one.
            yield from (shifted(part, one.start) for part in _mentioned(joined[0]))
            yield from (shifted(part, one.end - len(joined[2])) for part in _mentioned(joined[2]))


_NO_ONE: Final = ("次", "下", "另", "任", "每", "同", "某", "这", "那", "此", "指")
"""Before 一 it counts nothing: 次一工作日 is the next working day."""
_MEASURES: Final = "个件次种位张双款字枚只条份封页步层台家人名倍季代遍级星项类组套包箱单笔日号周月年天岁期门处码寸"
_HALF: Final = re.compile(r"(?<![a-z])(?:half)(?![a-z])|半价|一半|减半", re.IGNORECASE)
_BOTH: Final = re.compile(r"(?<![a-z])both(?![a-z])|两者|二者", re.IGNORECASE)
_IN_WORDS: Final = re.compile(
    r"(?<![a-z])(?:(?P<tens>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
    r"|(?P<word>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
    r"|(?P<dozen>dozen)|(?P<twice>twice|double)|(?P<thrice>triple|thrice))(?![a-z])"
    rf"|第?(?P<zh>[二两三四五六七八九十百千万][零一二三四五六七八九十百千万]*)(?=[{_MEASURES}])|双倍",
    re.IGNORECASE,
)


def _counted(text: str) -> Iterator[Amount]:
    """Numbers in words that count something without a unit. "One" is left alone: it is a pronoun as often as a number."""
    for match in _HALF.finditer(text):
        yield _mention(Mention(kind="number", value=Decimal("0.5"), start=match.start(), end=match.end()))
    for match in _BOTH.finditer(text):
        yield replace(
            _mention(Mention(kind="number", value=Decimal(2), start=match.start(), end=match.end())), weak=True
        )
    for match in _IN_WORDS.finditer(text):
        if word := match["tens"] or match["word"] or match["zh"]:
            value = read_number(word)
        else:
            value = Decimal(12 if match["dozen"] else 3 if match["thrice"] else 2)
        yield _mention(Mention(kind="number", value=value, start=match.start(), end=match.end()))


def _mention(one: Mention) -> Amount:
    kinds: dict[str, AmountKind] = {"money": "money", "percent": "percent", "quantity": "quantity", "number": "number"}
    return Amount(kind=kinds[one.kind], start=one.start, end=one.end, mention=one)


def shifted(found: Amount, by: int) -> Amount:
    """The same amount `by` characters further on."""
    return replace(found, start=found.start + by, end=found.end + by)
