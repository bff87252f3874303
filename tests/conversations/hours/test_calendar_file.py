"""Holidays out of calendar files."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.conversations.hours.calendar_file import MOST_BYTES, read_calendar
from mercery.core.errors import Invalid
from mercery.core.i18n import Words


def calendar(*events: str) -> bytes:
    inside = "\r\n".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}\r\nEND:VCALENDAR\r\n".encode()


def days(content: bytes, year: int) -> dict[str, Words]:
    return {one.day.isoformat(): one.name for one in read_calendar(content, year)}


def test_whole_days_with_names_are_read_and_other_years_left_out() -> None:
    content = calendar(
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Christmas Day",
        "DTSTART;VALUE=DATE:20271225\r\nDTEND;VALUE=DATE:20271226\r\nSUMMARY:Christmas Day",
        "DTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261004\r\nSUMMARY;LANGUAGE=zh:国庆节",
    )
    assert days(content, 2026) == {
        "2026-10-01": Words("", "国庆节"), "2026-10-02": Words("", "国庆节"), "2026-10-03": Words("", "国庆节"),
        "2026-12-25": Words("Christmas Day"),
    }  # fmt: skip


def test_what_comes_back_every_year_counts() -> None:
    content = calendar(
        "DTSTART;VALUE=DATE:20200714\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Bastille Day",
        "DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nSUMMARY:Three times only",
        "DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY;UNTIL=20261231\r\nSUMMARY:Until then",
        "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270103\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Turn of the year",
    )
    assert list(days(content, 2026)) == ["2026-05-01", "2026-07-14", "2026-12-31"]
    assert list(days(content, 2028)) == ["2028-01-01", "2028-01-02", "2028-07-14", "2028-12-31"]


def test_folded_lines_alarms_and_escapes() -> None:
    content = calendar(
        "DTSTART;VALUE=DATE:20261111\r\nSUMMARY:Armistice\\, a da\r\n y to remem\r\n\tber\r\n"
        "BEGIN:VALARM\r\nSUMMARY:not this\r\nDTSTART:20990101\r\nEND:VALARM"
    )
    assert days(content, 2026) == {"2026-11-11": Words("Armistice, a day to remember")}


def test_two_languages_of_one_day_join() -> None:
    content = calendar(
        "DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas Day", "DTSTART;VALUE=DATE:20261225\r\nSUMMARY:圣诞节"
    )
    assert days(content, 2026) == {"2026-12-25": Words("Christmas Day", "圣诞节")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no calendar file"),
        (b"day,name\n2026-12-25,Christmas", "no calendar file"),
        (calendar("SUMMARY:When?"), "no day on which it begins"),
        (calendar("DTSTART;VALUE=DATE:20251225\r\nSUMMARY:Last year"), "no day of 2026"),
        (b"BEGIN:VCALENDAR\n" + b"X" * MOST_BYTES, "larger than 1 MB"),
        (
            calendar("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20261231\r\nSUMMARY:Always"),
            "more than 200 days",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(content: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read_calendar(content, 2026)


@given(content=st.binary(max_size=400), year=st.integers(2000, 2100))
def test_whatever_comes_is_read_or_refused(content: bytes, year: int) -> None:
    framed = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:" + content + b"\nEND:VEVENT"
    for one in (content, framed):
        try:
            found = read_calendar(one, year)
        except Invalid:
            continue
        assert all(date(year, 1, 1) <= day.day <= date(year, 12, 31) for day in found)
