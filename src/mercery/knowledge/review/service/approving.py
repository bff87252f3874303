"""Saying yes to drafts: one by one, several at once, or with the source's values put in. Two people where the rule wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.i18n import LANGS
from mercery.knowledge import service as knowledge
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.drafts.threads import repaired
from mercery.knowledge.review import repository
from mercery.knowledge.review.acts import note, open_anew, opened, said_of, weigh_anew, words_json
from mercery.knowledge.review.policies import policy_draft
from mercery.knowledge.review.queued import Act, Approval, QueuedDraft
from mercery.knowledge.review.ruling import alone
from mercery.knowledge.review.service.looking import draft, newest_policy_version
from mercery.knowledge.review.tables import ReviewDraftRow
from mercery.policies.draft import check_draft
from mercery.policies.service import policies_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Versions of the live answer and of the policy that the reader compared the draft with; 0 where there was none."""

    live: int = 0
    policy: int = 0


async def approve(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, seen: int, beside: Beside | None = None
) -> QueuedDraft:
    """Say yes. Where two people are needed the first yes waits for another person's; Invalid while something differs.
    `beside`: what stood beside the draft while it was read; None: what it was made against."""
    row, before = await opened(session, shop_id, draft_id, seen)
    return await _say_yes(session, row, actor, before, beside=beside)


async def _say_yes(
    session: AsyncSession,
    row: ReviewDraftRow,
    actor: Actor,
    before: Mapping[str, Any],
    *,
    mended: Mapping[str, Any] | None = None,
    beside: Beside | None = None,
) -> QueuedDraft:
    """Write the yes down. `mended`: the words that the source's values stand in the place of."""
    await _stands_as_seen(session, row, beside)
    current = repository.to_queued(row, await said_of(session, row))
    await _check_approvable(session, row.shop_id, current)
    single = current.needs_two and await alone(session, row.shop_id)
    first = next((one for one in current.approvals if one.place == 1), None)
    if current.needs_two and not single and first is not None and first.by_id == actor.id:
        raise Invalid(
            "You said yes already; a second person has to.",
            remedy="Ask somebody else who may approve answers.",
            zh="您已核准过，须由另一人核准。",
        )
    place = 2 if first is not None else 1
    row.state = "second" if current.needs_two and not single and place == 1 else "approved"
    repository.add_approval(session, row, Approval(place=place, by_id=actor.id, by_name=actor.name, at=now()))
    act: Act = "mend" if mended is not None else ("second" if place == 2 else "approve")
    words = {"answer": words_json(current.draft.answer)} if mended is not None else {}
    after = {"four_eyes": _four_eyes(current, single, place), **words}
    await note(session, row, actor, act, before, before_note=mended, after=after)
    return await draft(session, row.shop_id, row.id)


async def _stands_as_seen(session: AsyncSession, row: ReviewDraftRow, beside: Beside | None) -> None:
    """Conflict when the answer or policy it replaces is another version than the one it was compared with on the page."""
    seen = beside or Beside(live=row.after_version, policy=row.policy_version)
    if row.kind != "new":
        live = await knowledge.answer(session, row.shop_id, row.answer_key)
        if live.version != seen.live:
            raise Conflict(
                "Somebody changed the live answer meanwhile.",
                remedy="Look at the difference once more.",
                zh="现有答复已有变动，请再核对一次差异。",
            )
        row.after_version = live.version
    if row.policy_key and row.kind != "withdraw":
        newest = await newest_policy_version(session, row.shop_id, row.policy_key)
        if newest != seen.policy:
            raise Conflict(
                "Somebody changed the policy meanwhile.",
                remedy="Look at the difference once more.",
                zh="该政策已有变动，请再核对一次差异。",
            )
        row.policy_version = newest


def _four_eyes(current: QueuedDraft, single: bool, place: int) -> str:
    if not current.needs_two:
        return "not needed"
    return "off: one person alone may approve here" if single else ("second" if place == 2 else "first")


async def _check_approvable(session: AsyncSession, shop_id: str, current: QueuedDraft) -> None:
    if current.kind == "withdraw":
        return
    if current.differs:
        raise Invalid(
            f"{current.differs} of {len(current.threads)} figures and conditions differ from the source.",
            remedy="Take the source's value, or edit the draft.",
            zh="有数字或条件与来源不符，请采用来源数值或修改草稿。",
        )
    if not any(current.draft.question.has(lang) and current.draft.answer.has(lang) for lang in LANGS):
        raise Invalid(
            "The draft has no question and answer in one language.",
            remedy="Edit it.",
            zh="问题和答复须至少写成一种语言。",
        )
    if current.valid_from and current.valid_to and current.valid_to <= current.valid_from:
        message = "It would end before it begins."
        raise Invalid(
            message,
            problems=[Problem(field="valid_to", message=message, zh="截止日早于生效日。")],
            zh="截止日早于生效日。",
        )
    if current.policy_key:
        policies = {one.key: one for one in await policies_in_force(session, shop_id)}
        check_draft(
            policy_draft(
                current.draft, current.policy_key, policies.get(current.policy_key),
                valid_from=current.valid_from, valid_to=current.valid_to,
            )
        )  # fmt: skip
        others = await repository.rows_where(
            session, shop_id, ReviewDraftRow.state == "approved", ReviewDraftRow.policy_key == current.policy_key,
            ReviewDraftRow.id != current.id,
        )  # fmt: skip
        if others:
            raise Invalid(
                f"Another approved draft becomes the policy '{current.policy_key}' already.",
                remedy="Choose another policy for this one, or none.",
                zh="另一份已核准草稿将成为同一政策，请另选或不选。",
            )


async def mend(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, seen: int, beside: Beside | None = None
) -> QueuedDraft:
    """Put the source's value in the place of what differs, and say yes; Invalid where that leaves something open."""
    row, before = await opened(session, shop_id, draft_id, seen)
    held: Draft = repository.DRAFT.validate_python(row.draft)
    threads = repository.THREADS.validate_python(row.threads)
    answer = repaired(held.answer, threads, held.sources)
    if answer is None or answer == held.answer:
        raise Invalid(
            "The source gives no value for all that differs.",
            remedy="Edit the draft.",
            zh="来源没有可用的数值，请修改草稿。",
        )
    await weigh_anew(session, row, replace(held, answer=answer))
    if row.differs:
        raise Invalid(
            "The source gives no value for all that differs.",
            remedy="Edit the draft.",
            zh="来源没有可用的数值，请修改草稿。",
        )
    await open_anew(session, row)
    return await _say_yes(session, row, actor, before, mended={"answer": words_json(held.answer)}, beside=beside)


async def approve_together(
    session: AsyncSession, shop_id: str, actor: Actor, seen: Mapping[str, int]
) -> tuple[list[QueuedDraft], list[str]]:
    """Say yes to several, each at the version that was listed. Returns those done, and ids of those that had to be left."""
    done, left = [], []
    for draft_id, version in seen.items():
        try:
            current = await draft(session, shop_id, draft_id)
            if not current.plainly_exact:
                left.append(draft_id)
                continue
            done.append(await approve(session, shop_id, actor, draft_id, seen=version))
        except (Invalid, Conflict, NotFound):
            left.append(draft_id)
    return done, left
