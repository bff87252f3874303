"""Articles as a person types them into a page: by number, by name in either language, by a part of it that only one has."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.i18n import Words
from mercery.promotions.lab.trying_pages import Choice
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.shop_names import sku_names


async def articles(session: AsyncSession, shop: Shop, calendar: Calendar) -> dict[str, Words]:
    """What each article of the calendar is called, by its number."""
    ids = await catalog.all_product_ids(session, shop.id)
    known = sku_names(await catalog.products(session, shop.id, ids))
    return {one.id: known.get(one.id) or Words(one.name or one.id) for one in calendar.skus.values()}


def choices_of(names: Mapping[str, Words]) -> list[Choice]:
    """Articles to choose from."""
    return [Choice(value=sku, label=name) for sku, name in names.items()]


def article_typed(names: Mapping[str, Words], typed: str) -> str:
    """The number of the article meant; what was typed where none is, or more than one could be."""
    wanted = " ".join(typed.split())
    if not wanted or wanted in names:
        return wanted
    low = wanted.casefold()
    called = {sku: (sku.casefold(), name.en.casefold(), name.zh.casefold()) for sku, name in names.items()}
    for fits in (lambda name: name == low, lambda name: low in name):
        found = [sku for sku, own in called.items() if any(fits(name) for name in own)]
        if len(found) == 1:
            return found[0]
    return wanted
