"""The console's list of products: searched, filtered, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product import Product
from mercery.catalog.repository import load_products
from mercery.catalog.tables import CategoryRow, ProductRow, VariantRow

StockFilter = Literal["", "in", "out", "low"]
LOW = 2
"""Pieces up to which stock is called low."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a person looks for; an empty field does not narrow."""

    text: str = ""
    status: str = ""
    stock: StockFilter = ""
    gap: str = ""
    """`zh` or `en`: products without a title or description in that language."""
    category: str = ""
    offset: int = 0
    limit: int = 25


async def listed(session: AsyncSession, shop_id: str, wanted: Listing) -> tuple[list[Product], int]:
    """One page of products in the shop's order, and how many there are in all."""
    where = _where(shop_id, wanted)
    total = await session.scalar(select(func.count()).select_from(ProductRow).where(*where))
    ids = await session.scalars(
        select(ProductRow.id)
        .where(*where)
        .order_by(ProductRow.position, ProductRow.id)
        .offset(wanted.offset)
        .limit(wanted.limit)
    )
    return await load_products(session, shop_id, list(ids)), total or 0


def _where(shop_id: str, wanted: Listing) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [ProductRow.shop_id == shop_id]
    variant = (VariantRow.product_id == ProductRow.id) & (VariantRow.shop_id == shop_id)
    if wanted.text:
        where.append(
            or_(
                ProductRow.title["en"].astext.icontains(wanted.text, autoescape=True),
                ProductRow.title["zh"].astext.icontains(wanted.text, autoescape=True),
                ProductRow.brand.icontains(wanted.text, autoescape=True),
                ProductRow.key == wanted.text,
                exists().where(variant, VariantRow.sku.icontains(wanted.text, autoescape=True)),
            )
        )
    if wanted.status:
        where.append(ProductRow.status == wanted.status)
    if wanted.category:
        below = select(CategoryRow.id).where(
            CategoryRow.shop_id == shop_id,
            or_(CategoryRow.handle == wanted.category, CategoryRow.handle.startswith(wanted.category + "/")),
        )
        where.append(ProductRow.category_id.in_(below))
    if wanted.gap in ("en", "zh"):
        where.append(
            or_(
                func.coalesce(ProductRow.title[wanted.gap].astext, "") == "",
                func.coalesce(ProductRow.description[wanted.gap].astext, "") == "",
            )
        )
    stocks: dict[str, ColumnElement[bool]] = {
        "out": VariantRow.stock == 0,
        "low": VariantRow.stock.between(1, LOW),
        "in": or_(VariantRow.stock.is_(None), VariantRow.stock > 0),
    }
    if wanted.stock in stocks:
        where.append(exists().where(variant, stocks[wanted.stock]))
    return where
