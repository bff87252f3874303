"""Days that questions name, and hours that go through a policy's values."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.conversations.hours.as_values import hours_values, schedule_from
from mercery.conversations.hours.asked_days import asked_days
from mercery.conversations.hours.schedule import Schedule, SpecialDay
from mercery.conversations.hours.week import Hours, Week
from mercery.core.i18n import Words

FRIDAY = date(2026, 11, 27)
NAMED = {date(2027, 2, 6): Words("Spring Festival", "春节"), date(2026, 12, 8): Words("Festival of Lights", "灯光节")}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on Friday", (FRIDAY,)), ("this sunday", (date(2026, 11, 29),)), ("on Sundays", ()), ("每周日", ()),
        ("next Sunday", (date(2026, 11, 29), date(2026, 12, 6))), ("下周日", (date(2026, 12, 6),)),
        ("the day after tomorrow", (date(2026, 11, 29),)), ("后天", (date(2026, 11, 29),)), ("tomorrow", (date(2026, 11, 28),)),
        ("周末", (date(2026, 11, 28), date(2026, 11, 29))), ("下周末", (date(2026, 12, 5), date(2026, 12, 6))),
        ("on 24th of December", (date(2026, 12, 24),)), ("Dec. 24th, 2027", (date(2027, 12, 24),)), ("March 1", (date(2027, 3, 1),)),
        ("2027年1月2号", (date(2027, 1, 2),)), ("31 February", ()), ("24 December 2020", ()),
        ("Christmas", (date(2026, 12, 25),)), ("Christmas Eve", (date(2026, 12, 24),)), ("New Year’s Eve", (date(2026, 12, 31),)),
        ("新年元旦", (date(2027, 1, 1),)), ("spring festival", (date(2027, 2, 6),)), ("灯光节", (date(2026, 12, 8),)),
        ("Easter Sunday", ()), ("hello", ()),
    ],
)  # fmt: skip
def test_days_are_read_as_people_name_them(text: str, days: tuple[date, ...]) -> None:
    assert asked_days(text, FRIDAY, NAMED).days == days


def test_a_moving_feast_is_certain_only_where_the_shop_named_it() -> None:
    assert asked_days("Easter", FRIDAY, NAMED).not_certain and asked_days("春节", FRIDAY).not_certain
    assert not asked_days("春节", FRIDAY, NAMED).not_certain


def test_on_a_sunday_the_weekend_is_what_is_left_of_it() -> None:
    sunday = date(2026, 11, 29)
    assert asked_days("weekend", sunday).days == (sunday,)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.text(max_size=40))
def test_no_day_of_the_past_is_ever_meant(today: date, text: str) -> None:
    for said in (text, f"{text} Sunday {text}", f"{today.day} {today:%B}", "weekend", "圣诞节"):
        assert all(day >= today for day in asked_days(said, today).days)


hours = st.builds(lambda opens, length: Hours(opens, opens + length), st.integers(0, 1439), st.integers(1, 1440))
days_of_hours = st.lists(hours, max_size=3).map(tuple)


@given(
    st.lists(days_of_hours, min_size=7, max_size=7).map(tuple),
    st.dictionaries(st.integers(0, 700), st.tuples(days_of_hours, st.sampled_from(["", "Feast"])), max_size=4),
)
def test_hours_come_back_from_values_as_they_were(
    week: tuple[tuple[Hours, ...], ...], others: dict[int, tuple[tuple[Hours, ...], str]]
) -> None:
    special = [
        SpecialDay(day=FRIDAY + timedelta(days=ahead), name=Words(name), hours=own)
        for ahead, (own, name) in others.items()
    ]
    made = Schedule(
        zone=ZoneInfo("Europe/Paris"),
        zone_name="Europe/Paris",
        week=Week(week),
        special={one.day: one for one in special},
    )
    assert schedule_from(hours_values(made, special)) == (made if made.says_something else None)


def test_values_of_another_kind_tell_no_hours() -> None:
    assert schedule_from({}) is None and schedule_from({"timezone": "Europe/Paris", "mon": "nine"}) is None
