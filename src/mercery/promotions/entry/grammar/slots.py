"""Words of a slot as values: amounts of the shop's currency, rates off in basis points, counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.claims.numerals import read_number
from mercery.core.files.amounts import Unreadable, parse_amount, parse_number
from mercery.core.i18n import Words
from mercery.core.money import Money, MoneyError

_MULTIPLES: Final = {"万": 10_000, "千": 1000, "k": 1000}
_ZH: Final = re.compile(r"[〇一二两三四五六七八九十百千万]+")
_SPOKEN: Final = {
    "块": "元", "块钱": "元", "欧": "€", "欧元": "€", "美元": "USD", "美金": "USD", "日元": "JPY", "港币": "HKD", "英镑": "GBP",
    "yuan": "CNY", "dollar": "$", "dollars": "$", "pounds": "GBP", "yen": "JPY", "RMB": "CNY",
}  # fmt: skip
_NAMED: Final = re.compile(r"(块钱?|欧元?|美元|美金|日元|港币|英镑|yuan|dollars?|pounds|yen|RMB)", re.IGNORECASE)
_CENTS: Final = re.compile(r"(\d{1,2})\s?(?:cents?|分钱)", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+)(?![\d])")
"""`1.500` and `1,500` are fifteen hundred: no currency sold in has three decimals."""
_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Unclear(Exception):
    """A value that cannot be taken as it stands; the words ask what is meant."""

    words: Words


def money(text: str, currency: str) -> int:
    """Minor units. Another currency than the shop's, or more decimals than it has, is `Unclear`."""
    written = text.strip()
    cents = _CENTS.fullmatch(written)
    if cents:
        return int(cents[1])
    grouped = _THOUSANDS.sub(lambda match: re.sub(r"[.,](?=\d{3})", "", match.group()), written)
    plain = _NAMED.sub(lambda match: _SPOKEN.get(match[1], _SPOKEN.get(match[1].lower(), match[1])), grouped)
    plain, times = _multiple(plain)
    try:
        amount = parse_amount(plain, currency)
    except Unreadable as error:
        raise Unclear(Words(f"“{written}” is no amount.", f"“{written}”不是金额。")) from error
    if amount.currency is not None and amount.currency != currency:
        raise Unclear(
            Words(
                f"“{written}” is in {amount.currency}, the shop sells in {currency}: how much is it in {currency}?",
                f"“{written}”是{amount.currency}，而店铺以{currency}计价：折合{currency}是多少？",
            )
        )
    try:
        return Money.from_major(amount.number * times, currency).minor
    except MoneyError as error:
        raise Unclear(
            Words(f"“{written}” has more decimals than {currency}.", f"“{written}”的小数位多于{currency}所允许的。")
        ) from error


def _multiple(text: str) -> tuple[str, int]:
    """Chinese numerals as digits, and what 万 or k multiply by."""
    numerals = _ZH.search(text)
    if numerals and not re.search(r"\d", text):
        value = read_number(numerals.group())
        return f"{text[: numerals.start()]}{value}{text[numerals.end() :]}", 1
    match = re.search(r"(?<=\d)\s?([万千kK])", text)
    if match is None:
        return text, 1
    return text[: match.start()] + text[match.end() :], _MULTIPLES[match[1].lower()]


def count(text: str) -> int:
    """`3`, `three`, `三`, `once`, `twice`, `3 times`."""
    word = re.sub(r"\s*(?:times?|uses?)$", "", text.strip().lower())
    return {"once": 1, "twice": 2}.get(word) or int(read_number(word))


def ordinal(text: str) -> int:
    """`second`, `3rd`, `三`."""
    word = text.strip().lower()
    spoken = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
    return spoken.get(word) or count(re.sub(r"(?:nd|rd|th)$", "", word))


def share(text: str) -> int:
    """What a rate takes off, in basis points: `20%` and `8折` are 2000, `free` is 10000. Raises `Doubtful` where a rate
    can be meant in two ways."""
    word = text.strip().lower()
    if word in ("free", "免费") or re.fullmatch(r"0\s?元", word):
        return _ALL
    if word.startswith("half") or word in ("半价", "对折"):
        return _ALL // 2
    if "折" in word:
        return _zhe(word.replace("折", "").strip(), text)
    spoken = re.fullmatch(r"([a-z-]+)\s(?:percent|per cent)", word)
    if spoken:
        return int(read_number(spoken[1])) * 100
    number = parse_number(re.sub(r"[%％]|per ?cent", "", word).strip(), comma_decimal=None)
    return _checked(number * 100, text)


@dataclass(frozen=True, slots=True)
class Doubtful(Exception):
    """A rate that can be meant in several ways: basis points off, the likeliest first."""

    ways: tuple[int, ...]


def _zhe(digits: str, text: str) -> int:
    if _ZH.match(digits):
        digits = "".join("." if sign == "点" else str(read_number(sign)) for sign in digits)
    whole = digits.isdigit()
    if whole and len(digits) == 2 and digits.endswith("0"):
        left = Decimal(digits) / 10
        raise Doubtful((_checked((10 - left) * 1000, text), _checked(Decimal(digits) * 100, text)))
    left = Decimal(digits) / 10 ** (len(digits) - 1) if whole else Decimal(digits)
    return _checked((10 - left) * 1000, text)


def _checked(bps: Decimal, text: str) -> int:
    if bps != bps.to_integral_value() or not 0 <= bps <= _ALL:
        raise Unclear(Words(f"“{text.strip()}” is no rate between 0 and 100 %.", f"“{text.strip()}”不是有效的折扣。"))
    return int(bps)
