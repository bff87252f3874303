"""Who has a feature: the same answer for ever, and the shares that were asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.experiments.assignment import assign, place

SHARES = st.floats(0, 0.5)


@given(st.text(max_size=30), SHARES, SHARES)
def test_raising_a_share_only_moves_visitors_into_the_hold_out(visitor: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    if assign("shp_1", "assistant", visitor, holdout=low) == "holdout":
        assert assign("shp_1", "assistant", visitor, holdout=high) == "holdout"


@given(st.text(max_size=30))
def test_a_place_lies_between_nought_and_one_and_stays(visitor: str) -> None:
    assert 0 <= place("shp_1", "assistant", visitor) < 1
    assert place("shp_1", "assistant", visitor) == place("shp_1", "assistant", visitor)


def test_one_in_twenty_is_kept_without_and_features_are_drawn_apart() -> None:
    visitors = [f"vis_{number}" for number in range(20_000)]
    kept = {one for one in visitors if assign("shp_1", "assistant", one, holdout=0.05) == "holdout"}
    # Four standard deviations of 20,000 draws at 5 % are 123.
    assert abs(len(kept) - 1000) < 123
    also = {one for one in kept if assign("shp_1", "search", one, holdout=0.05) == "holdout"}
    assert len(also) < 90
