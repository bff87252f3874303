"""What a person wants to be told by mail, when, and when not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from mercery.accounts.permissions import Role
from mercery.core.errors import Invalid, Problem

Alerts = Literal["all", "urgent", "none"]
_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One person's choice for one shop."""

    waiting: bool = False
    """Customers who wait for a person."""
    waiting_minutes: int = 10
    """How long one has to wait before this person is told."""
    approvals: bool = False
    """What waits for a yes: promotions, answers, content."""
    alarms: bool = False
    """A rule was stopped, a show was switched off."""
    alerts: Alerts = "none"
    quiet_from: int | None = None
    """Minute of the day in the shop's zone from which on nothing is sent; with `quiet_to`."""
    quiet_to: int | None = None
    urgent_in_quiet: bool = True
    """Whether what is urgent comes in quiet hours too."""
    away_until: date | None = None
    """First day on which this person is back; nothing is sent before."""


BY_ROLE: Final[Mapping[Role, Choice]] = {
    "owner": Choice(waiting=True, approvals=True, alarms=True, alerts="all"),
    "editor": Choice(approvals=True, alarms=True, alerts="urgent"),
    "reviewer": Choice(approvals=True),
    "agent": Choice(waiting=True),
    "viewer": Choice(),
}
"""What a person is told who has chosen nothing yet."""


def checked(choice: Choice) -> Choice:
    """The choice, when it makes sense; Invalid names what does not."""
    problems = []
    if not 1 <= choice.waiting_minutes <= 24 * 60:
        problems.append(
            Problem(field="waiting_minutes", message="Between 1 and 1440 minutes.", zh="须在 1 至 1440 分钟之间。")
        )
    hours = (choice.quiet_from, choice.quiet_to)
    if (hours[0] is None) != (hours[1] is None):
        problems.append(
            Problem(
                field="quiet_from",
                message="Quiet hours need a beginning and an end.",
                zh="请填写免打扰的开始与结束时间。",
            )
        )
    if any(one is not None and not 0 <= one < _DAY for one in hours):
        problems.append(
            Problem(field="quiet_from", message="Write a time of the day such as 21:30.", zh="请填写时间，例如 21:30。")
        )
    if problems:
        raise Invalid(problems[0].message, problems=problems, zh=problems[0].zh)
    return choice


def away(choice: Choice, at: datetime, zone: ZoneInfo) -> bool:
    """Whether the person is away on that day."""
    return choice.away_until is not None and at.astimezone(zone).date() < choice.away_until


def quiet_until(choice: Choice, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours end that it is in; None outside of them."""
    begins, ends = choice.quiet_from, choice.quiet_to
    if begins is None or ends is None or begins == ends:
        return None
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    inside = begins <= minute < ends if begins < ends else minute >= begins or minute < ends
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if minute >= ends else 0)
    return datetime(day.year, day.month, day.day, ends // 60, ends % 60, tzinfo=zone)
