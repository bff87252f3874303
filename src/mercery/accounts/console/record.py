"""The page of the audit record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import audit
from mercery.accounts.actions import action_name
from mercery.accounts.page import console_page
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, Require
from mercery.core.i18n import Words
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response
from mercery.web.pagination import PageOf, Paging

router = APIRouter(prefix="/console/audit")
Reader = Annotated[Staff, Depends(Require(Permission.VIEW_AUDIT))]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A line with what changed, field by field."""

    entry: audit.AuditEntry
    action: Words
    changes: Sequence[tuple[str, str, str]]
    """Field, before, after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """What the page shows."""

    lines: PageOf[RecordLine]
    actors: Sequence[tuple[str, str]]
    actions: Sequence[tuple[str, Words]]
    actor: str
    action: str
    subject: str
    since: str
    until: str

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return any((self.actor, self.action, self.subject, self.since, self.until))


@router.get("")
async def record_page(
    request: Request,
    session: Db,
    staff: Reader,
    shop: CurrentShop,
    paging: Paging,
    actor: Annotated[str, Query(max_length=64)] = "",
    action: Annotated[str, Query(max_length=64)] = "",
    subject: Annotated[str, Query(max_length=200)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Who did what, newest first; days are those of the shop's time zone, `until` included."""
    wanted = audit.AuditFilter(
        actor_id=actor,
        action=action,
        subject=subject,
        since=_day(since, shop.timezone),
        until=_day(until, shop.timezone, days=1),
    )
    found, total = await audit.entries(session, shop.id, wanted, offset=paging.offset, limit=paging.size)
    actors, actions = await audit.actors_and_actions(session, shop.id)
    page = RecordPage(
        lines=PageOf(items=[_line(entry) for entry in found], total=total, asked=paging),
        actors=actors,
        actions=[(name, action_name(name)) for name in actions],
        actor=actor,
        action=action,
        subject=subject,
        since=since,
        until=until,
    )
    return page_response("accounts/audit.html", page, context=console_page(request, staff, shop, section="audit"))


def _day(text: str, timezone: str, *, days: int = 0) -> datetime | None:
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time(), tzinfo=zone_named(timezone))


def _line(entry: audit.AuditEntry) -> RecordLine:
    before, after = entry.before or {}, entry.after or {}
    names = list(dict.fromkeys([*before, *after]))
    changes = [
        (name, _short(before.get(name)), _short(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    ]
    return RecordLine(entry=entry, action=action_name(entry.action), changes=changes)


def _short(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        text = ", ".join(str(item) for item in value)
    elif isinstance(value, dict):
        text = ", ".join(f"{name}: {inner}" for name, inner in value.items())
    else:
        text = str(value)
    return text if len(text) <= 200 else text[:199] + "…"
