"""Reads and writes drafts in review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from pydantic import TypeAdapter
from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import NotFound
from mercery.knowledge.drafts.draft import Draft, Thread
from mercery.knowledge.review.queued import Act, Approval, Kind, QueuedDraft, State, Touch
from mercery.knowledge.review.tables import ReviewApprovalRow, ReviewDecisionRow, ReviewDraftRow, ReviewRuleRow
from mercery.knowledge.review.two_people import ReviewRule, TwoPeople

DRAFT: Final = TypeAdapter(Draft)
THREADS: Final[TypeAdapter[tuple[Thread, ...]]] = TypeAdapter(tuple[Thread, ...])
_KEPT: Final = (
    "state", "kind", "answer_key", "after_version", "draft", "threads", "differs", "exact", "touches", "twin",
    "merged_into", "links", "policy_key", "policy_version", "owner", "valid_from", "valid_to", "release_id",
)  # fmt: skip
"""What an act may change of a draft, and `undo` puts back."""
_MOMENTS: Final = ("valid_from", "valid_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of a draft's history."""

    id: int
    draft_id: str
    at: datetime
    by: Actor
    act: Act
    reason: str
    before: Json


async def one_at_a_time(session: AsyncSession, shop_id: str) -> None:
    """Let one transaction at a time take drafts into the shop's queue."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"review:{shop_id}"}
    )


async def locked(session: AsyncSession, shop_id: str, draft_id: str) -> ReviewDraftRow:
    """The draft, held until the transaction ends; NotFound."""
    row = await session.scalar(
        select(ReviewDraftRow)
        .where(ReviewDraftRow.shop_id == shop_id, ReviewDraftRow.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("There is no such draft.", remedy="Go back to the queue.", zh="没有这份草稿，请返回审核列表。")
    return row


async def rows_where(session: AsyncSession, shop_id: str, *conditions: Any, limit: int = 5_000) -> list[ReviewDraftRow]:
    """Drafts in the order of the queue."""
    rows = await session.scalars(
        select(ReviewDraftRow)
        .where(ReviewDraftRow.shop_id == shop_id, *conditions)
        .order_by(ReviewDraftRow.document_name, ReviewDraftRow.document_id, ReviewDraftRow.place, ReviewDraftRow.id)
        .limit(limit)
    )
    return list(rows)


async def approvals(session: AsyncSession, draft_ids: Sequence[str]) -> dict[str, tuple[Approval, ...]]:
    """The yeses that hold, by draft."""
    rows = await session.scalars(
        select(ReviewApprovalRow)
        .where(ReviewApprovalRow.draft_id.in_(list(draft_ids)))
        .order_by(ReviewApprovalRow.place)
    )
    found: dict[str, tuple[Approval, ...]] = {}
    for row in rows:
        made = Approval(place=row.place, by_id=row.by_id, by_name=row.by_name, at=row.at)
        found[row.draft_id] = (*found.get(row.draft_id, ()), made)
    return found


async def queued(session: AsyncSession, rows: Sequence[ReviewDraftRow]) -> list[QueuedDraft]:
    """Rows as values, with the yeses that hold."""
    said = await approvals(session, [row.id for row in rows]) if rows else {}
    return [to_queued(row, said.get(row.id, ())) for row in rows]


def to_queued(row: ReviewDraftRow, said: tuple[Approval, ...]) -> QueuedDraft:
    """The draft of a row."""
    return QueuedDraft(
        id=row.id,
        draft=DRAFT.validate_python(row.draft),
        made=DRAFT.validate_python(row.made),
        made_from=row.made_from,
        kind=cast(Kind, row.kind),
        state=cast(State, row.state),
        document_id=row.document_id,
        document_name=row.document_name,
        document_version=row.document_version,
        place=row.place,
        answer_key=row.answer_key,
        after_version=row.after_version,
        threads=THREADS.validate_python(row.threads),
        differs=row.differs,
        exact=row.exact,
        touches=cast("tuple[Touch, ...]", tuple(row.touches)),
        twin=row.twin,
        merged_into=row.merged_into,
        links=tuple(str(link) for link in row.links),
        policy_key=row.policy_key,
        policy_version=row.policy_version,
        owner=row.owner,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        asked=row.asked,
        release_id=row.release_id,
        version=row.version,
        recorded_at=row.recorded_at,
        changed_at=row.changed_at,
        approvals=said,
    )


def draft_json(draft: Draft) -> Json:
    """A draft as stored."""
    stored: Json = DRAFT.dump_python(draft, mode="json")
    return stored


def threads_json(threads: Sequence[Thread]) -> list[Any]:
    """Threads as stored."""
    stored: list[Any] = THREADS.dump_python(tuple(threads), mode="json")
    return stored


def kept(row: ReviewDraftRow, said: Sequence[Approval]) -> Json:
    """What `put_back` needs."""
    values = {name: getattr(row, name) for name in _KEPT}
    for name in _MOMENTS:
        values[name] = values[name].isoformat() if values[name] else None
    yeses = [{"place": one.place, "id": one.by_id, "name": one.by_name, "at": one.at.isoformat()} for one in said]
    return {**values, "approvals": yeses, "version": row.version}


async def put_back(session: AsyncSession, row: ReviewDraftRow, before: Mapping[str, Any]) -> None:
    """The draft as `kept` found it."""
    for name in _KEPT:
        value = before[name]
        setattr(row, name, datetime.fromisoformat(value) if name in _MOMENTS and value else value)
    await forget_approvals(session, row.id)
    for one in before["approvals"]:
        said = Approval(place=one["place"], by_id=one["id"], by_name=one["name"], at=datetime.fromisoformat(one["at"]))
        add_approval(session, row, said)


def add_approval(session: AsyncSession, row: ReviewDraftRow, said: Approval) -> None:
    """Write down a yes."""
    session.add(
        ReviewApprovalRow(
            draft_id=row.id, place=said.place, shop_id=row.shop_id, by_id=said.by_id, by_name=said.by_name, at=said.at
        )
    )


async def forget_approvals(session: AsyncSession, draft_id: str) -> None:
    """No yes holds any longer; that there were some stays in the decisions."""
    await session.execute(delete(ReviewApprovalRow).where(ReviewApprovalRow.draft_id == draft_id))


def decide(
    session: AsyncSession, row: ReviewDraftRow, actor: Actor, act: Act, *, reason: str = "", before: Json | None = None
) -> None:
    """Add a line to the draft's history."""
    session.add(
        ReviewDecisionRow(
            shop_id=row.shop_id, draft_id=row.id, at=now(), by_kind=actor.kind, by_id=actor.id,
            by_name=actor.name or actor.id, act=act, reason=reason, before=before or {},
        )
    )  # fmt: skip


async def decisions(session: AsyncSession, shop_id: str, *conditions: Any, limit: int = 200) -> list[Decision]:
    """Lines of the history, newest first."""
    rows = await session.scalars(
        select(ReviewDecisionRow)
        .where(ReviewDecisionRow.shop_id == shop_id, *conditions)
        .order_by(ReviewDecisionRow.id.desc())
        .limit(limit)
    )
    return [
        Decision(
            id=row.id,
            draft_id=row.draft_id,
            at=row.at,
            by=Actor(kind=cast(Any, row.by_kind), id=row.by_id, name=row.by_name),
            act=cast(Act, row.act),
            reason=row.reason,
            before=row.before,
        )
        for row in rows
    ]


async def rule(session: AsyncSession, shop_id: str) -> ReviewRule:
    """How the shop reviews."""
    row = await session.get(ReviewRuleRow, shop_id)
    if row is None:
        return ReviewRule()
    return ReviewRule(
        two_people=cast(TwoPeople, row.two_people),
        categories=tuple(str(name) for name in row.categories),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


async def set_rule(session: AsyncSession, shop_id: str, made: ReviewRule) -> None:
    """Keep how the shop reviews."""
    await session.merge(
        ReviewRuleRow(
            shop_id=shop_id, two_people=made.two_people, categories=list(made.categories),
            changed_at=made.changed_at or now(), changed_by=made.changed_by,
        )
    )  # fmt: skip
    await session.flush()


async def set_asked(session: AsyncSession, shop_id: str, counted: Mapping[str, int]) -> None:
    """Write down how often each draft's question was asked; no act, so the draft's version stays."""
    for draft_id, times in counted.items():
        await session.execute(
            update(ReviewDraftRow)
            .where(ReviewDraftRow.shop_id == shop_id, ReviewDraftRow.id == draft_id, ReviewDraftRow.asked != times)
            .values(asked=times)
        )
