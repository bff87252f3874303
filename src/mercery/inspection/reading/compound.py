"""Amounts said in two pieces or by a word: "an hour and a half", 一个半小时, "the first hour", 首小时, 两三天, "two dozen"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.claims.numerals import NUMBER, SPELT, read_number

_HOUR: Final = Decimal(1) / 24
_UNITS: Final[dict[str, tuple[str, str, Decimal]]] = {
    "minute": ("time", "min", _HOUR / 60), "hour": ("time", "h", _HOUR), "day": ("time", "day", Decimal(1)),
    "week": ("time", "week", Decimal(7)), "month": ("time", "month", Decimal("30.4")), "year": ("time", "year", Decimal(365)),
    "metre": ("length", "m", Decimal(1000)), "meter": ("length", "m", Decimal(1000)), "kilo": ("mass", "kg", Decimal(1000)),
    "litre": ("volume", "l", Decimal(1000)), "liter": ("volume", "l", Decimal(1000)),
    "小时": ("time", "h", _HOUR), "钟头": ("time", "h", _HOUR), "天": ("time", "day", Decimal(1)), "月": ("time", "month", Decimal("30.4")),
    "年": ("time", "year", Decimal(365)), "星期": ("time", "week", Decimal(7)), "斤": ("mass", "jin", Decimal(500)),
    "米": ("length", "m", Decimal(1000)), "公斤": ("mass", "kg", Decimal(1000)),
}  # fmt: skip
"""Family, unit and what one of it is in the base measure: days, millimetres, grams, millilitres."""
_COUNT: Final = rf"{NUMBER.digits}|{'|'.join(sorted((one for one in SPELT if one.isascii()), key=len, reverse=True))}"
_EN_UNIT: Final = "minute|hour|day|week|month|year|metre|meter|kilo|litre|liter"
_PATTERNS: Final[tuple[tuple[re.Pattern[str], Decimal], ...]] = (
    (re.compile(rf"(?<![a-z0-9.])(?P<n>an?|{_COUNT}) (?P<unit>{_EN_UNIT})s? and a half(?![a-z])"), Decimal("0.5")),
    (re.compile(rf"(?<![a-z0-9.])(?P<n>an?|{_COUNT}) and a half (?P<unit>{_EN_UNIT})s?(?![a-z])"), Decimal("0.5")),
    (re.compile(rf"(?<![a-z0-9.])(?P<n>\d)½ ?(?P<unit>{_EN_UNIT})s?(?![a-z])"), Decimal("0.5")),
    (re.compile(rf"(?P<n>{NUMBER.any})个半(?P<unit>小时|钟头|月|星期)"), Decimal("0.5")),
    (re.compile(rf"(?P<n>{NUMBER.any})(?P<unit>年|天|斤|米|公斤)半(?![价折年天])"), Decimal("0.5")),
    (re.compile(r"(?<![a-z])(?P<n>first) (?P<unit>hour)(?![a-z])"), Decimal(0)),
    (re.compile(r"(?P<n>[首头])个?(?P<unit>小时|钟头)"), Decimal(0)),
    (re.compile(r"(?<![a-z])(?P<n>three quarters) of an (?P<unit>hour)(?![a-z])"), Decimal("-0.25")),
    (re.compile(r"(?<![a-z])(?P<n>(?:a )?quarter) of an (?P<unit>hour)(?![a-z])"), Decimal("-0.75")),
)  # fmt: skip
"""What is said, and what is added to its count."""
_DOZEN: Final = re.compile(r"(?<![a-z0-9.])(?P<n>an?|\d{1,2}|two|three|four|five|six)? ?dozen(?![a-z])")
_TENTHS: Final = re.compile(
    r"(?<![\d.])(?P<n>[1-9]|[一二两三四五六七八九])(?P<unit>米|斤)(?P<tenth>[1-9]|[一二三四五六七八九])(?![\d.一二三四五六七八九十])(?!号|[厘毫]?米|[公千]?[斤克]|折|个|条|床|张|块)"
)
"""1米8, 三斤二: a number behind the unit counts its tenths."""
_QUARTERS: Final = re.compile(r"(?P<n>[一两三])刻钟")


@dataclass(frozen=True, slots=True)
class Said:
    """One such amount: `value` in the family's base measure."""

    family: str
    unit: str
    value: Decimal
    scale: Decimal
    high: Decimal
    start: int
    end: int


def compounds(text: str) -> Iterator[Said]:
    """All of them; `text` is in small letters."""
    for pattern, more in _PATTERNS:
        for match in pattern.finditer(text):
            family, unit, factor = _UNITS[match["unit"]]
            value = (_count(match["n"]) + more) * factor
            yield Said(family, unit, value, factor, value, match.start(), match.end())
    for match in _TENTHS.finditer(text):
        family, unit, factor = _UNITS[match["unit"]]
        value = (_count(match["n"]) + _count(match["tenth"]) / 10) * factor
        yield Said(family, unit, value, factor, value, match.start(), match.end())
    for match in _DOZEN.finditer(text):
        value = 12 * _count(match["n"] or "a")
        yield Said("number", "", value, Decimal(1), value, match.start(), match.end())
    for match in _QUARTERS.finditer(text):
        quarter = _HOUR / 4
        value = quarter * {"一": 1, "两": 2, "三": 3}[match["n"]]
        yield Said("time", "min", value, _HOUR / 60, value, match.start(), match.end())
    for match in _SOME.finditer(text):
        low, high = (_ZH.index(sign) for sign in (match["low"], match["high"]))
        if low < high:
            family, unit, factor = _UNITS[match["unit"]]
            yield Said(family, unit, low * factor, factor, high * factor, match.start(), match.end())


_ZH: Final = "零一两三四五六七八九"
_SOME: Final = re.compile(
    r"(?<![十百一二两三四五六七八九第])(?P<low>[一两三四五六七八])(?P<high>[两三四五六七八九])个?(?P<unit>小时|钟头|天|月|年|星期|斤|米|公斤)"
)
"""Two numerals side by side are a range: 两三天, 三五个月."""


def _count(word: str) -> Decimal:
    return Decimal(1) if word in _ONE else read_number(word)


_ONE: Final = frozenset(("a", "an", "first", "首", "头", "three quarters", "quarter", "a quarter"))
