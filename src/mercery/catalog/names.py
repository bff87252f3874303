"""What the shop's products are called: the light listing that readers of messages keep in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ARRAY, String, and_, any_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product_json import words_from_json
from mercery.catalog.repository import category_paths
from mercery.catalog.tables import CategoryRow, ProductRow, VariantRow
from mercery.core import statements
from mercery.core.i18n import LANGS, Words
from mercery.core.statements import Asked, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductName:
    """An active product by its name, its place in the range and its article numbers."""

    product_id: str
    title: Words
    category: tuple[Words, ...]
    skus: tuple[str, ...]


_STAMP: Final = Statement(
    select(func.count(), func.max(ProductRow.updated_at), func.sum(ProductRow.version)).where(
        ProductRow.shop_id == bindparam("shop"), ProductRow.status == "active"
    ),
    lambda row: f"{row[0]}/{row[1]}/{row[2]}",
)


async def names_stamp(session: AsyncSession, shop_id: str) -> str:
    """Changes whenever `product_names` may answer differently."""
    return (await statements.rows(session, names_stamp_asked(shop_id)))[0]


def names_stamp_asked(shop_id: str) -> Asked[str]:
    """What `names_stamp` asks, to be read ahead."""
    return _STAMP.of(shop=shop_id)


_CATEGORIES: Final = Statement(
    select(CategoryRow.handle, CategoryRow.name).where(
        CategoryRow.shop_id == bindparam("shop"), CategoryRow.handle == any_(bindparam("handles", type_=ARRAY(String)))
    ),
    lambda row: (str(row.handle), words_from_json(row.name)),
)


async def category_names(session: AsyncSession, shop_id: str, handles: Collection[str]) -> dict[str, Words]:
    """What the shop calls these categories, by handle."""
    return dict(await statements.rows(session, _CATEGORIES.of(shop=shop_id, handles=sorted(handles))))


async def product_names(session: AsyncSession, shop_id: str) -> list[ProductName]:
    """Every active product, in the order of their titles' keys."""
    paths = await category_paths(session, shop_id)
    skus: dict[str, list[str]] = {}
    for product_id, sku in await session.execute(
        select(VariantRow.product_id, VariantRow.sku).where(VariantRow.shop_id == shop_id)
    ):
        skus.setdefault(product_id, []).append(sku)
    rows = await session.execute(
        select(ProductRow.id, ProductRow.title, ProductRow.category_id)
        .where(ProductRow.shop_id == shop_id, ProductRow.status == "active")
        .order_by(ProductRow.created_at, ProductRow.id)
    )
    return [
        ProductName(
            product_id=product_id,
            title=words_from_json(title),
            category=paths.get(category_id or "", ()),
            skus=tuple(skus.get(product_id, ())),
        )
        for product_id, title, category_id in rows
    ]


async def products_named_in(session: AsyncSession, shop_id: str, text: str) -> list[str]:
    """Ids of the active products whose title, in either language, occurs in `text`; case does not matter."""
    low = text.lower()
    titles = [ProductRow.title[lang].astext for lang in LANGS]
    rows = await session.scalars(
        select(ProductRow.id)
        .where(
            ProductRow.shop_id == shop_id,
            ProductRow.status == "active",
            or_(*(and_(title != "", func.strpos(low, func.lower(title)) > 0) for title in titles)),
        )
        .order_by(ProductRow.created_at, ProductRow.id)
    )
    return list(rows)
