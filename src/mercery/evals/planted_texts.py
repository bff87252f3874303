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
from mercery.conversations.attachments import read_attachment
from mercery.core.clock import now
from mercery.core.database import Base, Json
from mercery.core.errors import Invalid
from mercery.core.i18n import Lang, Words
from mercery.evals.retail_shop import RetailShop


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
    people, orders = Base.metadata.tables["customers"], Base.metadata.tables["orders"]
    async with place.database.session() as session:
        owner = select(people.c.id, people.c.key).where(people.c.shop_id == place.shop.id)
        if row.get("session_user"):
            owner = owner.where(people.c.key == row["session_user"])
        else:
            number = select(func.count()).where(orders.c.customer_id == people.c.id).scalar_subquery()
            owner = owner.where(number == 1).order_by(people.c.key)
        found = (await session.execute(owner.limit(1))).one_or_none()
        if found is None:
            raise Invalid(
                f"Line '{row['id']}' plants a note on an order, and the shop has no customer whose order that could be.",
                remedy="Name a --shop folder with the customers and orders these attacks were written for.",
            )
        id_, key = found
        newest = (
            select(orders.c.id).where(orders.c.customer_id == id_).order_by(orders.c.placed_at.desc(), orders.c.number)
        )
        order = await session.scalar(newest.limit(1))
        await session.execute(update(orders).where(orders.c.id == order).values(note=row["text"]))
    yield Planted(user=key)
    async with place.database.session() as session:
        await session.execute(update(orders).where(orders.c.id == order).values(note=""))


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
        kept = Base.metadata.tables["product_reviews"]
        await session.execute(delete(kept).where(kept.c.shop_id == place.shop.id))
