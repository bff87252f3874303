"""Rules as bars over days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.promotions.lab.weekend import CALENDAR, EVENING, MEMBER

from mercery.core.i18n import Words
from mercery.promotions.lab import moments
from mercery.promotions.lab.timeline_view import TimedRule, timeline

NOW = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def timed() -> list[TimedRule]:
    return [TimedRule(rule=rule, label=rule.name, text=Words("x"), tone="good") for rule in CALENDAR.rules]


def test_bars_and_the_worst_moment_stand_at_their_days() -> None:
    shown = timeline(timed(), NOW, PARIS, worst=(EVENING, EVENING + timedelta(hours=3)))
    member = next(bar for bar in shown.bars if bar.rule == MEMBER.id)
    assert round(member.end - member.start, 3) == 4
    assert shown.band is not None
    assert round((shown.band[1] - shown.band[0]) * 24) == 3
    assert member.start < shown.band[0] < shown.band[1] < member.end


def test_days_are_named_once_a_month_and_today_is_marked() -> None:
    shown = timeline(timed(), NOW, PARIS)
    said = [label.en for _, label in shown.columns]
    assert "22 today" in said and "1 Dec" in said
    assert len(said) <= 18


def test_a_rule_that_is_over_or_far_away_is_not_drawn() -> None:
    past = TimedRule(rule=MEMBER, label=MEMBER.name, text=Words("x"), tone="good")
    assert timeline([past], NOW + timedelta(days=40), PARIS).bars == []


def test_periods_are_said_as_people_say_them() -> None:
    evening = datetime(2026, 11, 27, 20, tzinfo=PARIS)
    midnight = datetime(2026, 11, 28, tzinfo=PARIS)
    assert moments.period(evening, midnight, PARIS) == Words(
        "Friday 27 November, 20:00 to midnight", "11 月 27 日（星期五） 20:00 至 24:00"
    )
    assert moments.period(None, None, PARIS).en == "at any time"
    assert moments.period(midnight, None, PARIS).en == "from Saturday 28 November"


def test_a_period_that_ends_at_midnight_is_told_by_its_last_day() -> None:
    first, end = datetime(2026, 12, 1, tzinfo=PARIS), datetime(2026, 12, 3, tzinfo=PARIS)
    assert moments.period(first, end, PARIS) == Words(
        "Tuesday 1 December to Wednesday 2 December", "12 月 1 日（星期二） 至 12 月 2 日（星期三）"
    )
    assert moments.at_end(end, PARIS).en == "Wednesday 2 December"
    assert moments.at_end(end + timedelta(hours=9), PARIS).en == "Thursday 3 December, 09:00"
