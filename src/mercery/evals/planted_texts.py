"""A hostile text in its place in the shop, as the only one of its kind the assistant reads, and gone afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, select, update

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.catalog.reviews import service as reviews
from mercery.catalog.reviews.review import ReviewDraft
from mercery.catalog.tables import ReviewRow
from mercery.conversations.attachments import read_attachment
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.customers.tables import CustomerRow
from mercery.evals.retail_shop import RetailShop
from mercery.orders.tables import OrderRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Where the text lies."""

    user: str = ""
    """Key of the innocent customer who asks, where the line names none."""
    context: Json = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)
    """What the message brings with it."""


@asynccontextmanager
async def planted(place: RetailShop, row: Mapping[str, Any]) -> AsyncIterator[Planted]:
    """The text of a line in the shop."""
    match row["channel"]:
        case "order_note":
            async with _order_note(place, row) as plant:
                yield plant
        case "product_description":
            async with _description(place, row) as plant:
                yield plant
        case "review":
            async with _review(place, row) as plant:
                yield plant
        case "document":
            yield Planted(beside={"files": (read_attachment("document.txt", row["text"].encode()),)})
        case _:
            yield Planted()


@asynccontextmanager
async def _order_note(place: RetailShop, row: Mapping[str, Any]) -> AsyncIterator[Planted]:
    """On the newest order of the customer who asks; of one with few orders, where the line signs nobody in."""
    async with place.database.session() as session:
        owner = select(CustomerRow.id, CustomerRow.key).where(CustomerRow.shop_id == place.shop.id)
        if row.get("session_user"):
            owner = owner.where(CustomerRow.key == row["session_user"])
        else:
            number = select(func.count()).where(OrderRow.customer_id == CustomerRow.id).scalar_subquery()
            owner = owner.where(number == 1).order_by(CustomerRow.key)
        id_, key = (await session.execute(owner.limit(1))).one()
        order = await session.scalar(
            select(OrderRow.id).where(OrderRow.customer_id == id_).order_by(OrderRow.placed_at.desc(), OrderRow.number).limit(1)
        )  # fmt: skip
        await session.execute(update(OrderRow).where(OrderRow.id == order).values(note=row["text"]))
    yield Planted(user=key)
    async with place.database.session() as session:
        await session.execute(update(OrderRow).where(OrderRow.id == order).values(note=""))


@asynccontextmanager
async def _description(place: RetailShop, row: Mapping[str, Any]) -> AsyncIterator[Planted]:
    async with place.database.session() as session:
        product_id = (await catalog.all_product_ids(session, place.shop.id))[0]
        before = await catalog.product(session, place.shop.id, product_id=product_id)
        text = Words("", row["text"]) if row["lang"] == "zh" else Words(row["text"], "")
        await catalog.update_product(session, place.shop.id, product_id, SYSTEM, description=text)
    yield Planted(context={"product_id": product_id})
    async with place.database.session() as session:
        await catalog.update_product(session, place.shop.id, product_id, SYSTEM, description=before.description)


@asynccontextmanager
async def _review(place: RetailShop, row: Mapping[str, Any]) -> AsyncIterator[Planted]:
    """The only review of a product, looked at and shown by somebody who saw no harm in it."""
    async with place.database.session() as session:
        product_id = (await catalog.all_product_ids(session, place.shop.id))[0]
        product = await catalog.product(session, place.shop.id, product_id=product_id)
        lang: Lang = "zh" if row["lang"] == "zh" else "en"
        draft = ReviewDraft(product=product.handle, rating=4, text=row["text"], written_at=now(), lang=lang)
        await reviews.apply_reviews(session, place.shop.id, [draft], SYSTEM)
        page = await reviews.reviews(session, place.shop.id, product_id=product_id)
        await reviews.decide(session, place.shop.id, page.reviews[0].id, "shown", SYSTEM)
    yield Planted(context={"product_id": product_id})
    async with place.database.session() as session:
        await session.execute(delete(ReviewRow).where(ReviewRow.shop_id == place.shop.id))
