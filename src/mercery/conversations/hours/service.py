"""Recording hours, special days and absences, and asking them. Works in the caller's transaction.

What customers are told of the hours is a policy, recorded anew whenever these rows change: so it has versions, is a fact
everywhere, and can be asked for any time in the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM, Actor
from mercery.conversations.hours.as_values import day_text, hours_values, week_values
from mercery.conversations.hours.calendar_file import Named
from mercery.conversations.hours.saying import hours_words
from mercery.conversations.hours.schedule import Schedule, SpecialDay
from mercery.conversations.hours.tables import AbsenceRow, HoursRow, SpecialDayRow
from mercery.conversations.hours.week import Hours, Week
from mercery.core.as_json import plain, read
from mercery.core.clock import now, zone_names
from mercery.core.database import Json
from mercery.core.errors import Conflict, NotFound, wrong_field
from mercery.core.events import announce
from mercery.core.i18n import Words
from mercery.policies import service as policies
from mercery.policies.draft import PolicyDraft

POLICY_KEY: Final = "service_hours"
_TITLE: Final = Words("Hours of our people", "人工服务时间")
TOLD_AHEAD: Final = timedelta(days=60)
"""Special days of the next two months stand in what customers are told."""
_MOST_TOLD: Final = 8
_MOST_KEPT: Final = 120
"""Special days that are kept beside the words, so that a question about one of them has an answer."""
_LATEST: Final = timedelta(days=800)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A shop's hours as they stand in the rows."""

    schedule: Schedule
    version: int
    """0: none were ever recorded."""
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def coming(self) -> list[SpecialDay]:
        """Special days from today on, in order."""
        today = now().astimezone(self.schedule.zone).date()
        return [one for day, one in sorted(self.schedule.special.items()) if day >= today]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody who is away."""

    staff_id: str
    name: str
    until: datetime
    note: str = ""


async def recorded(session: AsyncSession, shop_id: str, timezone: str = "UTC") -> Recorded:
    """The hours; none, in `timezone`, where the shop never said."""
    row = await session.get(HoursRow, shop_id)
    zone = row.timezone if row else timezone
    special = await session.scalars(select(SpecialDayRow).where(SpecialDayRow.shop_id == shop_id))
    schedule = Schedule(
        zone=ZoneInfo(zone),
        zone_name=zone,
        week=Week(tuple(_hours_from(day) for day in row.days)) if row else Week(),
        special={
            one.day: SpecialDay(day=one.day, name=read(Words, one.name), hours=_hours_from(one.hours))
            for one in special
        },
    )
    if row is None:
        return Recorded(schedule=schedule, version=0)
    return Recorded(schedule=schedule, version=row.version, changed_at=row.changed_at, changed_by=row.changed_by)


async def schedule_of(session: AsyncSession, shop_id: str) -> Schedule | None:
    """The shop's hours; None where it never said any, so that nothing may be promised."""
    found = (await recorded(session, shop_id)).schedule
    return found if found.says_something else None


async def open_at(session: AsyncSession, shop_id: str, moment: datetime) -> bool | None:
    """Whether somebody answers at that moment; None where the shop never said."""
    schedule = await schedule_of(session, shop_id)
    return schedule.open_at(moment) if schedule else None


async def next_open(session: AsyncSession, shop_id: str, moment: datetime) -> datetime | None:
    """When somebody answers next, from that moment on; None where that is not known."""
    schedule = await schedule_of(session, shop_id)
    return schedule.next_open(moment) if schedule else None


async def record_week(
    session: AsyncSession, shop_id: str, actor: Actor, week: Week, timezone: str, *, after_version: int | None = None
) -> Recorded:
    """Set the hours of the week. Conflict when somebody else saved after the version that was seen."""
    if timezone not in zone_names():
        message = f"'{timezone}' is not a time zone."
        raise wrong_field(
            "timezone", message, remedy="Choose one of the list.", zh=f"没有“{timezone}”这个时区，请从列表中选择。"
        )
    row = await session.get(HoursRow, shop_id, with_for_update=True, populate_existing=True)
    seen = row.version if row else 0
    if after_version is not None and after_version != seen:
        raise Conflict(
            "Somebody else saved the hours meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="他人刚刚保存了服务时间，请刷新后重做修改。",
        )
    before = _week_json(row.days, row.timezone) if row else None
    days = [[[one.opens, one.closes] for one in day] for day in week.days]
    values = {
        "timezone": timezone, "days": days, "version": seen + 1, "changed_at": now(), "changed_by": actor.name
    }  # fmt: skip
    statement = insert(HoursRow).values(shop_id=shop_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["shop_id"], set_=values))
    if row is not None:
        await session.refresh(row)
    after = _week_json(days, timezone)
    await audit.record(session, shop_id, actor, "hours.week", shop_id, before=before, after=after)
    await tell_customers(session, shop_id, actor)
    return await recorded(session, shop_id)


async def record_days(session: AsyncSession, shop_id: str, actor: Actor, days: Iterable[SpecialDay]) -> int:
    """Add special days, or put others in their place; how many."""
    made = list(days)
    last = now().date() + _LATEST
    for one in made:
        if one.day > last:
            message = f"{one.day} is more than two years away."
            raise wrong_field(
                "day", message, remedy="Give a nearer day.", zh=f"{one.day} 在两年以后，请选择更近的日期。"
            )
        values = {"name": plain(one.name), "hours": [[hours.opens, hours.closes] for hours in one.hours]}
        statement = insert(SpecialDayRow).values(shop_id=shop_id, day=one.day, **values)
        await session.execute(statement.on_conflict_do_update(index_elements=["shop_id", "day"], set_=values))
    if made:
        after: Json = {"days": {one.day.isoformat(): day_text(one.hours) for one in made}}
        await audit.record(session, shop_id, actor, "hours.days", shop_id, after=after)
        session.expire_all()
        await tell_customers(session, shop_id, actor)
    return len(made)


async def take_in_calendar(
    session: AsyncSession, shop_id: str, actor: Actor, found: Sequence[Named]
) -> tuple[int, int]:
    """Add days of a calendar file as holidays. A day that has hours of its own keeps them; one that is known gets the name
    in the other language. Returns how many are new, and how many were known."""
    known = (await recorded(session, shop_id)).schedule.special
    fresh, named = [], []
    for one in found:
        held = known.get(one.day)
        if held is None:
            fresh.append(SpecialDay(day=one.day, name=one.name))
        else:
            name = Words(held.name.en or one.name.en, held.name.zh or one.name.zh)
            named += [replace(held, name=name)] if name != held.name else []
    await record_days(session, shop_id, actor, [*fresh, *named])
    return len(fresh), len(found) - len(fresh)


async def remove_day(session: AsyncSession, shop_id: str, actor: Actor, day: date) -> None:
    """An ordinary day again; NotFound."""
    gone = await session.scalar(
        delete(SpecialDayRow)
        .where(SpecialDayRow.shop_id == shop_id, SpecialDayRow.day == day)
        .returning(SpecialDayRow.day)
    )
    if gone is None:
        raise NotFound("This day is an ordinary one already.")
    await audit.record(session, shop_id, actor, "hours.remove_day", shop_id, before={"day": day.isoformat()})
    await tell_customers(session, shop_id, actor)


async def tell_customers(session: AsyncSession, shop_id: str, actor: Actor = SYSTEM) -> bool:
    """Record the policy that says the hours, where it would say something else than it does; whether it was recorded."""
    await session.flush()
    found = await recorded(session, shop_id)
    held = next((one for one in await policies.policies_in_force(session, shop_id) if one.key == POLICY_KEY), None)
    if not found.schedule.says_something:
        if held is not None:
            await policies.withdraw_policy(session, shop_id, actor, POLICY_KEY, reason="No hours are set any more")
        return held is not None
    horizon = now().astimezone(found.schedule.zone).date() + TOLD_AHEAD
    told = [one for one in found.coming if one.day <= horizon][:_MOST_TOLD]
    statement, values = hours_words(found.schedule, told), hours_values(found.schedule, found.coming[:_MOST_KEPT])
    if held is not None and held.statement == statement and dict(held.values) == values:
        return False
    draft = PolicyDraft(key=POLICY_KEY, topic="contact", title=_TITLE, statement=statement, values=values)
    await policies.record_policy(session, shop_id, actor, draft, reason="Hours as set in the console")
    return True


async def shops_with_hours(session: AsyncSession) -> list[str]:
    """Ids of shops that have any."""
    return list(await session.scalars(select(HoursRow.shop_id)))


async def set_absent(session: AsyncSession, shop_id: str, staff: Actor, until: datetime, note: str = "") -> Absence:
    """The person is away until then; nobody is told they are at the desk meanwhile. Invalid when it is past."""
    if until <= now():
        message = "This time is past."
        raise wrong_field("until", message, remedy="Give a later one.", zh="该时间已过，请选择更晚的时间。")
    if until > now() + _LATEST:
        message = "This is more than two years away."
        raise wrong_field("until", message, remedy="Give a nearer day.", zh="超出两年，请选择更近的日期。")
    values = {"name": staff.name, "until": until, "note": note.strip()[:200], "set_at": now()}
    statement = insert(AbsenceRow).values(shop_id=shop_id, staff_id=staff.id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["shop_id", "staff_id"], set_=values))
    await audit.record(session, shop_id, staff, "hours.absent", staff.id, after={"until": until.isoformat()})
    await announce(session, f"inbox:{shop_id}", {"kind": "duty"})
    return Absence(staff_id=staff.id, name=staff.name, until=until, note=note.strip()[:200])


async def end_absence(session: AsyncSession, shop_id: str, staff: Actor) -> bool:
    """The person is back; whether they were away."""
    gone = await session.scalar(
        delete(AbsenceRow)
        .where(AbsenceRow.shop_id == shop_id, AbsenceRow.staff_id == staff.id)
        .returning(AbsenceRow.staff_id)
    )
    if gone is not None:
        await announce(session, f"inbox:{shop_id}", {"kind": "duty"})
    return gone is not None


async def absences(session: AsyncSession, shop_id: str) -> list[Absence]:
    """Who is away now, by name."""
    query = select(AbsenceRow).where(AbsenceRow.shop_id == shop_id, AbsenceRow.until > now()).order_by(AbsenceRow.name)
    return [
        Absence(staff_id=row.staff_id, name=row.name, until=row.until, note=row.note)
        for row in await session.scalars(query)
    ]


async def absence_of(session: AsyncSession, shop_id: str, staff_id: str) -> Absence | None:
    """Until when this person is away, where they are."""
    row = await session.get(AbsenceRow, (shop_id, staff_id))
    if row is None or row.until <= now():
        return None
    return Absence(staff_id=row.staff_id, name=row.name, until=row.until, note=row.note)


def _week_json(days: Sequence[Any], timezone: str) -> Json:
    return {"timezone": timezone} | week_values(Week(tuple(_hours_from(day) for day in days)))


def _hours_from(stored: Sequence[Any]) -> tuple[Hours, ...]:
    return tuple(Hours(int(one[0]), int(one[1])) for one in stored)
