"""A show of each way: worse never comes out better, and at break-even nothing is won or lost."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mercery.core.errors import Invalid
from mercery.livestream.economics.ways import Assumed, Range, assumed, read_typed, worked

SHARE = st.floats(0, 1)
MONEY = st.floats(0, 1e6)


@st.composite
def shows(draw: st.DrawFn) -> Assumed:
    sales, returns = sorted((draw(MONEY), draw(MONEY))), sorted((draw(SHARE), draw(SHARE)))
    return Assumed(
        fixed=draw(st.floats(1, 1e5)), share=draw(SHARE), sales=Range(low=sales[0], high=sales[1]),
        returns=Range(low=returns[0], high=returns[1]), margin=draw(SHARE),
    )  # fmt: skip


@given(show=shows())
def test_ranges_are_ordered_and_a_return_is_never_below_all_that_was_spent(show: Assumed) -> None:
    found = worked(show)
    for one in (found.cost, found.kept, found.margin):
        assert one.low <= one.high
    assert found.kept.high <= found.sales.high
    assert found.back is not None and -1 <= found.back.low <= found.back.high


@given(show=shows())
def test_at_the_sales_that_break_even_margin_and_cost_are_equal(show: Assumed) -> None:
    needed = worked(show).break_even
    assume(needed is not None and needed < 1e12)
    assert needed is not None
    half = show.returns.middle
    at = worked(
        Assumed(
            fixed=show.fixed, share=show.share, sales=Range(low=needed, high=needed), returns=Range(low=half, high=half),
            margin=show.margin,
        )
    )  # fmt: skip
    assert at.margin.low == pytest.approx(at.cost.low, rel=1e-6)


def test_an_influencer_by_hand() -> None:
    typed = read_typed(
        "influencer",
        {"slot_fee": "5000", "commission": "20%", "platform": "5", "sales_low": "10000", "sales_high": "40000",
         "returns_low": "30", "returns_high": "50", "margin": "60"},
    )  # fmt: skip
    show = assumed("influencer", typed, None)
    assert show is not None
    found = worked(show)
    assert (found.kept.low, found.kept.high) == (5_000, 28_000)
    assert (found.cost.low, found.cost.high) == (6_250, 12_000)
    assert found.back is not None and found.back.low == pytest.approx((3_000 - 6_250) / 6_250)
    assert found.back.high == pytest.approx((16_800 - 12_000) / 12_000)
    assert found.break_even == pytest.approx(5_000 / (0.6 * 0.35))


def test_a_commission_above_the_margin_breaks_even_at_no_sales() -> None:
    show = Assumed(fixed=10, share=0.5, sales=Range(low=1, high=2), returns=Range(low=0, high=0), margin=0.4)
    assert worked(show).break_even is None


def test_what_cannot_be_used_is_told_field_by_field() -> None:
    with pytest.raises(Invalid) as refused:
        read_typed("staff", {"people": "two", "hours": "3", "hourly": "-1", "sales_low": "9", "sales_high": "3"})
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {"people", "hourly", "sales_high", "returns_low", "returns_high"}
