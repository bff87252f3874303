"""Finding products by category, facets and price: the queries behind a category page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product import Product
from mercery.catalog.product_json import words_from_json
from mercery.catalog.repository import load_products
from mercery.core.database import Json
from mercery.core.i18n import Words

Sort = Literal["featured", "newest", "price_low", "price_high", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Browse:
    """What a category page asks for. Facets of one name widen each other, different names narrow."""

    category: str | None = None
    """Handle; products of the categories below count too."""
    collection: str | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet name to value slugs."""
    price_min: int | None = None
    price_max: int | None = None
    """Minor units of `currency`, of the list prices in the catalogue."""
    currency: str | None = None
    in_stock: bool = False
    on_sale: bool = False
    sort: Sort = "featured"
    offset: int = 0
    limit: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """One value of a filter and how many products it would leave."""

    value: str
    label: Words
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    """One filter with its values, most frequent first."""

    name: str
    values: tuple[FacetCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowseResult:
    """A page of products, the total and the filters."""

    products: tuple[Product, ...]
    total: int
    facets: tuple[FacetGroup, ...]


async def browse(session: AsyncSession, shop_id: str, wanted: Browse) -> BrowseResult:
    """The active products that meet `wanted`, one page of them."""
    where, values = _where(shop_id, wanted)
    total = await session.scalar(text(f"SELECT count(*) FROM products p WHERE {where}"), values)  # noqa: S608
    ids = await session.scalars(
        text(
            f"SELECT p.id FROM products p WHERE {where} ORDER BY {_order(wanted)} LIMIT :limit OFFSET :offset"  # noqa: S608
        ),
        values | {"limit": wanted.limit, "offset": wanted.offset},
    )
    products = await load_products(session, shop_id, list(ids))
    return BrowseResult(
        products=tuple(products), total=int(total or 0), facets=tuple(await _facets(session, shop_id, wanted))
    )


_PRICE = (
    "SELECT {what} FROM variants v JOIN prices r ON r.variant_id = v.id WHERE v.product_id = p.id"
    " AND r.price_list = 'default' AND (CAST(:currency AS text) IS NULL OR r.currency = :currency)"
    " AND (r.valid_from IS NULL OR r.valid_from <= now()) AND (r.valid_to IS NULL OR r.valid_to > now())"
)


def _where(shop_id: str, wanted: Browse, *, without: str | None = None) -> tuple[str, Json]:
    clauses = ["p.shop_id = :shop", "p.status = 'active'"]
    values: Json = {"shop": shop_id, "currency": wanted.currency}
    if wanted.category:
        clauses.append(
            "p.category_id IN (SELECT id FROM categories WHERE shop_id = :shop"
            " AND (handle = :category OR starts_with(handle, :category || '/')))"
        )
        values["category"] = wanted.category
    if wanted.collection:
        clauses.append(
            "p.id IN (SELECT product_id FROM collection_products JOIN collections c ON c.id = collection_id"
            " WHERE c.shop_id = :shop AND c.handle = :collection)"
        )
        values["collection"] = wanted.collection
    for number, (name, chosen) in enumerate(wanted.facets.items()):
        if chosen and name != without:
            clauses.append(
                f"EXISTS (SELECT 1 FROM product_facets f WHERE f.product_id = p.id AND f.name = :f{number}"  # noqa: S608
                f" AND f.value = ANY(:v{number}))"
            )
            values |= {f"f{number}": name, f"v{number}": list(chosen)}
    return " AND ".join([*clauses, *_price_clauses(wanted, values)]), values


def _price_clauses(wanted: Browse, values: Json) -> list[str]:
    clauses = []
    conditions = []
    if wanted.price_min is not None:
        conditions.append("r.minor >= :price_min")
        values["price_min"] = wanted.price_min
    if wanted.price_max is not None:
        conditions.append("r.minor <= :price_max")
        values["price_max"] = wanted.price_max
    if wanted.on_sale:
        conditions.append("r.was_minor > r.minor")
    if conditions:
        if wanted.in_stock:
            conditions.append("(v.stock IS NULL OR v.stock > 0)")
        clauses.append(f"EXISTS ({_PRICE.format(what='1')} AND {' AND '.join(conditions)})")
    elif wanted.in_stock:
        clauses.append(
            "EXISTS (SELECT 1 FROM variants v WHERE v.product_id = p.id AND (v.stock IS NULL OR v.stock > 0))"
        )
    return clauses


def _order(wanted: Browse) -> str:
    orders: dict[Sort, str] = {
        "featured": "p.position, p.id",
        "newest": "p.created_at DESC, p.position DESC, p.id",
        "price_low": f"({_PRICE.format(what='min(r.minor)')}) ASC NULLS LAST, p.position, p.id",
        "price_high": f"({_PRICE.format(what='min(r.minor)')}) DESC NULLS LAST, p.position, p.id",
        "title": "lower(coalesce(p.title->>'en', p.title->>'zh')), p.id",
    }
    return orders[wanted.sort]


async def _facets(session: AsyncSession, shop_id: str, wanted: Browse) -> list[FacetGroup]:
    """Counts per value. A filter that is in use is counted as if it were not, so that its other values can be chosen."""
    groups: dict[str, list[FacetCount]] = {}
    used = [name for name, chosen in wanted.facets.items() if chosen]
    for without in (None, *used):
        where, values = _where(shop_id, wanted, without=without)
        rows = await session.execute(
            text(
                "SELECT f.name, f.value, (array_agg(f.label))[1] AS label, count(*) AS n"  # noqa: S608
                " FROM products p JOIN product_facets f ON f.product_id = p.id"
                f" WHERE {where} AND {'f.name = :only' if without else 'NOT (f.name = ANY(:used))'}"
                " GROUP BY f.name, f.value ORDER BY f.name, n DESC, f.value"
            ),
            values | ({"only": without} if without else {"used": used}),
        )
        for row in rows:
            groups.setdefault(row.name, []).append(
                FacetCount(
                    value=row.value,
                    label=words_from_json(row.label),
                    count=row.n,
                    chosen=row.value in wanted.facets.get(row.name, ()),
                )
            )
    return [FacetGroup(name=name, values=tuple(values)) for name, values in groups.items()]


async def collection_sizes(session: AsyncSession, shop_id: str) -> dict[str, int]:
    """How many active products stand in each collection, by handle."""
    rows = await session.execute(
        text(
            "SELECT c.handle, count(p.id) FROM collections c JOIN collection_products m ON m.collection_id = c.id"
            " JOIN products p ON p.id = m.product_id AND p.status = 'active' WHERE c.shop_id = :shop GROUP BY c.handle"
        ),
        {"shop": shop_id},
    )
    return {row[0]: row[1] for row in rows}
