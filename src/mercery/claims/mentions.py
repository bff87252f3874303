"""Finds the amounts of money, percentages, dates and measures that a text names, in English and Chinese.

The same reader serves three purposes: what a customer asked ("under 500 euros"), what a policy or approved answer
states, and what an outgoing sentence claims. `\\b` and `\\w` treat Chinese characters as letters, so boundaries here
are written out for Latin letters and digits only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from mercery.claims.measures import dimension, in_base
from mercery.claims.numerals import NUMBER, read_number
from mercery.core.dates import first_such_day

MentionKind = Literal["money", "percent", "date", "quantity", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One amount and where it stands. A range ("2 to 3 days") is one mention with `high`."""

    kind: MentionKind
    value: Decimal = Decimal(0)
    high: Decimal | None = None
    unit: str = ""
    """Unit of a quantity, currency of money (`$` and `¥` where the text leaves the country open)."""
    day: date | None = None
    month_only: bool = False
    """A date without a year: only month and day count."""
    start: int = 0
    end: int = 0

    def same_as(self, other: Mention) -> bool:
        """Whether both name the same amount: exactly in one unit, within rounding when the units differ."""
        if self.kind == "date" or other.kind == "date":
            return self.kind == other.kind and _same_day(self, other)
        if self.kind == "number" or other.kind == "number":
            return self.value == other.value and self.high == other.high
        if self.kind != other.kind or not same_unit_family(self, other):
            return False
        return _equal(self.value, self.unit, other.value, other.unit) and _equal_high(self, other)


def same_unit_family(one: Mention, other: Mention) -> bool:
    """Whether the two amounts can be compared at all."""
    if one.kind == "money":
        return may_mean(one.unit, other.unit) or may_mean(other.unit, one.unit)
    return dimension(one.unit) == dimension(other.unit)


def mentions(text: str, *, year: int = 2026, bare: bool = True) -> list[Mention]:
    """Every amount in reading order; `year` completes dates without one, `bare`: with numbers of nothing. Longer readings win
    over shorter ones."""
    return list(_all(text, year, bare))


@lru_cache(maxsize=512)
def _all(text: str, year: int, bare: bool) -> tuple[Mention, ...]:
    """A message is read for its amounts by all who look at it, and the same sentences are said again and again."""
    found: list[Mention] = []
    for reader in (*_READERS, _bare) if bare else _READERS:
        for mention in reader(text, year):
            if all(mention.end <= other.start or mention.start >= other.end for other in found):
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


_OPEN: Final = {"$": {"USD", "CAD", "AUD", "HKD", "SGD", "NZD", "TWD", "MXN"}, "¥": {"CNY", "JPY"}}


def may_mean(unit: str, currency: str) -> bool:
    """Whether an amount written with `unit` can be one of `currency`: its code, or a sign that several share."""
    return unit == currency or currency in _OPEN.get(unit, ())


def _same_day(one: Mention, other: Mention) -> bool:
    if one.day is None or other.day is None:
        return False
    if one.month_only or other.month_only:
        return (one.day.month, one.day.day) == (other.day.month, other.day.day)
    return one.day == other.day


def _equal(a: Decimal, unit_a: str, b: Decimal, unit_b: str) -> bool:
    if unit_a == unit_b or dimension(unit_a) == unit_a:
        return a == b
    base_a, base_b = in_base(a, unit_a), in_base(b, unit_b)
    return abs(base_a - base_b) <= max(abs(base_a), abs(base_b)) * Decimal("0.02")


def _equal_high(one: Mention, other: Mention) -> bool:
    if one.high is None or other.high is None:
        return one.high is other.high
    return _equal(one.high, one.unit, other.high, other.unit)


_RANGE: Final = r"(?:\s*(?:-|–|—|~|～|to|and|至|到)\s*)"
_SPACE: Final = r"[\s\u00a0]?"
_LEAD: Final = r"(?<![A-Za-z0-9])(?<![0-9][.,])"
"""A comma before an amount belongs to it only after a digit."""

CURRENCIES: Final[dict[str, str]] = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR", "欧": "EUR",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "英镑": "GBP",
    "us$": "USD", "usd": "USD", "美元": "USD", "美金": "USD", "$": "$", "dollar": "$", "dollars": "$", "bucks": "$",
    "cn¥": "CNY", "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "元人民币": "CNY", "人民币": "CNY", "元": "CNY",
    "块钱": "CNY", "块": "CNY", "¥": "¥", "￥": "¥",
    "jp¥": "JPY", "jpy": "JPY", "yen": "JPY", "日元": "JPY", "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "港元": "HKD",
    "chf": "CHF", "francs": "CHF", "瑞士法郎": "CHF", "cad": "CAD", "加元": "CAD", "aud": "AUD", "澳元": "AUD",
}  # fmt: skip
"""A currency as people write it to its code."""


_INCH_FOLLOWS: Final = r"(?=\s*(?:$|[^A-Za-z\s]|laptop|notebook|macbook|screen|long|wide|tall|high|deep|diagonal))"


def _alternatives(words: dict[str, str]) -> str:
    """An alternation, longest first. `in` is an inch only where no preposition can stand: "38 in black" has none."""
    bounds = {word: r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else "" for word in words}
    if "in" in bounds:
        bounds["in"] = _INCH_FOLLOWS
    return "|".join(re.escape(word) + bounds[word] for word in sorted(words, key=len, reverse=True))


CURRENCY: Final = _alternatives(CURRENCIES)
"""A pattern of the ways to write one."""
_MONEY_BEFORE: Final = re.compile(
    rf"(?<![A-Za-z])(?P<unit>{CURRENCY}){_SPACE}(?P<low>{NUMBER.digits})(?:{_RANGE}(?:{CURRENCY})?{_SPACE}(?P<high>{NUMBER.digits}))?(?P<thousand>k(?![A-Za-z]))?",
    re.IGNORECASE,
)
_MONEY_AFTER: Final = re.compile(
    rf"{_LEAD}(?P<low>{NUMBER.any})(?:{_RANGE}(?P<high>{NUMBER.any}))?(?P<thousand>k(?=\s|{CURRENCY}))?{_SPACE}(?P<unit>{CURRENCY})",
    re.IGNORECASE,
)

_UNITS: Final[dict[str, str]] = {
    "millimetres": "mm", "millimeters": "mm", "millimetre": "mm", "millimeter": "mm", "mm": "mm", "毫米": "mm",
    "centimetres": "cm", "centimeters": "cm", "centimetre": "cm", "centimeter": "cm", "cms": "cm", "cm": "cm",
    "厘米": "cm", "公分": "cm", "metres": "m", "meters": "m", "metre": "m", "meter": "m", "m": "m", "米": "m",
    "inches": "in", "inch": "in", "in": "in", "″": "in", '"': "in", "英寸": "in", "寸": "in",
    "feet": "ft", "ft": "ft", "英尺": "ft",
    "kilograms": "kg", "kilogram": "kg", "kilos": "kg", "kilo": "kg", "kgs": "kg", "kg": "kg", "公斤": "kg", "千克": "kg",
    "grams": "g", "gram": "g", "grammes": "g", "g": "g", "克": "g",
    "ounces": "oz", "ounce": "oz", "oz": "oz", "盎司": "oz", "pounds weight": "lb", "lbs": "lb", "lb": "lb", "磅": "lb",
    "fl oz": "fl_oz", "fluid ounces": "fl_oz", "液量盎司": "fl_oz",
    "millilitres": "ml", "milliliters": "ml", "ml": "ml", "毫升": "ml",
    "litres": "l", "liters": "l", "litre": "l", "liter": "l", "l": "l", "升": "l",
    "bar": "bar", "bars": "bar", "巴": "bar", "atm": "atm", "个标准大气压": "atm", "个大气压": "atm",
    "hours": "h", "hour": "h", "hrs": "h", "h": "h", "个小时": "h", "小时": "h", "钟头": "h",
    "minutes": "min", "minute": "min", "min": "min", "分钟": "min",
    "business days": "business_day", "business day": "business_day", "working days": "business_day",
    "working day": "business_day", "个工作日": "business_day", "工作日": "business_day", "个工作天": "business_day",
    "days": "day", "day": "day", "天": "day", "日内": "day",
    "weeks": "week", "week": "week", "周": "week", "个星期": "week", "星期": "week", "个礼拜": "week",
    "months": "month", "month": "month", "个月": "month", "years": "year", "year": "year", "年": "year",
    "mah": "mah", "毫安时": "mah", "watts": "w", "瓦": "w", "volts": "v", "伏": "v",
    "carats": "carat", "carat": "carat", "ct": "carat", "克拉": "carat", "denier": "denier", "旦": "denier",
    "pieces": "piece", "piece": "piece", "pcs": "piece",
}  # fmt: skip
"""A unit as people write it to its short name."""
_UNIT: Final = _alternatives(_UNITS)
_QUANTITY: Final = re.compile(
    rf"{_LEAD}(?P<low>{NUMBER.any})(?:{_RANGE}(?P<high>{NUMBER.any}))?[\s\u00a0-]?(?P<unit>{_UNIT})", re.IGNORECASE
)
_SIDES: Final = re.compile(
    rf"{_LEAD}(?P<sides>{NUMBER.digits}(?:\s?[x×*]\s?{NUMBER.digits})+)[\s\u00a0]?(?P<unit>{_UNIT})", re.IGNORECASE
)
_BARE: Final = re.compile(rf"{_LEAD}{NUMBER.digits}(?![A-Za-z0-9])|{_LEAD}{NUMBER.digits}")
_PERCENT: Final = re.compile(
    rf"(?<![0-9.,])(?P<low>{NUMBER.digits})[\s\u00a0]?(?:%|％|percent|per cent)|百分之(?P<zh>{NUMBER.any})",
    re.IGNORECASE,
)
_FOLD: Final = re.compile(r"(?P<low>[1-9](?:\.\d|\d)?|[一二三四五六七八九][一二三四五六七八九]?)\s?折")

_MONTHS: Final = {
    name: index + 1
    for index, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        )
    )
} | {
    name: index + 1
    for index, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE: Final = re.compile(
    rf"(?<!\d)(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})(?![a-z])(?:,?\s(?P<y1>\d{{4}}))?"
    rf"|(?<![a-z])(?P<m2>{_MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<y2>\d{{4}}))?"
    rf"|(?:(?P<y3>\d{{4}})\s?年\s?)?(?P<m3>\d{{1,2}})\s?月\s?(?P<d3>\d{{1,2}})\s?[日号]",
    re.IGNORECASE,
)


def _dates(text: str, year: int) -> Iterator[Mention]:
    for match in _DATE.finditer(text):
        part = match.groupdict()
        try:
            if part["iso"]:
                day, named = date.fromisoformat(part["iso"]), True
            else:
                y = part["y1"] or part["y2"] or part["y3"]
                month = int(part["m3"]) if part["m3"] else _MONTHS[(part["m1"] or part["m2"]).lower()]
                number, named = int(part["d1"] or part["d2"] or part["d3"]), bool(y)
                day = date(int(y), month, number) if y else first_such_day(year, month, number)
        except ValueError:
            continue
        yield Mention(kind="date", day=day, month_only=not named, start=match.start(), end=match.end())


def _discounts(text: str, year: int) -> Iterator[Mention]:
    """8折 is twenty percent off, 八五折 fifteen."""
    for match in _FOLD.finditer(text):
        digits = "".join(
            str(read_number(sign)) if not sign.isdigit() and sign != "." else sign for sign in match["low"]
        )
        paid = Decimal(digits) * (10 if len(digits.replace(".", "")) == 1 or "." in digits else 1)
        yield Mention(kind="percent", value=100 - paid, unit="percent", start=match.start(), end=match.end())


def _percents(text: str, year: int) -> Iterator[Mention]:
    for match in _PERCENT.finditer(text):
        value = read_number(match["low"] or match["zh"])
        yield Mention(kind="percent", value=value, unit="percent", start=match.start(), end=match.end())


def _money(text: str, year: int) -> Iterator[Mention]:
    for pattern in (_MONEY_BEFORE, _MONEY_AFTER):
        for match in pattern.finditer(text):
            times = 1000 if match["thousand"] else 1
            yield Mention(
                kind="money",
                value=read_number(match["low"]) * times,
                high=read_number(match["high"]) * times if match["high"] else None,
                unit=CURRENCIES[match["unit"].lower()],
                start=match.start(),
                end=match.end(),
            )


def _quantities(text: str, year: int) -> Iterator[Mention]:
    for match in _SIDES.finditer(text):
        unit, start = _UNITS[match["unit"].lower()], match.start()
        for side in re.finditer(NUMBER.digits, match["sides"]):
            at = start + side.start()
            yield Mention(kind="quantity", value=read_number(side[0]), unit=unit, start=at, end=start + side.end())
    for match in _QUANTITY.finditer(text):
        yield Mention(
            kind="quantity",
            value=read_number(match["low"]),
            high=read_number(match["high"]) if match["high"] else None,
            unit=_UNITS[match["unit"].lower()],
            start=match.start(),
            end=match.end(),
        )


def _bare(text: str, year: int) -> Iterator[Mention]:
    for match in _BARE.finditer(text):
        yield Mention(kind="number", value=read_number(match[0]), start=match.start(), end=match.end())


_READERS: Final = (_dates, _discounts, _percents, _money, _quantities)
"""In order: of two readings that overlap the earlier one is kept."""
