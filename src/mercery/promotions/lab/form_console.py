"""One rule by form: its sentence is written while one types, and nothing is kept that looks like a slip unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, Require
from mercery.core.clock import now
from mercery.core.errors import Invalid, MerceryError
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.promotions.lab.benefit_form import KINDS
from mercery.promotions.lab.flagging import flags_of
from mercery.promotions.lab.pages import FlagView, RuleFormPage
from mercery.promotions.lab.refusals import by_field
from mercery.promotions.lab.rule_form import FIELDS, blank, rule_of, typed_of
from mercery.promotions.lab.shop_view import look_at, sentence
from mercery.promotions.lab.taking_in import kept_rules, known_tags
from mercery.promotions.lab.typed_words import Spoken
from mercery.promotions.lab.worst_view import AUDIENCES
from mercery.promotions.publishing.sets import PromotionSet, promotion_set
from mercery.promotions.rules.notation import rule_from
from mercery.promotions.rules.rule import Rule
from mercery.promotions.shop_names import names_of, tag_names
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import fragment_response, page_response, redirect_with_flash

router = APIRouter(include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_PROMOTIONS))]
_USUAL: Final = timedelta(days=14)
_TIME: Final = "%Y-%m-%dT%H:%M"


@router.get("/form")
async def form(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    set_id: Annotated[str, Query(alias="set", max_length=40)] = "",
    rule: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """An empty form, or one filled with a rule of a draft."""
    one = await promotion_set(session, shop.id, set_id) if set_id else None
    zone = zone_named(shop.timezone)
    today = now().astimezone(zone).replace(hour=0, minute=0)
    typed = blank(today.strftime(_TIME), (today + _USUAL).strftime(_TIME)) | {"set": set_id}
    known = next((held for held in one.rules if held.id == rule), None) if one else None
    if known is not None:
        typed = typed_of(known, _currency(one, shop), zone) | {"set": set_id}
    return await _page(request, session, shop, staff, typed, one)


@router.post("/sentence")
async def say(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """The sentence of what is typed so far."""
    typed = (await _spoken(session, shop)).kept(await _typed(request))
    one = await promotion_set(session, shop.id, typed["set"]) if typed["set"] else None
    page = await _made(session, shop, typed, one, errors={}, lang=staff_language(request, staff, shop))
    context = console_page(request, staff, shop, section="promotions")
    return fragment_response("promotions/form.html", "sentence", page, context=context)


@router.post("/form")
async def keep(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """Look at the sentence, take a correction, or keep the rule. A rule that looks like a slip is shown once before."""
    sent = await request.form()
    typed = (await _spoken(session, shop)).kept(await _typed(request))
    one = await promotion_set(session, shop.id, typed["set"]) if typed["set"] else None
    zone, currency = zone_named(shop.timezone), _currency(one, shop)
    if corrected := str(sent.get("correct", "")):
        typed = typed_of(rule_from(json.loads(corrected)), currency, zone) | {
            "set": typed["set"],
            "rule": typed["rule"],
        }
        return await _page(request, session, shop, staff, typed, one)
    try:
        made = _rule(typed, one, shop)
    except Invalid as error:
        return await _page(request, session, shop, staff, typed, one, error=error)
    flags = (await flags_of(session, shop, [made], _others(one, made), currency=_currency(one, shop)))[made.id]
    seen = str(sent.get("seen", "")) == str(len(flags))
    if sent.get("do") not in ("keep", "prove") or (flags and not seen):
        return await _page(request, session, shop, staff, typed, one, flags=flags)
    try:
        kept = await kept_rules(request, session, shop, staff, one, made.name, _merged(one, made), prove=sent.get("do") == "prove", currency=currency)  # fmt: skip
    except MerceryError as error:
        return await _page(request, session, shop, staff, typed, one, error=error)
    return redirect_with_flash(request, f"/console/promotions/sets/{kept}", says(request, staff, shop, "The rule is kept.", "规则已保存。"))  # fmt: skip


async def _spoken(session: AsyncSession, shop: Shop) -> Spoken:
    looked = await look_at(session, shop)
    return Spoken(await tag_names(session, shop, known_tags(looked.calendar)))


async def _typed(request: Request) -> dict[str, str]:
    sent = await request.form()
    return {name: str(sent.get(name, ""))[:6_000].strip() for name in FIELDS}


def _currency(one: PromotionSet | None, shop: Shop) -> str:
    return (one.currency if one else "") or shop.currency


def _rule(typed: Mapping[str, str], one: PromotionSet | None, shop: Shop) -> Rule:
    known = next((held for held in one.rules if held.id == typed["rule"]), None) if one else None
    return rule_of(
        typed, currency=_currency(one, shop), zone=zone_named(shop.timezone),
        rule_id=known.id if known else new_id("rul"), kept=known,
    )  # fmt: skip


def _others(one: PromotionSet | None, made: Rule) -> list[Rule]:
    return [held for held in one.rules if held.id != made.id] if one else []


def _merged(one: PromotionSet | None, made: Rule) -> list[Rule]:
    if one is None:
        return [made]
    known = any(held.id == made.id for held in one.rules)
    return [made if held.id == made.id else held for held in one.rules] + ([] if known else [made])


async def _page(
    request: Request,
    session: AsyncSession,
    shop: Shop,
    staff: Staff,
    typed: Mapping[str, str],
    one: PromotionSet | None,
    *,
    error: MerceryError | None = None,
    flags: Sequence[FlagView] | None = None,
) -> Response:
    lang = staff_language(request, staff, shop)
    errors = by_field(error, lang) if error else {}
    page = await _made(session, shop, typed, one, errors=errors, lang=lang, flags=flags)
    context = console_page(request, staff, shop, section="promotions")
    return page_response("promotions/form.html", page, context=context, status=error.status if error else 200)


async def _made(
    session: AsyncSession,
    shop: Shop,
    typed: Mapping[str, str],
    one: PromotionSet | None,
    *,
    errors: Mapping[str, str],
    lang: Lang,
    flags: Sequence[FlagView] | None = None,
) -> RuleFormPage:
    said, found = Words(""), list(flags or [])
    looked = await look_at(session, shop)
    spoken = await _spoken(session, shop)
    try:
        # A rule without a name or an end can be told all the same.
        made = _rule({**typed, "name_en": typed["name_en"] or "-", "endless": typed["endless"] or ("" if typed["ends"] else "1")}, one, shop)  # fmt: skip
    except Invalid:
        pass
    else:
        names = await names_of(session, shop, [made], currency=_currency(one, shop))
        names = replace(names, rules={**looked.names.rules, **names.rules})
        said = sentence(replace(made, name=Words("")), names)
        if flags is None:
            found = (await flags_of(session, shop, [made], _others(one, made), currency=_currency(one, shop)))[made.id]
    return RuleFormPage(
        typed=spoken.shown(typed, lang),
        errors=errors,
        sentence=said,
        flags=found,
        kinds=KINDS,
        set_id=one.id if one else "",
        set_name=one.name if one else Words(""),
        kept=bool(typed["rule"]),
        tags=[spoken.choices(lang)[tag] for tag in known_tags(looked.calendar)],
        groups=[words.text(lang) for one, words in AUDIENCES.items() if one in ("member", "new", "first_order")],
        currency=_currency(one, shop),
    )
