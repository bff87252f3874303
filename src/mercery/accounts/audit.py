"""The record of who did what, when and why. Rows can be added and read, never changed (a trigger holds to it)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor, ActorKind
from mercery.accounts.tables import AuditRow
from mercery.core.clock import now
from mercery.core.database import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the record."""

    id: int
    at: datetime
    actor: Actor
    action: str
    """Feature and act: `shop.update`, `product.set_price`."""
    subject: str
    """What it was done to: an id or an e-mail."""
    before: Json | None
    after: Json | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which lines are wanted; an empty field does not narrow."""

    actor_id: str = ""
    action: str = ""
    """A whole action, or the part before the dot."""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


async def record(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    action: str,
    subject: str,
    *,
    before: Json | None = None,
    after: Json | None = None,
    reason: str | None = None,
) -> None:
    """Add a line in the caller's transaction: the act and its record happen together or not at all."""
    session.add(
        AuditRow(
            shop_id=shop_id,
            at=now(),
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            action=action,
            subject=subject[:200],
            before=before,
            after=after,
            reason=reason,
        )
    )
    await session.flush()


async def entries(
    session: AsyncSession, shop_id: str, wanted: AuditFilter, *, offset: int = 0, limit: int = 50
) -> tuple[list[AuditEntry], int]:
    """The newest lines first, and how many there are in all."""
    chosen = _narrowed(select(AuditRow).where(AuditRow.shop_id == shop_id), wanted)
    total = await session.scalar(select(func.count()).select_from(chosen.subquery()))
    rows = await session.scalars(chosen.order_by(AuditRow.id.desc()).offset(offset).limit(limit))
    return [_entry(row) for row in rows], total or 0


async def actors_and_actions(session: AsyncSession, shop_id: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Who (id, name) and which actions occur, for the filters."""
    people = await session.execute(
        select(AuditRow.actor_id, func.max(AuditRow.actor_name))
        .where(AuditRow.shop_id == shop_id)
        .group_by(AuditRow.actor_id)
        .order_by(func.max(AuditRow.actor_name))
    )
    actions = await session.scalars(
        select(AuditRow.action).where(AuditRow.shop_id == shop_id).distinct().order_by(AuditRow.action)
    )
    return [(row[0], row[1]) for row in people], list(actions)


def _narrowed(query: Select[AuditRow], wanted: AuditFilter) -> Select[AuditRow]:
    if wanted.actor_id:
        query = query.where(AuditRow.actor_id == wanted.actor_id)
    if wanted.action:
        query = query.where((AuditRow.action == wanted.action) | AuditRow.action.startswith(wanted.action + "."))
    if wanted.subject:
        query = query.where(AuditRow.subject.icontains(wanted.subject, autoescape=True))
    if wanted.since:
        query = query.where(AuditRow.at >= wanted.since)
    if wanted.until:
        query = query.where(AuditRow.at < wanted.until)
    return query


def _entry(row: AuditRow) -> AuditEntry:
    kinds: dict[str, ActorKind] = {
        "staff": "staff", "api_key": "api_key", "system": "system", "customer": "customer", "import": "import"
    }  # fmt: skip
    return AuditEntry(
        id=row.id,
        at=row.at,
        actor=Actor(kind=kinds[row.actor_kind], id=row.actor_id, name=row.actor_name),
        action=row.action,
        subject=row.subject,
        before=row.before,
        after=row.after,
        reason=row.reason,
    )
