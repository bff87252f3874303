"""Taking drafts into the queue. Works inside the caller's transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import COMMAND_LINE, SYSTEM
from mercery.core.clock import now
from mercery.core.i18n import LANGS
from mercery.core.ids import new_id
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.document import Document, Passage, SourceRef
from mercery.knowledge.drafts.draft import BY_HAND, Draft
from mercery.knowledge.review import repository
from mercery.knowledge.review.intake import Incoming, Intake, intake_of
from mercery.knowledge.review.nearness import made_from
from mercery.knowledge.review.policies import proposed
from mercery.knowledge.review.queued import Kind
from mercery.knowledge.review.standing import Standing, standing_of
from mercery.knowledge.review.tables import ReviewDraftRow
from mercery.knowledge.review.two_people import ReviewRule, touches
from mercery.policies.policy import Policy
from mercery.policies.service import policies_in_force
from mercery.ui.formats import zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of drafts that came in."""

    new: int
    changed: int
    joined: int
    known: int
    withdrawn: int
    overtaken: int
    ids: tuple[str, ...]
    """Of the drafts that wait now and did not before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _House:
    """What stands in the shop while drafts are taken in."""

    shop_id: str
    policies: Sequence[Policy]
    rule: ReviewRule
    zone: ZoneInfo
    document: Document
    policy_keys: set[str]
    """Policies that drafts are to become; grows with each."""


async def take_in(
    session: AsyncSession,
    shop_id: str,
    drafts: Sequence[Draft],
    document: Document,
    passages: Sequence[Passage] | None = None,
) -> Taken:
    """Take the drafts made of the whole of one version of `document` into the queue.

    What came before from the same words is left as it was decided; a changed passage makes a draft that replaces the answer
    standing on it; where a passage is gone (told by `passages`) its answer is put up for withdrawal.
    """
    await repository.one_at_a_time(session, shop_id)
    rows = await repository.rows_where(session, shop_id)
    queued = await repository.queued(session, rows)
    live = [one for one in await knowledge.answers(session, shop_id) if one.status == "approved"]
    intake = await asyncio.to_thread(intake_of, drafts, document.id, queued, live, passages, document.version)
    house = _House(
        shop_id=shop_id,
        policies=await policies_in_force(session, shop_id),
        rule=await repository.rule(session, shop_id),
        zone=zone_named((await accounts.shop(session, shop_id)).timezone),
        document=document,
        policy_keys={row.policy_key for row in rows if row.policy_key},
    )
    return await _keep(session, house, intake, {row.id: row for row in rows})


async def _keep(session: AsyncSession, house: _House, intake: Intake, rows: dict[str, ReviewDraftRow]) -> Taken:
    made: list[str] = []
    by_place: dict[str, ReviewDraftRow] = {}
    for place, one in enumerate(intake.incoming):
        target = by_place.get(one.into) or rows.get(one.into)
        if one.fate == "known" and target is not None:
            _moved(target, one, house.document)
        elif one.fate == "joined" and target is not None:
            await _join(session, house, target, one.draft)
        elif one.fate in ("new", "change"):
            row = _row(house, one)
            session.add(row)
            repository.decide(session, row, SYSTEM, "take_in", reason=house.document.name)
            by_place[f"#{place}"] = row
            made.append(row.id)
    for answer in intake.withdrawn:
        row = _withdrawal(house, answer)
        session.add(row)
        repository.decide(session, row, SYSTEM, "take_in", reason=house.document.name)
        made.append(row.id)
    for draft_id in intake.overtaken:
        await overtake(session, rows[draft_id], f"{house.document.name}, {house.document.version}")
    await session.flush()
    taken = Taken(
        new=intake.count("new"), changed=intake.count("change"), joined=intake.count("joined"),
        known=intake.count("known") + intake.count("live"), withdrawn=len(intake.withdrawn),
        overtaken=len(intake.overtaken), ids=tuple(made),
    )  # fmt: skip
    if made or intake.overtaken:
        figures = {
            "new": taken.new,
            "changed": taken.changed,
            "withdrawn": taken.withdrawn,
            "overtaken": taken.overtaken,
        }
        await audit.record(
            session,
            house.shop_id,
            SYSTEM,
            "draft.take_in",
            f"{house.document.name}, {house.document.version}",
            after=figures,
        )
    return taken


def _row(house: _House, one: Incoming) -> ReviewDraftRow:
    draft, before = one.draft, one.replaces
    choice = proposed(draft, house.policies, house.policy_keys)
    house.policy_keys.add(choice.key)
    links = [*(before.links if before else ()), *([choice.link] if choice.link else [])]
    policy = draft.policy
    row = _blank(house, draft, "change" if before else "new")
    row.answer_key = before.key if before else knowledge.key_for(draft.question)
    row.after_version = before.version if before else 0
    row.twin = one.twin
    row.links = list(dict.fromkeys(links))
    row.policy_key, row.policy_version = choice.key, choice.version
    row.owner = (before.owner if before else "") or _person(house.document.recorded_by)
    row.valid_from = _day(policy.valid_from, house.zone) if policy else None
    end = _day(policy.valid_to, house.zone) if policy else None
    row.valid_to = end + timedelta(days=1) if end else (before.valid_to if before else None)
    weigh(row, draft, house.policies, house.rule)
    return row


def _person(name: str) -> str:
    """Who answers for what a document says: who brought it, where that was a person."""
    return "" if name in (SYSTEM.name, COMMAND_LINE.name) else name


def _withdrawal(house: _House, answer: ApprovedAnswer) -> ReviewDraftRow:
    draft = Draft(
        question=answer.question, answer=answer.answer, sources=answer.sources, phrasings=answer.phrasings,
        category=answer.category,
    )  # fmt: skip
    row = _blank(house, draft, "withdraw")
    row.answer_key, row.after_version = answer.key, answer.version
    row.links, row.owner = list(answer.links), answer.owner
    row.valid_from, row.valid_to = answer.valid_from, answer.valid_to
    row.differs, row.exact, row.threads = 0, False, []
    row.touches = list(touches(draft, category=draft.category, topics=_topics(row, house.policies), rule=house.rule))
    return row


def _blank(house: _House, draft: Draft, kind: Kind) -> ReviewDraftRow:
    first = next((one for one in draft.sources if one.document_id == house.document.id), None)
    stored = repository.draft_json(draft)
    return ReviewDraftRow(
        id=new_id("rvw"), shop_id=house.shop_id, document_id=house.document.id, document_name=house.document.name,
        document_version=house.document.version, place=first.passage if first else 0, made_from=made_from(draft),
        kind=kind, state="waiting", draft=stored, made=stored, twin="", merged_into="", links=[], policy_key="",
        policy_version=0, owner="", valid_from=None, valid_to=None, asked=-1, release_id="", version=1,
        recorded_at=now(), changed_at=now(),
    )  # fmt: skip


def weigh(row: ReviewDraftRow, draft: Draft, policies: Sequence[Policy], rule: ReviewRule) -> None:
    """Write down the draft as it reads now, with what follows from that: threads, and who has to say yes."""
    standing = standing_of(draft)
    if draft.made_by == BY_HAND:
        # A person answers for it, and it may say more than the passages it keeps: shown is what they bear out.
        standing = Standing(threads=tuple(one for one in standing.threads if one.agrees), differs=0, exact=False)
    row.draft = repository.draft_json(draft)
    row.threads, row.differs, row.exact = repository.threads_json(standing.threads), standing.differs, standing.exact
    row.touches = list(touches(draft, category=draft.category, topics=_topics(row, policies), rule=rule))


def _topics(row: ReviewDraftRow, policies: Sequence[Policy]) -> list[Any]:
    keys = {*row.links, row.policy_key} - {""}
    named = row.draft.get("policy") or {}
    return [one.topic for one in policies if one.key in keys] + ([named["topic"]] if row.policy_key and named else [])


def _moved(row: ReviewDraftRow, one: Incoming, document: Document) -> None:
    """The same words again, elsewhere in the new version: only the places change, and only of what nobody has decided."""
    if row.state not in ("waiting", "second", "approved"):
        return
    held = repository.DRAFT.validate_python(row.draft)
    kept = tuple(source for source in held.sources if source.document_id != document.id)
    moved = replace(held, sources=(*one.draft.sources, *kept))
    row.draft = repository.draft_json(moved)
    if row.kind != "withdraw":
        # Threads name sources by their place, which may be another now.
        row.threads = repository.threads_json(standing_of(moved).threads)
    row.document_version, row.document_name = document.version, document.name
    row.place = one.draft.sources[0].passage if one.draft.sources else row.place


async def _join(session: AsyncSession, house: _House, row: ReviewDraftRow, draft: Draft) -> None:
    """Its phrasings and sources become those of the draft in the queue, of which nobody has said yes in this form."""
    held = repository.DRAFT.validate_python(row.draft)
    made = joined(held, draft)
    if made == held:
        return
    before = repository.kept(row, (await repository.approvals(session, [row.id])).get(row.id, ()))
    weigh(row, made, house.policies, house.rule)
    if row.state == "second":
        row.state = "waiting"
        await repository.forget_approvals(session, row.id)
    row.version += 1
    row.changed_at = now()
    repository.decide(session, row, SYSTEM, "merge", reason=draft.question.text("en"), before=before)


def joined(held: Draft, other: Draft) -> Draft:
    """`held` with the phrasings and sources of `other` beside its own; its question becomes a phrasing."""
    phrasings = {}
    for lang in LANGS:
        asked = other.question.en if lang == "en" else other.question.zh
        own = held.question.en if lang == "en" else held.question.zh
        every = (*held.phrasings.get(lang, ()), asked, *other.phrasings.get(lang, ()))
        if texts := tuple(dict.fromkeys(text for text in every if text and text != own)):
            phrasings[lang] = texts
    return replace(held, phrasings=phrasings, sources=_once((*held.sources, *other.sources)))


def _once(sources: Sequence[SourceRef]) -> tuple[SourceRef, ...]:
    known: dict[tuple[str, int], SourceRef] = {}
    for source in sources:
        known.setdefault((source.document_id, source.passage), source)
    return tuple(known.values())


async def overtake(session: AsyncSession, row: ReviewDraftRow, reason: str) -> None:
    """Nobody has to decide about the draft any more: what it was made from does not read so now."""
    said = (await repository.approvals(session, [row.id])).get(row.id, ())
    before = repository.kept(row, said)
    row.state, row.changed_at = "overtaken", now()
    row.version += 1
    await repository.forget_approvals(session, row.id)
    repository.decide(session, row, SYSTEM, "overtake", reason=reason, before=before)


def _day(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text[:10]), time(), tzinfo=zone) if text else None
    except ValueError:
        return None
