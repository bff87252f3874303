"""Searching the boutique as its pages do."""

from __future__ import annotations

from typing import Any

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.promotions.service import glances
from mercery.search.result import SearchResult
from mercery.search.service import search


async def ask(
    database: Database, shop: Shop, query: str, lang: Lang = "en", **more: Any
) -> tuple[list[str], SearchResult]:
    """The handles of what a search finds, and the whole result."""
    async with database.session() as session:
        result = await search(session, shop, query, lang, offers=glances, **more)
        products = await catalog.products(session, shop.id, result.product_ids)
    return [product.handle for product in products], result
