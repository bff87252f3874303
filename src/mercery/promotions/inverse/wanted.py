"""What is wanted of an inverse: prices to arrive at, what may be changed, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mercery.promotions.quoting.walk import Margin
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One price to arrive at: `daily 199`, `big promotion 149 with coupon and cross-shop reduction`."""

    name: str
    payable: int
    rules: tuple[str, ...] = ()
    """Ids of the rules in force in this case; the buyer uses of them what is best."""
    buyer: Buyer = ANYBODY
    quantity: int = 1
    beside: tuple[Line, ...] = ()
    """Other articles in the cart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """A value of a rule that may be chosen: `benefit.amount`, `benefit.off`, `need_amount`, `cap`, `benefit.bps`."""

    rule: str
    field: str
    low: int
    high: int
    step: int

    def values(self) -> range:
        """The grid, both ends included."""
        return range(self.low, self.high + 1, self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """List prices a shop writes, between `low` and `high`: `step` apart, each with an ending. In minor units."""

    low: int
    high: int
    step: int
    endings: tuple[int, ...] = (0,)
    """What is added to a multiple of `step`: step 10000 and endings 9900, 9000 are …99.00 and …90.00."""

    def values(self) -> tuple[int, ...]:
        """Every price of the grid."""
        start = self.low - self.low % self.step
        bases = range(start, self.high + 1, self.step)
        return tuple(
            sorted({base + end for base in bases for end in self.endings if self.low <= base + end <= self.high})
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What one target comes to."""

    name: str
    wanted: int
    payable: int
    margin: Margin

    @property
    def deviation(self) -> int:
        """How far it is off; above 0: too dear."""
        return self.payable - self.wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """One choice of list price and values."""

    price: int
    values: Mapping[str, int]
    """By `rule.field`."""
    reached: tuple[Reached, ...]
    least_margin: int
    """The least margin of the article over all targets, and with every rule of them together."""
    calendar: Calendar

    @property
    def deviation(self) -> int:
        """All of it together, without signs."""
        return sum(abs(one.deviation) for one in self.reached)

    @property
    def exact(self) -> bool:
        """Whether every target is met to the cent."""
        return self.deviation == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverse:
    """The best choices, the fewest deviations first, then the roundest numbers."""

    solutions: tuple[Solution, ...]
    complete: bool
    """Whether every choice was looked at or ruled out; False: time was over."""
    tried: int
    """Choices looked at."""
    below_floor: int
    """Choices that would have been as near and were dropped because a margin falls below the floor."""
    seconds: float = field(compare=False)
