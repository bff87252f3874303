"""What the page of costs says of its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from mercery.experiments.ledger.book import chart_of
from mercery.experiments.ledger.costs import Cost, CostLine

FIRST = date(2026, 11, 1)


def lines(micros: Sequence[int]) -> list[CostLine]:
    return [
        CostLine(feature="assistant", kind="model", day=FIRST + timedelta(days=at), cost=Cost(micros=one, quantity=1))
        for at, one in enumerate(micros)
        if one
    ]


@pytest.mark.parametrize(
    ("micros", "en", "zh"),
    [
        ([1_000, 5_000, 2_000], "The most on 2 Nov.", "11 月 2 日 最高。"),
        ([1_000, 1_000, 1_000], "As much on every day.", "每天相同。"),
        ([3_000, 1_000, 3_000], "The most on 3 Nov, and as much on 1 before.", "11 月 3 日 等 2 天最高。"),
    ],
)
def test_the_chart_names_the_dearest_day_where_there_is_one(micros: list[int], en: str, zh: str) -> None:
    english = chart_of(lines(micros), FIRST, 3, "EUR", "en", "Europe/Berlin")
    chinese = chart_of(lines(micros), FIRST, 3, "EUR", "zh", "Europe/Berlin")
    assert english is not None
    assert english.note.en.startswith(en)
    assert chinese is not None
    assert chinese.note.zh.startswith(zh)


def test_days_without_money_have_no_chart() -> None:
    assert chart_of([], FIRST, 3, "EUR", "en", "Europe/Berlin") is None


def test_a_chart_begins_with_the_first_use_where_that_came_late() -> None:
    late = chart_of(lines([0] * 7 + [4_000, 2_000]), FIRST, 10, "EUR", "en", "Europe/Berlin")
    soon = chart_of(lines([0] * 3 + [4_000, 2_000]), FIRST, 10, "EUR", "en", "Europe/Berlin")
    assert late is not None
    assert [row.cells[0] for row in late.rows] == ["7 Nov", "8 Nov", "9 Nov", "10 Nov"]
    assert late.note.en.endswith("Nothing was used before 8 Nov.")
    assert soon is not None
    assert len(soon.rows) == 10


def test_days_of_two_years_are_told_with_them() -> None:
    chart = chart_of(lines([1_000] * 70), FIRST, 70, "EUR", "en", "Europe/Berlin")
    assert chart is not None
    assert [label for _, label in chart.x_ticks][::4] == ["1 Nov 2026", "9 Jan 2027"]
