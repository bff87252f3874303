"""Amounts of money as shoppers write them: `1,500`, `1.5k`, `five hundred`, 两千, 三四千, 千元, 几百, 1万2. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.claims.numerals import read_number

_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?"
_ONES: Final = "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety"
_SPELT: Final = rf"(?:a|{'|'.join(_ONES.split())})[ -](?:hundred|thousand|grand)|{'|'.join(word for word in _ONES.split() if word[-2:] == 'ty')}"
_SIGN: Final = "零〇一二两三四五六七八九"
_STEP: Final = "十百千万"
_CHINESE: Final = rf"[{_SIGN}]?[{_SIGN}{_STEP}]*[{_STEP}][{_SIGN}{_STEP}]*|[几数][{_STEP}]{{1,2}}"
_SCALED: Final = r"\s?(?:k|w|千|万)(?![A-Za-z])"
AMOUNT: Final = rf"(?:(?:{_DIGITS})(?:{_SCALED})?|(?:{_SPELT})(?![a-z])|{_CHINESE})"
"""A pattern for one amount, without its currency."""
_DIGITS_SCALED: Final = re.compile(rf"(?P<number>{_DIGITS})\s?(?P<scale>k|w|千|万)?", re.IGNORECASE)
_SCALES: Final = {"k": 1000, "千": 1000, "w": 10_000, "万": 10_000}
_WORDS: Final = {"hundred": 100, "thousand": 1000, "grand": 1000}
_NEIGHBOURS: Final = re.compile(rf"(?P<low>[{_SIGN}])(?P<high>[{_SIGN}])(?P<step>[{_STEP}]+)\Z")
_SOME: Final = re.compile(rf"[几数](?P<step>[{_STEP}]+)\Z")


@dataclass(frozen=True, slots=True)
class Spread:
    """What an amount says: one number, or from one to another."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def read_amount(text: str) -> Spread | None:
    """The amount of a text that matches `AMOUNT`; None when it is none after all."""
    said = text.strip().lower()
    digits = _DIGITS_SCALED.fullmatch(said)
    if digits:
        return _one(Decimal(digits["number"].replace(",", "")) * _SCALES.get(digits["scale"] or "", 1))
    if said[:1].isascii():
        return _spelt(said)
    neighbours = _NEIGHBOURS.match(said)
    if neighbours and "一" <= neighbours["low"] != neighbours["high"]:
        low, high = (_chinese(neighbours[name] + neighbours["step"]) for name in ("low", "high"))
        return Spread(low, high) if low is not None and high is not None and low < high else None
    some = _SOME.match(said)
    if some:
        step = _chinese("一" + some["step"])
        return Spread(step, step * 10 - 1) if step is not None else None
    value = _chinese(said if said[0] not in _STEP else "一" + said)
    return None if value is None else _one(value)


def _one(value: Decimal) -> Spread:
    return Spread(value, value)


def _spelt(text: str) -> Spread | None:
    words = re.split(r"[ -]", text)
    first = Decimal(1) if words[0] == "a" else read_number(words[0])
    return _one(first * _WORDS.get(words[-1], 1))


def _chinese(text: str) -> Decimal | None:
    try:
        return read_number(text)
    except (ValueError, KeyError):
        return None
