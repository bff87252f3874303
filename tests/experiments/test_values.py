"""What stood at a moment: nothing of what came later, and each visitor once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mercery.experiments.earnings import Told, worked_out
from mercery.experiments.values import Units, values_at

MOMENTS = st.floats(0, 100)


@st.composite
def units(draw: st.DrawFn) -> Units:
    first = draw(st.lists(MOMENTS, min_size=1, max_size=12))
    told = [
        Told(unit=unit, at=at, kind="order", minor=100, currency="EUR", margin=40, subject=f"{number}")
        for number, (unit, at) in enumerate(
            draw(st.lists(st.tuples(st.integers(0, len(first) - 1), MOMENTS), max_size=20))
        )
        if at >= first[unit]
    ]
    count = len(first)
    return Units(
        treated=np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count))), first=np.array(first),
        before=np.zeros(count), events=worked_out(told, {}, {}, "EUR"), visit_unit=np.arange(count),
        visit_at=np.array(first), share=0.5,
    )  # fmt: skip


@given(units(), MOMENTS)
def test_what_came_later_is_not_in_it(given_units: Units, at: float) -> None:
    values = values_at(given_units, at)
    assert len(values.orders) == int((given_units.first < at).sum())
    assert values.orders.sum() == int((given_units.events.at < at).sum())
    assert values.margin.sum() == 40 * values.orders.sum()


@given(units(), MOMENTS, MOMENTS)
def test_counts_only_grow(given_units: Units, one: float, other: float) -> None:
    early, late = (values_at(given_units, at) for at in sorted((one, other)))
    assert early.orders.sum() <= late.orders.sum() and len(early.orders) <= len(late.orders)


@given(units())
def test_at_the_end_both_arms_are_everybody(given_units: Units) -> None:
    values = values_at(given_units, 1_000)
    with_it, without = (len(values.arm(values.orders, treated=one)) for one in (True, False))
    assert with_it + without == given_units.count
    assert values.visits.sum() == given_units.count
