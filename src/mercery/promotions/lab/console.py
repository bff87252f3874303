"""The pages of promotions in the console: the overview, a set with its proof, what people do with it, certificates."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.catalog.product import NO_WORDS
from mercery.core.errors import Invalid, MerceryError, NotFound
from mercery.core.files.formulas import guarded
from mercery.core.i18n import Words
from mercery.promotions.lab import (
    cart_console,
    compare_console,
    entry_console,
    form_console,
    inverse_console,
    settings_console,
    what_if_console,
)
from mercery.promotions.lab.acting import applied, checked_soon, published
from mercery.promotions.lab.certificate_view import certificate_page
from mercery.promotions.lab.mending import mends_of
from mercery.promotions.lab.overview_view import overview_page
from mercery.promotions.lab.refusals import refusal
from mercery.promotions.lab.set_view import set_page
from mercery.promotions.publishing import alarms as alarms_book
from mercery.promotions.publishing import drafting, gate
from mercery.promotions.publishing.sets import promotion_set
from mercery.web.database import Db, database_of
from mercery.web.html import Tone, fragment_response, is_htmx, page_response, redirect_with_flash

router = APIRouter(prefix="/console/promotions", include_in_schema=False)
for part in (
    cart_console,
    compare_console,
    entry_console,
    form_console,
    inverse_console,
    settings_console,
    what_if_console,
):
    router.include_router(part.router)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_PROMOTIONS))]
Reason = Annotated[str, Form(max_length=600)]
_LIST: Final = "/console/promotions"
T = TypeVar("T")
_STARTED: Final = Words("The rule is in force again.", "规则已恢复。")
_STARTS: Final = Words("It is proved first and starts when that passes.", "先行证明，通过后恢复。")
_SHOWN: Final = ("all", "published", "draft", "waiting", "stopped", "ended")


@router.get("")
async def overview(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, show: Annotated[str, Query()] = "all"
) -> Response:
    """What is in force, what waits, what was stopped."""
    alarms = await alarms_book.alarms(session, shop.id)
    page = await overview_page(session, shop, staff, show if show in _SHOWN else "all", alarms)
    context = console_page(request, staff, shop, section="promotions")
    return page_response("promotions/overview.html", page, context=context)


@router.get("/sets/{set_id}")
async def one_set(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    set_id: str,
    currency: Annotated[str, Query(max_length=3)] = "",
) -> Response:
    """A set with its proof: the lab."""
    page = await set_page(session, shop, staff, set_id, currency=currency)
    context = console_page(request, staff, shop, section="promotions")
    return page_response("promotions/set.html", page, context=context)


@router.get("/sets/{set_id}/repairs")
async def repairs(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    set_id: str,
    currency: Annotated[str, Query(max_length=3)] = "",
) -> Response:
    """What would mend the worst cart; it takes a moment, so the page asks for it apart."""
    page = await mends_of(database_of(request), session, shop, staff, set_id, currency=currency)
    context = console_page(request, staff, shop, section="promotions")
    if is_htmx(request):
        return fragment_response("promotions/repairs.html", "content", page, context=context)
    return page_response("promotions/repairs.html", page, context=context)


@router.post("/sets/{set_id}/prove")
async def prove(request: Request, session: Db, staff: Editor, shop: CurrentShop, set_id: str) -> Response:
    """Look for the worst cart: at once where that takes a second, else in the background."""
    act = checked_soon(request, session, shop, staff, set_id)
    said = Words("The proof is under way or done.", "证明已开始或完成。")
    return await _done(request, staff, shop, set_id, act, said, tone="note")


@router.post("/sets/{set_id}/repair")
async def repair(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    set_id: str,
    repair: Annotated[str, Form(max_length=80)] = "",
    certificate: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Take a proposed repair, and prove again."""
    act = applied(request, session, shop, staff, set_id, repair, certificate)
    return await _done(request, staff, shop, set_id, act, lambda words: words, lead=Words("Applied.", "已采用。"))


@router.post("/sets/{set_id}/ask")
async def ask(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, set_id: str, reason: Reason = ""
) -> Response:
    """Ask for a second person; below the floor only with a reason."""
    act = gate.ask(session, shop, staff.actor, set_id, reason=reason)
    return await _done(request, staff, shop, set_id, act, Words("A second person is asked.", "已请第二人核准。"))


@router.post("/sets/{set_id}/back")
async def back(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, set_id: str, reason: Reason = ""
) -> Response:
    """Give it back to be changed."""
    why = reason.strip() or says(request, staff, shop, "To be changed", "需要修改")
    act = gate.send_back(session, shop, staff.actor, set_id, reason=why)
    return await _done(request, staff, shop, set_id, act, Words("It is a draft again.", "已退回为草稿。"))


@router.post("/sets/{set_id}/publish")
async def publish(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    set_id: str,
    reason: Reason = "",
    version: Annotated[int, Form()] = 0,
    despite: Reason = "",
    without_costs: Annotated[bool, Form()] = False,
) -> Response:
    """The second person's yes, to the version that was looked at."""
    act = published(session, shop, staff, set_id, version, reason, despite=despite if without_costs else "")
    said = Words("It holds for every customer from now on.", "即刻对所有顾客生效。")
    return await _done(request, staff, shop, set_id, act, said, lead=Words("Published.", "已发布。"))


@router.post("/sets/{set_id}/end")
async def end(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, set_id: str, reason: Reason = ""
) -> Response:
    """Take it out of force now."""
    act = gate.end(session, shop, staff.actor, set_id, reason=reason)
    said = Words("Prices are as without it from this moment.", "价格即刻恢复。")
    return await _done(request, staff, shop, set_id, act, said)


@router.post("/sets/{set_id}/stop")
async def stop(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    set_id: str,
    rule: Annotated[str, Form(max_length=80)] = "",
    reason: Reason = "",
) -> Response:
    """Stop one rule of it at once."""
    act = gate.stop_rule(session, shop, staff.actor, rule, reason=reason)
    return await _done(request, staff, shop, set_id, act, Words("The rule is stopped.", "规则已停用。"))


@router.post("/sets/{set_id}/start")
async def start(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    set_id: str,
    rule: Annotated[str, Form(max_length=80)] = "",
    reason: Reason = "",
) -> Response:
    """Have a stopped rule in force again, once that is proved."""
    act = gate.start_rule(session, shop, staff.actor, rule, reason=reason)
    return await _done(request, staff, shop, set_id, act, lambda at_once: _STARTED if at_once else _STARTS, tone="note")


@router.post("/sets/{set_id}/remove")
async def remove(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    set_id: str,
    rule: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Take a rule out of a draft."""
    one = await promotion_set(session, shop.id, set_id)
    draft = drafting.draft_of(one)
    left = replace(draft, rules=[written for written in draft.rules if written.get("id") != rule])
    act = drafting.change(session, shop, staff.actor, set_id, left, after_version=one.version)
    return await _done(request, staff, shop, set_id, act, Words("The rule is taken out.", "规则已移除。"))


@router.post("/sets/{set_id}/drop")
async def drop(request: Request, session: Db, staff: Editor, shop: CurrentShop, set_id: str) -> Response:
    """Throw a draft away."""
    act = drafting.drop(session, shop, staff.actor, set_id)
    said = Words("The draft is gone.", "草稿已丢弃。")
    return await _done(request, staff, shop, set_id, act, said, to=_LIST)


@router.get("/sets/{set_id}/export.{kind}")
async def export(session: Db, staff: CurrentStaff, shop: CurrentShop, set_id: str, kind: str) -> Response:
    """Its rules as a file that can be read in again."""
    one = await promotion_set(session, shop.id, set_id)
    name = f"promotion-{one.number}.{kind if kind == 'csv' else 'json'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind != "csv":
        text = json.dumps({"currency": one.currency, "rules": list(one.written)}, ensure_ascii=False, indent=2)
        return Response(text, media_type="application/json", headers=headers)
    return Response(_as_csv(list(one.written)), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/certificates/{certificate_id}")
async def certificate(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, certificate_id: str
) -> Response:
    """A proof, to be printed."""
    page = await certificate_page(session, shop, certificate_id)
    context = console_page(request, staff, shop, section="promotions")
    return page_response("promotions/certificate.html", page, context=context)


@router.post("/alarms/{alarm_id}/settle")
async def settle(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, alarm_id: str, reason: Reason = ""
) -> Response:
    """Note what was done about an alarm."""
    try:
        await alarms_book.settle_alarm(session, shop.id, staff.actor, alarm_id, reason=reason)
    except Invalid as error:
        text = refusal(error, staff_language(request, staff, shop))
        return redirect_with_flash(request, _LIST, text, tone="stopped")
    return redirect_with_flash(request, _LIST, says(request, staff, shop, "Noted.", "已记录。"))


async def _done(
    request: Request,
    staff: Staff,
    shop: Shop,
    set_id: str,
    act: Awaitable[T],
    said: Words | Callable[[T], Words],
    *,
    lead: Words = NO_WORDS,
    tone: Tone = "done",
    to: str = "",
) -> Response:
    """Do it, and see the set (or `to`) with what was done; else the set, with what stands in the way. A set that is not
    there stays an error of its own."""
    lang, where = staff_language(request, staff, shop), f"{_LIST}/sets/{set_id}"
    try:
        result = await act
    except NotFound:
        raise
    except MerceryError as error:
        return redirect_with_flash(request, where, refusal(error, lang), tone="stopped")
    words = said(result) if callable(said) else said
    return redirect_with_flash(request, to or where, words.text(lang), lead=lead.text(lang), tone=tone)


def _as_csv(rules: list[Any]) -> str:
    """One rule a line; what is nested stands as JSON in its cell."""
    columns = list(dict.fromkeys(name for rule in rules for name in rule))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for rule in rules:
        writer.writerow([_cell(rule.get(name)) for name in columns])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return guarded(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
