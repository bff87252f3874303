"""Durations in units of different kinds are held against each other only where nothing lets them meet."""

from __future__ import annotations

import pytest

from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health.conflicts import conflicts
from mercery.knowledge.health.durations import durations_apart


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We answer within 24 hours.", "We answer within 3 days."),
        ("It arrives in 5 working days.", "It arrives in 14 days."),
        ("It arrives in 2 weeks.", "It arrives in 3 months."),
        ("Covered for 2 years.", "Covered for 90 days."),
        ("24 小时内回复。", "3 天内回复。"),
        ("5 个工作日送达。", "14 天送达。"),
        ("保修 2 年。", "保修 90 天。"),
    ],
)
def test_what_cannot_both_be_right_is_apart(one: str, other: str) -> None:
    assert durations_apart(one, other) is not None
    assert durations_apart(other, one) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We answer within 48 hours.", "We answer within 2 days."),
        ("We answer within 24 hours.", "We answer within one working day."),
        ("It arrives in 5 working days.", "It arrives in 7 days."),
        ("Return it within 3 months.", "Return it within 90 days."),
        ("Covered for a year, 1 year.", "Covered for 365 days."),
        ("48 小时内回复。", "2 天内回复。"),
        ("5 个工作日送达。", "7 天送达。"),
        ("3 个月内可退。", "90 天内可退。"),
    ],
)
def test_what_is_said_in_other_units_is_no_contradiction(one: str, other: str) -> None:
    assert durations_apart(one, other) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Open 10 hours a day.", "We answer within 3 days."),
        ("24 小时客服在线。", "3 天内回复。"),
        ("创立于 1998 年。", "3 天内回复。"),
        ("Sent within 24 hours, there in 3 months.", "Sent within 2 days."),
        ("Within 14 days.", "Within 30 days."),
    ],
)
def test_how_often_a_calendar_year_several_and_one_unit_are_left_alone(one: str, other: str) -> None:
    assert durations_apart(one, other) is None


def answer(key: str, question: Words, text: Words) -> ApprovedAnswer:
    return ApprovedAnswer(key=key, question=question, answer=text)


def test_two_answers_to_one_question_in_hours_and_in_days() -> None:
    asked = Words("How long does a repair take?", "维修需要多久？")
    old = answer("a", asked, Words("A repair takes 48 hours.", "维修需要 48 小时。"))
    new = answer("b", asked, Words("A repair takes 5 days.", "维修需要 5 天。"))
    [found] = conflicts([old, new])
    assert found.kind == "answer" and {found.one.said, found.other.said} == {"48 hours", "5 days"}
    [chinese] = conflicts([answer("a", Words("", asked.zh), Words("", old.answer.zh)), new])
    assert {chinese.one.said, chinese.other.said} == {"48 小时", "5 天"}


def test_other_subjects_are_not_held_against_each_other() -> None:
    repair = answer("a", Words("How long does a repair take?", "维修需要多久？"), Words("48 hours.", "48 小时。"))
    back = answer("b", Words("Until when may I return a gift?", "礼物多久内可以退？"), Words("30 days.", "30 天。"))
    assert conflicts([repair, back]) == []
