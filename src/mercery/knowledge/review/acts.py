"""What every act on a draft does: hold it, weigh it anew, write down who did what. Private to review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict
from mercery.core.i18n import Words
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.review import repository
from mercery.knowledge.review.queued import OPEN, Act, Approval
from mercery.knowledge.review.tables import ReviewDraftRow
from mercery.knowledge.review.taking_in import weigh
from mercery.policies.service import policies_in_force


async def opened(
    session: AsyncSession, shop_id: str, draft_id: str, seen: int
) -> tuple[ReviewDraftRow, dict[str, Any]]:
    """The draft, held, and how it was; Conflict when it is decided or another version than was looked at."""
    row = await repository.locked(session, shop_id, draft_id)
    if row.version != seen or row.state not in OPEN:
        raise Conflict(
            "Somebody decided about this draft or changed it meanwhile.",
            remedy="Look at it as it stands now.",
            zh="此草稿已被他人处理或修改，以下为最新内容。",
        )
    return row, repository.kept(row, await said_of(session, row))


async def said_of(session: AsyncSession, row: ReviewDraftRow) -> tuple[Approval, ...]:
    """The yeses that hold."""
    return (await repository.approvals(session, [row.id])).get(row.id, ())


async def weigh_anew(session: AsyncSession, row: ReviewDraftRow, made: Draft) -> None:
    """Write down the draft as it reads now, with what follows from that."""
    policies = await policies_in_force(session, row.shop_id)
    weigh(row, made, policies, await repository.rule(session, row.shop_id))


async def open_anew(session: AsyncSession, row: ReviewDraftRow) -> None:
    """What was said about other words does not hold for these."""
    row.state = "waiting"
    await repository.forget_approvals(session, row.id)


async def note(
    session: AsyncSession,
    row: ReviewDraftRow,
    actor: Actor,
    act: Act,
    before: Mapping[str, Any],
    *,
    reason: str = "",
    before_note: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Count the act, and write it into the draft's history and the audit record."""
    row.version += 1
    row.changed_at = now()
    repository.decide(session, row, actor, act, reason=reason, before=dict(before))
    await session.flush()
    question = str(row.draft["question"].get("en") or row.draft["question"].get("zh") or "")
    await audit.record(
        session, row.shop_id, actor, f"draft.{act}", row.id,
        before={"state": before["state"], **(before_note or {})},
        after={"state": row.state, "question": question[:200], "answer_key": row.answer_key, **(after or {})},
        reason=reason or None,
    )  # fmt: skip


def words_json(words: Words) -> dict[str, str]:
    """A text in both languages as stored."""
    return {"en": words.en, "zh": words.zh}
