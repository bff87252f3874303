"""Keep, stop, stop because it is too small, or wait: what the ranges allow to be said, with the reasons and what is missing.

A feature stays where what it brings is shown, not where nothing speaks against it. What decides is set by the owner before:

* by net value (margin less refunds less what the feature costs): it stays where the whole range lies above `worth_net`;
* by orders: where the whole range of extra orders lies above `worth_orders`, unless it is shown to lose money.

It goes where a guard rail (returns, complaints) is shown to be worse than what is tolerated, where it is shown to lose, or
where the range ends below what the owner calls worthwhile. Groups that were not drawn as they should have been end every
verdict. Each range holds with its own alpha; a guard rail can only stop, never keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.experiments.statistics.mismatch import Mismatch
from mercery.experiments.statistics.needs import Need
from mercery.experiments.statistics.sequences import Interval

Kind = Literal["keep", "stop", "stop_too_small", "wait"]
By = Literal["net_value", "orders"]
ReasonCode = Literal[
    "mismatch", "guard", "loses", "fewer_orders", "earns", "more_orders", "too_small", "undecided", "missing"
]
NAMES: Final[dict[Kind, Words]] = {
    "keep": Words("Keep", "保留"),
    "stop": Words("Stop", "停用"),
    "stop_too_small": Words("Stop, too small", "停用：效果太小"),
    "wait": Words("Wait", "继续观察"),
}
VISITORS: Final = 1000
"""Effects are told for so many visitors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the owner asks of a feature, settled before the first look."""

    by: By = "net_value"
    worth_orders: float = 0.0
    """Extra orders for each visitor above which it is worthwhile."""
    worth_net: float = 0.0
    """Extra net value for each visitor, in minor units, above which it is worthwhile."""
    least_days: int = 7
    """No verdict to keep before a whole week has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Something that must not get worse: the difference of shares, treated minus held out, where more is worse."""

    name: Words
    change: Interval
    tolerated: float = 0.0

    @property
    def broken(self) -> bool:
        """Whether it is shown to be worse than tolerated."""
        return self.change.above(self.tolerated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured of a feature until now, for each visitor, treated minus held out."""

    orders: Interval
    net: Interval | None
    """Net value in minor units of `currency`. None: margins or costs are not known."""
    currency: str
    days: float
    mismatch: Mismatch | None = None
    guards: tuple[Guard, ...] = ()
    needs: tuple[Need, ...] = ()
    """What the ranges still need (`sequences.missing`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why, by a stable code and in words."""

    code: ReasonCode
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What may be said."""

    kind: Kind
    reasons: tuple[Reason, ...]
    missing: tuple[Need, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether no verdict can be given however long one waits, because the groups are not as drawn."""
        return any(reason.code == "mismatch" for reason in self.reasons)


def verdict(measured: Measured, terms: Terms) -> Verdict:
    """The verdict on what was measured, under the owner's terms."""
    if measured.mismatch is not None and measured.mismatch.alarm:
        return Verdict(kind="wait", reasons=(Reason(code="mismatch", words=measured.mismatch.words),))
    if against := _against(measured, terms):
        return Verdict(kind="stop", reasons=against)
    missing = _missing(measured, terms)
    if small := _too_small(measured, terms):
        return Verdict(kind="stop_too_small", reasons=(small,))
    shown = _for(measured, terms)
    if shown and not missing:
        return Verdict(kind="keep", reasons=(shown,))
    reasons = [one for one in (shown or _undecided(measured, terms),) if one]
    reasons += [Reason(code="missing", words=need.words) for need in missing]
    return Verdict(kind="wait", reasons=tuple(reasons), missing=missing)


def _against(measured: Measured, terms: Terms) -> tuple[Reason, ...]:
    """Everything that is shown to speak against it."""
    found = [Reason(code="guard", words=_worse(guard)) for guard in measured.guards if guard.broken]
    net = measured.net
    if net is not None and net.below(0):
        found.append(Reason(code="loses", words=_money(net, measured.currency, gain=False)))
    earns = terms.by == "net_value" and net is not None and net.above(0)
    if measured.orders.below(0) and not earns:
        found.append(Reason(code="fewer_orders", words=_orders(measured.orders)))
    return tuple(found)


def _for(measured: Measured, terms: Terms) -> Reason | None:
    """What is shown to speak for it, where that is enough to keep it."""
    if terms.by == "orders":
        if measured.orders.above(terms.worth_orders):
            return Reason(code="more_orders", words=_orders(measured.orders))
        return None
    if measured.net is not None and measured.net.above(terms.worth_net):
        return Reason(code="earns", words=_money(measured.net, measured.currency, gain=True))
    return None


def _too_small(measured: Measured, terms: Terms) -> Reason | None:
    """Where the range ends below what is worthwhile, without being below zero."""
    if terms.by == "orders" and measured.orders.below(terms.worth_orders):
        most, worth = _per(measured.orders.high), _per(terms.worth_orders)
        return Reason(
            code="too_small",
            words=Words(
                f"For every 1,000 visitors it brings at most {most} extra orders; you call {worth} worthwhile.",
                f"每千名访客最多多带来 {most} 笔订单；您设定的门槛是 {worth} 笔。",
            ),
        )
    if terms.by == "net_value" and measured.net is not None and measured.net.below(terms.worth_net):
        highest, asked = (_amount(one, measured.currency) for one in (measured.net.high, terms.worth_net))
        return Reason(
            code="too_small",
            words=Words(
                f"For every 1,000 visitors it leaves at most {highest.text('en')}; you call {asked.text('en')} worthwhile.",
                f"每千名访客最多净增 {highest.text('zh')}；您设定的门槛是 {asked.text('zh')}。",
            ),
        )
    return None


def _missing(measured: Measured, terms: Terms) -> tuple[Need, ...]:
    needs = list(measured.needs)
    if measured.days < terms.least_days:
        needs.append(Need(kind="days", have=measured.days, want=terms.least_days))
    if terms.by == "net_value" and (measured.net is None or _at_most(measured.net)):
        needs.append(Need(kind="net_value", have=0, want=1))
    return tuple(needs)


def _undecided(measured: Measured, terms: Terms) -> Reason | None:
    """The range that still holds both; None while there is no range at all."""
    if terms.by == "orders":
        return Reason(code="undecided", words=_orders(measured.orders)) if measured.orders.bounded else None
    if measured.net is None or not measured.net.bounded:
        return None
    if measured.net.above(0):
        return Reason(code="undecided", words=_money(measured.net, measured.currency, gain=True))
    low, high = (_amount(one, measured.currency) for one in (measured.net.low, measured.net.high))
    return Reason(
        code="undecided",
        words=Words(
            f"For every 1,000 visitors it leaves between {low.text('en')} and {high.text('en')}, so it may gain or lose.",
            f"每千名访客的净收益在 {low.text('zh')} 至 {high.text('zh')} 之间：盈亏尚不能确定。",
        ),
    )


def _worse(guard: Guard) -> Words:
    low, high = f"{guard.change.low * 100:.1f}", f"{guard.change.high * 100:.1f}"
    return Words(
        f"{guard.name.en}: up by {low} to {high} percentage points.",
        f"{guard.name.text('zh')}上升 {low} 至 {high} 个百分点。",
    )


def _orders(orders: Interval) -> Words:
    low, high = _per(orders.low), _per(orders.high)
    if orders.below(0):
        low, high = _per(-orders.high), _per(-orders.low)
        return Words(
            f"For every 1,000 visitors it costs {low} to {high} orders.", f"每千名访客减少 {low} 至 {high} 笔订单。"
        )
    if orders.above(0):
        return Words(
            f"For every 1,000 visitors it brings {low} to {high} orders that would not have come.",
            f"每千名访客多带来 {low} 至 {high} 笔原本不会有的订单。",
        )
    return Words(
        f"For every 1,000 visitors the change lies between {low} and +{high} orders, so it may bring more or fewer.",
        f"每千名访客的订单变化在 {low} 至 +{high} 笔之间：增减尚不能确定。",
    )


def _money(net: Interval, currency: str, *, gain: bool) -> Words:
    if not gain and _at_most(net):
        least = _amount(-net.high, currency)
        return Words(
            f"For every 1,000 visitors it loses at least {least.text('en')} after refunds and its own cost.",
            f"每千名访客扣除退款与自身成本后至少净亏 {least.text('zh')}。",
        )
    ends = (net.low, net.high) if gain else (-net.high, -net.low)
    low, high = (_amount(one, currency) for one in ends)
    if gain:
        return Words(
            f"For every 1,000 visitors it leaves {low.text('en')} to {high.text('en')} after refunds and its own cost.",
            f"每千名访客扣除退款与自身成本后净增 {low.text('zh')} 至 {high.text('zh')}。",
        )
    return Words(
        f"For every 1,000 visitors it loses {low.text('en')} to {high.text('en')} after refunds and its own cost.",
        f"每千名访客扣除退款与自身成本后净亏 {low.text('zh')} 至 {high.text('zh')}。",
    )


def _at_most(net: Interval) -> bool:
    """Whether only the high end is known, since part of the costs has no price."""
    return not isfinite(net.low) and isfinite(net.high)


def _per(value: float) -> str:
    return f"{value * VISITORS:.1f}".replace("-", "−")


def _amount(value: float, currency: str) -> Money:
    """For so many visitors, from ten units on without cents: a range is never known to the cent."""
    minor, unit = round(value * VISITORS), 10 ** minor_digits(currency)
    return Money(minor if abs(minor) < 10 * unit else round(minor / unit) * unit, currency)
