"""Hours by the clock on the wall: nights, holidays, and the days on which the clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.conversations.hours.schedule import Schedule, SpecialDay
from mercery.conversations.hours.week import DAY, Hours, Week, checked_day, checked_week, read_hours
from mercery.core.errors import Invalid
from mercery.core.i18n import Words

PARIS = ZoneInfo("Europe/Paris")
ZONES = ("Europe/Paris", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")
"""Lord Howe changes by half an hour, Casablanca in Ramadan."""
HOURS = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).map(lambda one: Hours(one[0], one[0] + one[1]))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    days = tuple(tuple(sorted(draw(st.lists(HOURS, max_size=2)))) for _ in range(7))
    zone = draw(st.sampled_from(ZONES))
    begins = date(2026, 1, 1)
    special = draw(
        st.dictionaries(
            st.integers(0, 800).map(lambda step: begins + timedelta(days=step)),
            st.lists(HOURS, max_size=2),
            max_size=6,
        )
    )
    return Schedule(
        zone=ZoneInfo(zone),
        zone_name=zone,
        week=Week(days),
        special={day: SpecialDay(day=day, hours=tuple(sorted(hours))) for day, hours in special.items()},
    )


MOMENTS = st.integers(
    int(datetime(2026, 1, 2, tzinfo=UTC).timestamp()), int(datetime(2028, 1, 1, tzinfo=UTC).timestamp())
)


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def by_the_wall(schedule: Schedule, at: datetime) -> bool:
    """What somebody says who looks at the clock and at the table."""
    wall = at.astimezone(schedule.zone).replace(tzinfo=None)
    minutes = wall.hour * 60 + wall.minute + wall.second / 60
    return any(
        one.opens <= minutes + back * DAY < one.closes
        for back in (0, 1)
        for one in schedule.hours_on(wall.date() - timedelta(days=back))
    )


def clock_changes_near(schedule: Schedule, at: datetime) -> bool:
    return len({(at + timedelta(hours=off)).astimezone(schedule.zone).utcoffset() for off in (-26, -3, 0, 3, 26)}) > 1


@settings(max_examples=60)
@given(schedule=schedules(), seconds=MOMENTS)
def test_open_is_what_the_clock_on_the_wall_says(schedule: Schedule, seconds: int) -> None:
    at = moment(seconds)
    assert clock_changes_near(schedule, at) or schedule.open_at(at) == by_the_wall(schedule, at)


@settings(max_examples=40)
@given(schedule=schedules(), seconds=MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(schedule: Schedule, seconds: int) -> None:
    at = moment(seconds)
    following = schedule.next_open(at)
    if following is None:
        assert schedule.week.empty
        return
    assert following >= at
    assert schedule.open_at(following)
    assert (following == at) == schedule.open_at(at)
    assert schedule.open_time(at, following) == timedelta()


@settings(max_examples=40)
@given(schedule=schedules(), seconds=MOMENTS)
def test_until_it_closes_it_is_open_and_then_it_is_not(schedule: Schedule, seconds: int) -> None:
    at = moment(seconds)
    until = schedule.open_until(at)
    if not schedule.open_at(at):
        assert until is None
    elif until is not None:
        assert at < until
        assert not schedule.open_at(until)
        assert schedule.open_at(until - timedelta(milliseconds=1))
        assert schedule.open_time(at, until) == until - at


@settings(max_examples=30)
@given(schedule=schedules(), begins=MOMENTS, first=st.integers(0, 10**6), second=st.integers(0, 10**6))
def test_open_time_adds_up_and_is_never_more_than_time(
    schedule: Schedule, begins: int, first: int, second: int
) -> None:
    one, two, three = moment(begins), moment(begins + first), moment(begins + first + second)
    whole = schedule.open_time(one, three)
    assert schedule.open_time(one, two) + schedule.open_time(two, three) == whole
    assert timedelta() <= whole <= three - one
    assert schedule.open_time(three, one) == timedelta() or three <= one


def daily(*hours: Hours, **special: tuple[Hours, ...]) -> Schedule:
    return Schedule(zone=PARIS, zone_name="Europe/Paris", week=Week((hours,) * 7))


def paris(day: int, clock: str, month: int = 11) -> datetime:
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), tzinfo=PARIS)


def test_a_night_goes_on_after_midnight_also_into_a_holiday() -> None:
    night = Hours(20 * 60, 26 * 60)
    schedule = Schedule(
        zone=PARIS, zone_name="Europe/Paris", week=Week(((night,),) * 7),
        special={date(2026, 11, 28): SpecialDay(day=date(2026, 11, 28), name=Words("Inventory"))},
    )  # fmt: skip
    assert schedule.open_at(paris(28, "01:59"))
    assert not schedule.open_at(paris(28, "02:00"))
    assert schedule.next_open(paris(28, "02:00")) == paris(29, "20:00")
    assert schedule.open_until(paris(27, "23:00")) == paris(28, "02:00")


def test_what_the_clock_jumps_over_does_not_exist() -> None:
    # 29 March 2026: from 2:00 to 3:00.
    within = daily(Hours(2 * 60 + 10, 2 * 60 + 50))
    assert not within.open_at(datetime(2026, 3, 29, 1, 0, tzinfo=UTC))
    assert within.next_open(paris(29, "00:00", 3)) == paris(30, "02:10", 3)
    across = daily(Hours(2 * 60 + 30, 5 * 60))
    assert across.next_open(paris(29, "00:00", 3)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert across.open_time(paris(29, "00:00", 3), paris(29, "23:00", 3)) == timedelta(hours=2)


def test_an_hour_the_clock_shows_twice_counts_twice() -> None:
    # 25 October 2026: at 3:00 it is 2:00 again.
    night = daily(Hours(60, 4 * 60))
    assert night.open_time(paris(25, "00:00", 10), paris(25, "23:00", 10)) == timedelta(hours=4)


def test_without_hours_nobody_is_ever_there() -> None:
    nothing = Schedule(zone=PARIS, zone_name="Europe/Paris", week=Week())
    assert nothing.next_open(paris(27, "12:00")) is None
    assert not nothing.says_something


def test_around_the_clock_never_ends() -> None:
    always = daily(Hours(0, DAY))
    assert always.open_until(paris(27, "12:00")) is None
    assert always.open_time(paris(1, "00:00"), paris(8, "00:00")) == timedelta(days=7)


def test_times_are_read_as_they_are_typed() -> None:
    assert read_hours("9:00", "19:30", field="d0") == Hours(540, 1170)
    assert read_hours("20:00", "2:00", field="d0") == Hours(1200, 1560)
    assert read_hours("00:00", "00:00", field="d0") == Hours(0, DAY)
    assert read_hours("10:00", "24:00", field="d0") == Hours(600, DAY)
    assert read_hours("930", "19", field="d0") == Hours(570, 1140)
    assert read_hours(" ", "", field="d0") is None
    for begins, ends in (
        ("nine", "19:00"),
        ("9:75", "19:00"),
        ("25:00", "26:00"),
        ("", "19:00"),
        ("9:00", ""),
        ("24:00", "2:00"),
    ):
        with pytest.raises(Invalid):
            read_hours(begins, ends, field="d0")


def test_times_that_overlap_are_refused() -> None:
    with pytest.raises(Invalid, match="overlap"):
        checked_day([Hours(540, 720), Hours(700, 900)], field="d0")
    assert checked_day([Hours(840, 1140), Hours(600, 780)], field="d0") == (Hours(600, 780), Hours(840, 1140))
    names = [f"d{number}" for number in range(7)]
    with pytest.raises(Invalid, match="night"):
        checked_week([[Hours(1200, 1560)], [Hours(60, 300)], [], [], [], [], []], fields=names)
    with pytest.raises(Invalid, match="night"):
        checked_week([[Hours(60, 300)], [], [], [], [], [], [Hours(1200, 1560)]], fields=names)
