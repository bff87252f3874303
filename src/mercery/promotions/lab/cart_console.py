"""A cart tried: what it costs a buyer at a moment, with what is in force or with a draft."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.core.clock import now
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Words
from mercery.promotions.lab.articles import article_typed, articles, choices_of
from mercery.promotions.lab.shop_view import LookedAt, known_of, look_at, options_of
from mercery.promotions.lab.tried_view import tried_view
from mercery.promotions.lab.trying_pages import CartPage, Tried
from mercery.promotions.lab.worst_view import AUDIENCES
from mercery.promotions.publishing.sets import OPEN, PromotionSet, promotion_sets
from mercery.promotions.quoting.best import quote
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(include_in_schema=False)
_LINES: Final = 4
_SPARE: Final = 1
_MOST_LINES: Final = 20
_SECONDS: Final = 2.0
_TIME: Final = "%Y-%m-%dT%H:%M"
_EVERY: Final = frozenset(("*", "ALL", "全部"))
"""Typed for every coupon there is."""
_ALWAYS: Final = ("member", "new", "first_order")


@router.get("/cart")
async def cart(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    sku: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    qty: Annotated[list[str], Query()] = [],  # noqa: B006
    who: Annotated[list[str], Query()] = [],  # noqa: B006
    codes: Annotated[str, Query(max_length=400)] = "",
    moment: Annotated[str, Query(max_length=20)] = "",
    draft: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Choose pieces, a buyer and a moment; the address keeps them."""
    drafts = await promotion_sets(session, shop.id, states=OPEN)
    chosen = next((one for one in drafts if one.id == draft), None)
    currency = (chosen.currency if chosen else "") or shop.currency
    at = _moment(moment, shop) or _when(chosen)
    looked = await look_at(session, shop, currency=currency, drafts=[chosen] if chosen else [], at=at)
    named = await articles(session, shop, looked.calendar)
    sku = [article_typed(named, one) for one in sku]
    lines = _lines(looked.calendar, sku, qty)
    tried, error = None, _unknown(looked.calendar, sku)
    if lines and error is None:
        tried, error = await _tried(session, shop, looked, lines, _buyer(who, codes), at)
    page = CartPage(
        choices=choices_of(named),
        lines=_fields(sku, qty),
        audiences=_audiences(looked.calendar, who),
        codes=codes,
        moment=moment,
        draft=draft,
        draft_options=options_of(drafts),
        tried=tried,
        error=error,
        currency=currency,
    )
    return page_response("promotions/cart.html", page, context=console_page(request, staff, shop, section="promotions"))


async def _tried(
    session: AsyncSession, shop: Shop, looked: LookedAt, lines: Sequence[Line], buyer: Buyer, at: datetime
) -> tuple[Tried | None, Words | None]:
    try:
        quoted = await asyncio.to_thread(quote, looked.calendar, tuple(lines), buyer, moment=at, seconds=_SECONDS)
    except MerceryError as error:
        return None, Words(told_in("en", error), error.zh or "此单无法按现有规则计价，请核对商品与数量。")
    skus = [line.sku for line in lines] + [gift for gift, _ in quoted.best.gifts]
    known = await known_of(session, shop, looked, skus)
    return tried_view(looked.calendar, quoted, known), None


def _lines(calendar: Calendar, skus: Sequence[str], quantities: Sequence[str]) -> list[Line]:
    found = []
    for number, sku in enumerate(skus[:_MOST_LINES]):
        text = quantities[number] if number < len(quantities) else "1"
        count = min(999, int(text)) if text.isdigit() else 0
        if sku.strip() in calendar.skus and count:
            found.append(Line(sku=sku.strip(), quantity=count))
    return found


def _unknown(calendar: Calendar, skus: Sequence[str]) -> Words | None:
    missing = [sku for sku in skus if sku.strip() and sku.strip() not in calendar.skus]
    if not missing:
        return None
    return Words(f"“{missing[0][:60]}” is no article sold in {calendar.currency}, or more than one. Choose one from the list.", f"以 {calendar.currency} 出售的商品中没有“{missing[0][:60]}”，或不止一件，请从列表选择。")  # fmt: skip


def _fields(skus: Sequence[str], quantities: Sequence[str]) -> list[tuple[str, str]]:
    pairs = [(sku, quantities[number] if number < len(quantities) else "1") for number, sku in enumerate(skus) if sku]
    return pairs[:_MOST_LINES] + [("", "1")] * max(_SPARE, _LINES - len(pairs))


def _audiences(calendar: Calendar, chosen: Sequence[str]) -> list[tuple[str, Words, bool]]:
    named = dict.fromkeys([*_ALWAYS, *sorted({one for rule in calendar.rules for one in rule.who})])
    return [(one, AUDIENCES.get(one, Words(one)), one in chosen) for one in named]


def _buyer(who: Sequence[str], codes: str) -> Buyer:
    held = [code.strip().upper() for code in codes.replace("，", ",").split(",") if code.strip()]
    wallet = None if _EVERY & set(held) else dict.fromkeys(held, 1)
    return Buyer(audiences=frozenset(one for one in who if one), wallet=wallet)


def _moment(text: str, shop: Shop) -> datetime | None:
    try:
        return datetime.strptime(text[:16], _TIME).replace(tzinfo=zone_named(shop.timezone)) if text else None
    except ValueError:
        return None


def _when(chosen: PromotionSet | None) -> datetime:
    """Now, or when a draft that is looked at begins."""
    starts = [rule.starts for rule in chosen.rules if rule.starts is not None] if chosen else []
    return max([now(), *starts])
