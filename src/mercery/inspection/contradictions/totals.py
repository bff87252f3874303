"""What so many pieces come to with what is added and taken off, asked for and told wrongly: "five are 54" of mugs at 9.

`sums` reads a total beside its parts. Here the parts are the one price that is known, the number of pieces that was asked for,
and the charges and reductions that facts name: what they can come to is reckoned out, and one other sum in the answer accuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Final

from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.pieces import HOW_MUCH
from mercery.inspection.contradictions.sums import WHY
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact, plain
from mercery.inspection.reading.saying import Saying

_HOW_MUCH: Final = re.compile(
    HOW_MUCH + r"|(?<![a-z])what (?:do|does|would|will|is|are|'s)[^?]{0,40}(?:cost|pay|price|total|come to)(?![a-z])"
)
_REDUCED: Final = re.compile(
    r"(?<![a-z])(?:code|coupon|voucher|discount|off|today|now|sale)(?![a-z])|券|到手|折|优惠|活动|现在|减"
)
_PIECES: Final = re.compile(
    r"(?<![\d.a-z£€$])(\d{1,2})(?![\d.:%]|\s?(?:%|cm|mm|kg|g|ml|l|m|inch|days?|weeks?|months?|years?|hours?|月|号|日|天|年|折|点|元|块|厘米|公斤|斤|克|升|寸|码))(?=\s?[a-z\u4e00-\u9fff])"
)
_SPELT: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPELT_PIECES: Final = re.compile(rf"(?<![a-z])({'|'.join(_SPELT)})(?= [a-z])|(?<![第一二三四五六七八九十])([一两二三四五六七八九十])(?=[\u4e00-\u9fff])(?!个?[月天年周点些样下共起直定般])")  # fmt: skip
_HAN: Final = {sign: at + 1 for at, sign in enumerate("一二三四五六七八九十")} | {"两": 2}
_STANDS: Final = re.compile(
    r"\s?(?:$|[.!~]|元|块|哦|呢|啦|哈|的|altogether|in (?:all|total)|together|total|with (?:the|shipping|postage|delivery|discount)|including|then(?![a-z])|for (?:all|both|the|two|three|four|five|six|\d))"
)
_NOT_A_SUM: Final = re.compile(
    r"(?<![a-z])(?:from|over|above|under|than|until|save[sd]?|less|minus|off|no|size)\s[€£$]?$|[满减省差超过第便宜抵券折后的]?[满减省差超第抵]\s?$"
)
_CENT: Final = Decimal("0.01")
_FEWEST, _WIDEST = Decimal("0.4"), Decimal("2.5")
"""A sum further from the price of all pieces is of something else."""


def found(saying: Saying) -> Iterator[Contradiction]:
    """The only sum of the answer that the known price cannot come to."""
    if not _HOW_MUCH.search(saying.asked):
        return
    counts = pieces(saying.asked)
    if not counts and not _REDUCED.search(saying.asked):
        return
    whole = [fact for fact in saying.goods if fact.value == plain(fact.known.value)]
    priced = [fact for fact in whole if "price" in fact.topics and _sums(fact)]
    if len(priced) != 1 or len({one.unit for one in _sums(priced[0])}) != 1:
        return
    possible = _possible(priced[0], whole, counts)
    wrong = [
        (clause, one)
        for clause in saying.clauses
        if clause.asserts and not clause.question
        for one in _told(saying, clause)
        if one.low not in possible
    ]
    if len({one.low for _, one in wrong}) != 1:
        return
    clause, one = wrong[0]
    usual = _sums(priced[0])[0].low * max(counts, default=1)
    if _FEWEST * usual <= one.low <= _WIDEST * usual and one.low not in _named(saying, whole):
        yield contradiction(saying, clause, priced[0], WHY)


def pieces(text: str) -> set[int]:
    """Numbers of pieces that a text names."""
    found = {int(one[1]) for one in _PIECES.finditer(text)}
    for one in _SPELT_PIECES.finditer(text):
        found.add(_SPELT.index(one[1]) + 1 if one[1] else _HAN[one[2]])
    return {one for one in found if one}


def _sums(fact: Fact) -> list[Amount]:
    return [one for one in fact.amounts if one.family in ("money", "number") and not one.ranged and one.low > 0]


def _told(saying: Saying, clause: Clause) -> list[Amount]:
    """Sums that stand in a clause as what is paid."""
    return [
        one
        for one in amounts(clause.text, saying.today.year)
        if one.family in ("money", "number")
        and not one.ranged
        and (one.family == "money" or _STANDS.match(clause.text[one.end :]))
        and not _NOT_A_SUM.search(clause.text[: one.start])
    ]


def _possible(priced: Fact, known: Sequence[Fact], counts: set[int]) -> set[Decimal]:
    """What it may come to: so many at the price, with any charges of the facts on top, and any reduction taken off."""
    prices = [one.low for one in _sums(priced)]
    other = {one.low for fact in known if fact is not priced for one in _sums(fact)} | set(prices[1:])
    kept = {Decimal(1)} | {1 - one.low / 100 for fact in known for one in fact.of("percent")}
    kept |= {share for fact in known for share in _of_ten(fact.value)}
    few = sorted(other)[:_MOST]
    steps = {Decimal(0), *few, *(-one for one in few)}
    found = set()
    for price, count, share in product(prices, {1, *counts}, kept):
        for first, second in product(steps, steps):
            total = price * count
            found |= {total * share + first + second, (total + first) * share + second}
    return found | {one.quantize(_CENT, ROUND_HALF_UP) for one in found} | {one.quantize(Decimal(1), ROUND_HALF_UP) for one in found}  # fmt: skip


_MOST: Final = 8
_TENTHS: Final = re.compile(r"打?(\d(?:\.\d)?|[一二三四五六七八九]{1,2})折")


def _of_ten(value: str) -> Iterator[Decimal]:
    """八折, 85折, 八五折 as what is left of the price."""
    for one in _TENTHS.finditer(value):
        digits = [str(_HAN.get(sign, sign)) for sign in one[1]]
        yield Decimal("".join(digits)) / (100 if len(digits) == 2 and "." not in digits else 10)


def _named(saying: Saying, known: Sequence[Fact]) -> set[Decimal]:
    """Every number that facts and the customer name."""
    text = " ".join(f"{fact.name} {fact.value}" for fact in known) + " " + saying.customer + " " + saying.agent
    return {Decimal(one) for one in re.findall(r"\d+(?:\.\d+)?", text)}
