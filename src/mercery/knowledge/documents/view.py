"""What the pages of documents show: the ledger, one document as it reads, and what a version changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.addresses import is_address
from mercery.knowledge.documents.comparison import PassageChange
from mercery.knowledge.documents.document import Anchor, Document, Passage
from mercery.knowledge.documents.readings import Reading

PER_PAGE = 400
"""Passages shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document in the ledger."""

    document: Document
    drafts: int
    waiting: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage:
    """The ledger, what is being read, and the form for more."""

    lines: Sequence[DocumentLine]
    readings: Sequence[Reading]
    """Under way, or ended without a version."""
    settling: bool
    """Whether drafts of what was just read may still come."""
    withdrawn: bool
    """Whether those withdrawn are shown too."""
    may_edit: bool
    limit_mb: int
    hosts: Sequence[str]
    problem: Words | None = None
    remedy: Words | None = None
    addresses: str = ""

    @property
    def busy(self) -> Sequence[Reading]:
        """Those under way, the one begun first at the top."""
        return [one for one in reversed(self.readings) if one.busy]

    @property
    def ended(self) -> Sequence[Reading]:
        """Those that could not be read."""
        return [one for one in self.readings if one.status in ("refused", "failed")]

    @property
    def answers(self) -> int:
        """Live answers that stand on documents."""
        return sum(line.answers for line in self.lines)

    @property
    def waiting(self) -> int:
        """Drafts that wait for somebody."""
        return sum(line.waiting for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One passage as it is shown."""

    passage: Passage
    place: Words
    """In the margin: where it stands, when that differs from the passage before."""
    change: PassageChange | None
    """What became of it against the version compared with."""
    answers: Sequence[ApprovedAnswer]
    """Live answers that stand on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Passages that are shown as one: a table, a list, or one alone."""

    kind: str
    heads: Sequence[str]
    passages: Sequence[Shown]
    sheet: str = ""
    """Name of the sheet that begins here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a version changed."""

    since: int
    changed: Sequence[tuple[PassageChange, Passage]]
    added: Sequence[Passage]
    removed: Sequence[Passage]
    moved: Sequence[Passage]
    same: int

    @property
    def none(self) -> bool:
        """Whether nothing of what it says is otherwise."""
        return not (self.changed or self.added or self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """One document at a version."""

    document: Document
    versions: Sequence[Document]
    contents: Sequence[Passage]
    parts: Sequence[Part]
    answers: Sequence[tuple[ApprovedAnswer, int]]
    """Live answers that stand on it, with the first passage each stands on."""
    changes: Changes | None
    drafts: int
    waiting: int
    current: int
    last: int
    may_edit: bool
    original: bool
    """Whether the file itself is at hand."""
    problem: Words | None = None
    withdrawn_by: str = ""
    withdrawn_reason: str = ""
    pages_of: Mapping[int, int] = field(default_factory=dict)
    """On which page of the console a passage is shown, of those in the contents."""

    @property
    def of_address(self) -> bool:
        """Whether it came from a web address."""
        return is_address(self.document.origin)

    @property
    def newest(self) -> bool:
        """Whether this is the newest version."""
        return self.document.version == self.versions[0].version


def parts_of(
    passages: Sequence[Passage], changes: Mapping[int, PassageChange], answers: Mapping[int, Sequence[ApprovedAnswer]]
) -> list[Part]:
    """Rows of one table and items of one list put together."""
    parts: list[Part] = []
    held: list[Shown] = []
    before: Passage | None = None
    sheet = ""
    for passage in passages:
        shown = Shown(
            passage=passage,
            place=_place(passage.anchor, before.anchor if before else None),
            change=changes.get(passage.number),
            answers=answers.get(passage.number, ()),
        )
        if held and not _together(held[-1].passage, passage):
            parts.append(_part(held, sheet))
            sheet, held = held[-1].passage.anchor.sheet, []
        held.append(shown)
        before = passage
    if held:
        parts.append(_part(held, sheet))
    return parts


def _together(one: Passage, other: Passage) -> bool:
    if one.kind != other.kind or one.anchor.headings != other.anchor.headings or one.anchor.sheet != other.anchor.sheet:
        return False
    if one.kind == "item":
        return True
    return one.kind == "row" and _heads(one) == _heads(other) and len(one.cells) > 0


def _heads(passage: Passage) -> tuple[str, ...]:
    heads = tuple(head for head, _ in passage.cells)
    return heads if any(heads) else ("",) * len(heads)


def _part(held: Sequence[Shown], before: str) -> Part:
    first = held[0].passage
    sheet = first.anchor.sheet if first.anchor.sheet != before else ""
    heads = _heads(first) if first.kind == "row" else ()
    return Part(kind=first.kind, heads=heads, passages=tuple(held), sheet=sheet)


def _place(anchor: Anchor, before: Anchor | None) -> Words:
    """Page or cells, when they are not those of the passage before."""
    if anchor.page is not None:
        same = before is not None and before.page == anchor.page
        return Words("") if same else Words(f"p. {anchor.page}", f"第 {anchor.page} 页")
    if anchor.sheet:
        return Words(anchor.cell, anchor.cell)
    if anchor.line is not None:
        return Words(f"l. {anchor.line}", f"第 {anchor.line} 行")
    return Words("")


def changes_of(
    changes: Sequence[PassageChange], before: Sequence[Passage], after: Sequence[Passage], since: int
) -> Changes:
    """What changed, with the words of it."""
    old = {one.number: one for one in before}
    new = {one.number: one for one in after}
    return Changes(
        since=since,
        changed=[(one, new[one.after]) for one in changes if one.kind == "changed" and one.after is not None],
        added=[new[one.after] for one in changes if one.kind == "added" and one.after is not None],
        removed=[old[one.before] for one in changes if one.kind == "removed" and one.before is not None],
        moved=[new[one.after] for one in changes if one.kind == "moved" and one.after is not None],
        same=sum(one.kind == "same" for one in changes),
    )


def answers_on(
    answers: Iterable[ApprovedAnswer], document_id: str, version: int, kept: Mapping[int, Mapping[int, int]]
) -> dict[int, list[ApprovedAnswer]]:
    """Answers by the passage of `version` they stand on. `kept`: for earlier versions, old number to new one."""
    found: dict[int, list[ApprovedAnswer]] = {}
    for answer in answers:
        for source in answer.sources:
            if source.document_id != document_id:
                continue
            number = source.passage if source.version == version else kept.get(source.version, {}).get(source.passage)
            if number is not None and answer not in found.setdefault(number, []):
                found[number].append(answer)
    return found
