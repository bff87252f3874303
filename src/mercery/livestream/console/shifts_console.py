"""Who presents when: the shifts of people between those of the host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Permission, allows
from mercery.core.errors import MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.console.asking import Asking, Editing, Reading, url
from mercery.livestream.console.ingest import ingest_of
from mercery.livestream.console.refusals import by_field
from mercery.livestream.console.shifts_view import (
    DAYS,
    SHORT_DAYS,
    Bar,
    ShiftLine,
    clock,
    draft_of,
    lines,
    minute_of,
    week,
)
from mercery.livestream.console.studio_pages import Ingest
from mercery.livestream.service.drafts import ShiftDraft
from mercery.livestream.service.schedule import set_shifts
from mercery.livestream.show import Show
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/{show_id}/shifts")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftsPage:
    """The week and its shifts."""

    show: Show
    week: Sequence[Sequence[Bar]]
    lines: Sequence[ShiftLine]
    people: Sequence[tuple[str, str]]
    typed: Mapping[str, str]
    days: Sequence[int]
    errors: Mapping[str, str]
    ingest: Ingest | None
    may_edit: bool
    may_publish: bool
    day_names: Sequence[Words] = DAYS
    short_days: Sequence[Words] = SHORT_DAYS


@router.get("")
async def shifts(asking: Reading, show_id: str) -> Response:
    """The week."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    return await _page(asking, show)


@router.post("/add")
async def add(
    asking: Editing,
    show_id: str,
    staff_id: Annotated[str, Form(max_length=40)] = "",
    weekdays: Annotated[list[str] | None, Form(alias="day", max_length=7)] = None,
    begins: Annotated[str, Form(max_length=8)] = "",
    ends: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """One more shift of a person."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    days = tuple(int(one) for one in weekdays or () if one.isdigit() and int(one) < 7)
    try:
        async with asking.session.begin_nested():
            draft = ShiftDraft(
                who="person", staff_id=staff_id, weekdays=days, from_minute=minute_of(begins, "from_minute"),
                to_minute=minute_of(ends, "to_minute"),
            )  # fmt: skip
            kept = [draft_of(one) for one in await repository.shifts(asking.session, show.id)]
            await set_shifts(asking.session, asking.shop.id, asking.staff.actor, show.id, [*kept, draft])
    except NotFound:
        raise
    except MerceryError as error:
        typed = {"staff_id": staff_id, "begins": begins, "ends": ends}
        found = {name.rsplit(".", 1)[-1]: text for name, text in by_field(error, asking.lang).items()}
        return await _page(asking, show, typed=typed, days=days, errors=found, status=error.status)
    said = Words("The shift is set.", "班次已排。").text(asking.lang)
    return redirect_with_flash(asking.request, url(show.id, "shifts"), said)


@router.post("/remove")
async def remove(asking: Editing, show_id: str, shift: Annotated[str, Form(max_length=40)] = "") -> Response:
    """The host presents instead."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    kept = [draft_of(one) for one in await repository.shifts(asking.session, show.id) if one.id != shift]
    act = set_shifts(asking.session, asking.shop.id, asking.staff.actor, show.id, kept)
    return await asking.done(act, Words("The host presents then.", "改由主播讲解。"), url(show.id, "shifts"))


async def _page(
    asking: Asking,
    show: Show,
    *,
    typed: Mapping[str, str] | None = None,
    days: Sequence[int] = (0, 1, 2, 3, 4),
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    staff = await accounts.staff_members(asking.session, asking.shop.id)
    names = {one.id: one.name for one in staff}
    held = await repository.shifts(asking.session, show.id)
    page = ShiftsPage(
        show=show, week=week(held, names), lines=lines(held, names),
        people=[(one.id, one.name) for one in staff if allows(one.role, Permission.ANSWER_CONVERSATIONS)],
        typed=typed or {"staff_id": asking.staff.id, "begins": clock(19 * 60), "ends": clock(21 * 60)}, days=days,
        errors=errors or {}, ingest=await ingest_of(asking, show), may_edit=asking.may(Permission.EDIT_CONTENT),
        may_publish=asking.may(Permission.PUBLISH_CONTENT),
    )  # fmt: skip
    return page_response("livestream/shifts.html", page, context=asking.context, status=status)
