"""One's own choice of mails, in the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from mercery.accounts.console.problems import FormErrors
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.core.config import settings
from mercery.core.errors import Invalid, wrong_field
from mercery.core.mail import Way, way_of
from mercery.operations.alerts.refusals import errors_in
from mercery.operations.notifying.choice import Alerts, Choice
from mercery.operations.notifying.settings import choice_of, choose
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/account/notices", include_in_schema=False)
_PAGE: Final = "/console/account/notices"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    """What the reader is told by mail."""

    choice: Choice
    email: str
    way: Way
    answers: bool
    """Whether the reader's role answers customers; what it cannot act on is not offered."""
    approves: bool
    edits: bool
    errors: FormErrors

    @staticmethod
    def clock(minute: int | None) -> str:
        """A minute of the day as a time field has it."""
        return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


@router.get("")
async def choice_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """What the reader chose."""
    return _page(request, staff, shop, await choice_of(session, staff))


@router.post("")
async def save(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    waiting: Annotated[str, Form(max_length=1)] = "",
    waiting_minutes: Annotated[str, Form(max_length=5)] = "10",
    approvals: Annotated[str, Form(max_length=1)] = "",
    alarms: Annotated[str, Form(max_length=1)] = "",
    alerts: Annotated[str, Form(max_length=8)] = "none",
    quiet_from: Annotated[str, Form(max_length=5)] = "",
    quiet_to: Annotated[str, Form(max_length=5)] = "",
    urgent_in_quiet: Annotated[str, Form(max_length=1)] = "",
    away_until: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Keep what the form says."""
    before = await choice_of(session, staff)
    try:
        wanted = Choice(
            waiting=bool(waiting),
            waiting_minutes=_number(waiting_minutes),
            approvals=bool(approvals),
            alarms=bool(alarms),
            alerts=cast(Alerts, alerts) if alerts in get_args(Alerts) else before.alerts,
            quiet_from=_minute(quiet_from),
            quiet_to=_minute(quiet_to),
            urgent_in_quiet=bool(urgent_in_quiet),
            away_until=_day(away_until),
        )
        await choose(session, staff, wanted)
    except Invalid as error:
        return _page(
            request, staff, shop, before, errors=errors_in(error, staff_language(request, staff, shop)), status=422
        )
    return redirect_with_flash(request, _PAGE, says(request, staff, shop, "Saved.", "已保存。"))


def _page(
    request: Request,
    staff: Staff,
    shop: Shop,
    choice: Choice,
    *,
    errors: FormErrors | None = None,
    status: int = 200,
) -> Response:
    page = ChoicePage(
        choice=choice,
        email=staff.email,
        way=way_of(settings()),
        answers=staff.may(Permission.ANSWER_CONVERSATIONS),
        approves=staff.may(Permission.REVIEW_ANSWERS),
        edits=staff.may(Permission.EDIT_PROMOTIONS),
        errors=errors or FormErrors(),
    )
    context = console_page(request, staff, shop, section="account")
    return page_response("operations/notifying/choice.html", page, context=context, status=status)


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise _wrong("waiting_minutes", "Between 1 and 1440 minutes.", zh="须在 1 至 1440 分钟之间。")
    return int(text)


def _minute(text: str) -> int | None:
    if not text.strip():
        return None
    hours, _, minutes = text.strip().partition(":")
    if not (hours.isdecimal() and minutes[:2].isdecimal() and int(hours) < 24 and int(minutes[:2]) < 60):
        raise _wrong("quiet_from", "Write a time of the day such as 21:30.", zh="请填写时间，例如 21:30。")
    return int(hours) * 60 + int(minutes[:2])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise _wrong("away_until", "Write a date such as 2026-12-31.", zh="请填写日期，例如 2026-12-31。") from error


def _wrong(field: str, message: str, *, zh: str) -> Invalid:
    return wrong_field(field, message, zh=zh)
