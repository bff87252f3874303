"""Reads and writes releases, their items and steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

from pydantic import TypeAdapter
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import NotFound
from mercery.core.ids import new_id
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.releases.release import Act, Content, Item, ItemState, Release, ReleaseState, Step
from mercery.knowledge.releases.tables import ReleaseItemRow, ReleaseRow, ReleaseStepRow
from mercery.policies.draft import PolicyDraft

_CONTENTS: Final[Mapping[str, TypeAdapter[Any]]] = {
    "answer": TypeAdapter(ApprovedAnswer),
    "policy": TypeAdapter(PolicyDraft),
}


async def one_at_a_time(session: AsyncSession, shop_id: str) -> None:
    """Let one transaction at a time change what the shop's releases hold."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"releases:{shop_id}"}
    )


async def locked(session: AsyncSession, shop_id: str, number: int) -> ReleaseRow:
    """The release of this number, held until the transaction ends; NotFound."""
    row = await session.scalar(
        select(ReleaseRow)
        .where(ReleaseRow.shop_id == shop_id, ReleaseRow.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(
            f"There is no release {number}.",
            remedy="Go back to the list of releases.",
            zh=f"没有第 {number} 次发布，请返回发布列表。",
        )
    return row


async def open_row(session: AsyncSession, shop_id: str) -> ReleaseRow | None:
    """The newest release that gathers."""
    return cast(
        "ReleaseRow | None",
        await session.scalar(
            select(ReleaseRow)
            .where(ReleaseRow.shop_id == shop_id, ReleaseRow.state == "open")
            .order_by(ReleaseRow.number.desc())
            .limit(1)
        ),
    )


async def open_number(session: AsyncSession, shop_id: str) -> int | None:
    """The number of the release that gathers; None when none does."""
    row = await open_row(session, shop_id)
    return row.number if row is not None else None


async def begin(session: AsyncSession, shop_id: str, actor: Actor) -> ReleaseRow:
    """A new release that holds nothing yet."""
    newest = await session.scalar(select(func.max(ReleaseRow.number)).where(ReleaseRow.shop_id == shop_id))
    by = actor.name or actor.id
    row = ReleaseRow(
        id=new_id("rel"), shop_id=shop_id, number=(newest or 0) + 1, state="open", note="", begun_at=now(), begun_by=by,
        changed_at=now(), changed_by=by, reason="", publish_at=None, published_at=None, published_by="",
    )  # fmt: skip
    session.add(row)
    await session.flush()
    note_step(session, row, actor, "begin")
    return row


async def releases(
    session: AsyncSession, shop_id: str, *conditions: Any, offset: int = 0, limit: int = 50
) -> list[Release]:
    """Releases with their items, the newest first."""
    rows = await session.scalars(
        select(ReleaseRow)
        .where(ReleaseRow.shop_id == shop_id, *conditions)
        .order_by(ReleaseRow.number.desc())
        .offset(offset)
        .limit(limit)
    )
    found = list(rows)
    items = await item_rows(session, [row.id for row in found])
    return [to_release(row, items.get(row.id, ())) for row in found]


async def count(session: AsyncSession, shop_id: str) -> int:
    """How many releases there are."""
    return await session.scalar(select(func.count()).where(ReleaseRow.shop_id == shop_id)) or 0


async def release(session: AsyncSession, shop_id: str, number: int) -> Release:
    """The release of this number; NotFound."""
    found = await releases(session, shop_id, ReleaseRow.number == number)
    if not found:
        raise NotFound(
            f"There is no release {number}.",
            remedy="Go back to the list of releases.",
            zh=f"没有第 {number} 次发布，请返回发布列表。",
        )
    return found[0]


async def item_rows(session: AsyncSession, release_ids: Sequence[str]) -> dict[str, list[ReleaseItemRow]]:
    """The items of releases, in order of place."""
    rows = await session.scalars(
        select(ReleaseItemRow)
        .where(ReleaseItemRow.release_id.in_(list(release_ids)))
        .order_by(ReleaseItemRow.place, ReleaseItemRow.id)
        .execution_options(populate_existing=True)
    )
    found: dict[str, list[ReleaseItemRow]] = {}
    for row in rows:
        found.setdefault(row.release_id, []).append(row)
    return found


def add_item(
    session: AsyncSession,
    row: ReleaseRow,
    actor: Actor,
    content: Content,
    *,
    place: int,
    after_version: int,
    draft_id: str = "",
    origin: str = "",
    approved_by: Iterable[str] = (),
) -> None:
    """Put one version into a release."""
    kind = "answer" if isinstance(content, ApprovedAnswer) else "policy"
    session.add(
        ReleaseItemRow(
            id=new_id("rli"), shop_id=row.shop_id, release_id=row.id, place=place, kind=kind, key=content.key,
            after_version=after_version, content=content_json(content), draft_id=draft_id, origin=origin,
            approved_by=list(approved_by), put_in_at=now(), put_in_by=actor.name or actor.id, state="in",
            recorded_version=0,
        )
    )  # fmt: skip


def note_step(
    session: AsyncSession,
    row: ReleaseRow,
    actor: Actor,
    act: Act,
    *,
    reason: str = "",
    figures: Mapping[str, int] | None = None,
) -> None:
    """Write down who did what."""
    session.add(
        ReleaseStepRow(
            shop_id=row.shop_id, release_id=row.id, at=now(), by_kind=actor.kind, by_id=actor.id,
            by_name=actor.name or actor.id, act=act, reason=reason, about=dict(figures or {}),
        )
    )  # fmt: skip
    row.changed_at, row.changed_by = now(), actor.name or actor.id


async def steps(session: AsyncSession, release_id: str) -> list[Step]:
    """What happened to a release, the newest first."""
    rows = await session.scalars(
        select(ReleaseStepRow).where(ReleaseStepRow.release_id == release_id).order_by(ReleaseStepRow.id.desc())
    )
    return [
        Step(at=row.at, by=row.by_name, act=cast(Act, row.act), reason=row.reason, figures=dict(row.about))
        for row in rows
    ]


def content_json(content: Content) -> Json:
    """An answer or policy as stored."""
    kind = "answer" if isinstance(content, ApprovedAnswer) else "policy"
    stored: Json = _CONTENTS[kind].dump_python(content, mode="json")
    return stored


def to_item(row: ReleaseItemRow) -> Item:
    """The item of a row."""
    return Item(
        id=row.id, place=row.place, content=_CONTENTS[row.kind].validate_python(row.content),
        after_version=row.after_version, draft_id=row.draft_id, origin=row.origin,
        approved_by=tuple(str(name) for name in row.approved_by), put_in_at=row.put_in_at, put_in_by=row.put_in_by,
        state=cast(ItemState, row.state), recorded_version=row.recorded_version,
    )  # fmt: skip


def to_release(row: ReleaseRow, items: Iterable[ReleaseItemRow]) -> Release:
    """The release of a row."""
    return Release(
        id=row.id, number=row.number, state=cast(ReleaseState, row.state), note=row.note, begun_at=row.begun_at,
        begun_by=row.begun_by, changed_at=row.changed_at, changed_by=row.changed_by, reason=row.reason,
        publish_at=row.publish_at, published_at=row.published_at, published_by=row.published_by,
        items=tuple(to_item(one) for one in items),
    )  # fmt: skip


async def due(session: AsyncSession, moment: datetime) -> list[tuple[str, int]]:
    """Shop and number of releases whose time to be published has come."""
    rows = await session.execute(
        select(ReleaseRow.shop_id, ReleaseRow.number)
        .where(ReleaseRow.state == "open", ReleaseRow.publish_at <= moment)
        .order_by(ReleaseRow.publish_at)
    )
    return [(shop_id, number) for shop_id, number in rows]
