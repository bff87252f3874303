"""The page of hours: the week, special days, who is away, and what customers are told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Annotated, ClassVar, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Query, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.conversations.hours import service
from mercery.conversations.hours.calendar_file import MOST_BYTES, read_calendar
from mercery.conversations.hours.saying import away_words, hours_words, now_words
from mercery.conversations.hours.schedule import SpecialDay
from mercery.conversations.hours.week import DAY, MOST_A_DAY, Hours, checked_day, checked_week, read_clock, read_hours
from mercery.core.clock import now, zone_names
from mercery.core.errors import Conflict, Invalid, wrong_field
from mercery.core.i18n import Words
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(prefix="/console/hours", include_in_schema=False)
HOME: Final = "/console/hours"
DAY_NAMES: Final = (
    Words("Monday", "周一"), Words("Tuesday", "周二"), Words("Wednesday", "周三"), Words("Thursday", "周四"),
    Words("Friday", "周五"), Words("Saturday", "周六"), Words("Sunday", "周日"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """Somebody who looks at the hours."""

    section: ClassVar[str] = "settings"
    home: ClassVar[str] = HOME


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def editor_of(
    request: Request,
    session: Db,
    staff: Annotated[Staff, Depends(Require(Permission.EDIT_POLICIES))],
    shop: CurrentShop,
) -> Asking:
    """Somebody who may change what customers are told."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def agent_of(
    request: Request,
    session: Db,
    staff: Annotated[Staff, Depends(Require(Permission.ANSWER_CONVERSATIONS))],
    shop: CurrentShop,
) -> Asking:
    """Somebody who answers customers, and may be away."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Editing = Annotated[Asking, Depends(editor_of)]
Answering = Annotated[Asking, Depends(agent_of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPage:
    """What the page shows."""

    recorded: service.Recorded
    days: Sequence[Sequence[tuple[str, str]]]
    """For each day the times as typed: from and to."""
    timezone: str
    timezones: Sequence[str]
    told: Words
    """What customers are told of the hours."""
    at_the_moment: Words
    absences: Sequence[service.Absence]
    away: Mapping[str, Words]
    """By person, until when."""
    own: service.Absence | None
    may_edit: bool
    may_be_away: bool
    today: date
    form: str = ""
    """The form the errors belong to."""
    errors: FormErrors = FormErrors()  # noqa: RUF009 - frozen and empty
    typed: Mapping[str, str] = field(default_factory=dict)

    names = DAY_NAMES

    @property
    def slots(self) -> int:
        """Times shown for each day."""
        return len(self.days[0])

    @property
    def most(self) -> bool:
        """Whether a day can have no more times."""
        return self.slots >= MOST_A_DAY

    @property
    def years(self) -> Sequence[int]:
        """Years a calendar file may be read for."""
        return [self.today.year, self.today.year + 1]

    def clocks(self, day: SpecialDay) -> str:
        """The hours of a special day, as a table shows them."""
        return ", ".join("–".join(one.clock()) for one in day.hours)

    def error(self, form: str, name: str) -> str:
        """What is wrong with a field of that form."""
        return self.errors.of(name) if self.form == form else ""


@router.get("")
async def page(asking: Reading, slots: Annotated[int, Query(ge=2, le=MOST_A_DAY)] = 2) -> Response:
    """The week, special days, absences."""
    return await _page(asking, slots=slots)


@router.post("/week")
async def save_week(
    asking: Editing,
    version: Annotated[int, Form()] = 0,
    timezone: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Set the hours of the week."""
    typed = await _typed(asking.request)
    try:
        days = [_day_of(typed, f"d{number}") for number in range(7)]
        week = checked_week(days, fields=[f"d{number}" for number in range(7)])
        async with asking.session.begin_nested():
            await service.record_week(
                asking.session, asking.shop.id, asking.staff.actor, week, timezone, after_version=version
            )
    except (Invalid, Conflict) as error:
        return await _page(asking, form="week", error=error, typed={**typed, "timezone": timezone})
    return await asking.done(_nothing(), Words("The hours are saved.", "服务时间已保存。"), HOME)


@router.post("/days")
async def add_day(
    asking: Editing,
    day: Annotated[str, Form(max_length=10)] = "",
    name_en: Annotated[str, Form(max_length=80)] = "",
    name_zh: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Add a special day: a holiday where no times are given."""
    typed = await _typed(asking.request)
    try:
        hours = checked_day(_day_of(typed, "own"), field="own")
        special = SpecialDay(day=_date(day, "day"), name=Words(name_en.strip(), name_zh.strip()), hours=hours)
        async with asking.session.begin_nested():
            await service.record_days(asking.session, asking.shop.id, asking.staff.actor, [special])
    except Invalid as error:
        return await _page(asking, form="days", error=error, typed=typed)
    return await asking.done(_nothing(), Words("The day is saved.", "特殊日期已保存。"), f"{HOME}#days")


@router.post("/days/remove")
async def remove_day(asking: Editing, day: Annotated[str, Form(max_length=10)] = "") -> Response:
    """An ordinary day again."""
    act = service.remove_day(asking.session, asking.shop.id, asking.staff.actor, _date(day, "day"))
    return await asking.done(act, Words("It is an ordinary day again.", "已恢复为普通日期。"), f"{HOME}#days")


@router.post("/calendar")
async def take_calendar(
    asking: Editing, year: Annotated[int, Form(ge=2000, le=2100)] = 2000, file: UploadFile | None = None
) -> Response:
    """Take the holidays of one year out of a calendar file."""
    content = await file.read(MOST_BYTES + 1) if file is not None else b""
    try:
        found = read_calendar(content, year, file=(file.filename if file else "") or "calendar.ics")
        async with asking.session.begin_nested():
            fresh, known = await service.take_in_calendar(asking.session, asking.shop.id, asking.staff.actor, found)
    except Invalid as error:
        return await _page(asking, form="calendar", error=error, typed={"year": str(year)})
    told = Words(f"{fresh} days are new, {known} were known.", f"新增 {fresh} 天，{known} 天已存在。")
    return await asking.done(_nothing(), told, f"{HOME}#days")


@router.post("/away")
async def away(
    asking: Answering,
    until: Annotated[str, Form(max_length=10)] = "",
    at: Annotated[str, Form(max_length=5)] = "",
    note: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Be away until a day, whose morning (or the time given) one is back."""
    try:
        moment = _moment(until, at, zone=zone_named(asking.shop.timezone))
        async with asking.session.begin_nested():
            await service.set_absent(asking.session, asking.shop.id, asking.staff.actor, moment, note)
    except Invalid as error:
        return await _page(asking, form="away", error=error, typed={"until": until, "at": at, "note": note})
    return await asking.done(_nothing(), Words("You are away until then.", "已设为离开。"), f"{HOME}#away")


@router.post("/back")
async def back(asking: Answering) -> Response:
    """Be there again."""
    act = service.end_absence(asking.session, asking.shop.id, asking.staff.actor)
    return await asking.done(act, Words("You are there again.", "您已回来。"), f"{HOME}#away")


async def _nothing() -> None:
    """What was done is done already; only what is said of it is left."""


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value.strip() for name, value in form.items() if isinstance(value, str) and name != "csrf_token"}


def _day_of(typed: Mapping[str, str], prefix: str) -> list[Hours]:
    read = (
        read_hours(typed.get(f"{prefix}_{slot}_from", ""), typed.get(f"{prefix}_{slot}_to", ""), field=prefix)
        for slot in range(MOST_A_DAY)
    )
    return [one for one in read if one is not None]


def _date(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = "This is not a date."
        raise wrong_field(name, message, remedy="Choose a day.", zh="日期有误，请选择一天。") from error


def _moment(day: str, clock: str, *, zone: ZoneInfo) -> datetime:
    minutes = read_clock(clock) if clock else 0
    if minutes is None or minutes >= DAY:
        message = "This is not a time of day."
        raise wrong_field("at", message, remedy="Write 9:00.", zh="时间有误，请写成 9:00。")
    return datetime.combine(_date(day, "until"), time(minutes // 60, minutes % 60), tzinfo=zone)


async def _page(
    asking: Asking,
    *,
    slots: int = 2,
    form: str = "",
    error: Invalid | Conflict | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    found = await service.recorded(asking.session, asking.shop.id, asking.shop.timezone)
    absent = await service.absences(asking.session, asking.shop.id)
    typed, moment = typed or {}, now()
    schedule = found.schedule
    told = found.coming[:8] if found.coming else []
    horizon = moment.astimezone(schedule.zone).date() + service.TOLD_AHEAD
    view = HoursPage(
        recorded=found,
        days=_times(found, slots, typed if form == "week" else {}),
        timezone=typed.get("timezone") or schedule.zone_name,
        timezones=sorted(zone_names()),
        told=hours_words(schedule, [one for one in told if one.day <= horizon]) if schedule.says_something else Words(""),
        at_the_moment=now_words(schedule, moment),
        absences=absent,
        away={one.staff_id: away_words(one.until, moment, zone_named(asking.shop.timezone)) for one in absent},
        own=next((one for one in absent if one.staff_id == asking.staff.id), None),
        may_edit=asking.may(Permission.EDIT_POLICIES),
        may_be_away=asking.may(Permission.ANSWER_CONVERSATIONS),
        today=moment.astimezone(schedule.zone).date(),
        form=form,
        errors=form_errors(error, asking.lang) if error else FormErrors(),
        typed={"day": "", "name_en": "", "name_zh": "", "own_0_from": "", "own_0_to": "", "until": "", "at": "", "note": "",
               "year": str(moment.year), **typed},
    )  # fmt: skip
    status = error.status if error else 200
    return page_response("conversations/hours.html", view, context=asking.context, status=status)


def _times(found: service.Recorded, slots: int, typed: Mapping[str, str]) -> list[list[tuple[str, str]]]:
    """Rows of times for each day, as many for each: what was typed, else what is recorded, then empty ones."""
    if typed:
        slots = max(
            [slots, *(n + 1 for n in range(MOST_A_DAY) if any(f"d{day}_{n}_from" in typed for day in range(7)))]
        )
        return [
            [(typed.get(f"d{day}_{n}_from", ""), typed.get(f"d{day}_{n}_to", "")) for n in range(slots)]
            for day in range(7)
        ]
    held = found.schedule.week.days
    slots = max([slots, *(len(day) for day in held)])
    rows = [[one.clock() for one in day] for day in held]
    return [row + [("", "")] * (slots - len(row)) for row in rows]
