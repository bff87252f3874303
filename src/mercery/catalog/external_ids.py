"""What the shop's own system calls variants: noted beside an import, and counted. No fact, so no version of a product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ARRAY, String, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.catalog.tables import ProductRow, VariantRow


@dataclass(frozen=True, slots=True, kw_only=True)
class IdCounts:
    """How many variants on sale have an id in the shop's own system, and the SKUs of some that have none."""

    known: int
    total: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantName:
    """By what a variant can be known in another system."""

    id: str
    sku: str
    handle: str
    values: tuple[str, ...]
    """The chosen values in small letters, in alphabetical order."""
    external_id: str | None


async def id_counts(session: AsyncSession, shop_id: str, *, shown: int = 8) -> IdCounts:
    """Counted over the variants of active products."""
    active = (VariantRow.shop_id == shop_id, ProductRow.status == "active")
    joined = select(func.count(), func.count(VariantRow.external_id)).join(
        ProductRow, ProductRow.id == VariantRow.product_id
    )
    total, known = (await session.execute(joined.where(*active))).one()
    missing = await session.scalars(
        select(VariantRow.sku)
        .join(ProductRow, ProductRow.id == VariantRow.product_id)
        .where(*active, VariantRow.external_id.is_(None))
        .order_by(VariantRow.sku)
        .limit(shown)
    )
    return IdCounts(known=known, total=total, missing=tuple(missing))


async def variant_names(session: AsyncSession, shop_id: str) -> list[VariantName]:
    """Every variant of the shop by what it can be known by."""
    rows = await session.execute(
        select(VariantRow.id, VariantRow.sku, ProductRow.handle, VariantRow.options, VariantRow.external_id)
        .join(ProductRow, ProductRow.id == VariantRow.product_id)
        .where(VariantRow.shop_id == shop_id)
    )
    return [
        VariantName(
            id=row.id,
            sku=row.sku,
            handle=row.handle.casefold(),
            values=tuple(sorted(_said(one["value"]).strip().casefold() for one in row.options)),
            external_id=row.external_id,
        )
        for row in rows
    ]


def _said(value: Mapping[str, str]) -> str:
    return value.get("en") or value.get("zh") or ""


async def note_external_ids(
    session: AsyncSession, shop_id: str, actor: Actor, ids: Mapping[str, str], *, source: str
) -> int:
    """Note ids by variant id; how many were changed. `source`: where they come from, for the record."""
    if not ids:
        return 0
    given = select(
        func.unnest(literal(list(ids), ARRAY(String))).label("id"),
        func.unnest(literal(list(ids.values()), ARRAY(String))).label("external_id"),
    ).subquery()
    done = await session.execute(
        update(VariantRow)
        .where(
            VariantRow.shop_id == shop_id,
            VariantRow.id == given.c.id,
            VariantRow.external_id.is_distinct_from(given.c.external_id),
        )
        .values(external_id=given.c.external_id)
        .returning(VariantRow.id)
    )
    changed = len(done.all())
    if changed:
        await record(
            session, shop_id, actor, "catalog.external_ids", "variants", after={"changed": changed, "source": source}
        )
    return changed


async def products_known_first(session: AsyncSession, shop_id: str, *, limit: int = 5) -> list[str]:
    """Ids of some active products, those first of which a variant has an id in the shop's own system."""
    known = func.bool_or(VariantRow.external_id.is_not(None))
    rows = await session.scalars(
        select(ProductRow.id)
        .join(VariantRow, VariantRow.product_id == ProductRow.id)
        .where(ProductRow.shop_id == shop_id, ProductRow.status == "active")
        .group_by(ProductRow.id)
        .order_by(known.desc(), ProductRow.position, ProductRow.id)
        .limit(limit)
    )
    return list(rows)
