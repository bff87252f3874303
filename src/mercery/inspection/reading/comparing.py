"""Whether an amount that was said agrees with one that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import Final

from mercery.inspection.reading.amounts import Amount

WINDOWS: Final = frozenset({"return_window", "exchange_window", "warranty", "trial", "hold", "validity", "shelf_life"})
"""Spans that are granted: "within 60 days" grants more than 14, it is not merely a looser way of saying it."""
LIMITS: Final = frozenset(
    {
        "load",
        "water_depth",
        "return_window",
        "exchange_window",
        "warranty",
        "people",
        "temperature",
        "age",
        "screen",
    }
)
"""Attributes whose value bounds what may be done."""


def agrees(said: Amount, known: Amount, *, window: bool = False) -> bool:
    """Whether `said` can be true where `known` is. Both are of one family."""
    if said.family == "ip" and said.low == known.low:
        return True
    near = _near(said, known)
    if known.ranged:
        return _in_range(said, known, near, window=window)
    if known.bound == "most":
        return _same(said.high, known.high, near) or (
            said.high < known.high and said.bound != "most" and not said.ranged and not window
        )
    if known.bound == "least":
        return _same(said.low, known.low, near) or (said.low > known.low and said.bound != "least")
    if said.ranged:
        return said.low <= known.low <= said.high or _same(said.high, known.high, near)
    if said.bound == "most" and not window:
        return known.low <= said.high * (1 + near)
    if said.bound == "least" and not window:
        return known.low >= said.low * (1 - near)
    return _same(said.low, known.low, near)


def _in_range(said: Amount, known: Amount, near: Decimal, *, window: bool) -> bool:
    low, high = known.low * (1 - near), known.high * (1 + near)
    if said.family == "time" and "business_day" in (known.unit, said.unit) and known.unit != said.unit:
        high = high * Decimal("1.6")
    if said.ranged:
        return low <= said.low and said.high <= high
    if said.bound == "most":
        return low <= said.high <= (high if window else 2 * high)
    if said.bound == "least" and window:
        return low <= said.low <= known.low * (1 + max(near, Decimal("0.1")))
    return low <= said.low <= high


def _near(said: Amount, known: Amount) -> Decimal:
    if "about" in (said.bound, known.bound):
        return Decimal("0.12")
    if said.unit == known.unit or said.family in ("money", "number", "count", "date", "percent"):
        return Decimal("0.001") if said.family not in ("date",) else Decimal(0)
    return Decimal("0.08") if said.family == "time" else Decimal("0.03")


def _same(one: Decimal, other: Decimal, near: Decimal) -> bool:
    return abs(one - other) <= near * max(abs(one), abs(other), Decimal(1) if near > 1 else Decimal(0))


def outside(asked: Amount, known: Amount, *, limit: bool) -> bool | None:
    """Whether what was asked for lies beyond what is known to hold; None where that cannot be told."""
    near = Decimal("0.01")
    if known.ranged:
        if asked.ranged:
            return None
        return asked.low < known.low * (1 - near) or asked.low > known.high * (1 + near)
    if known.bound == "least":
        return asked.high < known.low * (1 - near)
    if known.bound == "most" or limit:
        return asked.high > known.high * (1 + near)
    return None


def derived(prices: Iterable[Decimal], others: Iterable[Decimal]) -> Iterator[Decimal]:
    """Sums that follow from known amounts: several pieces, two together, one less the other, shares of one."""
    known = list(dict.fromkeys(prices))
    counts = {Decimal(n) for n in range(1, 13)}
    numbers = counts | {one for one in others if one <= 1000}
    for price in known:
        # `others` has the price, too; it is no count of itself.
        yield from (price * number for number in numbers if number != price or number in counts)
        yield from (price * number / 100 for number in numbers)
        yield from (price * (100 - number) / 100 for number in numbers if number < 100)
        yield from (price / number for number in numbers if number > 0)
        yield from (price - other for other in others)
        yield price * Decimal("1.5")
    for one, other in combinations(known, 2):
        yield from (one + other, abs(one - other))
        yield from (one * number + other for number in range(2, 13))
        yield from ((one + other) * number for number in range(2, 7))
        yield from (other * number + one for number in range(2, 13))
        yield from (one * other, one * other / 100)
        yield from (one * other * number for number in numbers if number > 1)
        if one and other:
            yield from (one / other, other / one)
