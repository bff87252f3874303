"""Documents for programs with an API key: send files and addresses, read passages and what changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.catalog.uploads import receive
from mercery.core.i18n import Lang, Words
from mercery.knowledge.documents import readings, service
from mercery.knowledge.documents.addresses import checked_address
from mercery.knowledge.documents.comparison import ChangeKind
from mercery.knowledge.documents.document import Document, DocumentFormat, Passage, PassageKind
from mercery.knowledge.documents.originals import incoming, safe_name
from mercery.knowledge.documents.readings import Reading, ReadingStatus
from mercery.web.database import Db

router = APIRouter(prefix="/api/v1/documents", tags=["documents"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.DOCUMENTS_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.DOCUMENTS_WRITE))]
Version = Annotated[int | None, Query(ge=1)]


class WordsOut(BaseModel):
    """A text in both languages."""

    en: str
    zh: str

    @classmethod
    def of(cls, words: Words) -> WordsOut:
        """As it goes out."""
        return cls(en=words.en, zh=words.zh)


class DocumentOut(BaseModel):
    """A document at a version. `notes`: what was left out while reading."""

    id: str
    name: str
    format: DocumentFormat
    origin: str
    version: int
    lang: Lang
    size: int
    pages: int | None
    passages: int
    sha256: str
    recorded_at: datetime
    recorded_by: str
    notes: list[WordsOut]
    withdrawn_at: datetime | None


class DocumentsOut(BaseModel):
    """All documents in use."""

    items: list[DocumentOut]


class ReadingOut(BaseModel):
    """A file or address on its way to a version. `status`: waiting, fetching, reading, then done, unchanged, refused or
    failed."""

    id: str
    origin: str
    status: ReadingStatus
    document_id: str | None
    version: int | None
    pages_read: int
    pages: int | None
    passages: int
    problem: dict[str, Any]
    """Why it was refused: code, place, message and remedy in both languages."""


class ReadingsOut(BaseModel):
    """What will be read."""

    items: list[ReadingOut]


class PassageOut(BaseModel):
    """A heading, paragraph, item of a list or row of a table, with its place."""

    number: int
    kind: PassageKind
    text: str
    lang: Lang
    level: int
    cells: list[tuple[str, str]]
    anchor: dict[str, Any]
    """Page, headings, sheet, cell, line: those the format has."""


class PassagesOut(BaseModel):
    """Some passages in order. `next`: the number to go on with, null at the end."""

    version: int
    items: list[PassageOut]
    next: int | None


class ChangeOut(BaseModel):
    """What became of a passage. `words` and `heading`: what stayed, went and came, as pairs of kind and text."""

    kind: ChangeKind
    before: int | None
    after: int | None
    words: list[tuple[str, str]]
    heading: list[tuple[str, str]]


class ChangesOut(BaseModel):
    """What a version changed against the one before it. Passages that stayed as they were are counted, not listed."""

    version: int
    same: int
    items: list[ChangeOut]


class AddressesIn(BaseModel):
    """Pages to be read; all of them must be on hosts of MERCERY_DOCUMENT_HOSTS."""

    model_config = ConfigDict(extra="forbid")
    addresses: list[Annotated[str, Field(pattern=r"^\s*[Hh][Tt][Tt][Pp][Ss]?://", max_length=2000)]] = Field(
        min_length=1, max_length=50
    )


@router.get("")
async def list_documents(session: Db, key: Reader) -> DocumentsOut:
    """Every document in use at its newest version. Scope `documents:read`."""
    return DocumentsOut(items=[_document(one) for one in await service.documents(session, key.shop_id)])


@router.post("", status_code=202)
async def send_document(
    session: Db, key: Writer, file: UploadFile, document_id: Annotated[str | None, Form(max_length=40)] = None
) -> ReadingOut:
    """Send a file; it is read by a job. A known name, or `document_id`, makes the next version. Scope `documents:write`."""
    path = await receive(file, incoming(key.shop_id))
    reading_id = await readings.store(
        session, key.shop_id, key.actor, name=safe_name(file.filename or ""), path=path, document_id=document_id
    )
    return _reading(await readings.reading(session, key.shop_id, reading_id))


@router.post("/addresses", status_code=202)
async def send_addresses(session: Db, key: Writer, sent: AddressesIn) -> ReadingsOut:
    """Have pages read by address, all or none. Scope `documents:write`."""
    urls = list(dict.fromkeys(checked_address(url) for url in sent.addresses))
    ids = [await readings.store(session, key.shop_id, key.actor, name=url) for url in urls]
    return ReadingsOut(items=[_reading(await readings.reading(session, key.shop_id, each)) for each in ids])


@router.get("/readings/{reading_id}")
async def read_reading(session: Db, key: Reader, reading_id: str) -> ReadingOut:
    """How far a file is. Scope `documents:read`."""
    return _reading(await readings.reading(session, key.shop_id, reading_id))


@router.get("/{document_id}")
async def read_document(session: Db, key: Reader, document_id: str, version: Version = None) -> DocumentOut:
    """One document. Scope `documents:read`."""
    return _document(await service.document(session, key.shop_id, document_id, version))


@router.get("/{document_id}/passages")
async def read_passages(
    session: Db,
    key: Reader,
    document_id: str,
    version: Version = None,
    first: Annotated[int, Query(ge=1)] = 1,
    most: Annotated[int, Query(ge=1, le=500)] = 200,
) -> PassagesOut:
    """Passages from number `first` on. Scope `documents:read`."""
    one = await service.document(session, key.shop_id, document_id, version)
    found = await service.passages(session, key.shop_id, document_id, one.version, first=first, most=most)
    last = found[-1].number if found else one.passages
    return PassagesOut(
        version=one.version,
        items=[_passage(each) for each in found],
        next=last + 1 if last < one.passages else None,
    )


@router.get("/{document_id}/changes")
async def read_changes(
    session: Db, key: Reader, document_id: str, version: Version = None, since: Version = None
) -> ChangesOut:
    """What a version changed against `since`, the one before it when left out. Scope `documents:read`."""
    one = await service.document(session, key.shop_id, document_id, version)
    found = await service.changes(session, key.shop_id, document_id, one.version, since=since)
    return ChangesOut(
        version=one.version,
        same=sum(each.kind == "same" for each in found),
        items=[
            ChangeOut(
                kind=each.kind,
                before=each.before,
                after=each.after,
                words=[(piece.kind, piece.text) for piece in each.words],
                heading=[(piece.kind, piece.text) for piece in each.heading],
            )
            for each in found
            if each.kind != "same"
        ],
    )


@router.delete("/{document_id}", status_code=204)
async def withdraw_document(
    session: Db, key: Writer, document_id: str, reason: Annotated[str, Query(min_length=1, max_length=500)]
) -> None:
    """Let nothing stand on a document any more; it stays readable. Scope `documents:write`."""
    await service.withdraw(session, key.shop_id, key.actor, document_id, reason=reason)


def _document(one: Document) -> DocumentOut:
    values = asdict(one)
    values["notes"] = [WordsOut.of(note) for note in one.notes]
    return DocumentOut(**values)


def _reading(one: Reading) -> ReadingOut:
    return ReadingOut(
        id=one.id,
        origin=one.origin,
        status=one.status,
        document_id=one.document_id,
        version=one.version,
        pages_read=one.pages_read,
        pages=one.pages,
        passages=one.passages,
        problem=one.problem,
    )


def _passage(one: Passage) -> PassageOut:
    anchor = {name: value for name, value in asdict(one.anchor).items() if value}
    return PassageOut(
        number=one.number,
        kind=one.kind,
        text=one.text,
        lang=one.lang,
        level=one.level,
        cells=list(one.cells),
        anchor=anchor,
    )
