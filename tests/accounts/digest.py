"""What a shop has, in a form in which two moments can be compared."""

from __future__ import annotations

from sqlalchemy import text

from mercery.core.database import Base, Database


async def everything_of(database: Database, shop_id: str) -> dict[str, str]:
    """A digest of each table's rows of one shop."""
    found = {}
    async with database.session() as session:
        for table in Base.metadata.sorted_tables:
            column = "shop_id" if "shop_id" in table.columns else "id" if table.name == "shops" else None
            if column is None:
                continue
            rows = f"(SELECT * FROM {table.name} WHERE {column} = :shop)"
            digest = f"SELECT md5(coalesce(string_agg(r::text, '|' ORDER BY r::text), '')) FROM {rows} r"
            found[table.name] = str(await session.scalar(text(digest), {"shop": shop_id}))
    return found


async def ids_of(database: Database, shop_id: str) -> list[str]:
    """The key of every row of one shop, whatever its table."""
    found: list[str] = []
    async with database.session() as session:
        for table in Base.metadata.sorted_tables:
            keys = [column.name for column in table.primary_key if column.name != "shop_id"]
            if "shop_id" in table.columns and len(keys) == 1:
                rows = await session.execute(
                    text(f"SELECT {keys[0]}::text FROM {table.name} WHERE shop_id = :shop"), {"shop": shop_id}
                )
                found += [str(key) for key in rows.scalars()]
    return found
