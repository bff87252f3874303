"""Shares and multiples: percentages in words, 折, fractions, tenths, so many times as much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.amount import EN_WORD, ZH_NUM, Amount
from mercery.claims.numerals import NUMBER, read_number

_CHENG: Final = re.compile(
    r"(?P<n>[一二两三四五六七八九])成(?P<h>半|[一二三四五六七八九](?=[^成一二三四五六七八九十百]))?(?!了|立|为|分|品|人)"
)


_WHOLE: Final = re.compile(r"百分之?百|百分百|(?<![a-z])(?:a|one) hundred percent(?![a-z])")


_FOLD: Final = re.compile(
    r"(?P<n>(?<![\d.])[1-9](?:\.\d|[1-9])?|[一二两三四五六七八九][一二三四五六七八九]?)\s?折(?!扣|叠)"
)


_FRACTION: Final = re.compile(
    r"(?<![a-z])(?P<h>half|a third|one third|a quarter|one quarter|a fifth|one fifth|a tenth|one tenth|two thirds|three quarters|a sixth)(?![a-z])|(?P<z>[一二三四五六七八九十]+)分之(?P<y>[一二三四五六七八九十]+)|(?P<b>一半|半数)"
)


_PERCENT_WORD: Final = re.compile(rf"(?<![a-z])(?P<n>{EN_WORD})[ -]per ?cent(?![a-z])")


_TENTHS: Final = re.compile(rf"(?<![a-z])(?P<n>{EN_WORD})[ -]tenths(?![a-z])")


def folds(text: str, year: int) -> Iterator[Amount]:
    """8折 is twenty percent off, 两成 twenty percent, 百分百 all of it."""
    for match in _FOLD.finditer(text):
        digits = "".join(sign if sign.isdigit() or sign == "." else str(read_number(sign)) for sign in match["n"])
        whole = digits.partition(".")[0]
        paid = Decimal(digits) * (10 if len(whole) == 1 else 1)
        yield Amount(kind="fold", value=100 - paid, unit="percent", start=match.start(), end=match.end())
    for match in _WHOLE.finditer(text):
        yield Amount(kind="percent", value=Decimal(100), unit="percent", start=match.start(), end=match.end())
    for match in _CHENG.finditer(text):
        rest = 0 if not match["h"] else 5 if match["h"] == "半" else read_number(match["h"])
        share = read_number(match["n"]) * 10 + rest
        yield Amount(kind="percent", value=share, unit="percent", start=match.start(), end=match.end())


def shares(text: str, year: int) -> Iterator[Amount]:
    """Fractions, and shares in words."""
    for match in _FRACTION.finditer(text):
        yield Amount(kind="fraction", value=_fraction(match), unit="percent", start=match.start(), end=match.end())
    for pattern, times in ((_PERCENT_WORD, 1), (_TENTHS, 10)):
        for match in pattern.finditer(text):
            value = read_number(match["n"]) * times
            yield Amount(kind="percent", value=value, unit="percent", start=match.start(), end=match.end())


def _fraction(match: re.Match[str]) -> Decimal:
    if match["b"]:
        return Decimal(50)
    if match["h"]:
        table = {
            "half": 50,
            "third": 33.333,
            "quarter": 25,
            "fifth": 20,
            "tenth": 10,
            "sixth": 16.667,
            "thirds": 66.667,
            "quarters": 75,
        }
        return Decimal(str(table[match["h"].split()[-1]]))
    return (100 * read_number(match["y"]) / read_number(match["z"])).quantize(Decimal("0.001"))


_TIMES: Final = re.compile(
    rf"(?<![a-z])(?:(?P<d>twice|double|triple|thrice)(?= (?:as|the|what|that|of|its|their|her|his)(?![a-z]))"
    rf"|(?P<n>{NUMBER.digits}|{EN_WORD}|two and a half|one and a half|a hundred) times(?= (?:as|the|what|that|more|its)(?![a-z])))"
    rf"|(?P<z>{ZH_NUM})\s?倍(?P<h>半)?|(?P<w>翻倍|翻番)"
)


def times(text: str, year: int) -> Iterator[Amount]:
    """`twice as heavy`, `three times the price`, 两倍: how many times one is the other."""
    for match in _TIMES.finditer(text):
        word = match["d"] or match["w"]
        if word:
            value = Decimal(3 if word in ("triple", "thrice") else 2)
        elif match["n"] and "half" in match["n"]:
            value = Decimal("2.5" if match["n"].startswith("two") else "1.5")
        else:
            value = read_number(match["n"] or match["z"]) + (Decimal("0.5") if match["h"] else 0)
        yield Amount(kind="times", value=value, start=match.start(), end=match.end())


_IN_PARTS: Final = re.compile(rf"(?<![a-z])(?P<n>{EN_WORD}) parts?(?= (?!of)[a-z])")


def in_parts(text: str, year: int) -> Iterator[Amount]:
    """`seven parts merino, three parts cashmere`: tenths where the parts told make ten."""
    told = list(_IN_PARTS.finditer(text))
    if told and sum(read_number(match["n"]) for match in told) == 10:
        for match in told:
            value = read_number(match["n"]) * 10
            yield Amount(kind="percent", value=value, unit="percent", start=match.start(), end=match.end())
