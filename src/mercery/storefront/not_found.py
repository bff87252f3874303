"""What a reader gets at an address the shop does not have: its own frame, a search, and pieces of a similar name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.web import shop_of
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import is_lang
from mercery.promotions.service import offers_of
from mercery.search.service import match_products
from mercery.storefront.visit import Head, NoSuchPage, Visit, head_of, page_context, visit_of
from mercery.storefront.wares import Tile, tiles
from mercery.web.errors import error_response, wants_html
from mercery.web.html import page_response
from mercery.web.visitor import visitor_id

MOST: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPage:
    """Nothing is here, and where to go on."""

    head: Head
    search_url: str
    words: str
    """What the address seems to ask for, as a search to start from."""
    near: tuple[Tile, ...]


def answer_missing_pages(app: FastAPI) -> None:
    """Show the shop's own page where an address of the shop has nothing."""
    app.add_exception_handler(NoSuchPage, _on_missing)


async def _on_missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, NoSuchPage)
    lang = request.url.path.split("/")[1]
    if request.method != "GET" or not is_lang(lang) or not wants_html(request):
        return error_response(request, error)
    database: Database = request.app.state.database
    try:
        async with database.session() as session:
            return await _page(request, session, lang)
    except MerceryError:
        # A language the shop does not speak, or no index yet: the plain page still says it.
        return error_response(request, error)


async def _page(request: Request, session: AsyncSession, lang: str) -> Response:
    shop = await shop_of(request, session, None)
    visit = await visit_of(lang, request, session, shop, visitor_id(request))
    words = unquote(request.url.path).rstrip("/").rpartition("/")[2].replace("-", " ")[:60]
    page = NotFoundPage(
        head=head_of(visit, visit.say("Nothing at this address", "此地址没有内容"), "", path=visit.url(), index=False),
        search_url=visit.url("/search"),
        words=words if any(letter.isalpha() for letter in words) else "",
        near=await _near(visit, words),
    )
    return page_response("storefront/not_found.html", page, context=await page_context(visit), status=404)


async def _near(visit: Visit, words: str) -> tuple[Tile, ...]:
    """Pieces whose name has most of the words."""
    named = await match_products(visit.session, visit.shop, words, visit.lang, limit=MOST)
    found = await catalog.products(visit.session, visit.shop.id, [one.product_id for one in named])
    shown = [one for one in found if one.status == "active"]
    offered = offers_of(visit.shop, shown, currency=visit.currency)
    return tiles(shown, offered, visit.shop, visit.lang, currency=visit.currency)
