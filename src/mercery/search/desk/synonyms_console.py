"""The pages of synonyms: the shop's rows, one row with what it would change, and a file of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Final, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound, TooLarge, told_in
from mercery.core.i18n import Lang, Words
from mercery.search.desk import preview, service
from mercery.search.desk.doors import offers_of
from mercery.search.desk.own_synonym import KINDS, OwnSynonym, SynonymKind, checked
from mercery.search.desk.preview import SynonymPreview
from mercery.search.desk.report import Span
from mercery.search.desk.synonym_file import read_synonyms, write_synonyms
from mercery.web.database import Db
from mercery.web.html import fragment_response, page_response, redirect_with_flash
from mercery.web.uploaded import read_uploaded

router = APIRouter(prefix="/synonyms", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CATALOG))]
_LIST: Final = "/console/search/synonyms"
_DAYS: Final = 30
_BETWEEN: Final = re.compile(r"[|;；、，,\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymsPage:
    """The shop's rows."""

    rows: Sequence[OwnSynonym]
    total: int
    sought: str
    names: Mapping[SynonymKind, Words]
    may_edit: bool
    errors: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymPage:
    """One row as it is typed, and what it would change."""

    id: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    names: Mapping[SynonymKind, Words]
    kept: OwnSynonym | None
    preview: SynonymPreview | None = None
    more: str = ""
    """Address of the next part of the preview."""
    days: int = _DAYS

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")


@router.get("")
async def synonyms_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, q: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """Every row of the shop, the newest first."""
    return await _list(request, session, staff, shop, q)


@router.get("/export.csv")
async def export(session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """All of them as a file that can be imported again."""
    text = write_synonyms(await service.synonyms(session, shop.id))
    headers = {"Content-Disposition": 'attachment; filename="synonyms.csv"'}
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/import")
async def import_file(request: Request, session: Db, staff: Editor, shop: CurrentShop, file: UploadFile) -> Response:
    """Take a file of rows; whatever is wrong in it is named, and then nothing is taken."""
    try:
        made = await read_uploaded(file, read_synonyms, unnamed="synonyms.csv")
        new, changed = await service.take_synonyms(session, shop.id, staff.actor, made)
    except (Invalid, TooLarge, Conflict) as error:
        return await _list(request, session, staff, shop, "", error)
    text = says(request, staff, shop, f"{new} new rows, {changed} changed.", f"新增 {new} 条，更改 {changed} 条。")
    return redirect_with_flash(request, _LIST, text)


@router.get("/new")
async def new_synonym(
    request: Request,
    staff: Editor,
    shop: CurrentShop,
    kind: str = "same",
    words: Annotated[str, Query(max_length=600)] = "",
    finds: Annotated[str, Query(max_length=600)] = "",
    lang: str = "",
) -> Response:
    """The form, filled where the report leads here."""
    typed = {"kind": kind, "words": words, "finds": finds, "lang": lang, "note": "", "active": "1"}
    return _page(request, staff, shop, SynonymPage(id="", typed=typed, errors={}, names=KINDS, kept=None))


@router.get("/preview")
async def preview_part(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    begin: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The next searches of a preview, for the page that shows the first."""
    typed = {name: request.query_params.get(name, "")[:600] for name in _FIELDS}
    made = _typed(typed, request.query_params.get("id", ""))
    page = await _looked(request, session, shop, made, typed, begin)
    context = console_page(request, staff, shop, section="search")
    return fragment_response("search/synonym_changes.html", "changes", page, context=context)


@router.get("/{synonym_id}")
async def synonym_page(request: Request, session: Db, staff: Editor, shop: CurrentShop, synonym_id: str) -> Response:
    """One row."""
    kept = await service.synonym(session, shop.id, synonym_id)
    page = SynonymPage(id=kept.id, typed=_shown(kept), errors={}, names=KINDS, kept=kept)
    return _page(request, staff, shop, page)


@router.post("/save")
async def save(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """Look at what a row would change, or keep it."""
    form = await request.form()
    typed = {name: str(form.get(name, ""))[:2_000] for name in _FIELDS}
    made = _typed(typed, str(form.get("id", "")))
    try:
        if form.get("do") != "save":
            page = await _looked(request, session, shop, checked(made), typed, 0)
            return _page(request, staff, shop, page)
        await service.save_synonym(session, shop.id, staff.actor, made)
    except (Invalid, Conflict, NotFound) as error:
        errors = _errors(error, staff_language(request, staff, shop))
        page = SynonymPage(id=made.id, typed=typed, names=KINDS, kept=None, errors=errors)
        return _page(request, staff, shop, page, status=error.status)
    text = says(request, staff, shop, "Kept. Searches follow from now on.", "已保存，即刻生效。")
    return redirect_with_flash(request, _LIST, text)


@router.post("/{synonym_id}/switch")
async def switch(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    synonym_id: str,
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Let it count, or not."""
    await service.switch_synonym(session, shop.id, staff.actor, synonym_id, active=active)
    on, off = (
        says(request, staff, shop, "It counts again.", "已启用。"),
        says(request, staff, shop, "It is switched off.", "已停用。"),
    )
    return redirect_with_flash(request, _LIST, on if active else off)


@router.post("/{synonym_id}/remove")
async def remove(request: Request, session: Db, staff: Editor, shop: CurrentShop, synonym_id: str) -> Response:
    """Take it away for good."""
    gone = await service.remove_synonym(session, shop.id, staff.actor, synonym_id)
    said = ", ".join(gone.all_words[:4])
    text = says(request, staff, shop, f"Removed: {said}.", f"已删除：{said}。")
    return redirect_with_flash(request, _LIST, text)


def _errors(error: MerceryError, lang: Lang) -> dict[str, str]:
    found = {problem.field or "words": told_in(lang, problem) for problem in error.problems}
    return found or {"words": told_in(lang, error)}


_FIELDS: Final = ("kind", "words", "finds", "lang", "note", "active")


def _typed(typed: Mapping[str, str], synonym_id: str) -> OwnSynonym:
    kind = typed["kind"] if typed["kind"] in KINDS else "same"
    return OwnSynonym(
        id=synonym_id[:40],
        kind=cast(SynonymKind, kind),
        words=tuple(_BETWEEN.split(typed["words"])),
        means=tuple(_BETWEEN.split(typed["finds"])) if kind == "finds" else (),
        lang=cast(Lang, typed["lang"] if typed["lang"] in ("en", "zh") else ""),
        note=typed["note"],
        active=typed["active"] == "1",
    )


def _shown(kept: OwnSynonym) -> dict[str, str]:
    return {
        "kind": kept.kind,
        "words": "\n".join(kept.words),
        "finds": "\n".join(kept.means),
        "lang": kept.lang,
        "note": kept.note,
        "active": "1" if kept.active else "",
    }


async def _looked(
    request: Request, session: Db, shop: Shop, made: OwnSynonym, typed: Mapping[str, str], begin: int
) -> SynonymPage:
    span = Span(shop_id=shop.id, since=now() - timedelta(days=_DAYS), until=now())
    supposed = replace(made, active=True)
    found = await preview.of_synonym(session, shop, supposed, span, offers=offers_of(request), begin=begin)
    more = "" if found.done else f"{_LIST}/preview?" + _address(typed, made.id, found.looked_at)
    return SynonymPage(id=made.id, typed=typed, errors={}, names=KINDS, kept=None, preview=found, more=more)


def _address(typed: Mapping[str, str], synonym_id: str, begin: int) -> str:
    return urlencode({**typed, "id": synonym_id, "begin": begin})


def _page(request: Request, staff: Staff, shop: Shop, page: SynonymPage, *, status: int = 200) -> Response:
    context = console_page(request, staff, shop, section="search")
    return page_response("search/synonym.html", page, context=context, status=status)


async def _list(
    request: Request, session: Db, staff: Staff, shop: Shop, sought: str, error: MerceryError | None = None
) -> Response:
    rows = await service.synonyms(session, shop.id)
    wanted = sought.strip().casefold()
    shown = [one for one in rows if not wanted or any(wanted in word.casefold() for word in one.all_words)]
    context = console_page(request, staff, shop, section="search")
    page = SynonymsPage(
        rows=shown[:500],
        total=len(rows),
        sought=sought.strip(),
        names=KINDS,
        may_edit=staff.may(Permission.EDIT_CATALOG),
        errors=[one.text(context.lang) for one in error.problems] or [told_in(context.lang, error)] if error else (),
    )
    return page_response("search/synonyms.html", page, context=context, status=error.status if error else 200)
