"""From values to a reading: each measure has its verdict, and a guard rail can stop but never keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from mercery.core.i18n import Words
from mercery.experiments.earnings import Events
from mercery.experiments.measuring import Moment, read
from mercery.experiments.reading import Reading, Spent
from mercery.experiments.running.experiment import Experiment, Metric
from mercery.experiments.values import Units

SINCE = datetime(2026, 10, 1, tzinfo=UTC)
WHEN = Moment(day=date(2026, 10, 15), until=SINCE + timedelta(days=14), since=SINCE)
MANY = 6_000


def units(*, orders: tuple[float, float], returns: tuple[float, float] = (0.1, 0.1), margin: float = 4_000) -> Units:
    """As many visitors with it as without, of whom these parts order, and of whose orders these parts come back."""
    dice = np.random.default_rng(7)
    treated = np.arange(2 * MANY) < MANY
    bought = dice.random(2 * MANY) < np.where(treated, *orders)
    buyers = np.nonzero(bought)[0]
    back = (dice.random(len(buyers)) < np.where(treated[buyers], *returns)).astype(float)
    start, ones = SINCE.timestamp(), np.ones(len(buyers))
    return Units(
        treated=treated, first=np.full(2 * MANY, start + 60), before=np.zeros(2 * MANY), share=0.5,
        events=Events(
            unit=buyers, at=start + 120 * ones, orders=ones, margin=margin * ones - back * margin, unknown=0 * ones,
            returned=back, complaints=0 * ones,
        ),
        visit_unit=np.arange(2 * MANY), visit_at=np.full(2 * MANY, start + 60),
    )  # fmt: skip


def reading(given: Units, metric: Metric = "orders", *, worth: float = 0.0, spent: float = 0.0) -> Reading:
    one = Experiment(
        key="x", name=Words("X"), place=Words(""), share=0.5, metric=metric, worth_above=worth, state="running"
    )
    return read(one, given, WHEN, Spent(minor=spent), "EUR")


@pytest.mark.parametrize(
    ("metric", "given", "verdict"),
    [
        ("orders", units(orders=(0.12, 0.08)), "keep"),
        ("orders", units(orders=(0.06, 0.10)), "stop"),
        ("orders", units(orders=(0.08, 0.08)), "wait"),
        ("net_value", units(orders=(0.12, 0.08)), "keep"),
        ("orders_per_visit", units(orders=(0.12, 0.08)), "keep"),
        ("returns_per_order", units(orders=(0.2, 0.2), returns=(0.1, 0.3)), "keep"),
        ("returns_per_order", units(orders=(0.2, 0.2), returns=(0.3, 0.1)), "stop"),
    ],
)
def test_each_measure_has_its_verdict(metric: Metric, given: Units, verdict: str) -> None:
    assert reading(given, metric).verdict == verdict


def test_more_orders_that_come_back_are_stopped() -> None:
    found = reading(units(orders=(0.24, 0.2), returns=(0.5, 0.1)))
    rail = found.rail("returns")
    assert found.effect.above_zero and rail is not None and rail.broken
    assert found.verdict == "stop" and found.because[0].code == "guard"


def test_more_orders_than_it_costs_is_not_enough_for_an_owner_who_asks_more() -> None:
    given = units(orders=(0.12, 0.08))
    assert reading(given, worth=20).verdict == "keep"
    assert reading(given, worth=90).verdict == "stop_too_small"


def test_what_costs_more_than_its_orders_leave_loses() -> None:
    found = reading(units(orders=(0.12, 0.08)), spent=4_000 * 0.2 * MANY)
    assert found.net is not None and found.net.below_zero and found.verdict == "stop"
    assert found.cost_of_one.state == "shown" and (found.cost_of_one.low or 0) > (found.order_leaves or 0)


def test_costs_of_which_part_has_no_price_never_keep_it_for_what_it_earns() -> None:
    by_money = Experiment(
        key="x", name=Words("X"), place=Words(""), share=0.5, metric="net_value", worth_above=0.0, state="running"
    )
    given = units(orders=(0.12, 0.08))
    part = read(by_money, given, WHEN, Spent(minor=1.0, unknown=("compute",)), "EUR")
    assert part.net is not None and part.net.low is None and part.net.high is not None
    assert part.verdict == "wait" and part.lacking[0].kind == "net_value"
    dear = read(by_money, given, WHEN, Spent(minor=4_000 * 0.2 * MANY, unknown=("compute",)), "EUR")
    assert dear.verdict == "stop" and "at least" in dear.because[0].words.en


def test_nothing_at_all_waits_and_says_what_is_missing() -> None:
    found = reading(units(orders=(0.0, 0.0)))
    assert found.verdict == "wait" and not found.effect.known and found.lacking[0].kind == "orders"
    assert found.outlook.en and found.outlook.zh
