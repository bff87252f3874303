"""The catalogue as it stood at a moment, from the append-only revisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product import Product
from mercery.catalog.product_json import product_from_json, variant_from_json
from mercery.catalog.tables import CatalogRevisionRow
from mercery.core.database import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of a product or variant as it was written."""

    entity: str
    entity_id: str
    version: int
    recorded_at: datetime
    recorded_by: str
    data: Json

    @property
    def removed(self) -> bool:
        """Whether this version is the removal."""
        return bool(self.data.get("removed"))


async def product_at(session: AsyncSession, shop_id: str, product_id: str, moment: datetime) -> Product | None:
    """The product with the facts in force at `moment`, or None when the shop did not have it then.

    Pictures carry their sources; which copies of ours existed is not part of the history.
    """
    rows = await session.execute(
        text(
            "SELECT DISTINCT ON (entity_id) entity, entity_id, version, recorded_at, data FROM catalog_revisions"
            " WHERE shop_id = :shop AND product_id = :product AND recorded_at <= :moment"
            " ORDER BY entity_id, version DESC, id DESC"
        ),
        {"shop": shop_id, "product": product_id, "moment": moment},
    )
    variants = []
    own = None
    for row in rows:
        if row.entity == "product":
            own = row
        elif not row.data.get("removed"):
            place = row.data.get("position", 0)
            variant = variant_from_json(row.data, id_=row.entity_id, version=row.version, updated_at=row.recorded_at)
            variants.append((place, variant))
    if own is None or own.data.get("removed"):
        return None
    ordered = [variant for _, variant in sorted(variants, key=lambda pair: (pair[0], pair[1].id))]
    return product_from_json(own.data, ordered, id_=product_id, version=own.version)


async def revisions(session: AsyncSession, shop_id: str, product_id: str, *, limit: int = 100) -> list[Revision]:
    """The versions of a product and its variants, newest first."""
    rows = await session.scalars(
        select(CatalogRevisionRow)
        .where(CatalogRevisionRow.shop_id == shop_id, CatalogRevisionRow.product_id == product_id)
        .order_by(CatalogRevisionRow.id.desc())
        .limit(limit)
    )
    return [
        Revision(
            entity=row.entity,
            entity_id=row.entity_id,
            version=row.version,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
            data=row.data,
        )
        for row in rows
    ]
