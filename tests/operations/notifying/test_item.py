"""Whom a mail goes to, when, and with what in it. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.accounts.permissions import ROLES, Permission, Role
from mercery.accounts.staff import Staff
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.operations.notifying.choice import BY_ROLE, Choice, checked, quiet_until
from mercery.operations.notifying.item import GAP, MOST_AN_HOUR, URGENT_GAP, Item, Person, told_now

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def item(**changes: object) -> Item:
    made = Item(
        kind="waiting", about="wait:1", title=Words("A customer waits", "有顾客在等"), text=Words("Since 11:40."),
        path="/console/inbox/1", since=NOON - 20 * MINUTE, urgent=True, needs=Permission.ANSWER_CONVERSATIONS,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


ALERT = item(kind="alert", about="alert:a:0", needs=Permission.VIEW_CONSOLE, urgent=False, measure="leaks")


def person(role: Role = "owner", choice: Choice | None = None, **changes: object) -> Person:
    staff = Staff(id=f"stf_{role}", shop_id="shp", email="a@b.example", name="A", role=role)
    made = Person(staff=staff, choice=choice or BY_ROLE[role], on_duty=True, told=frozenset())
    return replace(made, **changes)  # type: ignore[arg-type]


def abouts(who: Person, *items: Item, at: datetime = NOON) -> list[str]:
    return [one.about for one in told_now(who, items, at, PARIS).items]


def test_several_things_come_in_one_mail_urgent_ones_first() -> None:
    review = item(
        kind="approval", about="review", urgent=False, needs=Permission.REVIEW_ANSWERS, since=NOON - 60 * MINUTE
    )
    assert abouts(person(), review, item(), ALERT) == ["wait:1", "review", "alert:a:0"]


def test_nobody_is_told_before_somebody_has_waited_as_long_as_they_chose() -> None:
    fresh = item(since=NOON - 4 * MINUTE)
    due = told_now(person(), [fresh], NOON, PARIS)
    assert not due.items and due.next_at == NOON + 6 * MINUTE
    assert abouts(person(choice=Choice(waiting=True, waiting_minutes=3)), fresh) == ["wait:1"]


def test_nobody_is_told_twice() -> None:
    assert abouts(person(told={"wait:1"}), item()) == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_what_it_can_act_on(role: Role) -> None:
    everything = Choice(waiting=True, approvals=True, alarms=True, alerts="all")
    items = [
        item(), item(kind="approval", about="review", needs=Permission.REVIEW_ANSWERS),
        item(kind="alarm", about="alarm", needs=Permission.EDIT_PROMOTIONS), ALERT,
        item(kind="alert", about="disk", needs=Permission.VIEW_CONSOLE, owners_only=True, measure="disk"),
    ]  # fmt: skip
    expected = {
        "owner": 5, "editor": 4, "reviewer": 3, "agent": 2, "viewer": 1,
    }[role]  # fmt: skip
    assert len(abouts(person(role, everything), *items)) == expected


def test_who_is_off_duty_is_told_of_no_customer_but_of_the_rest() -> None:
    assert abouts(person(on_duty=False), item(), ALERT) == ["alert:a:0"]


def test_the_author_is_not_asked_for_the_second_signature() -> None:
    mine = item(kind="approval", about="promotion:1", needs=Permission.PUBLISH_PROMOTIONS, not_for=("stf_owner",))
    assert abouts(person(), mine) == [] and abouts(person("editor"), mine) == ["promotion:1"]


def test_that_it_is_over_is_told_to_those_who_were_told_that_it_began() -> None:
    over = item(kind="alert", about="over:a:0", after="alert:a:", needs=Permission.VIEW_CONSOLE, measure="leaks")
    assert abouts(person(), over) == []
    assert abouts(person(told={"alert:a:2"}), over) == ["over:a:0"]


def test_an_alert_says_nothing_a_person_is_told_otherwise() -> None:
    stopped = replace(ALERT, about="alert:b:0", measure="price_breaker", urgent=True)
    assert abouts(person(), stopped) == []
    assert abouts(person(choice=replace(BY_ROLE["owner"], alarms=False)), stopped) == ["alert:b:0"]


def test_in_quiet_hours_only_what_is_urgent_comes_and_the_rest_when_they_end() -> None:
    night = replace(BY_ROLE["owner"], quiet_from=21 * 60, quiet_to=8 * 60)
    at = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
    ends = datetime(2026, 11, 28, 8, 0, tzinfo=PARIS)
    due = told_now(person(choice=night), [item(), ALERT], at, PARIS)
    assert [one.about for one in due.items] == ["wait:1"] and due.next_at == ends
    strict = replace(night, urgent_in_quiet=False)
    assert told_now(person(choice=strict), [item(), ALERT], at, PARIS).items == ()
    assert len(told_now(person(choice=strict), [item(), ALERT], ends, PARIS).items) == 2


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 60 * 24 * 300))
def test_quiet_hours_end_when_they_say(begins: int, ends: int, minutes: int) -> None:
    choice = Choice(quiet_from=begins, quiet_to=ends)
    at = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    until = quiet_until(choice, at, PARIS)
    if until is not None:
        assert at < until <= at + timedelta(hours=25)
        local = until.astimezone(PARIS)
        assert local.hour * 60 + local.minute in (ends, ends + 60) and quiet_until(choice, until, PARIS) is None
    elif begins != ends:
        local = at.astimezone(PARIS)
        assert (local.hour * 60 + local.minute - begins) % 1440 >= (ends - begins) % 1440


def test_who_is_away_is_told_nothing_until_they_are_back() -> None:
    away = replace(BY_ROLE["owner"], away_until=date(2026, 11, 28))
    assert abouts(person(choice=away), item(), ALERT) == []
    assert abouts(person(choice=away), item(), ALERT, at=NOON + timedelta(days=1)) != []


def test_mails_keep_a_distance_that_is_shorter_where_it_is_urgent() -> None:
    just = person(mailed=[NOON - MINUTE])
    assert told_now(just, [ALERT], NOON, PARIS).next_at == NOON - MINUTE + GAP
    assert told_now(just, [item()], NOON, PARIS).next_at == NOON - MINUTE + URGENT_GAP
    assert abouts(just, item(), at=NOON + URGENT_GAP) == ["wait:1"]


def test_a_storm_brings_six_mails_an_hour_and_no_more() -> None:
    storm = person(mailed=[NOON - n * 9 * MINUTE - 3 * MINUTE for n in range(MOST_AN_HOUR)])
    due = told_now(storm, [item()], NOON, PARIS)
    assert not due.items and due.next_at == NOON - 48 * MINUTE + timedelta(hours=1)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=60))
def test_however_much_happens_nobody_gets_more_than_six_mails_in_any_hour(minutes: list[int]) -> None:
    """A day of things that happen at these minutes, looked at every minute: every one is told once."""
    who, told, sent = person(), set[str](), list[datetime]()
    items = [item(about=f"wait:{n}", since=NOON + at * MINUTE) for n, at in enumerate(minutes)]
    for minute in range(700):
        at = NOON + minute * MINUTE
        happened = [one for one in items if one.since <= at]
        known = replace(who, told=frozenset(told), mailed=[one for one in reversed(sent) if one > at - 60 * MINUTE])
        due = told_now(known, happened, at, PARIS)
        if due.items:
            assert not {one.about for one in due.items} & told
            told |= {one.about for one in due.items}
            sent.append(at)
    assert told == {one.about for one in items}
    assert all(sum(start <= one < start + 60 * MINUTE for one in sent) <= MOST_AN_HOUR for start in sent)


@pytest.mark.parametrize(
    "wrong",
    [{"waiting_minutes": 0}, {"quiet_from": 60}, {"quiet_from": 60, "quiet_to": 1440}, {"waiting_minutes": 9999}],
)
def test_choices_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        checked(Choice(**wrong))  # type: ignore[arg-type]
