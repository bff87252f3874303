"""What everything has in common that waits for a second person's yes: who may say it, what is noted, what the desk is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import NavBadge
from mercery.core.clock import now
from mercery.core.errors import Conflict, wrong_field
from mercery.policies.two_people import two_people_of


class Waiting(Protocol):
    """A row that waits, or was decided."""

    by_id: str
    by_name: str
    state: str
    """`waiting`, `recorded`, `refused` or `overtaken`."""
    decided_by: str
    decided_at: datetime | None


def check_undecided(row: Waiting) -> None:
    """Conflict where somebody has decided already."""
    if row.state != "waiting":
        raise Conflict(
            f"It was decided already, by {row.decided_by}.", remedy="Look at what holds now.",
            zh=f"{row.decided_by} 已作决定，请查看最新内容。",
        )  # fmt: skip


def both_names(row: Waiting, actor: Actor, *, alone: bool) -> str:
    """Who is put on record for it. Invalid for who wrote it, unless nobody else is there any more (`alone`)."""
    if row.by_id != actor.id:
        return f"{row.by_name}, {actor.name}"
    if not alone:
        raise wrong_field(
            "confirm", "You wrote it; a second person has to say yes.", remedy="Ask a colleague.",
            zh="此内容由您撰写，须由另一人核准。",
        )  # fmt: skip
    return row.by_name


def from_the_yes_on(valid_from: datetime | None) -> datetime | None:
    """The first day of what is recorded now: what waited past it holds from the yes on, and not for what was said before."""
    return None if valid_from is not None and valid_from < now() else valid_from


def decide(row: Waiting, actor: Actor, state: str) -> None:
    """Note who decided what, and when."""
    row.state, row.decided_by, row.decided_at = state, actor.name, now()


def check_refusal(reason: str) -> None:
    """Invalid where no reason is given for a no."""
    if not reason.strip():
        raise wrong_field("reason", "Say why it is not recorded.", zh="请写明原因。")


async def nobody_else(connection: HTTPConnection, session: AsyncSession, shop: Shop) -> bool:
    """Whether one yes is enough by now."""
    rule = two_people_of(connection)
    return rule is None or await rule.alone(session, shop.id)


async def may_confirm(connection: HTTPConnection, session: AsyncSession, staff: Staff, shop: Shop, by_id: str) -> bool:
    """Whether the reader may say the second yes to what `by_id` wrote."""
    if not staff.may(Permission.REVIEW_ANSWERS):
        return False
    return by_id != staff.id or await nobody_else(connection, session, shop)


def badge(section: str, count: int) -> Mapping[str, NavBadge]:
    """How many wait, beside the menu's entry."""
    return {section: NavBadge(text=str(count))} if count else {}
