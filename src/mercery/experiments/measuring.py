"""From the values of visitors to a reading: moments, ranges, guard rails, money, verdict. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.core.i18n import Words
from mercery.experiments.reading import (
    MOST_UNKNOWN,
    RAIL_NAMES,
    ArmMoments,
    Because,
    CostOfOne,
    Drawn,
    Lacking,
    Rail,
    Range,
    Reading,
    Spent,
)
from mercery.experiments.running.experiment import Experiment
from mercery.experiments.statistics.covariate import Adjusted, adjusted
from mercery.experiments.statistics.horizon import LIFT, horizon, outlook, remaining
from mercery.experiments.statistics.mismatch import Mismatch, Seen, mismatch
from mercery.experiments.statistics.moments import Moments, PairMoments
from mercery.experiments.statistics.needs import Need
from mercery.experiments.statistics.order_cost import order_cost
from mercery.experiments.statistics.sequences import Interval, difference, missing, ratio_difference
from mercery.experiments.statistics.verdicts import (
    VISITORS,
    Guard,
    Measured,
    Reason,
    Terms,
    Verdict,
    verdict,
)
from mercery.experiments.values import Units, Values, values_at

_WEEK: Final = 7
_DAY: Final = 86_400.0
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When is read."""

    day: date
    until: datetime
    since: datetime
    """When counting began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """The ranges and what they rest on."""

    effect: Interval
    orders: Interval
    net: Interval | None
    arms: tuple[ArmMoments, ArmMoments]
    needs: tuple[Need, ...]
    explained: float


def read(
    experiment: Experiment, units: Units, when: Moment, spent: Spent, currency: str, *, highest: float = 0.0
) -> Reading:
    """What is known at that moment. `highest`: the most evidence of a mismatch of earlier readings of this phase."""
    values = values_at(units, when.until.timestamp())
    days = max(0.0, (when.until - when.since).total_seconds() / _DAY)
    treated = int(values.treated.sum())
    held = len(values.treated) - treated
    drawn = mismatch([Seen.arms(treated, held, holdout=units.share)], highest=highest)
    per_visitor = None if spent.minor is None or not treated else spent.minor / treated
    compared = _compared(experiment, values, per_visitor, part_unknown=bool(spent.unknown))
    rails = _rails(experiment, values)
    found = _verdict(experiment, compared, rails, drawn, days, currency)
    per_day = _per_day(units, when)
    orders = values.arm(values.orders, treated=True)
    return Reading(
        day=when.day, until=when.until, phase=experiment.phase, metric=experiment.metric, days=days,
        treated=compared.arms[0], held=compared.arms[1],
        orders_with=int(orders.sum()), orders_without=int(values.arm(values.orders, treated=False).sum()),
        effect=Range.of(compared.effect), orders=Range.of(compared.orders),
        net=None if compared.net is None else Range.of(compared.net),
        rails=rails, currency=currency, cost=spent.minor, cost_unknown=spent.unknown,
        cost_of_one=_cost_of_one(per_visitor, compared.orders), order_leaves=_leaves(values),
        unknown_margin=int(values.unknown.sum()), mixed=units.mixed, drawn=_drawn(drawn),
        verdict=found.kind, because=tuple(Because(code=one.code, words=one.words) for one in found.reasons),
        lacking=tuple(Lacking(kind=one.kind, have=one.have, want=one.want, words=one.words) for one in found.missing),
        outlook=_outlook(experiment, values, found, per_day), days_left=_days_left(experiment, values, found, per_day),
        per_day=per_day, explained=compared.explained,
    )  # fmt: skip


def _compared(experiment: Experiment, values: Values, per_visitor: float | None, *, part_unknown: bool) -> _Compared:
    by_orders = _adjusted(values, values.orders)
    orders = difference(by_orders.arms.treated, by_orders.arms.held)
    net = _net(values, per_visitor, part_unknown=part_unknown)
    needs = missing(by_orders.arms.treated, by_orders.arms.held)
    arms = by_orders.arms.treated, by_orders.arms.held
    effect, explained = orders, by_orders.removed
    if experiment.metric == "net_value":
        by_margin = _adjusted(values, values.margin)
        arms = by_margin.arms.treated, by_margin.arms.held
        effect, explained = net or Interval.everything(arms[0].mean - arms[1].mean), by_margin.removed
    elif experiment.measured.ratio:
        pairs = [_ratio(experiment, values, treated=one) for one in (True, False)]
        arms = pairs[0].ratio(), pairs[1].ratio()
        effect, explained = ratio_difference(*pairs), 0.0
        needs = missing(*arms)
    return _Compared(
        effect=effect, orders=orders, net=net, arms=(_kept(arms[0]), _kept(arms[1])),
        needs=() if needs is None else (needs,), explained=explained,
    )  # fmt: skip


def _net(values: Values, per_visitor: float | None, *, part_unknown: bool) -> Interval | None:
    """Margin less what it costs each visitor who has it. None: too many margins, or the costs, are not known. Where part of
    the costs has no price, it leaves at most so much: the low end is open, and nothing is kept for what it earns."""
    orders = float(values.orders.sum())
    if per_visitor is None or not orders or float(values.unknown.sum()) > MOST_UNKNOWN * orders:
        return None
    by_margin = _adjusted(values, values.margin)
    net = difference(by_margin.arms.treated, by_margin.arms.held).shifted(-per_visitor)
    return net.without_low if part_unknown else net


def _adjusted(values: Values, outcome: Numbers) -> Adjusted:
    arms = [
        pair_moments(
            values.arm(outcome, treated=one), values.arm(values.before, treated=one),
            buyers=int((values.arm(values.orders, treated=one) > 0).sum()),
        )
        for one in (True, False)
    ]  # fmt: skip
    return adjusted(*arms)


def _ratio(experiment: Experiment, values: Values, *, treated: bool) -> PairMoments:
    top, bottom = (
        (values.orders, values.visits) if experiment.metric == "orders_per_visit" else (values.returned, values.orders)
    )
    above = values.arm(top, treated=treated)
    return pair_moments(above, values.arm(bottom, treated=treated), buyers=int((above > 0).sum()))


def pair_moments(one: Numbers, other: Numbers, *, buyers: int) -> PairMoments:
    """The moments of two values of each visitor, `buyers` being those of whom something is known."""
    n = len(one)
    first = Moments.from_sums(n, float(one.sum()), _products(one, one), conversions=buyers)
    second = Moments.from_sums(n, float(other.sum()), _products(other, other))
    return PairMoments.from_sums(first, second, _products(one, other))


def _products(one: Numbers, other: Numbers) -> float:
    """Their sum. Not `dot`: that wakes a thread for each core, which on a busy machine took a thousand times as long."""
    return float((one * other).sum())


def _rails(experiment: Experiment, values: Values) -> tuple[Rail, ...]:
    found = []
    if experiment.metric != "returns_per_order" and values.returned.any():
        pairs = [
            pair_moments(back := values.arm(values.returned, treated=one), values.arm(values.orders, treated=one),
                         buyers=int((back > 0).sum()))
            for one in (True, False)
        ]  # fmt: skip
        found.append(_rail("returns", pairs[0].ratio(), pairs[1].ratio()))
    if values.complaints.any():
        arms = [
            Moments.from_sums(len(one), float(one.sum()), _products(one, one), conversions=int((one > 0).sum()))
            for one in (values.arm(values.complaints, treated=True), values.arm(values.complaints, treated=False))
        ]
        found.append(_rail("complaints", *arms))
    return tuple(found)


def _rail(key: str, treated: Moments, held: Moments) -> Rail:
    change = difference(treated, held)
    guard = Guard(name=RAIL_NAMES[key], change=change)
    return Rail(key=key, with_it=treated.mean, without=held.mean, change=Range.of(change), broken=guard.broken)


def _verdict(
    experiment: Experiment, compared: _Compared, rails: Sequence[Rail], drawn: Mismatch, days: float, currency: str
) -> Verdict:
    guards = tuple(Guard(name=RAIL_NAMES[one.key], change=_interval(one.change)) for one in rails if one.change.known)
    worth = experiment.worth_above / experiment.measured.scale
    measured = Measured(
        orders=compared.orders, net=compared.net, currency=currency, days=days, mismatch=drawn, guards=guards,
        needs=compared.needs,
    )  # fmt: skip
    if not experiment.measured.ratio:
        by_money = experiment.metric == "net_value"
        terms = Terms(
            by="net_value" if by_money else "orders",
            worth_orders=0.0 if by_money else worth,
            worth_net=worth if by_money else 0.0,
        )
        return verdict(measured, terms)
    return _of_ratio(experiment, compared, measured, worth)


def _of_ratio(experiment: Experiment, compared: _Compared, measured: Measured, worth: float) -> Verdict:
    """The same rules for a ratio: better is up for orders for each visit, down for returns for each order."""
    gain = compared.effect.scaled(1)
    if experiment.measured.less_is_better:
        gain = Interval(-gain.estimate, -gain.high, -gain.low)
    # What the other rules hold against any verdict (groups not as drawn, a guard rail, losses, too few days) holds here too.
    others = verdict(measured, Terms(by="orders", worth_orders=-1.0))
    if others.blocked or (others.kind == "stop" and others.reasons[0].code in ("guard", "loses")):
        return others
    words = _change(experiment, compared.effect)
    if gain.below(0):
        return Verdict(kind="stop", reasons=(Reason(code="fewer_orders", words=words),))
    if gain.below(worth):
        return Verdict(kind="stop_too_small", reasons=(Reason(code="too_small", words=words),))
    if gain.above(worth) and not others.missing:
        return Verdict(kind="keep", reasons=(Reason(code="more_orders", words=words),))
    shown = (Reason(code="undecided", words=words),) if compared.effect.bounded else ()
    needed = tuple(Reason(code="missing", words=one.words) for one in others.missing)
    return Verdict(kind="wait", reasons=(*shown, *needed), missing=others.missing)


def _change(experiment: Experiment, effect: Interval) -> Words:
    measured = experiment.measured
    low, high = (f"{one * measured.scale:+.1f}".replace("-", "−") for one in (effect.low, effect.high))
    return Words(
        f"{measured.name.en}: the change lies between {low} and {high}.",
        f"{measured.name.zh}：变化在 {low} 至 {high} 之间。",
    )


def _planned(experiment: Experiment, values: Values) -> tuple[float, float]:
    """Buyers for each visitor without it, and the part by which orders are to change."""
    held = values.arm(values.orders, treated=False)
    rate = float((held > 0).mean()) if len(held) else 0.0
    if experiment.metric == "orders" and experiment.worth_above > 0 and rate > 0:
        return rate, experiment.worth_above / VISITORS / rate
    return rate, LIFT


def _outlook(experiment: Experiment, values: Values, found: Verdict, per_day: float) -> Words:
    if found.kind != "wait" or found.blocked:
        return Words("")
    rate, lift = _planned(experiment, values)
    return outlook(rate, experiment.share, per_day=per_day, seen=len(values.treated), lift=lift)


def _days_left(experiment: Experiment, values: Values, found: Verdict, per_day: float) -> float | None:
    if found.kind != "wait" or found.blocked:
        return None
    rate, lift = _planned(experiment, values)
    planned = horizon(rate, experiment.share, lift=lift, per_day=per_day or None)
    return None if planned is None else remaining(planned, len(values.treated), per_day)


def _cost_of_one(per_visitor: float | None, orders: Interval) -> CostOfOne:
    if per_visitor is None:
        return CostOfOne(state="unknown")
    one = order_cost(per_visitor, orders)
    return CostOfOne(state=one.state, estimate=one.estimate, low=one.low, high=one.high)


def _leaves(values: Values) -> float | None:
    """What an order of those who have it leaves, of the orders whose margin is known."""
    known = float(values.arm(values.orders - values.unknown, treated=True).sum())
    return float(values.arm(values.margin, treated=True).sum()) / known if known > 0 else None


def _per_day(units: Units, when: Moment) -> float:
    """New visitors on a day, of the last seven days or of the time since counting began."""
    until = when.until.timestamp()
    days = min(_WEEK, max((until - when.since.timestamp()) / _DAY, 1e-9))
    new = int(((units.first < until) & (units.first >= until - days * _DAY)).sum())
    return new / max(days, 1.0)


def _kept(moments: Moments) -> ArmMoments:
    return ArmMoments(n=moments.n, mean=moments.mean, variance=moments.variance, buyers=int(moments.telling))


def _interval(kept: Range) -> Interval:
    assert kept.low is not None and kept.high is not None
    return Interval(kept.estimate, kept.low, kept.high)


def _drawn(found: Mismatch) -> Drawn:
    return Drawn(
        alarm=found.alarm, evidence=min(found.evidence, 1e9), with_it=found.counts[0], without=found.counts[1],
        expected_with=found.expected[0], expected_without=found.expected[1], words=found.words,
    )  # fmt: skip
