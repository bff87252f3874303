"""What people decide about drafts. Every function works inside the caller's transaction, writes the draft's history and an
audit record, and refuses when somebody else changed the draft since it was looked at (`seen`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.i18n import LANGS, Lang, Words
from mercery.core.jobs import enqueue
from mercery.knowledge import service as knowledge
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.drafts.threads import repaired
from mercery.knowledge.review import repository, taking_back
from mercery.knowledge.review.acts import note, open_anew, opened, said_of, weigh_anew, words_json
from mercery.knowledge.review.handing_over import approved, give_back, mark_published, take_up
from mercery.knowledge.review.policies import policy_draft
from mercery.knowledge.review.queued import OPEN, Act, Approval, QueuedDraft
from mercery.knowledge.review.repository import Decision
from mercery.knowledge.review.ruling import alone
from mercery.knowledge.review.tables import ReviewDecisionRow, ReviewDraftRow
from mercery.knowledge.review.taking_in import Taken, joined, take_in
from mercery.policies.draft import check_draft
from mercery.policies.service import policies_in_force, policy_history

__all__ = ["Beside", "Edit", "Taken", "approved", "give_back", "mark_published", "take_in", "take_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person may change of a draft; None leaves a thing as it is."""

    question: Words | None = None
    answer: Words | None = None
    phrasings: Mapping[Lang, tuple[str, ...]] | None = None
    category: str | None = None
    owner: str | None = None
    links: tuple[str, ...] | None = None
    policy_key: str | None = None
    """The policy it is recorded as, empty for none."""
    dates: tuple[datetime | None, datetime | None] | None = None
    """First moment, and the moment from which it no longer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Versions of the live answer and of the policy that the reader compared the draft with; 0 where there was none."""

    live: int = 0
    policy: int = 0


async def draft(session: AsyncSession, shop_id: str, draft_id: str) -> QueuedDraft:
    """One draft as it stands now; NotFound."""
    rows = await repository.rows_where(session, shop_id, ReviewDraftRow.id == draft_id)
    if not rows:
        raise NotFound("There is no such draft.", remedy="Go back to the queue.", zh="没有这份草稿，请返回审核列表。")
    return (await repository.queued(session, rows))[0]


async def drafts(session: AsyncSession, shop_id: str, draft_ids: Sequence[str]) -> list[QueuedDraft]:
    """Several drafts as they stand now, in the order asked for; unknown ones are left out."""
    rows = await repository.rows_where(session, shop_id, ReviewDraftRow.id.in_(list(draft_ids)))
    found = {one.id: one for one in await repository.queued(session, rows)}
    return [found[one] for one in draft_ids if one in found]


async def history(session: AsyncSession, shop_id: str, draft_id: str) -> list[Decision]:
    """What was decided about a draft, newest first."""
    return await repository.decisions(session, shop_id, ReviewDecisionRow.draft_id == draft_id)


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


async def newest_policy_version(session: AsyncSession, shop_id: str, key: str) -> int:
    """The newest version recorded of a policy; 0 when there is none."""
    try:
        return (await policy_history(session, shop_id, key))[0].version
    except NotFound:
        return 0


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


async def edit(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, change: Edit, *, seen: int
) -> QueuedDraft:
    """Change a draft. What was approved of it before has to be approved again; threads are drawn anew."""
    row, before = await opened(session, shop_id, draft_id, seen)
    held: Draft = repository.DRAFT.validate_python(row.draft)
    made = replace(
        held,
        question=held.question if change.question is None else change.question,
        answer=held.answer if change.answer is None else change.answer,
        phrasings=held.phrasings if change.phrasings is None else change.phrasings,
        category=held.category if change.category is None else change.category,
    )  # fmt: skip
    _check_texts(made)
    if not await _apply(session, row, change) and made == held:
        return repository.to_queued(row, await said_of(session, row))
    await weigh_anew(session, row, made)
    await open_anew(session, row)
    changed = {"answer": words_json(made.answer)} if made.answer != held.answer else {}
    await note(session, row, actor, "edit", before, before_note={"answer": words_json(held.answer)}, after=changed)
    return await draft(session, shop_id, draft_id)


async def _apply(session: AsyncSession, row: ReviewDraftRow, change: Edit) -> bool:
    """What is not text; whether anything is another than before."""
    was = (row.owner, list(row.links), row.policy_key, row.valid_from, row.valid_to)
    row.owner = row.owner if change.owner is None else change.owner
    row.links = list(row.links) if change.links is None else list(change.links)
    if change.policy_key is not None and change.policy_key != row.policy_key:
        row.policy_key = change.policy_key
        row.policy_version = await newest_policy_version(session, row.shop_id, row.policy_key)
    if change.dates is not None:
        row.valid_from, row.valid_to = change.dates
    return was != (row.owner, list(row.links), row.policy_key, row.valid_from, row.valid_to)


def _check_texts(made: Draft) -> None:
    problems = []
    if not (made.question.en or made.question.zh):
        problems.append(
            Problem(
                field="question_en",
                message="Write the question in at least one language.",
                zh="问题须至少写成一种语言。",
            )
        )
    if not (made.answer.en or made.answer.zh):
        problems.append(
            Problem(
                field="answer_en", message="Write the answer in at least one language.", zh="答复须至少写成一种语言。"
            )
        )
    if problems:
        raise Invalid("The draft cannot be used as it is.", problems=problems, zh="请修改标出的字段。")


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


async def reject(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, reason: str, seen: int
) -> QueuedDraft:
    """Say no. It does not come again unless its passage changes."""
    row, before = await opened(session, shop_id, draft_id, seen)
    if not reason.strip():
        message = "Say why it is rejected."
        raise Invalid(
            message, problems=[Problem(field="reason", message=message, zh="请写明原因。")], zh="请写明原因。"
        )
    row.state = "rejected"
    await repository.forget_approvals(session, row.id)
    await note(session, row, actor, "reject", before, reason=reason.strip())
    return await draft(session, shop_id, draft_id)


async def merge(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, into: str, seen: int
) -> QueuedDraft:
    """Let the draft become part of another (`draft:ID`) or of a live answer (`answer:KEY`): phrasings and sources are joined,
    the other's words stay. Into a live answer it goes by a draft of its next version, which waits like any other."""
    row, before = await opened(session, shop_id, draft_id, seen)
    held: Draft = repository.DRAFT.validate_python(row.draft)
    kind, _, name = into.partition(":")
    if kind == "answer":
        await _into_answer(session, row, held, name)
        await note(session, row, actor, "merge", before, after={"into": into})
        return await draft(session, shop_id, draft_id)
    if kind != "draft" or name == draft_id:
        raise Invalid(
            "Choose what it is merged into.",
            remedy="A waiting draft or a live answer.",
            zh="请选择要并入的草稿或答复。",
        )
    target = await repository.locked(session, shop_id, name)
    if target.state not in OPEN:
        raise Conflict(
            "That draft is decided already.",
            remedy="Choose another, or load the page again.",
            zh="该草稿已处理，请另选或刷新页面。",
        )
    other = {"id": target.id, "before": repository.kept(target, await said_of(session, target))}
    await weigh_anew(session, target, joined(repository.DRAFT.validate_python(target.draft), held))
    await open_anew(session, target)
    target.version += 1
    target.changed_at = now()
    row.state, row.merged_into = "merged", into
    await repository.forget_approvals(session, row.id)
    await note(
        session, row, actor, "merge", {**before, "joined": {**other, "version": target.version}}, after={"into": into}
    )
    return await draft(session, shop_id, draft_id)


async def _into_answer(session: AsyncSession, row: ReviewDraftRow, held: Draft, key: str) -> None:
    live = await knowledge.answer(session, row.shop_id, key)
    if live.status != "approved":
        raise Conflict("That answer was withdrawn.", remedy="Load the page again.", zh="该答复已停用，请刷新页面。")
    whole = Draft(
        question=live.question, answer=live.answer, sources=live.sources, phrasings=live.phrasings,
        category=live.category or held.category, made_by=held.made_by,
    )  # fmt: skip
    row.kind, row.answer_key, row.after_version = "change", live.key, live.version
    row.twin, row.policy_key, row.policy_version = "", "", 0
    row.links, row.owner = list(live.links), live.owner or row.owner
    row.valid_from, row.valid_to = live.valid_from, live.valid_to
    await weigh_anew(session, row, joined(whole, held))
    await open_anew(session, row)


async def reopen(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, seen: int) -> QueuedDraft:
    """Let an approved or rejected draft wait again; Conflict when a release holds it or it is another version."""
    row = await repository.locked(session, shop_id, draft_id)
    if row.version != seen or row.state not in ("approved", "rejected") or row.release_id:
        raise Conflict(
            "The draft went on meanwhile.", remedy="Look at it as it stands now.", zh="该草稿已有变动，以下为最新内容。"
        )
    before = repository.kept(row, await said_of(session, row))
    await open_anew(session, row)
    await note(session, row, actor, "return", before)
    return await draft(session, shop_id, draft_id)


async def undo(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str = "") -> QueuedDraft:
    """Take back the person's last act, on this draft or on any; Invalid when there is none or it went on meanwhile."""
    return await draft(session, shop_id, await taking_back.undo(session, shop_id, actor, draft_id))


async def add_words(session: AsyncSession, shop_id: str, draft_id: str, better: Draft, *, seen: int) -> bool:
    """Let a waiting draft have what a model added to it; False, and nothing is done, when somebody touched it meanwhile."""
    try:
        row, before = await opened(session, shop_id, draft_id, seen)
    except (Conflict, NotFound):
        return False
    if row.state != "waiting":
        return False
    await weigh_anew(session, row, better)
    row.made = row.draft
    await note(session, row, SYSTEM, "edit", before, reason=better.made_by)
    return True


async def ask_for_words(session: AsyncSession, shop_id: str, draft_id: str) -> None:
    """Have the missing language of one draft drafted in the background."""
    args = {"shop_id": shop_id, "draft_ids": [draft_id]}
    await enqueue(session, "review:word_drafts", args, lock=f"review_words:{shop_id}")


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
