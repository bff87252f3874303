"""What people decide about drafts. Every function works inside the caller's transaction, writes the draft's history and an
audit record, and refuses when somebody else changed the draft since it was looked at (`seen`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.drafts.threads import repaired
from mercery.knowledge.review import repository
from mercery.knowledge.review.handing_over import approved, give_back, mark_published, take_up
from mercery.knowledge.review.queued import OPEN, Act, Approval, QueuedDraft
from mercery.knowledge.review.repository import Decision
from mercery.knowledge.review.tables import ReviewDecisionRow, ReviewDraftRow
from mercery.knowledge.review.taking_in import Taken, joined, take_in, weigh
from mercery.knowledge.review.two_people import ReviewRule
from mercery.policies.service import policies_in_force

__all__ = ["Edit", "Taken", "approved", "give_back", "mark_published", "take_in", "take_up"]

_UNDOABLE: Final = timedelta(hours=12)
_ACTS: Final[tuple[Act, ...]] = ("approve", "second", "edit", "mend", "reject", "merge", "return")


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


async def draft(session: AsyncSession, shop_id: str, draft_id: str) -> QueuedDraft:
    """One draft as it stands now; NotFound."""
    rows = await repository.rows_where(session, shop_id, ReviewDraftRow.id == draft_id)
    if not rows:
        raise NotFound("There is no such draft.", remedy="Go back to the queue.")
    return (await repository.queued(session, rows))[0]


async def drafts(session: AsyncSession, shop_id: str, draft_ids: Sequence[str]) -> list[QueuedDraft]:
    """Several drafts as they stand now, in the order asked for; unknown ones are left out."""
    rows = await repository.rows_where(session, shop_id, ReviewDraftRow.id.in_(list(draft_ids)))
    found = {one.id: one for one in await repository.queued(session, rows)}
    return [found[one] for one in draft_ids if one in found]


async def history(session: AsyncSession, shop_id: str, draft_id: str) -> list[Decision]:
    """What was decided about a draft, newest first."""
    return await repository.decisions(session, shop_id, ReviewDecisionRow.draft_id == draft_id)


async def alone(session: AsyncSession, shop_id: str) -> bool:
    """Whether a single person of the shop may approve, so that there is no second one to ask."""
    return len(await reviewers(session, shop_id)) <= 1


async def reviewers(session: AsyncSession, shop_id: str) -> list[Staff]:
    """Who may approve."""
    return [one for one in await accounts.staff_members(session, shop_id) if one.may(Permission.REVIEW_ANSWERS)]


async def approve(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, seen: int) -> QueuedDraft:
    """Say yes. Where two people are needed the first yes waits for another person's; Invalid while something differs."""
    row, before = await _open(session, shop_id, draft_id, seen)
    return await _say_yes(session, row, actor, before)


async def _say_yes(
    session: AsyncSession,
    row: ReviewDraftRow,
    actor: Actor,
    before: Mapping[str, Any],
    *,
    mended: Mapping[str, Any] | None = None,
) -> QueuedDraft:
    """Write the yes down. `mended`: the words that the source's values stand in the place of."""
    current = repository.to_queued(row, await _said(session, row))
    await _check_approvable(session, row.shop_id, current)
    single = current.needs_two and await alone(session, row.shop_id)
    first = next((one for one in current.approvals if one.place == 1), None)
    if current.needs_two and not single and first is not None and first.by_id == actor.id:
        raise Invalid(
            "You said yes already; a second person has to.", remedy="Ask somebody else who may approve answers."
        )
    place = 2 if first is not None else 1
    row.state = "second" if current.needs_two and not single and place == 1 else "approved"
    repository.add_approval(session, row, Approval(place=place, by_id=actor.id, by_name=actor.name, at=now()))
    act: Act = "mend" if mended is not None else ("second" if place == 2 else "approve")
    words = {"answer": _words(current.draft.answer)} if mended is not None else {}
    after = {"four_eyes": _four_eyes(current, single, place), **words}
    await _note(session, row, actor, act, before, before_note=mended, after=after)
    return await draft(session, row.shop_id, row.id)


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
        )
    if not any(current.draft.question.has(lang) and current.draft.answer.has(lang) for lang in LANGS):
        raise Invalid("The draft has no question and answer in one language.", remedy="Edit it.")
    if current.policy_key and not (current.draft.answer.en or current.draft.answer.zh):
        raise Invalid("A policy needs a statement.", remedy="Edit the draft.")
    if current.valid_from and current.valid_to and current.valid_to <= current.valid_from:
        message = "It would end before it begins."
        raise Invalid(message, problems=[Problem(field="valid_to", message=message)])
    if current.policy_key:
        others = await repository.rows_where(
            session, shop_id, ReviewDraftRow.state == "approved", ReviewDraftRow.policy_key == current.policy_key,
            ReviewDraftRow.id != current.id,
        )  # fmt: skip
        if others:
            raise Invalid(
                f"Another approved draft becomes the policy '{current.policy_key}' already.",
                remedy="Choose another policy for this one, or none.",
            )


async def edit(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, change: Edit, *, seen: int
) -> QueuedDraft:
    """Change a draft. What was approved of it before has to be approved again; threads are drawn anew."""
    row, before = await _open(session, shop_id, draft_id, seen)
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
        return repository.to_queued(row, await _said(session, row))
    await _weigh(session, row, made)
    await _open_anew(session, row)
    changed = {"answer": _words(made.answer)} if made.answer != held.answer else {}
    await _note(session, row, actor, "edit", before, before_note={"answer": _words(held.answer)}, after=changed)
    return await draft(session, shop_id, draft_id)


async def _apply(session: AsyncSession, row: ReviewDraftRow, change: Edit) -> bool:
    """What is not text; whether anything is another than before."""
    was = (row.owner, list(row.links), row.policy_key, row.valid_from, row.valid_to)
    row.owner = row.owner if change.owner is None else change.owner
    row.links = list(row.links) if change.links is None else list(change.links)
    if change.policy_key is not None and change.policy_key != row.policy_key:
        row.policy_key, row.policy_version = change.policy_key, 0
        for policy in await policies_in_force(session, row.shop_id):
            if policy.key == change.policy_key:
                row.policy_version = policy.version
    if change.dates is not None:
        row.valid_from, row.valid_to = change.dates
    return was != (row.owner, list(row.links), row.policy_key, row.valid_from, row.valid_to)


def _check_texts(made: Draft) -> None:
    problems = []
    if not (made.question.en or made.question.zh):
        problems.append(Problem(field="question_en", message="Write the question in at least one language."))
    if not (made.answer.en or made.answer.zh):
        problems.append(Problem(field="answer_en", message="Write the answer in at least one language."))
    if problems:
        raise Invalid("The draft cannot be used as it is.", problems=problems)


async def mend(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, seen: int) -> QueuedDraft:
    """Put the source's value in the place of what differs, and say yes; Invalid where that leaves something open."""
    row, before = await _open(session, shop_id, draft_id, seen)
    held: Draft = repository.DRAFT.validate_python(row.draft)
    threads = repository.THREADS.validate_python(row.threads)
    answer = repaired(held.answer, threads, held.sources)
    if answer is None or answer == held.answer:
        raise Invalid("The source gives no value for all that differs.", remedy="Edit the draft.")
    await _weigh(session, row, replace(held, answer=answer))
    if row.differs:
        raise Invalid("The source gives no value for all that differs.", remedy="Edit the draft.")
    await _open_anew(session, row)
    return await _say_yes(session, row, actor, before, mended={"answer": _words(held.answer)})


async def reject(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, reason: str, seen: int
) -> QueuedDraft:
    """Say no. It does not come again unless its passage changes."""
    row, before = await _open(session, shop_id, draft_id, seen)
    if not reason.strip():
        message = "Say why it is rejected."
        raise Invalid(message, problems=[Problem(field="reason", message=message)])
    row.state = "rejected"
    await repository.forget_approvals(session, row.id)
    await _note(session, row, actor, "reject", before, reason=reason.strip())
    return await draft(session, shop_id, draft_id)


async def merge(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, into: str, seen: int
) -> QueuedDraft:
    """Let the draft become part of another (`draft:ID`) or of a live answer (`answer:KEY`): phrasings and sources are joined,
    the other's words stay. Into a live answer it goes by a draft of its next version, which waits like any other."""
    row, before = await _open(session, shop_id, draft_id, seen)
    held: Draft = repository.DRAFT.validate_python(row.draft)
    kind, _, name = into.partition(":")
    if kind == "answer":
        await _into_answer(session, row, held, name)
        await _note(session, row, actor, "merge", before, after={"into": into})
        return await draft(session, shop_id, draft_id)
    if kind != "draft" or name == draft_id:
        raise Invalid("Choose what it is merged into.", remedy="A waiting draft or a live answer.")
    target = await repository.locked(session, shop_id, name)
    if target.state not in OPEN:
        raise Conflict("That draft is decided already.", remedy="Choose another, or load the page again.")
    other = {"id": target.id, "before": repository.kept(target, await _said(session, target))}
    await _weigh(session, target, joined(repository.DRAFT.validate_python(target.draft), held))
    await _open_anew(session, target)
    target.version += 1
    target.changed_at = now()
    row.state, row.merged_into = "merged", into
    await repository.forget_approvals(session, row.id)
    await _note(
        session, row, actor, "merge", {**before, "joined": {**other, "version": target.version}}, after={"into": into}
    )
    return await draft(session, shop_id, draft_id)


async def _into_answer(session: AsyncSession, row: ReviewDraftRow, held: Draft, key: str) -> None:
    live = await knowledge.answer(session, row.shop_id, key)
    if live.status == "retired":
        raise Conflict("That answer was withdrawn.", remedy="Load the page again.")
    whole = Draft(
        question=live.question, answer=live.answer, sources=live.sources, phrasings=live.phrasings,
        category=live.category or held.category, made_by=held.made_by,
    )  # fmt: skip
    row.kind, row.answer_key, row.after_version = "change", live.key, live.version
    row.twin, row.policy_key, row.policy_version = "", "", 0
    row.links, row.owner = list(live.links), live.owner or row.owner
    row.valid_from, row.valid_to = live.valid_from, live.valid_to
    await _weigh(session, row, joined(whole, held))
    await _open_anew(session, row)


async def undo(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str = "") -> QueuedDraft:
    """Take back the person's last act, on this draft or on any; Invalid when there is none or it went on meanwhile."""
    decision = await _last_act(session, shop_id, actor, draft_id)
    if decision is None:
        raise Invalid("There is nothing of yours to take back.", remedy="What others decided is theirs to take back.")
    row = await repository.locked(session, shop_id, decision.draft_id)
    if row.state == "published" or row.release_id:
        raise Conflict("The draft is in a release already.", remedy="Give it back from the release.")
    before = repository.kept(row, await _said(session, row))
    other: Mapping[str, Any] | None = decision.before.get("joined")
    if other is not None:
        target = await repository.locked(session, shop_id, other["id"])
        if target.version != other["version"]:
            raise Conflict("The other draft went on meanwhile.", remedy="Edit it instead.")
        await repository.put_back(session, target, other["before"])
        target.version += 1
    await repository.put_back(session, row, decision.before)
    await _note(session, row, actor, "undo", {**before, "undid": decision.id})
    return await draft(session, shop_id, row.id)


async def _last_act(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str) -> Decision | None:
    """The newest act of the person that was not taken back and is the last that happened to its draft."""
    recent = await repository.decisions(
        session, shop_id, ReviewDecisionRow.at >= now() - _UNDOABLE,
        *([ReviewDecisionRow.draft_id == draft_id] if draft_id else []), limit=120,
    )  # fmt: skip
    undone = {one.before.get("undid") for one in recent if one.act == "undo"}
    passed: set[str] = set()
    for one in recent:
        if one.act == "undo" or one.id in undone:
            continue
        if one.by.id == actor.id and one.act in _ACTS and one.draft_id not in passed:
            return one
        passed.add(one.draft_id)
    return None


async def approve_together(
    session: AsyncSession, shop_id: str, actor: Actor, seen: Mapping[str, int]
) -> tuple[list[QueuedDraft], list[str]]:
    """Say yes to several, each at the version that was listed. Returns those done, and ids of those that had to be left."""
    done, left = [], []
    for draft_id, version in seen.items():
        try:
            current = await draft(session, shop_id, draft_id)
            if not current.exact:
                left.append(draft_id)
                continue
            done.append(await approve(session, shop_id, actor, draft_id, seen=version))
        except (Invalid, Conflict, NotFound):
            left.append(draft_id)
    return done, left


async def rule(session: AsyncSession, shop_id: str) -> ReviewRule:
    """How the shop reviews."""
    return await repository.rule(session, shop_id)


async def set_rule(session: AsyncSession, shop_id: str, actor: Actor, made: ReviewRule) -> ReviewRule:
    """Change how the shop reviews; what waits is weighed anew."""
    before = await repository.rule(session, shop_id)
    made = replace(made, changed_at=now(), changed_by=actor.name)
    await repository.set_rule(session, shop_id, made)
    policies = await policies_in_force(session, shop_id)
    for row in await repository.rows_where(session, shop_id, ReviewDraftRow.state.in_(OPEN)):
        if row.kind != "withdraw":
            weigh(row, repository.DRAFT.validate_python(row.draft), policies, made)
    await session.flush()
    await audit.record(
        session, shop_id, actor, "review.rule", "two_people",
        before={"two_people": before.two_people, "categories": list(before.categories)},
        after={"two_people": made.two_people, "categories": list(made.categories)},
    )  # fmt: skip
    return made


async def _open(session: AsyncSession, shop_id: str, draft_id: str, seen: int) -> tuple[ReviewDraftRow, dict[str, Any]]:
    row = await repository.locked(session, shop_id, draft_id)
    if row.version != seen or row.state not in OPEN:
        raise Conflict(
            "Somebody decided about this draft or changed it meanwhile.", remedy="Look at it as it stands now."
        )
    return row, repository.kept(row, await _said(session, row))


async def _said(session: AsyncSession, row: ReviewDraftRow) -> tuple[Approval, ...]:
    return (await repository.approvals(session, [row.id])).get(row.id, ())


async def _weigh(session: AsyncSession, row: ReviewDraftRow, made: Draft) -> None:
    policies = await policies_in_force(session, row.shop_id)
    weigh(row, made, policies, await repository.rule(session, row.shop_id))


async def _open_anew(session: AsyncSession, row: ReviewDraftRow) -> None:
    """What was said about other words does not hold for these."""
    row.state = "waiting"
    await repository.forget_approvals(session, row.id)


async def _note(
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


def _words(words: Words) -> dict[str, str]:
    return {"en": words.en, "zh": words.zh}
