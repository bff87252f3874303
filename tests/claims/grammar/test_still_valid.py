"""For how many days a code still holds, from its last day."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.claims.grammar.rules_of_a_house import passes, ruled

from mercery.claims.gate import Gate
from mercery.core.i18n import Words

LEFT = 8
"""Days from 26 November to 4 December."""


@pytest.mark.parametrize(
    "text",
    [
        "LINDEN15 is valid for another 8 days.",
        "LINDEN15 is valid for nine days, counting today.",
        "LINDEN15 ends in eight days.",
        "优惠码LINDEN15算上今天还能用9天。",
        "优惠码LINDEN15还有8天截止。",
    ],
)
def test_the_days_left_pass(text: str) -> None:
    assert passes(text)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 40).filter(lambda days: days != LEFT))
def test_other_days_are_refused(days: int) -> None:
    assert not passes(f"LINDEN15 is valid for another {days} days.")
    assert not passes(f"LINDEN15 ends in {days} days.")
    assert not passes(f"优惠码LINDEN15还有{days}天截止。")
    assert not passes(f"优惠码LINDEN15算上今天还能用{days + 1}天。")


@pytest.mark.parametrize(
    "text",
    [
        "LINDEN15 is not valid for another 8 days.",
        "Only LINDEN15 is valid for another 8 days.",
        "SUMMER15 is valid for another 8 days.",
        "LINDEN15 ended eight days ago.",
        "LINDEN15 is valid for another 8 weeks.",
        "优惠码SUMMER15还有8天截止。",
        "优惠码LINDEN15不能用8天。",
    ],
)
def test_what_is_not_said_of_it_is_refused(text: str) -> None:
    assert not passes(text)


def test_a_day_without_its_month_is_the_next_such_day() -> None:
    ends = "Until 4 {month} the code LINDEN15 takes 15% off full-price bags."
    near, far = (
        Gate(ruled({"promotions": Words(ends.format(month=month), "")})) for month in ("December 2026", "March 2027")
    )
    told = "The code LINDEN15 can be used until the 4th."
    assert near.check(told, "en", about=None).passed
    assert not far.check(told, "en", about=None).passed
