"""Numbers as a spreadsheet shows them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.knowledge.documents.reading.xlsx.shown import general, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (30, "General", "30"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.125, "0%", "13%"),
        (0.125, "0.0%", "12.5%"),
        (5, '"EUR "0.00', "EUR 5.00"),
        (5, "[$€-407] #,##0.00", "€ 5.00"),
        (1299, '_-* #,##0.00 "¥"_-', "1,299.00 ¥"),
        (-5, "0.00;[Red](0.00)", "(5.00)"),
        (-5, "0.00", "-5.00"),
        (0, '0;-0;"free"', "free"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2"),
        (7, "000", "007"),
        (1500000, '0.0,,"M"', "1.5M"),
        (45000, "yyyy-mm-dd", "2023-03-15"),
        (46348, 'yyyy"年"m"月"d"日"', "2026年11月22日"),
        (46348, "[$-409]d. mmmm yyyy;@", "22. November 2026"),
        (46348.75, "dd/mm/yyyy hh:mm", "22/11/2026 18:00"),
        (0.4375, "h:mm AM/PM", "10:30 AM"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (14, "@", "14"),
        (3, '0 "days"', "3 days"),
    ],
)
def test_a_number_in_its_format(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(9999, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    assert shown(number, "yyyy-mm-dd") == day.isoformat()


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_whole_numbers_are_shown_whole(number: int) -> None:
    assert general(number) == str(number) and shown(number, "#,##0").replace(",", "") == str(number)
