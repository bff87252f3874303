"""What a shop can do with its documents. Every function works inside the caller's transaction.

How a file becomes a version stands in `readings`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.events import bus
from mercery.core.runtime import database
from mercery.core.storage import bring
from mercery.knowledge.documents import repository
from mercery.knowledge.documents.comparison import PassageChange, compare
from mercery.knowledge.documents.document import Document, Passage
from mercery.knowledge.documents.events import DocumentWithdrawn
from mercery.knowledge.documents.originals import original_path


async def documents(session: AsyncSession, shop_id: str, *, withdrawn: bool = False) -> list[Document]:
    """Every document at its newest version, last read first; those withdrawn only when asked for."""
    return await repository.newest(session, shop_id, withdrawn=withdrawn)


async def document(session: AsyncSession, shop_id: str, document_id: str, version: int | None = None) -> Document:
    """A document at a version, its newest when None; NotFound. Withdrawn ones are found too."""
    for one in await versions(session, shop_id, document_id):
        if version is None or one.version == version:
            return one
    raise NotFound("The document has no such version.", zh="该文件没有此版本。")


async def versions(session: AsyncSession, shop_id: str, document_id: str) -> list[Document]:
    """A document at all its versions, newest first; NotFound."""
    found = await repository.versions(session, shop_id, document_id)
    if not found:
        raise NotFound("There is no such document.", zh="没有这份文件。")
    return found


async def passages(
    session: AsyncSession,
    shop_id: str,
    document_id: str,
    version: int | None = None,
    *,
    first: int = 1,
    most: int | None = None,
) -> list[Passage]:
    """The passages of a version (the newest when None) in order, from number `first` on; NotFound."""
    one = await document(session, shop_id, document_id, version)
    return await repository.passages(session, shop_id, document_id, one.version, first=first, most=most)


async def passage(
    session: AsyncSession, shop_id: str, document_id: str, number: int, version: int | None = None
) -> Passage:
    """One passage of a version (the newest when None); NotFound."""
    one = await document(session, shop_id, document_id, version)
    found = await repository.passages(session, shop_id, document_id, one.version, first=number, most=1)
    if not found or found[0].number != number:
        raise NotFound("The document has no such passage.", zh="该文件没有此段落。")
    return found[0]


async def headings(session: AsyncSession, shop_id: str, document_id: str, version: int | None = None) -> list[Passage]:
    """The headings of a version (the newest when None): its table of contents."""
    one = await document(session, shop_id, document_id, version)
    return await repository.headings(session, shop_id, document_id, one.version)


async def changes(
    session: AsyncSession, shop_id: str, document_id: str, version: int | None = None, *, since: int | None = None
) -> list[PassageChange]:
    """What a version (the newest when None) changed against `since` (the one before it when None), passage by passage.

    Against nothing everything is new. `comparison.still_there` gives old numbers to new ones.
    """
    one = await document(session, shop_id, document_id, version)
    return (
        await compared(session, shop_id, document_id, one.version, one.version - 1 if since is None else since)
    ).changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two versions of a document and what became of each passage."""

    since: int
    before: Sequence[Passage]
    after: Sequence[Passage]
    changes: list[PassageChange]


async def compared(session: AsyncSession, shop_id: str, document_id: str, version: int, since: int) -> Compared:
    """What `version` changed against the version `since`, with the passages of both; 0 is before the first."""
    before = await repository.passages(session, shop_id, document_id, since) if since >= 1 else []
    after = await repository.passages(session, shop_id, document_id, version)
    changes = await asyncio.to_thread(compare, before, after)
    return Compared(since=since, before=before, after=after, changes=changes)


async def withdraw(session: AsyncSession, shop_id: str, actor: Actor, document_id: str, *, reason: str) -> None:
    """Let nothing stand on a document from now on. It stays readable; Conflict when it was withdrawn already."""
    if not reason.strip():
        raise Invalid(
            "Say why the document is withdrawn.",
            remedy="One sentence is enough.",
            zh="请写明停用文件的原因，一句即可。",
        )
    await repository.lock(session, shop_id)
    row = await repository.row(session, shop_id, document_id)
    if row is None:
        raise NotFound("There is no such document.", zh="没有这份文件。")
    if row.withdrawn_at is not None:
        raise Conflict(
            "The document was withdrawn already.", remedy="Load the page again.", zh="该文件已停用，请刷新页面。"
        )
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now(), actor.name or actor.id, reason.strip()
    await session.flush()
    await record(
        session, shop_id, actor, "document.withdraw", document_id, before={"origin": row.origin}, reason=reason
    )
    await bus.publish(session, DocumentWithdrawn(shop_id=shop_id, document_id=document_id))


async def original(session: AsyncSession, shop_id: str, document_id: str, version: int | None = None) -> Path:
    """Where the bytes of a version lie, as they came; NotFound when the file is gone from the home folder."""
    one = await document(session, shop_id, document_id, version)
    path = original_path(shop_id, one.sha256)
    if not await bring(database(), path):
        raise NotFound(
            "The original file is not on this machine.",
            remedy="Share the home folder between machines, or set MERCERY_FILES=database.",
        )
    return path
