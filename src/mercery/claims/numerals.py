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


_SIGN: Final = "零〇一二两三四五六七八九十百千万"
_DIGIT: Final = "[一二两三四五六七八九]"
_LARGE: Final = re.compile(
    rf"(?<![{_SIGN}\d])(?=[{_SIGN}]{{2}}|十)(?=[{_SIGN}]?[十百千万])"
    rf"(?>(?:{_DIGIT}?十?{_DIGIT}?万)?(?:{_DIGIT}千)?零?(?:{_DIGIT}百)?零?(?:{_DIGIT}?十)?{_DIGIT}?)(?!(?!一[只双件条枚瓶副])[{_SIGN}分全足月])"
)
"""Numbers of two signs or more; `十分` and the like are words."""
_DATE: Final = re.compile(r"(?P<m>[一二三四五六七八九十]+)月(?:份)?(?P<d>[一二三四五六七八九十]+)(?=[日号])")
_NO_SIGN: Final = re.compile(
    r"(?<![\d一二三四五六七八九十])(?P<m>1?\d|十?[一二三四五六七八九]|十)月(?:份)?(?P<d>[123]?\d|[一二三]?十?[一二三四五六七八九]|[二三]?十)(?=到|来|补|才|回|就)"
)
"""一月十五到: a day without its sign, before the word of coming."""
_NEXT: Final = re.compile(r"(?<=[下这本个]月)[一二三四五六七八九十]+(?=[号日])")
_PER_CENT: Final = re.compile(r"百分之(?P<n>[一二两三四五六七八九十百]+|\d+)(?:点(?P<t>[零一二三四五六七八九]+|\d+))?")
_PENNIES: Final = re.compile(
    r"(?<=\d)(?P<u>欧|块)(?P<t>[一二三四五六七八九])(?![一二三四五六七八九十百千\d个件只双条枚支瓶天顶副块张对把套台盒盏根卷颗粒层位份])"
)


def chinese_as_figures(text: str) -> str:
    """`四十二到四十四` as `42到44`, `百分之二点五` as `2.5%`, `三百七十三欧五` as `373.5欧`; numbers of one sign stay as they are."""
    if "百分之" in text:
        text = _PER_CENT.sub(lambda found: f"{_whole(found['n'])}{_tenths(found['t'])}%", text)
    text = _NEXT.sub(lambda found: str(_chinese(found[0])), text)
    text = _NO_SIGN.sub(lambda found: f"{found['m']}月{found['d']}号", text)
    text = _DATE.sub(lambda found: f"{_chinese(found['m'])}月{_chinese(found['d'])}", text)
    text = _LARGE.sub(lambda found: str(_chinese(found[0])) if len(found[0]) > 1 else found[0], text)
    return _PENNIES.sub(lambda found: f".{_ZH_DIGITS[found['t']]}{found['u']}", text)


def _whole(sign: str) -> str:
    return sign if sign.isdigit() else str(_chinese(sign))


def _tenths(signs: str | None) -> str:
    if not signs:
        return ""
    return "." + "".join(sign if sign.isdigit() else str(_ZH_DIGITS[sign]) for sign in signs)
