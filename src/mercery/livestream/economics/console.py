"""The page of what each way to be on air costs and brings, in the console beside the shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Final

from fastapi import APIRouter, File, UploadFile
from starlette.responses import Response

from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.permissions import Permission
from mercery.core.clock import now
from mercery.core.errors import Invalid, NotFound, told_in
from mercery.core.i18n import Lang, Words
from mercery.experiments.ledger import costs
from mercery.livestream.comments.queue import FEATURE
from mercery.livestream.console.asking import LIST, Asking, Editing, Reading
from mercery.livestream.economics import entries
from mercery.livestream.economics.attributing import DAYS, sales_of_shows
from mercery.livestream.economics.comparing import EconomicsPage, OurShows, lines_of
from mercery.livestream.economics.entries import Way
from mercery.livestream.economics.ways import KINDS
from mercery.orders.sales import reading
from mercery.orders.sales.book import sales_book
from mercery.orders.sales.source import Wanted
from mercery.orders.sales.weeks import weeks_until
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

HOME: Final = f"{LIST}/economics"
router = APIRouter(prefix=HOME, include_in_schema=False)
_MOST_BYTES: Final = 1_000_000
_MOST_ROWS_TOLD: Final = 8
_WINDOW: Final = 24


@router.get("")
async def economics(asking: Reading) -> Response:
    """Every way, worked out for one show."""
    return page_response("livestream/economics.html", await _page(asking), context=asking.context)


@router.post("/ways")
async def add(asking: Editing) -> Response:
    """Add a way, or keep changes of one."""
    form = {name: value for name, value in (await asking.request.form()).items() if isinstance(value, str)}
    kind, way_id = form.get("kind", ""), form.get("way_id", "")
    if kind not in KINDS:
        raise NotFound("There is no such way to be on air.")
    try:
        async with asking.session.begin_nested():
            way = await entries.keep_way(asking.session, asking.shop, asking.staff.actor, kind, form, way_id=way_id)
    except Invalid as error:
        page = replace(
            await _page(asking), errors=form_errors(error, asking.lang), typed=form,
            editing=way_id or f"new-{kind}",
        )  # fmt: skip
        return page_response("livestream/economics.html", page, context=asking.context, status=error.status)
    said = Words(f"{way.name.text('en')} is kept.", f"“{way.name.text('zh')}”已保存。")
    return redirect_with_flash(asking.request, HOME, said.text(asking.lang))


@router.post("/ways/{way_id}/remove")
async def remove(asking: Editing, way_id: str) -> Response:
    """Take a way out."""
    act = entries.remove_way(asking.session, asking.shop, asking.staff.actor, way_id)
    return await asking.done(act, Words("Taken out.", "已移除。"), HOME)


@router.post("/told")
async def told(asking: Editing, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """Take in a table of what platforms told."""
    data = await file.read(_MOST_BYTES + 1) if file is not None else b""
    name = (file.filename or "") if file is not None else ""
    try:
        async with asking.session.begin_nested():
            rows = await _imported(asking, data, name)
    except Invalid as error:
        shown = FormErrors(general=_table_refused(error, asking.lang))
        page = replace(await _page(asking), told_errors=shown)
        return page_response("livestream/economics.html", page, context=asking.context, status=error.status)
    said = Words(f"{rows} rows taken in.", f"已导入 {rows} 行。")
    return redirect_with_flash(asking.request, HOME, said.text(asking.lang))


async def _imported(asking: Asking, data: bytes, name: str) -> int:
    if not data or len(data) > _MOST_BYTES:
        raise Invalid(
            "The file is empty or larger than one megabyte.", remedy="Send a CSV file.",
            zh="文件为空，或超过 1 MB。请上传 CSV 文件。",
        )  # fmt: skip
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(
            "The file is not UTF-8.", remedy="Save it as CSV UTF-8.", zh="文件编码不是 UTF-8，请另存为 CSV UTF-8。"
        ) from None
    return await entries.import_told(asking.session, asking.shop, asking.staff.actor, text, name)


def _table_refused(error: Invalid, lang: Lang) -> str:
    """Why a table is not taken in, with the first rows that stand in the way."""
    rows = error.problems[:_MOST_ROWS_TOLD]
    if lang == "zh":
        return told_in(lang, error) + "".join(f"第 {one.line} 行：{one.zh}" for one in rows)
    return " ".join([told_in(lang, error), *(f"Line {one.line}: {one.message}" for one in rows)])


async def _page(asking: Asking) -> EconomicsPage:
    session, shop = asking.session, asking.shop
    ways = await entries.ways(session, shop)
    book = await sales_book(session, shop.id)
    own_margin = await _own_margin(session, asking, book.week_start, book.tax_bps)
    ours = await _ours(asking, ways, book.tax_bps)
    return EconomicsPage(
        currency=shop.currency, lines=lines_of(ways, ours, own_margin, shop.currency), ours=ours, ways=ways,
        own_margin=own_margin, today=now().astimezone(zone_named(shop.timezone)).date(),
        may_edit=asking.may(Permission.EDIT_CONTENT), errors=FormErrors(), typed={}, editing="", told_errors=FormErrors(),
    )  # fmt: skip


async def _own_margin(session: Db, asking: Asking, week_start: int, tax_bps: int | None) -> float | None:
    """The shop's margin on goods in the last twelve weeks."""
    zone = zone_named(asking.shop.timezone)
    weeks = weeks_until(now(), zone, count=12, week_start=week_start)
    shop = asking.shop
    wanted = Wanted(shop_id=shop.id, currency=shop.currency, tax_bps=tax_bps, zone=shop.timezone)
    return (await reading.counted(session, wanted, weeks)).total.margin_share


async def _ours(asking: Asking, ways: list[Way], tax_bps: int | None) -> OurShows:
    entry = next((one for one in ways if one.kind == "ours"), None)
    typed: Mapping[str, str] = entry.typed if entry else {}
    window = int(Decimal(typed.get("window") or _WINDOW))
    shows = await sales_of_shows(asking.session, asking.shop, window=timedelta(hours=window), tax_bps=tax_bps)
    spent = await costs.used(asking.session, asking.shop, FEATURE, now() - timedelta(days=DAYS), now())
    known = [one for one in spent.values() if one.known]
    return OurShows(
        shows=shows, compute=sum(one.micros for one in known) / 1e6 if known else None, noted=bool(spent),
        partly=any(not one.whole for one in spent.values()), days=DAYS, window=window,
    )  # fmt: skip
