"""What customers of the demo shop wrote about its pieces; a person of the shop has looked at most of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.reviews import service as reviews
from mercery.catalog.reviews.review import ReviewDraft, ReviewState
from mercery.core.i18n import Lang
from mercery.demo.reading import Node, content, rows


async def write_reviews(session: AsyncSession, shop: Shop, now: datetime) -> int:
    """Bring the reviews in and decide on those that were looked at. Returns how many there are."""
    nodes = rows(content("reviews.yaml")["reviews"])
    await reviews.apply_reviews(session, shop.id, [_draft(node, now) for node in nodes], SYSTEM)
    decided = {str(node["text"]): cast(ReviewState, node["state"]) for node in nodes if node.get("state")}
    for one in (await reviews.reviews(session, shop.id, limit=len(nodes))).reviews:
        if one.text in decided:
            await reviews.decide(session, shop.id, one.id, decided[one.text], SYSTEM)
    return len(nodes)


def _draft(node: Node, now: datetime) -> ReviewDraft:
    days = timedelta(days=float(cast(float, node["days"])))
    return ReviewDraft(
        product=str(node["product"]), rating=int(cast(int, node["rating"])), text=str(node["text"]), author=str(node["author"]),
        lang=cast(Lang, node["lang"]), written_at=(now - days).replace(microsecond=0),
    )  # fmt: skip
