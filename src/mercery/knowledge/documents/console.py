"""The pages of documents: the ledger with what is being read, and one document passage by passage."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Query, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.catalog.uploads import receive
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Conflict, Invalid, NotFound, TooLarge
from mercery.core.i18n import Words
from mercery.core.storage import by_database
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents import readings, repository, service
from mercery.knowledge.documents.addresses import allowed_hosts, checked_address
from mercery.knowledge.documents.comparison import still_there
from mercery.knowledge.documents.document import Document
from mercery.knowledge.documents.limits import Refused
from mercery.knowledge.documents.originals import incoming, original_path, safe_name
from mercery.knowledge.documents.service import Compared
from mercery.knowledge.documents.view import (
    PER_PAGE,
    DocumentLine,
    DocumentPage,
    DocumentsPage,
    answers_on,
    changes_of,
    parts_of,
)
from mercery.knowledge.review.drafted import Drafted, drafted
from mercery.knowledge.service import answers_in_force
from mercery.web.database import Db
from mercery.web.html import page_response, redirect, redirect_with_flash

router = APIRouter(prefix="/console/documents", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_ANSWERS))]
_LIST: Final = "/console/documents"
_MOST_FILES: Final = 50
_SHOWN: Final = 200
"""Readings told at once that are under way or were refused: none of an upload may be missing."""
_SETTLING: Final = timedelta(seconds=30)
"""How long after a reading its drafts may still be on their way."""


@router.get("")
async def documents_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, withdrawn: bool = False
) -> Response:
    """The ledger. While something is read, the page asks again by itself."""
    return await _ledger(request, session, staff, shop, withdrawn=withdrawn)


async def _ledger(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    *,
    withdrawn: bool = False,
    problem: Words | None = None,
    remedy: Words | None = None,
    addresses: str = "",
    status: int = 200,
) -> Response:
    made = await drafted(session, shop.id)
    standing = Counter(
        document_id
        for answer in await answers_in_force(session, shop.id)
        for document_id in {source.document_id for source in answer.sources}
    )
    nothing = Drafted(made=0, waiting=0)
    ledger = await service.documents(session, shop.id, withdrawn=withdrawn)
    page = DocumentsPage(
        lines=[
            DocumentLine(
                document=one,
                drafts=made.get(one.id, nothing).made,
                waiting=made.get(one.id, nothing).waiting,
                answers=standing[one.id],
            )
            for one in ledger
        ],
        readings=await readings.looked_at(session, shop.id, limit=_SHOWN),
        settling=any(now() - one.recorded_at < _SETTLING for one in ledger),
        withdrawn=withdrawn,
        may_edit=staff.may(Permission.EDIT_ANSWERS),
        limit_mb=settings().upload_limit_mb,
        hosts=allowed_hosts(),
        problem=problem,
        remedy=remedy,
        addresses=addresses,
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response("knowledge/documents/documents.html", page, context=context, status=status)


@router.post("")
async def upload(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Take files; a job reads each."""
    files = [one for one in files or () if one.filename]
    if not files:
        message = Words("No file was chosen.", "未选择文件。")
        return await _ledger(request, session, staff, shop, problem=message, status=422)
    if len(files) > _MOST_FILES:
        error = Refused("too_many_files", found=str(len(files)), most=str(_MOST_FILES))
        return await _refused(request, session, staff, shop, error)
    try:
        count = await _take(session, staff, shop, files)
    except Refused as error:
        return await _refused(request, session, staff, shop, error)
    text = says(
        request, staff, shop,
        "The file is being read." if count == 1 else f"{count} files are being read.",
        "正在读取文件。" if count == 1 else f"正在读取 {count} 个文件。",
    )  # fmt: skip
    return redirect_with_flash(request, _LIST, text)


async def _take(
    session: AsyncSession, staff: Staff, shop: Shop, files: Sequence[UploadFile], document_id: str | None = None
) -> int:
    """Take what can be taken, and note the rest as refused, each with its reason. Refused where nothing can be taken."""
    taken: list[tuple[str, Path]] = []
    refused: list[tuple[str, Refused]] = []
    for file in files:
        name = safe_name(file.filename or "")
        try:
            taken.append((name, await _received(file, name, shop)))
        except Refused as error:
            refused.append((name, error))
    if refused and not taken:
        raise refused[0][1]
    for name, why in refused:
        await readings.note_refused(session, shop.id, staff.actor, name, why)
    for name, path in taken:
        await readings.store(session, shop.id, staff.actor, name=name, path=path, document_id=document_id)
    return len(taken)


async def _received(file: UploadFile, name: str, shop: Shop) -> Path:
    try:
        return await receive(file, incoming(shop.id))
    except TooLarge:
        most = f"{settings().upload_limit_mb} MB"
        raise Refused("too_large", file=name, found=f"> {most}", most=most) from None
    except Invalid:
        raise Refused("empty", file=name) from None


async def _refused(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    error: Refused,
    addresses: str = "",
) -> Response:
    """The ledger with what is wrong."""
    file = error.problems[0].file
    words = Words(f"{file}: {error.words.en}", f"{file}：{error.words.zh}") if file else error.words
    return await _ledger(
        request,
        session,
        staff,
        shop,
        problem=words,
        remedy=error.remedy_words,
        addresses=addresses,
        status=error.status,
    )


@router.post("/addresses")
async def take_addresses(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """Read pages by address, one a line. None is read when one is not allowed."""
    typed = str((await request.form()).get("addresses") or "")[:20_000]
    try:
        urls = list(dict.fromkeys(checked_address(line) for line in typed.splitlines() if line.strip()))
        if len(urls) > _MOST_FILES:
            raise Refused("too_many_files", found=str(len(urls)), most=str(_MOST_FILES))
    except Refused as error:
        return await _refused(request, session, staff, shop, error, typed)
    for url in urls:
        await readings.store(session, shop.id, staff.actor, name=url)
    return redirect(request, _LIST)


@router.post("/dismiss")
async def dismiss(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """Take refusals off the page."""
    await readings.dismiss(session, shop.id)
    return redirect(request, _LIST)


@router.get("/{document_id}")
async def document_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    document_id: str,
    version: Annotated[int | None, Query(ge=1)] = None,
    passage: Annotated[int, Query(ge=1)] = 1,
    page: Annotated[int | None, Query(ge=1)] = None,
    since: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """A document passage by passage; `passage` is the one that is looked for, each can be pointed to as #p12."""
    number = page if page is not None else (passage - 1) // PER_PAGE + 1
    return await _document(request, session, staff, shop, document_id, version, number=number, since=since)


async def _document(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    document_id: str,
    version: int | None = None,
    *,
    number: int = 1,
    since: int | None = None,
    problem: Words | None = None,
) -> Response:
    versions = await service.versions(session, shop.id, document_id)
    one = next((each for each in versions if version in (None, each.version)), None)
    if one is None:
        raise NotFound("The document has no such version.", zh="该文件没有此版本。")
    row = await repository.row(session, shop.id, document_id)
    assert row is not None
    last = max(1, -(-one.passages // PER_PAGE))
    first = (min(number, last) - 1) * PER_PAGE + 1
    shown = await service.passages(session, shop.id, document_id, one.version, first=first, most=PER_PAGE)
    compared = None
    if one.version > 1:
        compared = await service.compared(session, shop.id, document_id, one.version, since or one.version - 1)
    standing = await _standing(session, shop, one, compared)
    made = (await drafted(session, shop.id)).get(document_id, Drafted(made=0, waiting=0))
    contents = await service.headings(session, shop.id, document_id, one.version)
    view = DocumentPage(
        document=one,
        versions=versions,
        contents=contents,
        parts=parts_of(
            shown,
            {each.after: each for each in (compared.changes if compared else ()) if each.after is not None},
            standing,
        ),
        answers=_first_places(standing),
        changes=changes_of(compared.changes, compared.before, compared.after, compared.since) if compared else None,
        drafts=made.made,
        waiting=made.waiting,
        current=min(number, last),
        last=last,
        may_edit=staff.may(Permission.EDIT_ANSWERS),
        original=by_database() or await asyncio.to_thread(original_path(shop.id, one.sha256).exists),
        problem=problem,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
        pages_of={each.number: (each.number - 1) // PER_PAGE + 1 for each in contents},
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response(
        "knowledge/documents/document.html", view, context=context, status=422 if problem is not None else 200
    )


async def _standing(
    session: AsyncSession, shop: Shop, one: Document, compared: Compared | None
) -> Mapping[int, Sequence[ApprovedAnswer]]:
    """Answers by passage; those approved on the version compared with are carried over where their passage still stands."""
    kept = {compared.since: still_there(compared.changes)} if compared else {}
    return answers_on(await answers_in_force(session, shop.id), one.id, one.version, kept)


def _first_places(standing: Mapping[int, Sequence[ApprovedAnswer]]) -> list[tuple[ApprovedAnswer, int]]:
    found: dict[str, tuple[ApprovedAnswer, int]] = {}
    for number in sorted(standing):
        for answer in standing[number]:
            found.setdefault(answer.key, (answer, number))
    return list(found.values())


@router.post("/{document_id}/versions")
async def upload_version(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    document_id: str,
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """A file as the next version of this document, whatever its name."""
    files = [one for one in files or () if one.filename]
    try:
        if len(files) != 1:
            message = Words("Choose one file.", "请选择一个文件。")
            return await _document(request, session, staff, shop, document_id, problem=message)
        await _take(session, staff, shop, files, document_id)
    except Refused as error:
        return await _document(request, session, staff, shop, document_id, problem=error.words)
    text = says(request, staff, shop, "The new version is being read.", "正在读取新版本。")
    return redirect_with_flash(request, _LIST, text)


@router.post("/{document_id}/again")
async def read_again(request: Request, session: Db, staff: Editor, shop: CurrentShop, document_id: str) -> Response:
    """Ask for the page of this document again; it is the next version when it says something else."""
    one = await service.document(session, shop.id, document_id)
    try:
        await readings.store(session, shop.id, staff.actor, name=checked_address(one.origin), document_id=document_id)
    except Refused as error:
        return await _document(request, session, staff, shop, document_id, problem=error.words)
    return redirect(request, _LIST)


@router.post("/{document_id}/withdraw")
async def withdraw(request: Request, session: Db, staff: Editor, shop: CurrentShop, document_id: str) -> Response:
    """Let nothing stand on the document any more."""
    reason = str((await request.form()).get("reason") or "")[:500]
    if not reason.strip():
        message = Words("Say why the document is withdrawn.", "请写明停用原因。")
        return await _document(request, session, staff, shop, document_id, problem=message)
    try:
        await service.withdraw(session, shop.id, staff.actor, document_id, reason=reason)
    except Conflict:
        return redirect(request, f"{_LIST}/{document_id}")
    text = says(request, staff, shop, "Withdrawn. No draft is made from it any more.", "已停用，不再据此起草答复。")
    return redirect_with_flash(request, _LIST, text)


@router.get("/{document_id}/original")
async def download(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    document_id: str,
    version: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The file as it came. Always saved, never shown: a page in it stays a file."""
    one = await service.document(session, shop.id, document_id, version)
    path = await service.original(session, shop.id, document_id, version)
    name = quote(one.origin.rsplit("/", 1)[-1] or "document")
    return FileResponse(
        path,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )
