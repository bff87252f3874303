"""What the review page shows: the queue, one draft, and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge import comparison
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents import service as documents
from mercery.knowledge.documents.document import Document, Passage, SourceRef
from mercery.knowledge.drafts.threads import repaired
from mercery.knowledge.review import queue, ruling, service
from mercery.knowledge.review.nearness import nearness, questions_near
from mercery.knowledge.review.policies import policy_draft
from mercery.knowledge.review.queue import QueueCounts, QueueLine, Wanted
from mercery.knowledge.review.queued import OPEN, Approval, QueuedDraft
from mercery.knowledge.review.repository import Decision
from mercery.knowledge.review.two_people import NAMES
from mercery.knowledge.review.weaving import Woven, WovenPiece, woven
from mercery.policies import comparison as policy_comparison
from mercery.policies.comparison import Change
from mercery.policies.policy import Policy
from mercery.policies.service import policies_in_force

_AROUND = 2
"""Passages shown before and after the one a draft stands on."""
_TARGETS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """One passage of the source; `pieces` of one the draft stands on, else it is its surroundings."""

    number: int
    kind: str
    level: int
    text: str
    lang: Lang
    pieces: tuple[WovenPiece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """The passages of one document that the draft stands on, with what surrounds them."""

    ref: SourceRef
    document: Document | None
    passages: tuple[PassageView, ...]

    @property
    def url(self) -> str:
        """Where the document is read."""
        return f"/console/documents/{self.ref.document_id}?version={self.ref.version}&passage={self.ref.passage}#p{self.ref.passage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """The policy a draft becomes."""

    key: str
    current: Policy | None
    changes: Sequence[Change]
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something the draft could be merged into."""

    value: str
    question: Words
    note: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """One draft beside its source."""

    one: QueuedDraft
    woven: Woven
    sources: Sequence[SourceView]
    mendable: bool
    live: ApprovedAnswer | None
    """The answer it replaces or withdraws, or that asks nearly the same."""
    changes: Sequence[Change]
    policy: PolicyView | None
    linked: Sequence[Policy]
    twin: QueuedDraft | None
    history: Sequence[Decision]
    alone: bool
    staff_id: str
    policy_version: int = 0
    """The newest version of the policy it becomes."""

    @property
    def first(self) -> Approval | None:
        """The first yes, while a second is awaited."""
        return next((one for one in self.one.approvals if one.place == 1), None)

    @property
    def carried_over(self) -> Sequence[Lang]:
        """Languages whose text is still that of the live answer, while the other was changed."""
        if self.live is None or self.one.kind != "change":
            return []
        same = [lang for lang in LANGS if _written(self.one.draft.answer, lang) == _written(self.live.answer, lang)]
        return [lang for lang in same if _written(self.one.draft.answer, lang)] if len(same) == 1 else []

    @property
    def said_yes(self) -> bool:
        """Whether the reader said yes already."""
        return any(one.by_id == self.staff_id for one in self.one.approvals)

    @property
    def open(self) -> bool:
        """Whether it can still be decided."""
        return self.one.state in OPEN

    @property
    def reasons(self) -> Sequence[Words]:
        """Why two people are needed."""
        return [NAMES[touch] for touch in self.one.touches]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The review page."""

    wanted: Wanted
    counts: QueueCounts
    lines: Sequence[QueueLine]
    draft: DraftView | None
    done: int
    total: int
    may_review: bool
    may_word: bool = False
    """Whether a model is set that can draft the missing language."""
    act: str = ""
    """`edit`, `reject` or `merge`: the form that is open."""
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: Words | None = None
    said: Words | None = None
    """What was just done."""
    targets: Sequence[Target] = ()
    days: tuple[str, str] = ("", "")
    """First and last day as the form shows them."""

    @property
    def place(self) -> int:
        """Of the draft in the list, from 1."""
        return next((n for n, line in enumerate(self.lines, 1) if self.draft and line.id == self.draft.one.id), 0)

    def neighbour(self, step: int) -> str:
        """The draft before or after this one, empty at the ends."""
        ids = [line.id for line in self.lines]
        if self.draft is None or self.draft.one.id not in ids:
            return ids[0] if ids else ""
        at = ids.index(self.draft.one.id) + step
        return ids[at] if 0 <= at < len(ids) else ""

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")


def _written(words: Words, lang: Lang) -> str:
    return words.en if lang == "en" else words.zh


async def draft_view(session: AsyncSession, shop: Shop, staff: Staff, draft_id: str) -> DraftView:
    """One draft with everything a person decides by; NotFound."""
    one = await service.draft(session, shop.id, draft_id)
    live = await _live(session, shop.id, one)
    policies = await policies_in_force(session, shop.id)
    threads = woven(one.draft.answer, one.threads, one.draft.sources)
    repair = repaired(one.draft.answer, one.threads, one.draft.sources) if one.differs else None
    return DraftView(
        one=one,
        woven=threads,
        sources=await _sources(session, shop.id, one, threads),
        mendable=repair is not None and repair != one.draft.answer,
        live=live,
        changes=comparison.changes(live, _after(one, live)) if live and one.kind == "change" else [],
        policy=_policy(one, policies),
        linked=[policy for policy in policies if policy.key in one.links],
        twin=await _twin(session, shop.id, one),
        history=await service.history(session, shop.id, draft_id),
        alone=one.needs_two and await ruling.alone(session, shop.id),
        staff_id=staff.id,
        policy_version=await service.newest_policy_version(session, shop.id, one.policy_key) if one.policy_key else 0,
    )


async def _live(session: AsyncSession, shop_id: str, one: QueuedDraft) -> ApprovedAnswer | None:
    key = one.answer_key if one.kind != "new" else one.twin.removeprefix("answer:")
    if not key or (one.kind == "new" and not one.twin.startswith("answer:")):
        return None
    try:
        return await knowledge.answer(session, shop_id, key)
    except NotFound:
        return None


def _after(one: QueuedDraft, live: ApprovedAnswer) -> ApprovedAnswer:
    links = tuple(dict.fromkeys([*one.links, *([one.policy_key] if one.policy_key else [])]))
    return ApprovedAnswer(
        key=live.key, question=one.draft.question, answer=one.draft.answer, phrasings=one.draft.phrasings,
        category=one.draft.category, links=links, owner=one.owner, sources=one.draft.sources,
        valid_from=one.valid_from, valid_to=one.valid_to,
    )  # fmt: skip


def _policy(one: QueuedDraft, policies: Sequence[Policy]) -> PolicyView | None:
    if one.draft.policy is None or one.kind == "withdraw":
        return None
    choices = [(policy.key, policy.title.text("en")) for policy in policies]
    current = next((policy for policy in policies if policy.key == one.policy_key), None)
    changes: Sequence[Change] = []
    if one.policy_key and current is not None:
        made = policy_draft(one.draft, one.policy_key, current, valid_from=one.valid_from, valid_to=one.valid_to)
        after = Policy(
            id="", key=made.key, topic=made.topic, title=made.title, statement=made.statement, values=made.values,
            regions=made.regions, valid_from=made.valid_from or now(), valid_to=made.valid_to,
            version=current.version + 1, recorded_at=now(), recorded_by="", reason="",
        )  # fmt: skip
        changes = policy_comparison.changes(current, after)
    return PolicyView(key=one.policy_key, current=current, changes=changes, choices=choices)


async def _twin(session: AsyncSession, shop_id: str, one: QueuedDraft) -> QueuedDraft | None:
    if not one.twin.startswith("draft:"):
        return None
    try:
        found = await service.draft(session, shop_id, one.twin.removeprefix("draft:"))
    except NotFound:
        return None
    return found if found.state in (*OPEN, "approved") else None


async def _sources(session: AsyncSession, shop_id: str, one: QueuedDraft, threads: Woven) -> list[SourceView]:
    """By document and version, in the order in which the draft names them."""
    groups: dict[tuple[str, int], list[tuple[SourceRef, tuple[WovenPiece, ...]]]] = {}
    for ref, pieces in zip(one.draft.sources, threads.sources, strict=True):
        groups.setdefault((ref.document_id, ref.version), []).append((ref, pieces))
    return [await _source(session, shop_id, refs) for refs in groups.values()]


async def _source(
    session: AsyncSession, shop_id: str, refs: Sequence[tuple[SourceRef, tuple[WovenPiece, ...]]]
) -> SourceView:
    first = refs[0][0]
    quoted = {ref.passage: (ref, pieces) for ref, pieces in refs}
    document: Document | None = None
    surroundings: list[Passage] = []
    try:
        document = await documents.document(session, shop_id, first.document_id, first.version)
        for begin, end in _windows(sorted(quoted)):
            surroundings += await documents.passages(
                session, shop_id, first.document_id, first.version, first=begin, most=end - begin + 1
            )
    except NotFound:
        pass
    shown = [_passage(one, quoted) for one in sorted(surroundings, key=lambda one: one.number)]
    there = {one.number for one in shown}
    shown += [_quote(ref, pieces) for ref, pieces in refs if ref.passage not in there]
    return SourceView(ref=first, document=document, passages=tuple(shown))


def _windows(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last number of each run of passages to show; runs that touch are one."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        begin, end = max(1, number - _AROUND), number + _AROUND
        if found and begin <= found[-1][1] + 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def _passage(one: Passage, quoted: Mapping[int, tuple[SourceRef, tuple[WovenPiece, ...]]]) -> PassageView:
    if one.number in quoted:
        ref, pieces = quoted[one.number]
        return PassageView(
            number=one.number, kind=one.kind, level=one.level, text=ref.quote, lang=one.lang,
            pieces=pieces or (WovenPiece(text=ref.quote),),
        )  # fmt: skip
    return PassageView(number=one.number, kind=one.kind, level=one.level, text=one.text, lang=one.lang)


def _quote(ref: SourceRef, pieces: tuple[WovenPiece, ...]) -> PassageView:
    lang: Lang = "zh" if any("\u3400" <= sign <= "\u9fff" for sign in ref.quote) else "en"
    return PassageView(
        number=ref.passage, kind="paragraph", level=0, text=ref.quote, lang=lang,
        pieces=pieces or (WovenPiece(text=ref.quote),),
    )  # fmt: skip


async def targets(session: AsyncSession, shop: Shop, staff: Staff, view: DraftView) -> list[Target]:
    """What the draft could be merged into, the nearest first: its twin, other waiting drafts, live answers."""
    own = view.one
    waiting = await queue.lines(session, shop.id, staff.id, Wanted())
    live = [one for one in await knowledge.answers_in_force(session, shop.id) if one.key != own.answer_key]
    ranked: list[tuple[float, Target]] = []
    for line in waiting:
        if line.id == own.id or line.kind == "withdraw":
            continue
        near = max(_near(own, line.question, lang) for lang in LANGS)
        ranked.append((near, Target(value=f"draft:{line.id}", question=line.question, note=Words(line.document_name))))
    for answer in live:
        note = Words("Live answer", "现有答复")
        ranked.append(
            (
                questions_near(own.draft, answer),
                Target(value=f"answer:{answer.key}", question=answer.question, note=note),
            )
        )
    ranked.sort(key=lambda pair: (pair[1].value != own.twin, -pair[0]))
    return [target for _, target in ranked[:_TARGETS]]


def _near(own: QueuedDraft, question: Words, lang: Lang) -> float:
    mine = own.draft.question.en if lang == "en" else own.draft.question.zh
    theirs = question.en if lang == "en" else question.zh
    return nearness(mine, theirs) if mine and theirs else 0.0


def may_review(staff: Staff) -> bool:
    """Whether the person may decide about drafts."""
    return staff.may(Permission.REVIEW_ANSWERS)
