"""Everything a person may name in plain words: tags, articles and pieces of the shop, in both languages."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.promotions.rules.benefit import Ship
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.shop_names import names_of, sku_names
from mercery.promotions.telling.names import Names


async def vocabulary(session: AsyncSession, shop: Shop, calendar: Calendar) -> Names:
    """The names of all tags its goods wear, of the pieces themselves, and of the rules there are."""
    tags = frozenset(tag for sku in calendar.skus.values() for tag in sku.tags)
    asking = Rule(
        id="all", benefit=Ship(), scope=Scope(tags=frozenset(t for t in tags if not t.startswith("product:")))
    )
    names = await names_of(session, shop, [asking, *calendar.rules], currency=calendar.currency)
    ids = await catalog.all_product_ids(session, shop.id)
    products = await catalog.products(session, shop.id, ids)
    pieces = {f"product:{product.handle}": product.title for product in products}
    return replace(names, tags={**names.tags, **pieces}, skus=sku_names(products))
