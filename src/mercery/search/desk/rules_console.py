"""The pages of merchandising rules: all of them, and one with its lists before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound, told_in
from mercery.core.i18n import Lang
from mercery.core.standing import Standing
from mercery.search.desk import naming_rules, preview, service
from mercery.search.desk.conflicts import all_conflicts, conflicts
from mercery.search.desk.doors import offers_of
from mercery.search.desk.report import Span
from mercery.search.desk.rule import Rule
from mercery.search.desk.rule_check import checked_rule
from mercery.search.desk.rule_form import FIELDS, form_of, rule_of, seal_of
from mercery.search.desk.rules_view import RulePage, RulesPage, timeline
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/rules", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CATALOG))]
_LIST: Final = "/console/search/rules"
_USUAL: Final = timedelta(days=28)
"""How long a new rule lasts unless something else is chosen."""


@router.get("")
async def rules_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    show: Annotated[Standing, Query()] = "in_force",
) -> Response:
    """The rules by how they stand, with conflicts of those that are or will be in force."""
    every = await service.rules(session, shop.id)
    moment = now()
    named = await naming_rules.lines(session, shop, every, moment, offers=offers_of(request))
    living = [one for one in every if one.standing(moment) in ("in_force", "planned")]
    counts: dict[Standing, int] = {"in_force": 0, "planned": 0, "ended": 0, "off": 0}
    for one in every:
        counts[one.standing(moment)] += 1
    page = RulesPage(
        lines=[named[one.id] for one in every if one.standing(moment) == show],
        counts=counts,
        show=show,
        conflicts=all_conflicts(living, await naming_rules.values(session, shop, living)),
        named=named,
        timeline=timeline(named.values(), moment, zone_named(shop.timezone)),
        may_edit=staff.may(Permission.EDIT_CATALOG),
    )
    return page_response("search/rules.html", page, context=console_page(request, staff, shop, section="search"))


@router.get("/new")
async def new_rule(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    queries: Annotated[str, Query(max_length=600)] = "",
    product: Annotated[str, Query(max_length=40)] = "",
    category: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The form; it ends four weeks from now unless something else is chosen."""
    zone = zone_named(shop.timezone)
    blank = dict.fromkeys(FIELDS, "")
    typed = blank | {
        "act": "pin",
        "place": "1",
        "strength": "2",
        "product": product,
        "scope": "category" if category else "queries",
        "queries": queries,
        "category": category,
        "starts": _local(now(), zone),
        "ends": _local(now() + _USUAL, zone),
    }
    return await _form(request, session, staff, shop, typed)


@router.get("/{rule_id}")
async def rule_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, rule_id: str) -> Response:
    """One rule, with its lists as they are with it and without."""
    kept = await service.rule(session, shop.id, rule_id)
    typed = form_of(kept, zone_named(shop.timezone))
    looked = kept if kept.standing(now()) in ("in_force", "planned") else None
    return await _form(request, session, staff, shop, typed, kept=kept, looked=looked)


@router.post("/save")
async def save(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """Look at what a rule would do, or keep it: only what was looked at is kept."""
    form = await request.form()
    typed = {name: str(form.get(name, ""))[:6_000].strip() for name in FIELDS}
    rule_id = str(form.get("id", ""))[:40]
    try:
        kept = await service.rule(session, shop.id, rule_id) if rule_id else None
        made, typed = await _understood(session, shop, typed, kept, staff_language(request, staff, shop))
        seal = seal_of(typed)
        if form.get("do") != "save" or form.get("seal") != seal:
            stale = form.get("do") == "save"
            return await _form(request, session, staff, shop, typed, kept=kept, looked=made, seal=seal, stale=stale)
        seen = datetime.fromisoformat(str(form.get("seen"))) if form.get("seen") else None
        await service.save_rule(session, shop.id, staff.actor, made, seen=seen)
    except naming_rules.ManyPieces as error:
        return await _form(request, session, staff, shop, typed, candidates=error.pieces, error=error)
    except (Invalid, Conflict, NotFound) as error:
        return await _form(request, session, staff, shop, typed, error=error, rule_id=rule_id)
    text = says(request, staff, shop, "The rule is kept.", "规则已保存。")
    return redirect_with_flash(request, _LIST + ("" if made.starts_at <= now() else "?show=planned"), text)


@router.post("/{rule_id}/switch")
async def switch(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    rule_id: str,
    active: Annotated[bool, Form()] = False,
    reason: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Switch it off, or on again."""
    try:
        await service.switch_rule(session, shop.id, staff.actor, rule_id, active=active, reason=reason)
    except Conflict as error:
        refused = told_in(staff_language(request, staff, shop), error)
        return redirect_with_flash(request, f"{_LIST}/{rule_id}", refused, tone="stopped")
    on, off = ("It counts again.", "已启用。"), ("It is switched off.", "已停用。")
    return redirect_with_flash(request, _LIST, says(request, staff, shop, *(on if active else off)))


async def _understood(
    session: Db, shop: Shop, typed: Mapping[str, str], kept: Rule | None, lang: str
) -> tuple[Rule, dict[str, str]]:
    """The rule as typed, with the piece that its name means."""
    known = dict(typed)
    if not known["group"] and known["piece"]:
        known["product"] = await naming_rules.piece_named(session, shop, known["piece"], "zh" if lang == "zh" else "en")
        known["piece"] = ""
    made = rule_of(known, rule_id=kept.id if kept else "", zone=zone_named(shop.timezone), now=now())
    if kept is not None:
        made = replace(made, made_at=kept.made_at, made_by=kept.made_by)
    return checked_rule(made, now()), known


async def _form(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    typed: Mapping[str, str],
    *,
    kept: Rule | None = None,
    looked: Rule | None = None,
    seal: str = "",
    stale: bool = False,
    candidates: Sequence[tuple[str, str]] = (),
    error: MerceryError | None = None,
    rule_id: str = "",
) -> Response:
    context = console_page(request, staff, shop, section="search")
    offers = offers_of(request)
    span = Span(shop_id=shop.id, since=now() - timedelta(days=30), until=now())
    others = [one for one in await service.rules(session, shop.id) if one.standing(now()) in ("in_force", "planned")]
    clashes = []
    named = await naming_rules.lines(session, shop, [*others, *([looked] if looked else [])], now(), offers=offers)
    if looked is not None:
        clashes = conflicts(looked, others, await naming_rules.values(session, shop, [looked, *others]))
    page = RulePage(
        id=kept.id if kept else rule_id,
        typed=typed,
        errors=_errors(error, context.lang),
        kept=kept,
        standing=kept.standing(now()) if kept else None,
        groups=await naming_rules.groups(session, shop, context.lang),
        categories=await naming_rules.categories(session, shop, context.lang),
        chosen=await naming_rules.title(session, shop, typed["product"]),
        candidates=candidates,
        lists=await preview.of_rule(session, shop, looked, context.lang, span, offers=offers) if looked else (),
        previewed=looked is not None,
        seal=seal,
        conflicts=clashes,
        named=named,
        warnings=[idle] if looked and (idle := named[looked.id].idle) else [],
        may_edit=staff.may(Permission.EDIT_CATALOG),
        stale=stale,
    )
    return page_response("search/rule.html", page, context=context, status=error.status if error else 200)


def _errors(error: MerceryError | None, lang: Lang) -> dict[str, str]:
    if error is None:
        return {}
    return {problem.field or "": told_in(lang, problem) for problem in error.problems} or {"": told_in(lang, error)}


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
