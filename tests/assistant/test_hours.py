"""When you are open is answered from the rows of hours, day by day; the boutique is another question."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.assistant.shop import TestShop, policies

from mercery.assistant.decide.about_service import fitting_policies
from mercery.assistant.decide.ground import PolicyNote
from mercery.assistant.turns import Command, Outcome
from mercery.conversations.hours.as_values import hours_values
from mercery.conversations.hours.saying import hours_words
from mercery.conversations.hours.schedule import Schedule, SpecialDay
from mercery.conversations.hours.week import Hours, Week
from mercery.core.i18n import Words
from mercery.policies.facts import facts
from mercery.policies.policy import Policy, Topic

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
WEEK = Schedule(zone=ZoneInfo("Europe/Paris"), zone_name="Europe/Paris", week=Week(((Hours(540, 1260),),) * 7))


SUNDAYS_OFF = Schedule(
    zone=ZoneInfo("Europe/Paris"), zone_name="Europe/Paris", week=Week(((Hours(540, 1260),),) * 6 + ((),)),
    special={
        one.day: one
        for one in (
            SpecialDay(day=date(2026, 12, 24), name=Words("Christmas Eve", "平安夜"), hours=(Hours(540, 960),)),
            SpecialDay(day=date(2026, 12, 25), name=Words("Christmas Day", "圣诞节")),
            SpecialDay(day=date(2027, 2, 6), name=Words("Spring Festival", "春节")),
        )
    },
)  # fmt: skip


def asked(text: str, *, at: datetime = NOW, page: str | None = None, hours: bool = True) -> tuple[Outcome, str]:
    """What a shop with these hours answers."""
    policy = Policy(
        id="pol_hours", key="service_hours", topic="contact", title=Words("Hours of our people", "人工服务时间"),
        statement=hours_words(SUNDAYS_OFF), values=hours_values(SUNDAYS_OFF, SUNDAYS_OFF.special.values()), regions=(),
        valid_from=NOW - timedelta(days=9), valid_to=None, version=3, recorded_at=NOW, recorded_by="Claire", reason="",
    )  # fmt: skip
    outcome = TestShop(held=[*policies(), *([policy] if hours else [])], now=at).ask(text, page=page)
    assert not outcome.held
    return outcome, " ".join(one.text for one in outcome.sentences)


def note(key: str, topic: Topic, title: Words, statement: Words) -> PolicyNote:
    policy = Policy(
        id=f"pol_{key}", key=key, topic=topic, title=title, statement=statement, values={}, regions=(), valid_from=NOW,
        valid_to=None, version=1, recorded_at=NOW, recorded_by="Claire", reason="",
    )  # fmt: skip
    (fact,) = facts([policy])
    return PolicyNote(fact=fact, topic=topic)


HOURS = note("service_hours", "contact", Words("Hours of our people", "人工服务时间"), hours_words(WEEK))
OTHERS = [
    note("contact", "contact", Words("A person", "人工服务"), Words("Claire and Hugo answer you.", "Claire 与 Hugo 为您服务。")),
    note("returns", "returns", Words("Returns", "退货"), Words("Within 30 days.", "三十天内可退。")),
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "When are you open?", "What are your opening hours?", "Are you open on Sundays?", "until what hours do you answer",
        "你们几点上班？", "营业时间是？", "周末有人接待吗？", "晚上客服在线吗",
    ],
)  # fmt: skip
def test_the_hours_are_quoted(text: str) -> None:
    chosen = fitting_policies(Command(topic="service", text=text), [*OTHERS, HOURS])
    assert [one.fact.subject.id for one in chosen] == ["service_hours"]


@pytest.mark.parametrize("text", ["When is the boutique open?", "门店几点开门？", "Can I return it within 30 days?"])
def test_another_question_is_not_answered_with_them(text: str) -> None:
    chosen = fitting_policies(Command(topic="service", text=text), [*OTHERS, HOURS])
    assert "service_hours" not in [one.fact.subject.id for one in chosen]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Are you open on Sunday?", "On Sunday 29 November our people do not answer. They are back on Monday 30 November at 9:00, Paris time."),
        ("周日营业吗？", "11 月 29 日周日休息，没有人工服务。店员将于巴黎时间 11 月 30 日周一 9:00 回来为您服务。"),
        ("Until when are you open today?", "Today, Friday 27 November, our people answer from 9:00 to 21:00, Paris time."),
        ("你们今天几点下班？", "今天（11 月 27 日周五）人工服务时间为 9:00 至 21:00（巴黎时间）。"),
        ("Are you open at Christmas?", "On Friday 25 December, Christmas Day, our people do not answer."),
        ("Are you open on Christmas Eve?", "On Thursday 24 December, Christmas Eve, our people answer from 9:00 to 16:00, Paris time."),
        ("12月25日开门吗", "12 月 25 日周五（圣诞节）休息"),
        ("Are you closed on New Year's Day?", "No other hours are set for that day."),
        ("春节放假吗", "2027 年 2 月 6 日周六（春节）休息"),
        ("Is anyone there on Saturday?", "Tomorrow, Saturday 28 November, our people answer"),
        ("Are you open right now?", "Our people answer until 21:00 today, Paris time."),
        ("现在有客服吗", "人工服务到今天 21:00 为止（巴黎时间）。"),
        ("周末客服在线吗", "11 月 29 日周日休息"),
        ("Can I reach somebody tomorrow?", "Tomorrow, Saturday 28 November, our people answer from 9:00 to 21:00, Paris time."),
        ("明天能找到人吗？", "明天（11 月 28 日周六）人工服务时间为 9:00 至 21:00（巴黎时间）。"),
        ("周日打得通电话吗", "11 月 29 日周日休息"),
    ],
)  # fmt: skip
def test_a_day_that_is_named_is_told_as_it_is(text: str, says: str) -> None:
    outcome, told = asked(text)
    assert says in told
    assert outcome.decision.hand_over is None
    assert all(one.id.startswith("policy:service_hours/hours_") for one in outcome.decision.facts.values())


def test_late_in_the_evening_today_is_over_and_when_somebody_is_back_is_said() -> None:
    _, told = asked("Are you open today?", at=datetime(2026, 11, 27, 21, 30, tzinfo=UTC))
    assert "from 9:00 to 21:00" in told and "back at 9:00 tomorrow, Saturday 28 November" in told


@pytest.mark.parametrize("text", ["Are you open at Easter?", "中秋节营业吗"])
def test_of_a_feast_whose_date_nobody_set_the_date_is_asked_for(text: str) -> None:
    outcome, told = asked(text)
    assert outcome.decision.path[0] == "hours:which_day" and not outcome.decision.facts
    assert "date of that holiday" in told or "具体日期" in told


@pytest.mark.parametrize(
    "text",
    ["Are you open on Sunday?", "周日营业吗？", "Is anyone there tomorrow?", "Are you open at Christmas?", "Can I reach somebody tomorrow?", "明天能找到人吗？"],
)  # fmt: skip
def test_without_hours_nothing_is_promised(text: str) -> None:
    outcome, told = asked(text, hours=False)
    assert not outcome.decision.facts, told


@pytest.mark.parametrize(
    "text",
    ["anything open-toed for Sunday?", "有适合上班背的包吗？周日要用", "Will my parcel arrive on Sunday?", "周日送货吗", "Can I return it on Sunday?", "Is the Harbour Tote available on Sunday?", "你们在巴黎吗"],
)  # fmt: skip
def test_sunday_may_be_asked_of_something_else(text: str) -> None:
    outcome, _ = asked(text)
    assert not any("service_hours" in one for one in outcome.decision.facts)


def test_on_a_piece_s_page_the_shop_is_asked_all_the_same() -> None:
    assert "our people do not answer" in asked("Are you open on Sunday?", page="harbour-tote")[1]
