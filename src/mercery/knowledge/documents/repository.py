"""Reads and writes documents, their versions and passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, cast

from pydantic import TypeAdapter
from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.knowledge.documents.document import Anchor, Document, DocumentFormat, Passage, PassageKind
from mercery.knowledge.documents.tables import DocumentRow, DocumentVersionRow, PassageRow

_BATCH: Final = 500
_ANCHOR: Final = TypeAdapter(Anchor)


async def lock(session: AsyncSession, shop_id: str) -> None:
    """Let one writer at a time add versions to the documents of a shop, until the transaction ends."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"documents:{shop_id}"}
    )


async def newest(session: AsyncSession, shop_id: str, *, withdrawn: bool) -> list[Document]:
    """Every document at its newest version, last recorded first."""
    query = (
        select(DocumentRow, DocumentVersionRow)
        .join(
            DocumentVersionRow,
            (DocumentVersionRow.document_id == DocumentRow.id) & (DocumentVersionRow.version == DocumentRow.version),
        )
        .where(DocumentRow.shop_id == shop_id)
        .order_by(DocumentVersionRow.recorded_at.desc(), DocumentRow.id)
    )
    if not withdrawn:
        query = query.where(DocumentRow.withdrawn_at.is_(None))
    return [to_document(row, version) for row, version in await session.execute(query)]


async def stamp(session: AsyncSession, shop_id: str) -> str:
    """Another text as soon as a version is recorded or a document withdrawn."""
    query = select(func.sum(DocumentRow.version), func.count(DocumentRow.withdrawn_at)).where(
        DocumentRow.shop_id == shop_id
    )
    row = (await session.execute(query)).one()
    return f"{row[0] or 0}:{row[1]}"


async def versions(session: AsyncSession, shop_id: str, document_id: str) -> list[Document]:
    """One document at all its versions, newest first."""
    query = (
        select(DocumentRow, DocumentVersionRow)
        .join(DocumentVersionRow, DocumentVersionRow.document_id == DocumentRow.id)
        .where(DocumentRow.shop_id == shop_id, DocumentRow.id == document_id)
        .order_by(DocumentVersionRow.version.desc())
    )
    return [to_document(row, version) for row, version in await session.execute(query)]


async def passages(
    session: AsyncSession, shop_id: str, document_id: str, version: int, *, first: int = 1, most: int | None = None
) -> list[Passage]:
    """The passages of a version in order, from number `first` on."""
    query = (
        select(PassageRow)
        .where(
            PassageRow.shop_id == shop_id,
            PassageRow.document_id == document_id,
            PassageRow.version == version,
            PassageRow.number >= first,
        )
        .order_by(PassageRow.number)
    )
    rows = await session.scalars(query.limit(most) if most is not None else query)
    return [to_passage(row) for row in rows]


async def headings(session: AsyncSession, shop_id: str, document_id: str, version: int) -> list[Passage]:
    """The headings of a version in order."""
    rows = await session.scalars(
        select(PassageRow)
        .where(
            PassageRow.shop_id == shop_id,
            PassageRow.document_id == document_id,
            PassageRow.version == version,
            PassageRow.kind == "heading",
        )
        .order_by(PassageRow.number)
    )
    return [to_passage(row) for row in rows]


async def by_content(session: AsyncSession, shop_id: str, sha256: str) -> Document | None:
    """The document in use whose newest version has this content."""
    return next((one for one in await newest(session, shop_id, withdrawn=False) if one.sha256 == sha256), None)


async def by_origin(session: AsyncSession, shop_id: str, origin: str) -> DocumentRow | None:
    """The document in use that came from this file name or address."""
    found: DocumentRow | None = await session.scalar(
        select(DocumentRow)
        .where(DocumentRow.shop_id == shop_id, DocumentRow.origin == origin, DocumentRow.withdrawn_at.is_(None))
        .order_by(DocumentRow.created_at)
        .limit(1)
    )
    return found


async def row(session: AsyncSession, shop_id: str, document_id: str) -> DocumentRow | None:
    """The row of a document."""
    found: DocumentRow | None = await session.scalar(
        select(DocumentRow).where(DocumentRow.shop_id == shop_id, DocumentRow.id == document_id)
    )
    return found


def new_document(session: AsyncSession, shop_id: str, origin: str, at: datetime) -> DocumentRow:
    """A document without versions yet."""
    made = DocumentRow(id=new_id("doc"), shop_id=shop_id, origin=origin, version=0, created_at=at)
    session.add(made)
    return made


async def add_version(session: AsyncSession, shop_id: str, document: Document) -> None:
    """Write a version; its passages follow by `add_passages`."""
    session.add(
        DocumentVersionRow(
            id=new_id("dov"),
            shop_id=shop_id,
            document_id=document.id,
            version=document.version,
            name=document.name,
            origin=document.origin,
            format=document.format,
            lang=document.lang,
            sha256=document.sha256,
            size=document.size,
            pages=document.pages,
            passages=document.passages,
            notes=[{"en": one.en, "zh": one.zh} for one in document.notes],
            recorded_at=document.recorded_at,
            recorded_by=document.recorded_by,
        )
    )
    await session.flush()


async def add_passages(
    session: AsyncSession, shop_id: str, document_id: str, version: int, passages: Iterable[Passage]
) -> None:
    """Write the passages of a version, some hundred at a time."""
    for some in _batches(passages):
        rows = [
            {
                "shop_id": shop_id,
                "document_id": document_id,
                "version": version,
                "number": one.number,
                "kind": one.kind,
                "text": one.text,
                "lang": one.lang,
                "level": one.level,
                "anchor": anchor_json(one.anchor),
                "cells": [list(cell) for cell in one.cells],
            }
            for one in some
        ]
        await session.execute(insert(PassageRow), rows)


def anchor_json(anchor: Anchor) -> Json:
    """An anchor as stored; what it does not have is left out."""
    whole: Json = _ANCHOR.dump_python(anchor, mode="json")
    return {name: value for name, value in whole.items() if value}


def to_passage(row: PassageRow) -> Passage:
    """The passage of a row."""
    return Passage(
        number=row.number,
        kind=cast(PassageKind, row.kind),
        text=row.text,
        anchor=_ANCHOR.validate_python(row.anchor),
        lang=cast(Lang, row.lang),
        level=row.level,
        cells=tuple((str(head), str(value)) for head, value in row.cells),
    )


def to_document(row: DocumentRow, version: DocumentVersionRow) -> Document:
    """The document at a version."""
    return Document(
        id=row.id,
        name=version.name,
        format=cast(DocumentFormat, version.format),
        origin=version.origin,
        version=version.version,
        lang=cast(Lang, version.lang),
        size=version.size,
        pages=version.pages,
        passages=version.passages,
        recorded_at=version.recorded_at,
        recorded_by=version.recorded_by,
        notes=tuple(Words(str(one.get("en") or ""), str(one.get("zh") or "")) for one in version.notes),
        sha256=version.sha256,
        withdrawn_at=row.withdrawn_at,
    )


def _batches(passages: Iterable[Passage]) -> Iterator[Sequence[Passage]]:
    left = iter(passages)
    while some := list(islice(left, _BATCH)):
        yield some
