"""How a file becomes a version: it waits, a job reads it in a process of its own, and it is kept whole or refused whole."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, cast

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor, ActorKind
from mercery.accounts.audit import record
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.errors import NotFound
from mercery.core.events import announce, bus
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.storage import bring, by_database, share, unshare
from mercery.knowledge.documents import repository
from mercery.knowledge.documents.addresses import fetched, is_address
from mercery.knowledge.documents.apart import passages_in, read_apart
from mercery.knowledge.documents.document import Document, Passage
from mercery.knowledge.documents.events import DocumentRead
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.originals import incoming, keep, original_path, sha256_of
from mercery.knowledge.documents.reading.piece import ReadFile
from mercery.knowledge.documents.tables import DocumentRow, ReadingRow

ReadingStatus = Literal["waiting", "fetching", "reading", "done", "unchanged", "refused", "failed", "dismissed"]
BUSY: Final = ("waiting", "fetching", "reading")
_ENDED_BADLY: Final = ("refused", "failed")
_QUEUED: Final = text(
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    " AND task_name = 'documents:read_document' AND args ->> 'reading_id' = :reading_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file on its way to a version, as the console shows it."""

    id: str
    origin: str
    status: ReadingStatus
    document_id: str | None
    version: int | None
    pages_read: int
    pages: int | None
    passages: int
    problem: Json
    started_by: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def busy(self) -> bool:
        """Whether it waits or is being read."""
        return self.status in BUSY

    @property
    def message(self) -> Words:
        """Why it was refused."""
        return Words(**self.problem["message"]) if self.problem else Words("")

    @property
    def remedy(self) -> Words:
        """What to do about it."""
        return Words(**self.problem["remedy"]) if self.problem else Words("")

    @property
    def place(self) -> str:
        """Where in the file, when that is known."""
        return str(self.problem.get("place") or "")


def limits_of_settings() -> Limits:
    """The limits of this installation."""
    return replace(Limits(), bytes=settings().upload_limit_mb << 20, pages=settings().document_pages)


async def store(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    *,
    name: str,
    path: Path | None = None,
    document_id: str | None = None,
) -> str:
    """Have a file that lies at `path` (in `originals.incoming`; it is removed at the end), or the address `name`, read by
    a job. Returns the id of the reading. With `document_id` it becomes the next version of that document, else of the one with the same name."""
    reading_id = await note(session, shop_id, actor, name=name, path=path, document_id=document_id)
    await enqueue(
        session,
        "documents:read_document",
        {"shop_id": shop_id, "reading_id": reading_id},
        # Versions of one document come in their order; a long file keeps no other waiting.
        lock=f"document:{shop_id}:{document_id or name}"[:200],
    )
    return reading_id


async def note(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    *,
    name: str,
    path: Path | None = None,
    document_id: str | None = None,
) -> str:
    """`store` without a job: the caller reads it by `read`. NotFound when there is no such document in use."""
    if document_id is not None:
        row = await repository.row(session, shop_id, document_id)
        if row is None or row.withdrawn_at is not None:
            raise NotFound("There is no such document.", zh="没有这份文件。")
    reading_id = new_id("rdg")
    session.add(
        ReadingRow(
            id=reading_id,
            shop_id=shop_id,
            origin=name,
            path=str(path) if path is not None else None,
            status="waiting",
            document_id=document_id,
            problem={},
            started_by=f"{actor.kind}:{actor.id}:{actor.name}",
            created_at=now(),
        )
    )
    await session.flush()
    if path is not None:
        await share(session, path)  # the job may run on another machine
    return reading_id


async def note_refused(session: AsyncSession, shop_id: str, actor: Actor, name: str, error: Refused) -> None:
    """A file that was turned away at the door, beside others that were taken: told where all refusals are told."""
    reading_id = await note(session, shop_id, actor, name=name)
    await _finish(session, shop_id, reading_id, {"status": "refused", "problem": error.told()})


async def readings(session: AsyncSession, shop_id: str, *, limit: int = 20, busy: bool = False) -> list[Reading]:
    """The latest readings, newest first; only those under way when `busy`."""
    query = select(ReadingRow).where(ReadingRow.shop_id == shop_id)
    if busy:
        query = query.where(ReadingRow.status.in_(BUSY))
    rows = await session.scalars(query.order_by(ReadingRow.created_at.desc(), ReadingRow.id.desc()).limit(limit))
    return [_reading(row) for row in rows]


async def looked_at(session: AsyncSession, shop_id: str, *, limit: int = 20) -> list[Reading]:
    """All that are under way or ended badly, newest first, as a person looks at them: one whose job was given up is told
    as failed. Of those that were read the ledger tells."""
    rows = await session.scalars(select(ReadingRow).where(ReadingRow.shop_id == shop_id, ReadingRow.status.in_(BUSY)))
    for row in rows:
        if not await session.scalar(_QUEUED, {"reading_id": row.id}):
            row.status, row.finished_at = "failed", now()
    await session.flush()
    told = await session.scalars(
        select(ReadingRow)
        .where(ReadingRow.shop_id == shop_id, ReadingRow.status.in_((*BUSY, *_ENDED_BADLY)))
        .order_by(ReadingRow.created_at.desc(), ReadingRow.id.desc())
        .limit(limit)
    )
    return [_reading(row) for row in told]


async def reading(session: AsyncSession, shop_id: str, reading_id: str) -> Reading:
    """One reading; NotFound."""
    row = await session.scalar(select(ReadingRow).where(ReadingRow.shop_id == shop_id, ReadingRow.id == reading_id))
    if row is None:
        raise NotFound("There is no such reading.", zh="没有这次读取。")
    return _reading(row)


async def dismiss(session: AsyncSession, shop_id: str) -> None:
    """Take what was refused or failed off the list; it changed nothing, and the record of the rest stays."""
    await session.execute(
        update(ReadingRow)
        .where(ReadingRow.shop_id == shop_id, ReadingRow.status.in_(_ENDED_BADLY))
        .values(status="dismissed")
    )


async def read(database: Database, shop_id: str, reading_id: str) -> Reading:
    """Read a waiting file to its end and return what became of it. Whatever is wrong with the file is noted, not raised."""
    async with database.session() as session:
        known = await session.scalar(
            select(ReadingRow).where(ReadingRow.shop_id == shop_id, ReadingRow.id == reading_id)
        )
        if known is None or known.status not in BUSY:
            return _reading(known) if known is not None else await reading(session, shop_id, reading_id)
        path = Path(known.path) if known.path else None
    try:
        if path is None:
            await _note(database, shop_id, reading_id, {"status": "fetching"})
            path = await fetched(known.origin, incoming(shop_id), limits_of_settings())
        elif by_database():
            path = incoming(shop_id) / path.name
            await bring(database, path)
        await _read(database, shop_id, reading_id, path)
    except Refused as error:
        await _end(database, shop_id, reading_id, {"status": "refused", "problem": error.told()})
    except Exception:
        await _end(database, shop_id, reading_id, {"status": "failed"})
        raise
    finally:
        if path is not None:
            await asyncio.to_thread(path.unlink, missing_ok=True)
    async with database.session() as session:
        if path is not None:
            await unshare(session, path)
        return await reading(session, shop_id, reading_id)


async def _read(database: Database, shop_id: str, reading_id: str, path: Path) -> None:
    async with database.session() as session:
        row = await session.scalar(select(ReadingRow).where(ReadingRow.id == reading_id))
        assert row is not None
        name, chosen, actor = row.origin, row.document_id, actor_of(row.started_by)
        sha256 = await asyncio.to_thread(sha256_of, path)
        same = await _unchanged(session, shop_id, chosen, sha256)
    if same is not None:
        await _end(
            database, shop_id, reading_id, {"status": "unchanged", "document_id": same.id, "version": same.version}
        )
        return
    await _note(database, shop_id, reading_id, {"status": "reading"})
    with tempfile.TemporaryDirectory(prefix="mercery-reading-") as folder:
        progress = _Progress(database, shop_id, reading_id)
        try:
            out = Path(folder) / "passages.jsonl"
            named = path.name if is_address(name) else name
            found = await read_apart(path, named, limits_of_settings(), out, progress.note)
        finally:
            await progress.finish()
        size = (await asyncio.to_thread(path.stat)).st_size
        incoming_version = Incoming(origin=name, sha256=sha256, size=size, found=found, document_id=chosen)
        async with database.session() as session:
            made = await add_version(session, shop_id, actor, incoming_version, passages_in(out))
            await asyncio.to_thread(keep, shop_id, path, sha256)
            await share(session, original_path(shop_id, sha256))
            await _finish(session, shop_id, reading_id, _done(made))


def _done(made: Document) -> Json:
    return {
        "status": "done",
        "document_id": made.id,
        "version": made.version,
        "pages": made.pages,
        "pages_read": made.pages or 0,
        "passages": made.passages,
    }


async def _unchanged(session: AsyncSession, shop_id: str, chosen: str | None, sha256: str) -> Document | None:
    """The document that holds these bytes already."""
    same = await repository.by_content(session, shop_id, sha256)
    return same if same is not None and chosen in (None, same.id) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A file that was read, before it is a version."""

    origin: str
    sha256: str
    size: int
    found: ReadFile
    document_id: str | None = None


async def add_version(
    session: AsyncSession, shop_id: str, actor: Actor, incoming: Incoming, passages: Iterable[Passage]
) -> Document:
    """Write the next version with its passages and say so to who waits for it. The file itself is kept by the caller."""
    await repository.lock(session, shop_id)
    row = await _row_for(session, shop_id, incoming)
    row.version += 1
    found = incoming.found
    made = Document(
        id=row.id,
        name=found.title or incoming.origin,
        format=found.format,
        origin=incoming.origin,
        version=row.version,
        lang=found.lang,
        size=incoming.size,
        pages=found.pages,
        passages=found.passages,
        recorded_at=now(),
        recorded_by=actor.name or actor.id,
        notes=found.notes,
        sha256=incoming.sha256,
    )
    await session.flush()
    await repository.add_version(session, shop_id, made)
    await repository.add_passages(session, shop_id, made.id, made.version, passages)
    after: Json = {"origin": made.origin, "version": made.version, "sha256": made.sha256, "passages": made.passages}
    await record(session, shop_id, actor, "document.read", made.id, after=after)
    await bus.publish(session, DocumentRead(shop_id=shop_id, document_id=made.id, version=made.version))
    return made


async def _row_for(session: AsyncSession, shop_id: str, incoming: Incoming) -> DocumentRow:
    row = (
        await repository.row(session, shop_id, incoming.document_id)
        if incoming.document_id is not None
        else await repository.by_origin(session, shop_id, incoming.origin)
    )
    return row or repository.new_document(session, shop_id, incoming.origin, now())


async def _note(database: Database, shop_id: str, reading_id: str, values: Json) -> None:
    async with database.session() as session:
        await _write(session, shop_id, reading_id, values)


async def _end(database: Database, shop_id: str, reading_id: str, values: Json) -> None:
    async with database.session() as session:
        await _finish(session, shop_id, reading_id, values)


async def _finish(session: AsyncSession, shop_id: str, reading_id: str, values: Json) -> None:
    await _write(session, shop_id, reading_id, values | {"finished_at": now(), "path": None})


async def _write(session: AsyncSession, shop_id: str, reading_id: str, values: dict[str, Any]) -> None:
    await session.execute(
        update(ReadingRow).where(ReadingRow.shop_id == shop_id, ReadingRow.id == reading_id).values(**values)
    )
    await announce(session, f"documents:{shop_id}", {"reading": reading_id})


def actor_of(started_by: str) -> Actor:
    """Who brought the file, as noted with the reading."""
    kind, _, rest = started_by.partition(":")
    id_, _, name = rest.partition(":")
    kinds: dict[str, ActorKind] = {"staff": "staff", "api_key": "api_key"}
    return Actor(kind=kinds.get(kind, "system"), id=id_, name=name)


def _reading(row: ReadingRow) -> Reading:
    return Reading(
        id=row.id,
        origin=row.origin,
        status=cast(ReadingStatus, row.status),
        document_id=row.document_id,
        version=row.version,
        pages_read=row.pages_read,
        pages=row.pages,
        passages=row.passages,
        problem=row.problem,
        started_by=actor_of(row.started_by).name,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


class _Progress:
    """Writes how far a reading is, in transactions of its own, one at a time and at most two a second."""

    def __init__(self, database: Database, shop_id: str, reading_id: str) -> None:
        self._database, self._shop_id, self._reading_id = database, shop_id, reading_id
        self._told = time.monotonic()
        self._task: asyncio.Task[None] | None = None

    def note(self, pages_read: int, pages: int | None, passages: int) -> None:
        """Pages and passages read so far."""
        if time.monotonic() - self._told >= 0.5 and (self._task is None or self._task.done()):
            self._told = time.monotonic()
            values: Json = {"pages_read": pages_read, "pages": pages, "passages": passages}
            self._task = asyncio.create_task(_note(self._database, self._shop_id, self._reading_id, values))

    async def finish(self) -> None:
        """Wait for the last note."""
        if self._task is not None:
            await self._task
