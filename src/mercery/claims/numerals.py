"""Reads numbers written in digits, English words or Chinese characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_ONES: Final = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * (index + 2)
    for index, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
SPELT: Final = {**_ONES, **_TENS, "hundred": 100}
"""English words of numbers and what they count."""
_WORD: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_ONES)[1:10])}))?"
    rf"|{'|'.join(sorted(_ONES, key=len, reverse=True))}|a hundred|one hundred)(?![a-z])"
)
_ZH_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_ZH_STEPS: Final = {"十": 10, "百": 100, "千": 1000}
_ZH: Final = r"[零〇一二两三四五六七八九十百千万]{1,16}"
"""No number is longer; a message that is one long row of numerals would take seconds otherwise."""


@dataclass(frozen=True, slots=True)
class _NumberPattern:
    digits: str
    any: str


NUMBER: Final = _NumberPattern(_DIGITS, rf"(?:{_DIGITS}|(?<![a-z]){_WORD}|{_ZH})")
"""Patterns: `digits` for Arabic numerals, `any` for English words and Chinese numerals as well."""


def read_number(text: str) -> Decimal:
    """The number; ValueError when it is none. `1,280.50`, `thirty-five`, `三百五十`, `一千二`."""
    plain = text.strip().lower().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain)
    if plain in ("a hundred", "one hundred"):
        return Decimal(100)
    if plain[:1].isascii():
        return Decimal(sum(_TENS.get(word, _ONES.get(word, 0)) for word in re.split(r"[ -]", plain)))
    return Decimal(_chinese(plain))


def _chinese(text: str) -> int:
    if not text:
        raise ValueError("no number")
    if "万" in text:
        head, _, tail = text.partition("万")
        return _chinese(head or "一") * 10_000 + (_tail(tail, 1000) if tail else 0)
    if len(text) > 1 and not any(sign in _ZH_STEPS for sign in text):
        return int("".join(str(_ZH_DIGITS[sign]) for sign in text))
    total, digit, step = 0, 0, 1
    for sign in text:
        if sign in _ZH_STEPS:
            step = _ZH_STEPS[sign]
            total += (digit or 1) * step
            digit = 0
        else:
            step = 10 if sign in "零〇" else step
            digit = _ZH_DIGITS[sign]
    shortened = text[-1:] in _ZH_DIGITS and step >= 100
    return total + (digit * (step // 10) if shortened else digit)


def _tail(text: str, step: int) -> int:
    """After 万 a single digit counts thousands: 一万二 is 12,000."""
    return _ZH_DIGITS[text] * step if len(text) == 1 and text in _ZH_DIGITS else _chinese(text.lstrip("零〇") or "零")


_SMALL: Final = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_ONES)[1:10])}))?|{'|'.join(sorted(list(_ONES)[1:], key=len, reverse=True))})"
_HUNDREDS: Final = rf"(?:an?|{_SMALL})[ -]hundred(?:(?:[ -]and)?[ -]{_SMALL}(?![a-z-]))?"
_SPOKEN: Final = re.compile(
    rf"(?<![a-z-])(?:(?:{_HUNDREDS}|an?|{_SMALL})[ -]thousand(?:,?(?:[ -]and)?[ -](?:{_HUNDREDS}|{_SMALL})(?![a-z-]))?|{_HUNDREDS})(?![a-z-])"
)


def spoken_as_figures(text: str) -> str:
    """`two hundred and ninety euros` as `290 euros`; numbers below a hundred stay words, which are read as they are. Small letters."""
    return _SPOKEN.sub(_figures, text) if "hundred" in text or "thousand" in text else text


def _figures(found: re.Match[str]) -> str:
    total, part = 0, 0
    for word in re.split(r"[ ,-]+", found[0]):
        match word:
            case "a" | "an":
                part = 1
            case "hundred":
                part *= 100
            case "thousand":
                total, part = part * 1000, 0
            case _:
                part += _TENS.get(word, _ONES.get(word, 0))
    return str(total + part)
