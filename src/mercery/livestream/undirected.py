"""A show on air that nobody directs: what evals play comments to. It has no engine, and nothing of it is heard."""

from __future__ import annotations

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.livestream import repository
from mercery.livestream.show import Show
from mercery.livestream.tables import LiveShowRow, LiveStatusRow


async def show_on_air(database: Database, shop: Shop, product_id: str, lang: Lang = "en") -> Show:
    """A new show with a piece on the counter."""
    async with database.session() as session:
        row = LiveShowRow(
            id=new_id("lsh"), shop_id=shop.id, slug=new_id("s"), title={"en": "Show", "zh": "直播"}, lang=lang,
            format="landscape", avatar="", background="", state="on_air", goals={}, rest_alone=True, record=False,
            watched_over="Claire", started_at=now(),
        )  # fmt: skip
        session.add(row)
        await session.flush()
        session.add(
            LiveStatusRow(show_id=row.id, shop_id=shop.id, seen_at=now(), product_id=product_id, beat={}, next_lines=[])
        )
        show_id = row.id
    async with database.session() as session:
        return await repository.show(session, shop.id, show_id)
