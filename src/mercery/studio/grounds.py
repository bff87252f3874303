"""What each piece stands on, as kept beside it: so that a change of facts finds the pieces it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.studio.kept import GroundLine
from mercery.studio.standing import Key, key_of
from mercery.studio.tables import ContentGroundRow, ContentPieceRow


async def write_grounds(
    session: AsyncSession, row: ContentPieceRow, keys: Iterable[Key], parents: Mapping[str, str]
) -> None:
    """Note on what the piece stands, in place of what was noted. `parents`: the product of each variant."""
    await session.execute(delete(ContentGroundRow).where(ContentGroundRow.piece_id == row.id))
    values = [
        {
            "piece_id": row.id, "shop_id": row.shop_id, "subject_kind": kind, "subject_id": subject, "attribute": attribute,
            "product_id": subject if kind == "product" else parents.get(subject, ""),
        }
        for kind, subject, attribute in dict.fromkeys(keys)
    ]  # fmt: skip
    if values:
        await session.execute(insert(ContentGroundRow).values(values).on_conflict_do_nothing())


async def standing_on(
    session: AsyncSession,
    shop_id: str,
    *,
    product_ids: Sequence[str] = (),
    policies: Sequence[str] = (),
    everything: bool = False,
) -> list[str]:
    """Ids of pieces, not withdrawn ones, that stand on something of these products or policies."""
    row = ContentGroundRow
    query = (
        select(row.piece_id)
        .join(ContentPieceRow, ContentPieceRow.id == row.piece_id)
        .where(
            row.shop_id == shop_id, or_(ContentPieceRow.status != "withdrawn", ContentPieceRow.published_version > 0)
        )
        .distinct()
    )
    if not everything:
        query = query.where(
            or_(
                row.product_id.in_(list(product_ids)),
                and_(row.subject_kind == "policy", row.subject_id.in_(list(policies))),
            )
        )
    return sorted(await session.scalars(query))


async def with_prices(session: AsyncSession, shop_id: str) -> list[str]:
    """Ids of pieces that say a price."""
    row = ContentGroundRow
    found = await session.scalars(
        select(row.piece_id).where(row.shop_id == shop_id, row.attribute == "price").distinct()
    )
    return sorted(found)


def keys_of(grounds: Iterable[GroundLine]) -> list[Key]:
    """What these lines stand on, whatever version."""
    return [key_of(one.fact_id) for one in grounds]
