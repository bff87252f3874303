"""Sizes of clothes, shoes and rings as people write them: 38码, `size M`, `no 44s`, `4Y`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.claims.grammar.amount import EN_WORD, ZH_NUM, Amount
from mercery.claims.numerals import read_number

_SIZE_ZH: Final = re.compile(rf"(?P<n>{ZH_NUM}|(?<![a-z])(?:xxs|xs|s|m|l|xl|xxl)(?![a-z]))\s?(?P<w>码|号(?![线楼]))")


_SIZE_LIST_ZH: Final = re.compile(
    r"(?P<n>\d+(?:\.\d+)?|(?<![a-z])(?:xs|s|m|l|xl|xxl)(?![a-z]))(?=\s?(?:、|和|或|与|到|至|及)\s?(?:\d+(?:\.\d+)?|(?<![a-z])(?:xs|s|m|l|xl|xxl)(?![a-z]))\s?(?:、|和|码|号|各|都|，))"
)


_SIZE_EN: Final = re.compile(
    r"(?<![a-z0-9])(?:(?:size|sizes|in an?|in|an?|the|your|our|no\.?|number)\s)?(?P<l>xxs|xs|s|m|l|xl|xxl|small|medium|large|extra large)(?![a-z0-9'])(?!\s(?:one|bag|tote|candle|square|shopper))"
)


_SIZE_NAMED: Final = re.compile(
    r"(?<![a-z])the (?P<n>small|medium|large)(?=\s(?:in (?!at|the|our)|returns|is due|arrives|is back|comes back|will be)[a-z]*)"
)
"""`the large in navy`."""


_SIZE_WORD: Final = re.compile(rf"(?<![a-z])sizes?\s(?P<n>\d+(?:\.\d+)?|{EN_WORD})(?![a-z0-9]|\.\d)")


_SIZES_OF: Final = re.compile(r"(?<![a-z0-9.,€$£])(?P<n>3[4-9]|4[0-9]|5[0-8])s(?![a-z])")
"""`no 44s left`."""


_AGE_SIZE: Final = re.compile(r"(?<![a-z0-9])(?P<n>\d+)\s?y(?![a-z])|(?P<z>\d+|[一二三四五六七八九十]+)\s?岁码?")


def sizes(text: str, year: int) -> Iterator[Amount]:
    for pattern in (_SIZE_ZH, _SIZE_LIST_ZH):
        for match in pattern.finditer(text):
            yield Amount(kind="size", word=_size(match["n"]), start=match.start(), end=match.end())
    for match in _AGE_SIZE.finditer(text):
        number = match["n"] or str(read_number(match["z"]))
        yield Amount(kind="size", word=f"{number}y", start=match.start(), end=match.end())
    for pattern in (_SIZE_WORD, _SIZES_OF, _SIZE_NAMED):
        for match in pattern.finditer(text):
            yield Amount(kind="size", word=_size(match["n"]), start=match.start(), end=match.end())
    for match in _SIZE_EN.finditer(text):
        if match["l"] in ("s", "m", "l", "xl", "xs", "xxl", "xxs") or match[0].startswith("size"):
            yield Amount(kind="size", word=_size(match["l"]), start=match.start(), end=match.end())


def _size(word: str) -> str:
    letters = {"small": "s", "medium": "m", "large": "l", "extra large": "xl"}
    if word in letters or word in letters.values() or word in ("xs", "xxs", "xxl"):
        return letters.get(word, word)
    try:
        return f"{read_number(word).normalize():f}"
    except (ValueError, KeyError, ArithmeticError):
        return word
