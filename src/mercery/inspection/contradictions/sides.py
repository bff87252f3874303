"""Sides of a thing: said to be "140 by 200" of what is 160 x 230."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.pairing import answers
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for

_UNIT: Final = {"mm": 1, "cm": 10, "m": 1000, "毫米": 1, "厘米": 10, "公分": 10, "米": 1000}
_SIDE: Final = r"(\d{{1,4}}(?:\.\d+)?)\s?({unit})?"
_UNITS: Final = "mm|cm|m(?![a-z])|毫米|厘米|公分|米"
_BY: Final = r"\s?(?:x|×|\*|by|乘)\s?"
_SIDES: Final = re.compile(
    rf"(?<![\d.]){_SIDE.format(unit=_UNITS)}{_BY}{_SIDE.format(unit=_UNITS)}(?:{_BY}{_SIDE.format(unit=_UNITS)})?(?![\d.])"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """Where one fact alone gives sides, the size was asked for, and as many sides were said with other lengths."""
    known = [(fact, sides) for fact in saying.goods if (sides := list(_sides(fact.value)))]
    if len(known) != 1 or len(known[0][1]) != 1:
        return
    fact, (right,) = known[0]
    asks = asked_for(saying.asked) & {"dimensions", "size", "width", "length", "height"} or fact.terms & terms(
        saying.asked
    )
    theirs = list(_sides(saying.customer))
    for clause in saying.clauses:
        for said in _sides(clause.text):
            told = clause.asserts and not clause.denies and asks and answers(saying, clause)
            if told and len(said) == len(right) and not _same(said, right) and said not in theirs:
                yield contradiction(
                    saying,
                    clause,
                    fact,
                    Words(
                        f"Another size is known: {fact.known.name}: {fact.known.value}.",
                        f"已知的尺寸不同：{fact.known.name}：{fact.known.value}。",
                    ),
                )
                return


def _sides(text: str) -> Iterator[tuple[Decimal, ...]]:
    """Sides in order of length; a unit behind one of them holds for those without."""
    for match in _SIDES.finditer(text):
        values = [(Decimal(match[at]), match[at + 1]) for at in (1, 3, 5) if match[at]]
        last = next((unit for _, unit in reversed(values) if unit), "")
        yield tuple(sorted(value * _UNIT.get(unit or last, 1) for value, unit in values))


def _same(one: tuple[Decimal, ...], other: tuple[Decimal, ...]) -> bool:
    """Alike, where a unit may have been left out."""
    return any(
        all(abs(first * scale - second) <= second * Decimal("0.03") for first, second in zip(one, other, strict=True))
        for scale in (Decimal(1), Decimal(10), Decimal("0.1"), Decimal(1000), Decimal("0.001"), Decimal(100))
    )
