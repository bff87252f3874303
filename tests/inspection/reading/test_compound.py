"""Amounts said in two pieces or by a word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mercery.inspection.reading.amounts import amounts

HOUR = Decimal(1) / 24


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("an hour and a half", HOUR * Decimal("1.5"), None),
        ("two and a half hours", HOUR * Decimal("2.5"), None),
        ("一个半小时", HOUR * Decimal("1.5"), None),
        ("the first hour is free", HOUR, None),
        ("首小时免费", HOUR, None),
        ("三刻钟", HOUR * Decimal("0.75"), None),
        ("a year and a half", Decimal("547.5"), None),
        ("两年半", Decimal("912.5"), None),
        ("两三天", Decimal(2), Decimal(3)),
        ("二十五天", Decimal(25), None),
    ],
)
def test_a_span_in_two_pieces_is_one(text: str, low: Decimal, high: Decimal | None) -> None:
    (one,) = amounts(text)
    assert one.family == "time"
    assert abs(one.low - low) < Decimal("0.0001")
    assert abs(one.high - (low if high is None else high)) < Decimal("0.0001")


def test_dozens_are_counted() -> None:
    assert [one.low for one in amounts("two dozen")] == [24]
