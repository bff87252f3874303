"""What is known of an experiment at a moment: worked out of the values of its visitors. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Final

from mercery.core.i18n import Words
from mercery.experiments.running.experiment import Metric
from mercery.experiments.statistics.sequences import Interval
from mercery.experiments.statistics.verdicts import Kind

MOST_UNKNOWN: Final = 0.05
"""Above this share of orders whose margin is not known nothing is said about net value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An estimate with its range; ends that are not known are None."""

    estimate: float
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, interval: Interval) -> Range:
        """As it is kept."""
        low, high = (one if isfinite(one) else None for one in (interval.low, interval.high))
        return cls(estimate=interval.estimate, low=low, high=high)

    @property
    def known(self) -> bool:
        """Whether both ends are."""
        return self.low is not None and self.high is not None

    @property
    def above_zero(self) -> bool:
        """Whether all of it lies above zero."""
        return self.low is not None and self.low > 0

    @property
    def below_zero(self) -> bool:
        """Whether all of it lies below zero."""
        return self.high is not None and self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """A guard rail: a share in both arms and how far they are apart."""

    key: str
    with_it: float
    without: float
    change: Range
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOfOne:
    """What one extra order costs, in minor units; `state` as in `statistics.order_cost`."""

    state: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why a verdict is what it is."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What is missing: how much there is and how much there has to be."""

    kind: str
    have: float
    want: float
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Whether visitors came to the arms as they were drawn."""

    alarm: bool
    evidence: float
    with_it: int
    without: int
    expected_with: float
    expected_without: float
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmMoments:
    """What is kept of one arm's values of the metric: enough to work the range out again."""

    n: int
    mean: float
    variance: float
    buyers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading. Differences are with minus without, for one visitor (or of a ratio); amounts in minor units."""

    day: date
    until: datetime
    phase: int
    metric: Metric
    days: float
    """Since counting began."""
    treated: ArmMoments
    held: ArmMoments
    orders_with: int
    orders_without: int
    effect: Range
    """Of the metric it is judged by."""
    orders: Range
    """Extra orders for each visitor."""
    net: Range | None
    """Extra margin net of refunds, returns and its own cost, for each visitor. None: not known."""
    rails: tuple[Rail, ...]
    currency: str
    cost: float | None
    """What it has cost so far. None: not known."""
    cost_unknown: tuple[str, ...] = ()
    """Kinds of costs that were used and have no price."""
    cost_of_one: CostOfOne
    order_leaves: float | None
    """Margin of an order of those who have it, after refunds and returns."""
    unknown_margin: int
    """Orders whose margin is not known; they count as orders and are in no margin."""
    mixed: int
    """Visitors seen in both arms, and therefore in neither."""
    drawn: Drawn
    verdict: Kind
    because: tuple[Because, ...]
    lacking: tuple[Lacking, ...]
    outlook: Words
    """How long it still takes at today's traffic; empty where there is a verdict."""
    days_left: float | None
    """About so many at today's traffic; None: there is a verdict, or it cannot be said."""
    per_day: float
    """New visitors of both arms on a day, of the last seven days."""
    explained: float
    """The part of the spread that was known before the first exposure and was taken away."""

    @property
    def n(self) -> int:
        """Visitors of both arms."""
        return self.treated.n + self.held.n

    @property
    def blocked(self) -> bool:
        """Whether no verdict is given because the arms are not as drawn."""
        return self.drawn.alarm

    def rail(self, key: str) -> Rail | None:
        """A guard rail."""
        return next((one for one in self.rails if one.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What an experiment's feature cost until a moment, as the ledger knows it."""

    minor: float | None
    """None: nothing of it has a price."""
    unknown: tuple[str, ...] = ()


RAIL_NAMES: Final[Mapping[str, Words]] = {
    "returns": Words("Returns", "退货"),
    "complaints": Words("Complaints", "投诉"),
}


def left_zero(readings: Sequence[Reading]) -> int | None:
    """The place of the first reading from which on every range stays on one side of zero, up to the last. None: never."""
    found = None
    for place, one in enumerate(readings):
        left = one.effect.above_zero or one.effect.below_zero
        found = (place if found is None else found) if left else None
    return found
