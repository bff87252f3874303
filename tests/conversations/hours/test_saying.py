"""The hours in sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mercery.conversations.hours.saying import hours_words, now_words, wait_words, zone_words
from mercery.conversations.hours.schedule import Schedule, SpecialDay
from mercery.conversations.hours.week import DAY, Hours, Week
from mercery.core.i18n import Words

DAYTIME, SHORT, NIGHT = Hours(600, 1140), Hours(660, 1080), Hours(1200, 1560)
EVE = SpecialDay(day=date(2026, 12, 24), name=Words("Christmas Eve", "平安夜"), hours=(Hours(600, 960),))
CHRISTMAS = SpecialDay(day=date(2026, 12, 25), name=Words("Christmas Day", "圣诞节"))


def schedule(*days: tuple[Hours, ...], special: tuple[SpecialDay, ...] = (), zone: str = "Europe/Paris") -> Schedule:
    return Schedule(zone=ZoneInfo(zone), zone_name=zone, week=Week(days), special={one.day: one for one in special})


@pytest.mark.parametrize(
    ("days", "en", "zh"),
    [
        (
            ((DAYTIME,),) * 7,
            "Our people answer every day from 10:00 to 19:00, Paris time.",
            "人工服务时间为每日 10:00 至 19:00（巴黎时间）。",
        ),
        (
            (*((DAYTIME,),) * 5, (SHORT,), ()),
            "Our people answer Monday to Friday from 10:00 to 19:00 and Saturday from 11:00 to 18:00, Paris time; not on Sunday.",
            "人工服务时间为周一至周五 10:00 至 19:00，周六 11:00 至 18:00（巴黎时间），周日休息。",
        ),
        (
            ((DAYTIME,), (), (DAYTIME,), (), (DAYTIME,), (), ()),
            "Our people answer Monday, Wednesday and Friday from 10:00 to 19:00, Paris time; "
            "not on Tuesday, Thursday, Saturday or Sunday.",
            "人工服务时间为周一、周三、周五 10:00 至 19:00（巴黎时间），周二、周四、周六、周日休息。",
        ),
        (
            (*((Hours(600, 780), Hours(840, 1140)),) * 6, (NIGHT,)),
            "Our people answer Monday to Saturday from 10:00 to 13:00 and from 14:00 to 19:00 and Sunday from 20:00 to 2:00 "
            "the next morning, Paris time.",
            "人工服务时间为周一至周六 10:00 至 13:00、14:00 至 19:00，周日 20:00 至次日 2:00（巴黎时间）。",
        ),
        (
            ((Hours(0, DAY),),) * 7,
            "Our people answer every day around the clock, Paris time.",
            "人工服务时间为每日全天（巴黎时间）。",
        ),
    ],
)  # fmt: skip
def test_a_week_is_told_in_one_sentence(days: tuple[tuple[Hours, ...], ...], en: str, zh: str) -> None:
    assert hours_words(schedule(*days)) == Words(en, zh)


def test_special_days_are_told_with_their_names() -> None:
    told = hours_words(schedule(*((DAYTIME,),) * 7), (EVE, CHRISTMAS))
    assert told.en.endswith(
        "On 24 December 2026 (Christmas Eve) from 10:00 to 16:00. Nobody answers on 25 December 2026 (Christmas Day)."
    )
    assert told.zh.endswith("2026 年 12 月 24 日（平安夜）10:00 至 16:00。2026 年 12 月 25 日（圣诞节）休息。")


@pytest.mark.parametrize(
    ("at", "en", "zh"),
    [
        ("2026-11-27T09:00", "Our people answer until 19:00 today, Paris time.", "人工服务到今天 19:00 为止（巴黎时间）。"),
        (
            "2026-11-26T20:00",
            "Our people are back at 10:00 tomorrow, Friday 27 November, Paris time.",
            "店员将于巴黎时间明天（11 月 27 日周五）10:00 回来为您服务。",
        ),
        (
            "2026-11-28T18:00",
            "Our people are back on Monday 30 November at 10:00, Paris time.",
            "店员将于巴黎时间 11 月 30 日周一 10:00 回来为您服务。",
        ),
        ("2026-11-27T06:00", "Our people are back at 10:00 today, Paris time.", "店员将于巴黎时间今天 10:00 回来为您服务。"),
        (
            "2026-12-25T09:00",
            "Today is Christmas Day. Our people are back tomorrow",
            "今天是圣诞节。店员将于巴黎时间明天（12 月 26 日周六）11:00 回来为您服务。",
        ),
    ],
)  # fmt: skip
def test_who_waits_is_told_when_somebody_is_back(at: str, en: str, zh: str) -> None:
    week = schedule(*((DAYTIME,),) * 5, (SHORT,), (), special=(EVE, CHRISTMAS))
    said = now_words(week, datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert said.zh == zh
    assert said.en == en or (en.endswith("tomorrow") and "11:00 tomorrow, Saturday 26 December" in said.en)
    assert "soon" not in said.en


def test_over_the_turn_of_the_year_the_year_is_named() -> None:
    closed = tuple(SpecialDay(day=date(2026, 12, 30) + timedelta(days=step)) for step in range(4))
    said = now_words(schedule(*((DAYTIME,),) * 7, special=closed), datetime(2026, 12, 30, 9, tzinfo=UTC))
    assert said.en == "Our people are back on Sunday 3 January 2027 at 10:00, Paris time."
    assert said.zh == "店员将于巴黎时间 2027 年 1 月 3 日周日 10:00 回来为您服务。"


def test_zones_are_named_as_people_call_them() -> None:
    assert zone_words("Asia/Shanghai") == Words("Beijing", "北京")
    assert zone_words("America/New_York") == Words("New York", "纽约")


def test_waiting_is_counted_in_hours_of_the_shop() -> None:
    assert wait_words(timedelta(minutes=130)) == Words("2 h 10 min of opening hours", "服务时间内 2 小时 10 分")
    assert wait_words(timedelta(seconds=20)) == Words("not yet in opening hours", "尚未到服务时间")
