"""What an experiment is, and what it may be judged by. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from mercery.core.i18n import Words

Metric = Literal["orders", "net_value", "orders_per_visit", "returns_per_order"]
METRICS: Final[tuple[Metric, ...]] = get_args(Metric)
State = Literal["draft", "running", "paused", "ended"]
Decision = Literal["keep", "stop"]
Act = Literal["created", "changed", "started", "paused", "resumed", "kept", "stopped", "reopened", "removed"]

NO_WORDS: Final = Words("")
NOBODY: Final = 1.0
"""The share without it where nobody has it."""
EVERYBODY: Final = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a metric counts and how it is said."""

    name: Words
    title: Words
    """Of the chart of its effect."""
    scale: float
    """The figure shown is the value of one visitor (or the ratio) times this. Minor units of money are shown as money."""
    money: bool = False
    ratio: bool = False
    less_is_better: bool = False


MEASURED: Final[Mapping[Metric, Measured]] = {
    "orders": Measured(
        name=Words("Orders", "订单"),
        title=Words("Extra orders for every 1,000 visitors", "每千名访客的增量订单"),
        scale=1000,
    ),
    "net_value": Measured(
        name=Words(
            "Net value: margin after refunds, returns and its own cost", "净收益：扣除退款、退货与自身成本的毛利"
        ),
        title=Words("Extra net value for every 1,000 visitors", "每千名访客的增量净收益"),
        scale=1000,
        money=True,
    ),
    "orders_per_visit": Measured(
        name=Words("Orders per 1,000 visits", "每千次到访的订单"),
        title=Words("Change of orders per 1,000 visits", "每千次到访订单的变化"),
        scale=1000,
        ratio=True,
    ),
    "returns_per_order": Measured(
        name=Words("Returns per 100 orders", "每百笔订单的退货"),
        title=Words("Change of returns per 100 orders", "每百笔订单退货的变化"),
        scale=100,
        ratio=True,
        less_is_better=True,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """One experiment. A feature's own hold-out is one whose key is the feature's."""

    key: str
    name: Words
    place: Words
    share: float
    """Visitors kept without it while it runs."""
    metric: Metric
    worth_above: float
    """What the effect has to reach to be worth it, in the units shown: orders, or minor units, for 1,000 visitors."""
    state: State
    phase: int = 1
    since: datetime | None = None
    """When counting began; None: with the first exposure."""
    until: datetime | None = None
    decision: Decision | None = None
    version: int = 0
    """0: a feature nobody has changed anything about."""
    feature: bool = False

    @property
    def measured(self) -> Measured:
        """What its metric counts."""
        return MEASURED[self.metric]

    @property
    def counting(self) -> bool:
        """Whether readings are taken."""
        return self.state in ("running", "paused") and 0 < self.share < 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants an experiment to be."""

    key: str
    name: Words
    place: Words = NO_WORDS
    share: float = 0.5
    metric: Metric = "orders"
    worth_above: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing somebody did with an experiment."""

    act: Act
    phase: int
    at: datetime
    by: str
    reason: str
    details: Mapping[str, object]
