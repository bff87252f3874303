"""Verdicts: what the ranges allow, under the owner's terms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.experiments.statistics.mismatch import Seen, mismatch
from mercery.experiments.statistics.needs import Need
from mercery.experiments.statistics.order_cost import order_cost
from mercery.experiments.statistics.sequences import Interval
from mercery.experiments.statistics.verdicts import Guard, Measured, Terms, verdict

QUICK = settings(max_examples=40, deadline=None)
GAIN = Measured(orders=Interval(0.0041, 0.0016, 0.0066), net=Interval(42.0, 12.0, 72.0), currency="EUR", days=42)
BY_NET = Terms()
BY_ORDERS = Terms(by="orders", worth_orders=0.002)
ENDS = st.floats(-100, 100)


def test_kept_where_what_it_leaves_is_shown() -> None:
    found = verdict(GAIN, BY_NET)
    assert found.kind == "keep"
    assert [one.words.en for one in found.reasons] == [
        "For every 1,000 visitors it leaves €120 to €720 after refunds and its own cost."
    ]


def test_a_range_of_money_is_told_without_cents() -> None:
    found = verdict(replace(GAIN, net=Interval(0.3278, -1.0779, 173.357)), BY_NET)
    assert found.reasons[0].words == Words(
        "For every 1,000 visitors it leaves between -€11 and €1,734, so it may gain or lose.",
        "每千名访客的净收益在 -€11 至 €1,734 之间：盈亏尚不能确定。",
    )


def test_more_orders_at_a_loss_go() -> None:
    losing = replace(GAIN, net=Interval(-4.0, -7.5, -1.2))
    for terms in (BY_NET, Terms(by="orders")):
        found = verdict(losing, terms)
        assert (found.kind, found.reasons[0].code) == ("stop", "loses")
    assert "loses €12 to €75" in verdict(losing, BY_NET).reasons[0].words.en


def test_by_orders_the_threshold_has_to_be_passed() -> None:
    assert verdict(GAIN, Terms(by="orders", worth_orders=0.001)).kind == "keep"
    waiting = verdict(GAIN, BY_ORDERS)
    assert (waiting.kind, waiting.reasons[0].code) == ("wait", "undecided")
    small = verdict(replace(GAIN, orders=Interval(0.0002, -0.0014, 0.0016)), BY_ORDERS)
    assert small.kind == "stop_too_small"
    assert small.reasons[0].words.en == (
        "For every 1,000 visitors it brings at most 1.6 extra orders; you call 2.0 worthwhile."
    )


def test_fewer_orders_go_unless_they_earn_more() -> None:
    fewer = replace(GAIN, orders=Interval(-0.003, -0.0052, -0.0006))
    assert verdict(fewer, BY_NET).kind == "keep"
    found = verdict(replace(fewer, net=Interval(1.0, -9.0, 11.0)), BY_NET)
    assert (found.kind, found.reasons[0].code) == ("stop", "fewer_orders")
    assert found.reasons[0].words.en == "For every 1,000 visitors it costs 0.6 to 5.2 orders."


def test_a_guard_rail_stops_what_earns() -> None:
    returns = Guard(name=Words("Returns", "退货率"), change=Interval(0.02, 0.011, 0.029), tolerated=0.01)
    found = verdict(replace(GAIN, guards=(returns,)), BY_NET)
    assert (found.kind, found.reasons[0].code) == ("stop", "guard")
    assert found.reasons[0].words == Words(
        "Returns: up by 1.1 to 2.9 percentage points.", "退货率上升 1.1 至 2.9 个百分点。"
    )
    assert verdict(replace(GAIN, guards=(replace(returns, tolerated=0.02),)), BY_NET).kind == "keep"


def test_groups_not_as_drawn_end_every_verdict() -> None:
    sizes = mismatch([Seen.arms(9_300, 700, holdout=0.1)])
    found = verdict(replace(GAIN, mismatch=sizes), BY_NET)
    assert (found.kind, found.blocked) == ("wait", True)
    assert "9,300 / 700 instead of 9,000 / 1,000" in found.reasons[0].words.en


def test_what_is_missing_is_named() -> None:
    few = Need(kind="orders", have=12, want=30)
    early = Measured(orders=Interval.everything(), net=None, currency="EUR", days=3, needs=(few,))
    found = verdict(early, BY_NET)
    assert found.kind == "wait"
    assert [need.kind for need in found.missing] == ["orders", "days", "net_value"]
    assert [one.words.en for one in found.reasons][:2] == [
        "Each group needs at least 30 buyers; the one with fewer has 12.",
        "It has to run for at least 7 days, since a week has good and bad ones; 3 have passed.",
    ]


def test_a_gain_waits_for_a_whole_week_and_a_harm_does_not() -> None:
    assert verdict(replace(GAIN, days=4), BY_NET).kind == "wait"
    assert verdict(replace(GAIN, days=4, net=Interval(-4.0, -7.5, -1.2)), BY_NET).kind == "stop"


@QUICK
@given(ENDS, ENDS, ENDS, ENDS, st.floats(0, 20), st.booleans())
def test_nothing_is_kept_that_is_not_shown(a: float, b: float, c: float, d: float, worth: float, money: bool) -> None:
    net, orders = (Interval((x + y) / 2, min(x, y), max(x, y)) for x, y in ((a, b), (c, d)))
    terms = Terms(by="net_value" if money else "orders", worth_net=worth, worth_orders=worth)
    kind = verdict(replace(GAIN, net=net, orders=orders), terms).kind
    deciding = net if money else orders
    assert (kind == "keep") <= deciding.above(worth)
    assert (net.high < 0) <= (kind == "stop")
    assert not (kind == "stop_too_small" and deciding.above(0) and deciding.high > worth)


@QUICK
@given(ENDS, ENDS, st.sampled_from(["net_value", "orders"]))
def test_every_reason_is_written_in_both_languages(one: float, other: float, by: str) -> None:
    ends = Interval((one + other) / 2, min(one, other), max(one, other))
    terms = Terms(by="orders" if by == "orders" else "net_value", worth_orders=0.001, worth_net=1)
    for reason in verdict(replace(GAIN, net=ends, orders=ends.scaled(1e-4)), terms).reasons:
        assert reason.words.has("en") and reason.words.has("zh")


def test_the_cost_of_one_extra_order_is_a_range() -> None:
    found = order_cost(2.8, Interval(0.0041, 0.0016, 0.0066))
    assert found.state == "shown"
    assert (found.low, found.estimate, found.high) == pytest.approx((424.24, 682.93, 1750.0), abs=0.01)


def test_it_is_not_shown_while_the_effect_may_be_nothing() -> None:
    unsure = order_cost(2.8, Interval(0.001, -0.002, 0.004))
    assert (unsure.state, unsure.estimate, unsure.high) == ("not_shown", None, None)
    assert unsure.low == pytest.approx(700)
    assert order_cost(2.8, Interval(-0.004, -0.007, -0.001)).state == "none_gained"
    assert order_cost(2.8, Interval.everything()).state == "not_shown"
