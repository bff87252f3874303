"""One thing somebody may have to be told of, and which of them a person is told of now. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.core.i18n import Words
from mercery.operations.notifying.choice import Choice, away, quiet_until

Kind = Literal["waiting", "approval", "alarm", "alert"]
GAP: Final = timedelta(minutes=10)
"""Between two mails to the same person; what comes meanwhile stands in the next."""
URGENT_GAP: Final = timedelta(minutes=2)
MOST_AN_HOUR: Final = 6
"""Mails to the same person in an hour, however much happens."""
COVERED: Final = {"price_breaker": "alarms", "handoff_wait": "waiting"}
"""Alerts that say what a person is told in another way already, where they chose that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing."""

    kind: Kind
    about: str
    """What it is, so that nobody is told of it twice."""
    title: Words
    text: Words
    path: str
    """Where to look, on this installation."""
    since: datetime
    urgent: bool = False
    needs: Permission
    """What one has to be allowed to be told."""
    owners_only: bool = False
    not_for: tuple[str, ...] = ()
    """People who cannot do anything about it, such as the author of what needs a second person."""
    after: str = ""
    """Told only to those who were told of something that begins so."""
    measure: str = ""
    """Of an alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person with what is known of their mails."""

    staff: Staff
    choice: Choice
    on_duty: bool
    """False: they have switched themselves off in the inbox."""
    told: Collection[str]
    mailed: Sequence[datetime] = ()
    """When mails went to them within the last hour, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What a person is told now, and when to look again."""

    items: tuple[Item, ...] = ()
    next_at: datetime | None = None


def told_now(person: Person, items: Sequence[Item], at: datetime, zone: ZoneInfo) -> Now:
    """Which of them go into a mail to this person at this moment; `next_at`: when something that is known already will."""
    choice = person.choice
    if away(choice, at, zone):
        return Now()
    wanted = [one for one in items if _wanted(person, one)]
    later = [moment for one in wanted if (moment := _ready_at(choice, one)) > at]
    ready = [one for one in wanted if _ready_at(choice, one) <= at]
    if quiet := quiet_until(choice, at, zone):
        held = [one for one in ready if not (one.urgent and choice.urgent_in_quiet)]
        ready = [one for one in ready if one not in held]
        later += [quiet] if held else []
    if not ready:
        return Now(next_at=min(later, default=None))
    if (free := _free_at(person, ready)) > at:
        return Now(next_at=min([free, *later]))
    ready.sort(key=lambda one: (not one.urgent, one.since))
    return Now(items=tuple(ready), next_at=min(later, default=None))


def _wanted(person: Person, item: Item) -> bool:
    staff, choice = person.staff, person.choice
    if item.about in person.told or staff.id in item.not_for or not staff.may(item.needs):
        return False
    if item.owners_only and staff.role != "owner":
        return False
    if item.after and not any(one.startswith(item.after) for one in person.told):
        return False
    match item.kind:
        case "waiting":
            return choice.waiting and person.on_duty
        case "approval":
            return choice.approvals
        case "alarm":
            return choice.alarms
        case "alert":
            if getattr(choice, COVERED.get(item.measure, ""), False):
                return False
            # Who heard that it began hears that it is over, urgent or not.
            heard = item.urgent or bool(item.after)
            return choice.alerts == "all" or (choice.alerts == "urgent" and heard)


def _ready_at(choice: Choice, item: Item) -> datetime:
    wait = timedelta(minutes=choice.waiting_minutes) if item.kind == "waiting" else timedelta()
    return item.since + wait


def _free_at(person: Person, ready: Sequence[Item]) -> datetime:
    """When another mail may go to this person."""
    if not person.mailed:
        return datetime.min.replace(tzinfo=ready[0].since.tzinfo)
    gap = URGENT_GAP if any(one.urgent for one in ready) else GAP
    free = person.mailed[0] + gap
    if len(person.mailed) >= MOST_AN_HOUR:
        free = max(free, person.mailed[MOST_AN_HOUR - 1] + timedelta(hours=1))
    return free
