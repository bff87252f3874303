"""What comes into a release and what goes out of it again. Every function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.releases import repository
from mercery.knowledge.releases.release import Act, Content, ItemKind, Release, ReleaseState
from mercery.knowledge.releases.tables import ReleaseItemRow, ReleaseRow
from mercery.knowledge.review import service as review
from mercery.knowledge.review.queued import ApprovedDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What taking up approved drafts came to."""

    number: int
    """Of the release; 0 when there was nothing to take up."""
    taken: int
    left: int
    """Drafts that wait on: the release records another version of the same answer or policy."""


async def take_up(session: AsyncSession, shop_id: str, actor: Actor) -> Gathered:
    """Put every approved draft that waits into the open release, which is begun if there is none."""
    await repository.one_at_a_time(session, shop_id)
    drafts = await review.approved(session, shop_id)
    if not drafts:
        return Gathered(number=0, taken=0, left=0)
    row = await repository.open_row(session, shop_id) or await repository.begin(session, shop_id, actor)
    items = (await repository.item_rows(session, [row.id])).get(row.id, [])
    taken: list[str] = []
    places = {(one.kind, one.key) for one in items if one.state == "in"}
    for draft in drafts:
        own = _places(draft)
        if own & places:
            continue
        _put(session, row, actor, draft, len(items) + 2 * len(taken))
        places |= own
        taken.append(draft.id)
    if taken:
        await review.take_up(session, shop_id, taken, row.id)
        await _changed(session, row, actor, "put_in", figures={"drafts": len(taken)})
        await _audit(session, row, actor, "release.put_in", after={"drafts": taken})
    return Gathered(number=row.number, taken=len(taken), left=len(drafts) - len(taken))


def _places(draft: ApprovedDraft) -> set[tuple[str, str]]:
    return {("answer", draft.answer.key)} | ({("policy", draft.policy.key)} if draft.policy else set())


def _put(session: AsyncSession, row: ReleaseRow, actor: Actor, draft: ApprovedDraft, place: int) -> None:
    origin = f"{draft.document_name}, v{draft.document_version}" if draft.document_name else ""
    if draft.policy is not None:
        repository.add_item(
            session, row, actor, draft.policy, place=place, after_version=draft.policy_after_version,
            draft_id=draft.id, origin=origin, approved_by=draft.approved_by,
        )  # fmt: skip
    repository.add_item(
        session, row, actor, draft.answer, place=place + 1, after_version=draft.after_version, draft_id=draft.id,
        origin=origin, approved_by=draft.approved_by,
    )  # fmt: skip


async def put_in(
    session: AsyncSession, shop_id: str, actor: Actor, content: Content, *, after_version: int, reason: str
) -> Release:
    """Put a version somebody wrote by hand into the open release, in the place of an earlier one of theirs. Conflict when
    a reviewed draft of the same answer is in it."""
    if not reason.strip():
        message, zh = "Say why it is written or changed.", "请写明撰写或修改的原因。"
        raise Invalid(message, problems=[Problem(field="reason", message=message, zh=zh)], zh=zh)
    if isinstance(content, ApprovedAnswer):
        content = knowledge.checked(content)
    await repository.one_at_a_time(session, shop_id)
    row = await repository.open_row(session, shop_id) or await repository.begin(session, shop_id, actor)
    items = (await repository.item_rows(session, [row.id])).get(row.id, [])
    kind: ItemKind = "answer" if isinstance(content, ApprovedAnswer) else "policy"
    for one in items:
        if one.state != "in" or (one.kind, one.key) != (kind, content.key):
            continue
        if one.draft_id:
            raise Conflict(
                f"Release {row.number} changes this {kind} already, from {one.origin or 'a reviewed draft'}.",
                remedy="Take it out of the release first.",
                zh=f"第 {row.number} 次发布已从{one.origin or '已审核草稿'}更改此项，请先将其移出。",
            )
        one.state = "out"
    repository.add_item(
        session, row, actor, content, place=len(items), after_version=after_version, origin=reason.strip()
    )
    await _changed(session, row, actor, "put_in", reason=reason.strip(), figures={"items": 1})
    await _audit(session, row, actor, "release.put_in", after={kind: content.key}, reason=reason.strip())
    return await repository.release(session, shop_id, row.number)


async def take_out(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    number: int,
    item_id: str,
    *,
    reason: str = "",
    again: bool = False,
) -> Release:
    """Take an item out, with the policy or answer that came with it. A reviewed draft goes back to wait for another release,
    or (with `again`) to be reviewed once more."""
    row = await _waiting(session, shop_id, number)
    items = (await repository.item_rows(session, [row.id])).get(row.id, [])
    chosen = next((one for one in items if one.id == item_id and one.state == "in"), None)
    if chosen is None:
        raise NotFound(
            "That is not in the release any more.",
            remedy="Load the page again.",
            zh="该项已不在此次发布中，请刷新页面。",
        )
    together = [
        one
        for one in items
        if one.state == "in" and (one is chosen or (one.draft_id and one.draft_id == chosen.draft_id))
    ]
    for one in together:
        one.state = "out"
    why = reason.strip() or f"taken out of release {number}"
    if chosen.draft_id:
        await review.give_back(session, shop_id, actor, [chosen.draft_id], reason=why, again=again)
    await _changed(session, row, actor, "take_out", reason=reason.strip(), figures={"items": len(together)})
    await _audit(session, row, actor, "release.take_out", before=_named(together), reason=why)
    return await repository.release(session, shop_id, number)


async def hold(session: AsyncSession, shop_id: str, actor: Actor, number: int, *, reason: str) -> Release:
    """Keep a release from being published until somebody lets it go on; what is approved meanwhile begins another one."""
    row = await _waiting(session, shop_id, number)
    if not reason.strip():
        message, zh = "Say why it is held back.", "请写明暂缓的原因。"
        raise Invalid(message, problems=[Problem(field="reason", message=message, zh=zh)], zh=zh)
    return await _becomes(session, row, actor, "held", "hold", reason.strip())


async def resume(session: AsyncSession, shop_id: str, actor: Actor, number: int) -> Release:
    """Let a release that was held back go on."""
    row = await repository.locked(session, shop_id, number)
    if row.state != "held":
        raise Conflict(
            f"Release {number} is not held back.", remedy="Load the page again.",
            zh=f"第 {number} 次发布并未暂缓，请刷新页面。",
        )  # fmt: skip
    return await _becomes(session, row, actor, "open", "resume", "")


async def drop(session: AsyncSession, shop_id: str, actor: Actor, number: int, *, reason: str) -> Release:
    """Give a release up: its reviewed drafts wait for another one, what was written by hand for it is left."""
    row = await _waiting(session, shop_id, number)
    items = (await repository.item_rows(session, [row.id])).get(row.id, [])
    drafts = sorted({one.draft_id for one in items if one.state == "in" and one.draft_id})
    why = reason.strip() or f"release {number} was given up"
    if drafts:
        await review.give_back(session, shop_id, actor, drafts, reason=why)
    for one in items:
        one.state = "out" if one.state == "in" else one.state
    return await _becomes(session, row, actor, "dropped", "drop", reason.strip())


async def schedule(session: AsyncSession, shop_id: str, actor: Actor, number: int, at: datetime | None) -> Release:
    """Have a release published by itself at `at`, or no longer (None)."""
    row = await _waiting(session, shop_id, number)
    if row.state != "open":
        raise Conflict(
            f"Release {number} is held back.", remedy="Let it go on first.",
            zh=f"第 {number} 次发布已暂缓，请先让其继续。",
        )  # fmt: skip
    if at is not None and at <= now():
        message, remedy, zh = "That moment has passed.", "Choose a later one.", "该时间已过，请选择稍后的时间。"
        raise Invalid(message, problems=[Problem(field="at", message=message, remedy=remedy, zh=zh)], zh=zh)
    row.publish_at = at
    act: Act = "schedule" if at else "unschedule"
    repository.note_step(session, row, actor, act, reason=at.isoformat() if at else "")
    await _audit(session, row, actor, f"release.{act}", after={"at": at.isoformat() if at else None})
    return await repository.release(session, shop_id, number)


async def _waiting(session: AsyncSession, shop_id: str, number: int) -> ReleaseRow:
    await repository.one_at_a_time(session, shop_id)
    row = await repository.locked(session, shop_id, number)
    if row.state not in ("open", "held"):
        raise Conflict(
            f"Release {number} is not in preparation any more.", remedy="Load the page again.",
            zh=f"第 {number} 次发布已不在准备中，请刷新页面。",
        )  # fmt: skip
    return row


async def _becomes(
    session: AsyncSession, row: ReleaseRow, actor: Actor, state: ReleaseState, act: Act, reason: str
) -> Release:
    before, row.state, row.reason, row.publish_at = row.state, state, reason, None
    repository.note_step(session, row, actor, act, reason=reason)
    await _audit(session, row, actor, f"release.{act}", before={"state": before}, after={"state": state}, reason=reason)
    return await repository.release(session, row.shop_id, row.number)


async def _changed(
    session: AsyncSession, row: ReleaseRow, actor: Actor, act: Act, *, reason: str = "", figures: dict[str, int]
) -> None:
    """What was to be published by itself is another thing now: somebody has to say so again."""
    repository.note_step(session, row, actor, act, reason=reason, figures=figures)
    if row.publish_at is not None:
        row.publish_at = None
        repository.note_step(session, row, actor, "unschedule")
    await session.flush()


async def _audit(
    session: AsyncSession,
    row: ReleaseRow,
    actor: Actor,
    action: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    await session.flush()
    await audit.record(
        session, row.shop_id, actor, action, f"release:{row.number}", before=before, after=after, reason=reason or None
    )


def _named(items: Sequence[ReleaseItemRow]) -> dict[str, object]:
    return {f"{one.kind}s": [other.key for other in items if other.kind == one.kind] for one in items}
