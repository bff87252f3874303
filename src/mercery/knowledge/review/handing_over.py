"""The door to releases: approved drafts go out through it, and come back when a release does not want them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health.sources import sources_now
from mercery.knowledge.review import repository
from mercery.knowledge.review.nearness import plain
from mercery.knowledge.review.policies import policy_draft
from mercery.knowledge.review.queued import ApprovedDraft, QueuedDraft
from mercery.knowledge.review.tables import ReviewDraftRow
from mercery.knowledge.review.taking_in import overtake
from mercery.policies.policy import Policy
from mercery.policies.service import policies_in_force


async def approved(session: AsyncSession, shop_id: str, *, release_id: str = "") -> list[ApprovedDraft]:
    """Approved drafts that no release has taken up yet, or those that release `release_id` holds, in order of document."""
    rows = await repository.rows_where(
        session, shop_id, ReviewDraftRow.state == "approved", ReviewDraftRow.release_id == release_id
    )
    policies = {one.key: one for one in await policies_in_force(session, shop_id)}
    live = {one.key: one for one in await knowledge.answers(session, shop_id)} if rows else {}
    taken = set(live)
    made = []
    for one in await repository.queued(session, rows):
        ready = _ready(one, live, policies, taken)
        taken.add(ready.answer.key)
        made.append(ready)
    return made


def _ready(
    one: QueuedDraft, live: dict[str, ApprovedAnswer], policies: dict[str, Policy], taken: set[str]
) -> ApprovedDraft:
    key = one.answer_key if one.kind != "new" else _free(one.answer_key, taken)
    links = tuple(dict.fromkeys([*one.links, *([one.policy_key] if one.policy_key else [])]))
    answer = ApprovedAnswer(
        key=key, question=one.draft.question, answer=one.draft.answer, phrasings=one.draft.phrasings,
        category=one.draft.category, links=links, owner=one.owner, sources=one.draft.sources,
        valid_from=one.valid_from, valid_to=one.valid_to,
    )  # fmt: skip
    if one.kind == "withdraw":
        answer = replace(live.get(key, answer), status="retired")
    policy = None
    if one.policy_key and one.kind != "withdraw":
        policy = policy_draft(
            one.draft, one.policy_key, policies.get(one.policy_key), valid_from=one.valid_from, valid_to=one.valid_to
        )
    return ApprovedDraft(
        id=one.id, kind=one.kind, answer=answer, after_version=one.after_version, policy=policy,
        policy_after_version=one.policy_version, document_id=one.document_id, document_name=one.document_name,
        document_version=one.document_version, approved_by=tuple(yes.by_name for yes in one.approvals),
        approved_at=max((yes.at for yes in one.approvals), default=one.changed_at), release_id=one.release_id,
    )  # fmt: skip


def _free(key: str, taken: set[str]) -> str:
    """The key, or with a number where another answer has it."""
    found, number = key, 2
    while found in taken:
        found, number = f"{key[:74]}-{number}", number + 1
    return found


async def take_up(session: AsyncSession, shop_id: str, draft_ids: Sequence[str], release_id: str) -> None:
    """Let a release in preparation hold these drafts: nobody undoes them, no other release takes them. Conflict when one of
    them was opened again, or taken by another release, since they were read."""
    for row in await _held(session, shop_id, draft_ids):
        if row.state != "approved" or row.release_id not in ("", release_id):
            raise _gone_on()
        row.release_id = release_id
    await session.flush()


async def mark_published(
    session: AsyncSession, shop_id: str, actor: Actor, draft_ids: Sequence[str], *, release_id: str = ""
) -> None:
    """These drafts are live answers now. Conflict when one of them is not approved any more: nothing goes out without a yes."""
    for row in await _held(session, shop_id, draft_ids):
        if row.state != "approved" or (release_id and row.release_id != release_id):
            raise _gone_on()
        before = repository.kept(row, ())
        row.state, row.release_id = "published", release_id or row.release_id
        row.version += 1
        row.changed_at = now()
        repository.decide(session, row, actor, "publish", reason=release_id, before=before)
    await session.flush()


async def give_back(
    session: AsyncSession, shop_id: str, actor: Actor, draft_ids: Sequence[str], *, reason: str, again: bool = False
) -> None:
    """A release does not want these drafts, or was rolled back. They are approved as before and wait for another release; or,
    with `again`, a person has to look at them again. One whose passage reads otherwise by now, or is gone, is overtaken: its
    document made another draft, or none, when it was read again."""
    rows = await _held(session, shop_id, draft_ids)
    lost = await _lost(session, shop_id, rows)
    for row in rows:
        before = repository.kept(row, (await repository.approvals(session, [row.id])).get(row.id, ()))
        row.release_id, row.changed_at = "", now()
        row.state = "waiting" if again else "approved"
        row.version += 1
        if again:
            await repository.forget_approvals(session, row.id)
            live = {one.key: one.version for one in await knowledge.answers(session, shop_id)}
            row.after_version = live.get(row.answer_key, 0) if row.kind != "new" else row.after_version
        repository.decide(session, row, actor, "give_back", reason=reason, before=before)
        await audit.record(
            session, shop_id, actor, "draft.give_back", row.id, before={"state": before["state"]},
            after={"state": "overtaken" if row.id in lost else row.state, "answer_key": row.answer_key}, reason=reason,
        )  # fmt: skip
        if row.id in lost:
            await overtake(session, row, lost[row.id])
    await session.flush()


async def _lost(session: AsyncSession, shop_id: str, rows: Sequence[ReviewDraftRow]) -> dict[str, str]:
    """The documents, by draft, that do not say any more what the draft was made from. A withdrawal stands on what is gone."""
    sources = {row.id: repository.DRAFT.validate_python(row.draft).sources for row in rows if row.kind != "withdraw"}
    read = await sources_now(session, shop_id, {one for own in sources.values() for one in own})
    return {
        draft_id: one.document
        for draft_id, own in sources.items()
        for source, one in ((source, read[source]) for source in own)
        # A document nobody knows tells nothing; as the intake does, a heading alone that changed takes nothing away.
        if one.document and (one.text is None or plain(source.quote) not in plain(one.text))
    }


def _gone_on() -> Conflict:
    return Conflict(
        "Somebody opened a draft of it again meanwhile.",
        remedy="Load the page again.",
        zh="其中一份草稿刚被重新打开，请刷新页面。",
    )


async def _held(session: AsyncSession, shop_id: str, draft_ids: Sequence[str]) -> list[ReviewDraftRow]:
    return [await repository.locked(session, shop_id, one) for one in sorted(draft_ids)]
