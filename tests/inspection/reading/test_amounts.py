"""Amounts of facts and sentences, in one measure for each family."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.comparing import agrees


def one(text: str) -> Amount:
    found = amounts(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "family", "low", "high"),
    [
        ("2 years", "time", 730, 730),
        ("半年", "time", 182, 182),
        ("a fortnight", "time", 14, 14),
        ("3-5 working days", "time", 3, 5),
        ("from birth to 4 years", "time", 0, 1460),
        ("6个月-3岁", "time", Decimal("182.4"), 1095),
        ("45 dB", "noise", 45, 45),
        ("62分贝", "noise", 62, 62),
        ("spf 30", "spf", 30, 30),
        ("1.2 kg", "mass", 1200, 1200),
        ("40 cm", "length", 400, 400),
        ("八折", "percent", 20, 20),
        ("1200积分", "points", 1200, 1200),
        ("€49.00", "money", 49, 49),
    ],
)
def test_an_amount_stands_in_its_familys_measure(text: str, family: str, low: Decimal, high: Decimal) -> None:
    found = one(text)
    assert (found.family, found.low, found.high) == (family, Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("up to 120 kg", "most"),
        ("最多20公斤", "most"),
        ("within 3 days", "most"),
        ("48小时内", "most"),
        ("at least 2 m", "least"),
        ("3岁以上", "least"),
        ("about 700 g", "about"),
        ("大约2小时", "about"),
        ("700 g", "exact"),
    ],
)
def test_a_bound_belongs_to_its_amount(text: str, bound: str) -> None:
    assert one(text).bound == bound


@pytest.mark.parametrize(
    "text", ["order X4471", "ring 0155 20 30", "write to a.b@shop.example", "尾号4417", "ticket no P-118", "第二件"]
)
def test_numbers_that_only_name_something_are_no_amounts(text: str) -> None:
    assert amounts(text) == ()


def test_a_month_is_a_range_of_days() -> None:
    found = one("february 2026")
    assert found.high - found.low == 27


@given(st.integers(1, 400), st.integers(1, 400))
def test_days_agree_only_with_the_same_days(said: int, known: int) -> None:
    assert agrees(one(f"{said} days"), one(f"{known} days")) == (said == known)


@given(st.integers(1, 300), st.integers(1, 300))
def test_more_than_the_most_never_agrees(said: int, most: int) -> None:
    assert agrees(one(f"{said} kg"), one(f"up to {most} kg")) == (said <= most)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("12 months", "1 year"),
        ("two weeks", "14 days"),
        ("4 days", "3-5 days"),
        ("3 to 5 days", "3-5 business days"),
        ("45 lbs", "20.4 kg"),
        ("about 9 hours", "8.5 hours"),
        ("24 hours", "1 day"),
    ],
)
def test_other_words_for_the_same_agree(said: str, known: str) -> None:
    assert agrees(one(said), one(known))


@pytest.mark.parametrize(
    ("said", "known"),
    [("2 to 3 days", "3-5 days"), ("within 1 day", "5-7 days"), ("18 months", "1 year"), ("60 days", "14 days")],
)
def test_another_amount_does_not(said: str, known: str) -> None:
    assert not agrees(one(said), one(known))


def test_a_longer_window_grants_more_than_is_known() -> None:
    assert not agrees(one("within 60 days"), one("14 days"), window=True)
