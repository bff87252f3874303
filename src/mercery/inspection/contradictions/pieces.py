"""Parts of a fact's value, and what several kinds of contradiction know of words and amounts."""

from __future__ import annotations

import re
from typing import Final

from mercery.inspection.reading.amounts import Amount
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.terms import terms

Paired = list[tuple[Fact, list[Amount]]]
HOW_MUCH: Final = r"(?<![a-z])how much(?! (?:does it weigh|water|time|room|space|longer))(?![a-z])|多少钱?(?:\W|$|啊|呢|呀|来着|元|块)|几块|咋卖|怎么卖"
"""Asks for a sum; a pattern to go on from."""
PRICES: Final = frozenset({"price", "total", "paid"})
UNIT_WORDS: Final = terms(
    "day days week weeks month months year years hour hours minute minutes night nights kilo kilos kg gram grams litre litres liter liters metre metres meter meters euro euros dollar dollars business working piece pieces max maximum min minimum total 工作日 小时 分钟 公斤 厘米 以内 以上 最多 最长 最大 左右 mm cm km ml lb oz inch inches eur usd gbp cny rmb"
)


def piece(fact: Fact, one: Amount) -> str:
    """The part of the fact's value in which an amount stands."""
    start = max((match.end() for match in _PIECES.finditer(fact.value[: one.start])), default=0)
    end = _PIECES.search(fact.value, one.end)
    return fact.value[start : end.start() if end else len(fact.value)]


_PIECES: Final = re.compile(r"[,，;；。、/|]\s?|(?<![a-z])and(?![a-z])")


_ITEM: Final = re.compile(r"[a-z]+(?: [a-z]+){0,2}(?: \d+ ?%)?|[\u4e00-\u9fff]{1,6}")
_FEWEST: Final = 3


def is_list(value: str) -> bool:
    """Whether a value is a bare list of things, under whatever name: "hazelnut, egg, milk, wheat"."""
    items = [one.strip() for one in re.split(r"[,，、;；]", value) if one.strip()]
    return len(items) >= _FEWEST and all(_ITEM.fullmatch(one) for one in items)
