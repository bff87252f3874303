"""The queue as a list: which drafts somebody wants to see, in which order, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge.review.queued import OPEN
from mercery.knowledge.review.tables import ReviewApprovalRow, ReviewDraftRow

Tab = Literal["waiting", "second", "approved", "decided"]
Show = Literal["", "differs", "exact", "sensitive", "gap", "change", "twin"]
MOST: Final = 2_000
_DECIDED: Final = ("rejected", "merged", "overtaken", "published")
_ROW: Final = ReviewDraftRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which drafts are to be seen; an empty field does not narrow."""

    tab: Tab = "waiting"
    show: Show = ""
    document: str = ""
    owner: str = ""
    missing: Lang | None = None
    """A language that is not written."""
    words: str = ""
    """Each has to stand in the question or the answer, in either language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One draft in the list."""

    id: str
    question: Words
    state: str
    kind: str
    differs: int
    exact: bool
    two: bool
    twin: bool
    gaps: tuple[Lang, ...]
    asked: int
    document_id: str
    document_name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """How many drafts stand where, and which documents and owners occur."""

    waiting: int
    second: int
    approved: int
    decided: int
    exact: int
    """Of those that wait for the reader, how many match their source in everything."""
    differing: int
    documents: Sequence[tuple[str, str, int]]
    """Id, name, and how many wait."""
    owners: Sequence[str]


async def lines(session: AsyncSession, shop_id: str, staff_id: str, wanted: Wanted) -> list[QueueLine]:
    """The drafts wanted: those asked most first, then as they stand in their document."""
    texts = {(part, lang): _ROW.draft[part][lang].astext for part in ("question", "answer") for lang in LANGS}
    rows = await session.execute(
        select(
            _ROW.id, _ROW.state, _ROW.kind, _ROW.differs, _ROW.exact, func.jsonb_array_length(_ROW.touches), _ROW.twin,
            _ROW.asked, _ROW.document_id, _ROW.document_name, _ROW.version, texts["question", "en"],
            texts["question", "zh"], texts["answer", "en"] != "", texts["answer", "zh"] != "",
        )
        .where(_ROW.shop_id == shop_id, *_conditions(wanted, staff_id))
        .order_by(func.greatest(_ROW.asked, 0).desc(), _ROW.document_name, _ROW.document_id, _ROW.place, _ROW.id)
        .limit(MOST)
    )  # fmt: skip
    return [_line(row) for row in rows]


def _line(row: Any) -> QueueLine:
    question = Words(row[11] or "", row[12] or "")
    written: dict[Lang, bool] = {"en": bool(row[13]), "zh": bool(row[14])}
    return QueueLine(
        id=row[0], state=row[1], kind=row[2], differs=row[3], exact=row[4], two=row[5] > 0, twin=bool(row[6]),
        asked=row[7], document_id=row[8], document_name=row[9], version=row[10], question=question,
        gaps=tuple(lang for lang in LANGS if not (written[lang] and question.has(lang))),
    )  # fmt: skip


def _conditions(wanted: Wanted, staff_id: str) -> list[ColumnElement[bool]]:
    found = [_in_tab(wanted.tab, staff_id), *_shown(wanted.show)]
    if wanted.document:
        found.append(_ROW.document_id == wanted.document)
    if wanted.owner:
        found.append(_ROW.owner == wanted.owner)
    if wanted.missing:
        found.append(_missing(wanted.missing))
    return found + [_says(word) for word in wanted.words.split()[:8]]


def _shown(show: Show) -> list[ColumnElement[bool]]:
    match show:
        case "differs":
            return [_ROW.differs > 0]
        case "exact":
            return [plainly_exact()]
        case "sensitive":
            return [func.jsonb_array_length(_ROW.touches) > 0]
        case "gap":
            return [or_(*(_missing(lang) for lang in LANGS))]
        case "change":
            return [_ROW.kind != "new"]
        case "twin":
            return [_ROW.twin != ""]
        case "":
            return []


def _says(word: str) -> ColumnElement[bool]:
    texts = [_ROW.draft[part][lang].astext for part in ("question", "answer") for lang in LANGS]
    return or_(*(text.icontains(word, autoescape=True) for text in texts))


def plainly_exact() -> ColumnElement[bool]:
    """Matches its source in everything, and touches nothing that is live: what may be approved after a look at a list."""
    return and_(_ROW.exact.is_(True), _ROW.kind == "new", _ROW.twin == "", _ROW.policy_version == 0)


def _missing(lang: Lang) -> ColumnElement[bool]:
    return or_(_ROW.draft["question"][lang].astext == "", _ROW.draft["answer"][lang].astext == "")


def _in_tab(tab: Tab, staff_id: str) -> ColumnElement[bool]:
    if tab == "waiting":
        mine = exists().where(ReviewApprovalRow.draft_id == _ROW.id, ReviewApprovalRow.by_id == staff_id)
        return or_(_ROW.state == "waiting", and_(_ROW.state == "second", ~mine))
    if tab == "decided":
        return _ROW.state.in_(_DECIDED)
    return _ROW.state == tab


async def counts(session: AsyncSession, shop_id: str, staff_id: str) -> QueueCounts:
    """The figures above the queue."""
    waiting = _in_tab("waiting", staff_id)
    row = (
        await session.execute(
            select(
                func.count().filter(waiting), func.count().filter(_ROW.state == "second"),
                func.count().filter(_ROW.state == "approved"), func.count().filter(_ROW.state.in_(_DECIDED)),
                func.count().filter(waiting & plainly_exact()), func.count().filter(waiting & (_ROW.differs > 0)),
            ).where(_ROW.shop_id == shop_id)
        )
    ).one()  # fmt: skip
    documents = await session.execute(
        select(_ROW.document_id, func.max(_ROW.document_name), func.count())
        .where(_ROW.shop_id == shop_id, waiting)
        .group_by(_ROW.document_id)
        .order_by(func.max(_ROW.document_name))
    )
    owners = await session.scalars(
        select(_ROW.owner).where(_ROW.shop_id == shop_id, waiting, _ROW.owner != "").distinct().order_by(_ROW.owner)
    )
    return QueueCounts(
        waiting=row[0], second=row[1], approved=row[2], decided=row[3], exact=row[4], differing=row[5],
        documents=[(one[0], one[1], int(one[2])) for one in documents], owners=list(owners),
    )  # fmt: skip


async def progress(session: AsyncSession, shop_id: str, document_id: str, version: int) -> tuple[int, int]:
    """Of the drafts that a version of a document gave: how many are decided, and how many there are."""
    row = (
        await session.execute(
            select(func.count().filter(_ROW.state.not_in(OPEN)), func.count().filter(_ROW.state != "overtaken")).where(
                _ROW.shop_id == shop_id, _ROW.document_id == document_id, _ROW.document_version == version
            )
        )
    ).one()
    return int(row[0]), int(row[1])


async def waiting_count(session: AsyncSession, shop_id: str) -> int:
    """How many drafts wait for anybody, for the menu."""
    query = select(func.count()).where(_ROW.shop_id == shop_id, _ROW.state.in_(OPEN))
    return await session.scalar(query) or 0


def after(before: Sequence[QueueLine], now: Sequence[QueueLine], draft_id: str) -> str | None:
    """What comes next when `draft_id` was decided: the first after it that is still there, else the first of all."""
    left = {line.id for line in now}
    ids = [line.id for line in before]
    start = ids.index(draft_id) + 1 if draft_id in ids else 0
    following = [one for one in ids[start:] if one in left and one != draft_id]
    return following[0] if following else next((line.id for line in now if line.id != draft_id), None)


async def replacing(session: AsyncSession, shop_id: str) -> dict[str, str]:
    """Live answers for which the next version of a document has brought a draft that waits, with its id; the newest of each."""
    found = await session.execute(
        select(_ROW.answer_key, _ROW.id)
        .where(_ROW.shop_id == shop_id, _ROW.state.in_(OPEN), _ROW.kind != "new", _ROW.document_id != "")
        .order_by(_ROW.recorded_at, _ROW.id)
    )
    return {row[0]: row[1] for row in found}
