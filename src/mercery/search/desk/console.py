"""The pages of the report: what visitors search for, what they miss, and what one query shows and brings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.i18n import Lang
from mercery.search.desk import report, repository, rules_console, synonyms_console
from mercery.search.desk.counted import counted
from mercery.search.desk.desk import outcomes
from mercery.search.desk.doors import offers_of
from mercery.search.desk.key import query_key
from mercery.search.desk.report import QueryLine, Show, Span
from mercery.search.desk.report_view import PERIODS, LinesPage, QueryPage, ReportPage, ShownPiece, trend
from mercery.search.result import SearchResult
from mercery.search.service import search
from mercery.web.database import Db
from mercery.web.html import page_response
from mercery.web.pagination import Paging

router = APIRouter(prefix="/console/search", include_in_schema=False)
router.include_router(synonyms_console.router)
router.include_router(rules_console.router)
Days = Annotated[int, Query(alias="days")]
_PIECES: Final = 12


@router.get("")
async def report_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, days: Days = 30
) -> Response:
    """What visitors searched for, and how it ended."""
    days = days if days in PERIODS else 30
    found = await counted(session, shop, days)
    page = ReportPage(
        counted=found,
        chart=trend(days, found.per_day, found.today),
        today=await _found_today(request, session, shop, found.nothing[0]),
        worked_out=await repository.digested_until(session, shop.id),
        may_edit=staff.may(Permission.EDIT_CATALOG),
    )
    return page_response("search/report.html", page, context=console_page(request, staff, shop, section="search"))


@router.get("/queries")
async def lines_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    paging: Paging,
    show: Annotated[Show, Query()] = "frequent",
    days: Days = 30,
) -> Response:
    """All queries that found nothing, that nobody opened anything from, or all."""
    days = days if days in PERIODS else 30
    lines, total = await report.lines(session, _span(shop, days), show, offset=paging.offset, limit=paging.size)
    page = LinesPage(
        show=show,
        days=days,
        lines=lines,
        total=total,
        today=await _found_today(request, session, shop, lines if show == "nothing" else ()),
        current=paging.number,
        last=max(1, -(-total // paging.size)),
        may_edit=staff.may(Permission.EDIT_CATALOG),
    )
    return page_response("search/queries.html", page, context=console_page(request, staff, shop, section="search"))


@router.get("/query")
async def query_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    q: Annotated[str, Query(max_length=300)] = "",
    typed_in: Annotated[Lang | None, Query(alias="in")] = None,
    days: Days = 30,
) -> Response:
    """One query: who made it, what came of it, and what it shows at this moment."""
    days = days if days in PERIODS else 30
    key = query_key(q)
    span = _span(shop, days)
    line = await report.line(session, span, key) if key else None
    lang: Lang = typed_in or ("zh" if line and line.lang == "zh" else staff_language(request, staff, shop))
    found = await search(session, shop, q, lang, offers=offers_of(request), limit=_PIECES, merchandised=True)
    page = QueryPage(
        text=q.strip(),
        key=key,
        lang=lang,
        days=days,
        line=line,
        turns=await report.turns(session, span, key=key) if key else (),
        pieces=await pieces_of(session, shop, found, key),
        total=found.total,
        left_out=found.left_out,
        read_as=[part.label for part in found.reading.parts],
        searched_for=(),
        may_edit=staff.may(Permission.EDIT_CATALOG),
    )
    return page_response("search/query.html", page, context=console_page(request, staff, shop, section="search"))


async def pieces_of(session: Db, shop: Shop, found: SearchResult, key: str) -> list[ShownPiece]:
    """The pieces of a result as the desk shows them."""
    known = await outcomes(session, shop.id, key)
    products = {one.id: one for one in await catalog.products(session, shop.id, found.product_ids)}
    return [
        ShownPiece(
            product_id=one,
            title=products[one].title,
            price=offer.low if (offer := found.offers.get(one)) else None,
            available=bool(offer and offer.available),
            outcome=known.get(one),
            mark=found.marks.get(one),
        )
        for one in found.product_ids
        if one in products
    ]


def _span(shop: Shop, days: int) -> Span:
    return Span(shop_id=shop.id, since=now() - timedelta(days=days), until=now())


async def _found_today(request: Request, session: Db, shop: Shop, lines: Sequence[QueryLine]) -> dict[str, int]:
    """How many pieces each query finds now: what was mended since shows as mended."""
    found = {}
    for line in lines:
        lang: Lang = "zh" if line.lang == "zh" else "en"
        result = await search(session, shop, line.text, lang, offers=offers_of(request), limit=1, merchandised=True)
        found[line.key] = result.total if result.exact else 0
    return found
