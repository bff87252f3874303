"""When you are open is answered from the rows of hours, and the boutique is another question."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mercery.assistant.decide.about_service import fitting_policies
from mercery.assistant.decide.ground import PolicyNote
from mercery.assistant.turns import Command
from mercery.conversations.hours.saying import hours_words
from mercery.conversations.hours.schedule import Schedule
from mercery.conversations.hours.week import Hours, Week
from mercery.core.i18n import Words
from mercery.policies.facts import facts
from mercery.policies.policy import Policy, Topic

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
WEEK = Schedule(zone=ZoneInfo("Europe/Paris"), zone_name="Europe/Paris", week=Week(((Hours(540, 1260),),) * 7))


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
