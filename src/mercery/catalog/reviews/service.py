"""Bringing reviews in, deciding which are shown, and reading those that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.catalog.reviews.review import Rated, Review, ReviewDraft, ReviewState
from mercery.catalog.tables import ProductRow, ReviewRow, VariantRow
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid, NotFound, Problem
from mercery.core.i18n import Lang
from mercery.core.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsImported:
    """What an import of reviews did."""

    new: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsPage:
    """Some of the reviews, the newest first, and how many there are."""

    reviews: Sequence[Review]
    total: int


async def apply_reviews(
    session: AsyncSession, shop_id: str, drafts: Sequence[ReviewDraft], actor: Actor
) -> ReviewsImported:
    """Add reviews that are not known yet; each waits for a person. Invalid, with its line, where a product is unknown."""
    found = await _products(session, shop_id, {draft.product for draft in drafts})
    problems = [
        Problem(
            line=draft.line, column="sku", field="sku", message=f"The shop has no product '{draft.product}'.",
            remedy="Write the SKU or the handle of a product that is in the catalogue.", zh=f"店铺没有商品“{draft.product}”，请填写目录中商品的 SKU 或地址名。"
        )
        for draft in drafts
        if draft.product not in found
    ]  # fmt: skip
    if problems:
        raise Invalid(
            "Nothing was taken: some reviews name products that are not there.",
            problems=problems,
            zh="有评价所指的商品不存在，没有导入任何评价。",
        )
    rows = {draft.digest(found[draft.product]): draft for draft in drafts}
    known = set(
        await session.scalars(
            select(ReviewRow.digest).where(ReviewRow.shop_id == shop_id, ReviewRow.digest.in_(list(rows)))
        )
    )
    fresh = [_columns(shop_id, found[draft.product], draft, digest) for digest, draft in rows.items() if digest not in known]  # fmt: skip
    if fresh:
        await session.execute(insert(ReviewRow).on_conflict_do_nothing(), fresh)
        numbers: Json = {"new": len(fresh)}
        await record(session, shop_id, actor, "reviews.import", "reviews", after=numbers)
    return ReviewsImported(new=len(fresh), unchanged=len(drafts) - len(fresh))


async def _products(session: AsyncSession, shop_id: str, names: set[str]) -> dict[str, str]:
    """What a row may call a product, to the product's id: SKU before handle before key."""
    wanted = list(names)
    found: dict[str, str] = {}
    for column in (ProductRow.key, ProductRow.handle):
        rows = await session.execute(
            select(column, ProductRow.id).where(ProductRow.shop_id == shop_id, column.in_(wanted))
        )
        found |= dict(rows.all())
    rows = await session.execute(
        select(VariantRow.sku, VariantRow.product_id).where(VariantRow.shop_id == shop_id, VariantRow.sku.in_(wanted))
    )
    return found | dict(rows.all())


def _columns(shop_id: str, product_id: str, draft: ReviewDraft, digest: str) -> Json:
    return {
        "id": new_id("rev"), "shop_id": shop_id, "product_id": product_id, "digest": digest, "rating": draft.rating,
        "author": draft.author, "text": draft.text, "lang": draft.lang, "written_at": draft.written_at, "state": "pending",
    }  # fmt: skip


async def decide(session: AsyncSession, shop_id: str, review_id: str, state: ReviewState, actor: Actor) -> Review:
    """A person shows or hides a review, or puts it back among those to look at. The same decision again changes nothing."""
    row = await session.scalar(
        select(ReviewRow).where(ReviewRow.shop_id == shop_id, ReviewRow.id == review_id).with_for_update()
    )
    if row is None:
        raise NotFound("There is no such review.", zh="没有这条评价。")
    if row.state != state:
        await record(
            session, shop_id, actor, f"review.{_ACT[state]}", review_id, before={"state": row.state},
            after={"state": state, "product": row.product_id, "text": row.text[:200]},
        )  # fmt: skip
        row.state, row.decided_by, row.decided_at = state, actor.name, now()
        await session.flush()
    return _review(row)


_ACT = {"shown": "show", "hidden": "hide", "pending": "reconsider"}


async def reviews(
    session: AsyncSession, shop_id: str, *, state: ReviewState | None = None, product_id: str | None = None, offset: int = 0, limit: int = 50
) -> ReviewsPage:  # fmt: skip
    """Reviews of the shop or of one product, the newest first."""
    where: list[ColumnElement[bool]] = [ReviewRow.shop_id == shop_id]
    where += [ReviewRow.state == state] if state else []
    where += [ReviewRow.product_id == product_id] if product_id else []
    rows = await session.scalars(
        select(ReviewRow).where(*where).order_by(ReviewRow.written_at.desc(), ReviewRow.id).offset(offset).limit(limit)
    )
    total = await session.scalar(select(func.count()).select_from(ReviewRow).where(*where))
    return ReviewsPage(reviews=[_review(row) for row in rows], total=total or 0)


async def shown(session: AsyncSession, shop_id: str, product_id: str, *, limit: int) -> list[Review]:
    """The newest reviews of a product that customers may see."""
    rows = await session.scalars(
        select(ReviewRow)
        .where(ReviewRow.shop_id == shop_id, ReviewRow.product_id == product_id, ReviewRow.state == "shown")
        .order_by(ReviewRow.written_at.desc(), ReviewRow.id)
        .limit(limit)
    )
    return [_review(row) for row in rows]


async def counts(session: AsyncSession, shop_id: str) -> dict[ReviewState, int]:
    """How many reviews are in each state."""
    rows = await session.execute(
        select(ReviewRow.state, func.count()).where(ReviewRow.shop_id == shop_id).group_by(ReviewRow.state)
    )
    return {cast(ReviewState, state): number for state, number in rows}


async def ratings(session: AsyncSession, shop_id: str, product_ids: Sequence[str]) -> dict[str, Rated]:
    """The shown reviews of products, counted; a product without any is left out."""
    rows = await session.execute(
        select(ReviewRow.product_id, func.count(), func.sum(ReviewRow.rating))
        .where(ReviewRow.shop_id == shop_id, ReviewRow.state == "shown", ReviewRow.product_id.in_(list(product_ids)))
        .group_by(ReviewRow.product_id)
    )
    return {product_id: Rated(count=count, total=int(total)) for product_id, count, total in rows}


def _review(row: ReviewRow) -> Review:
    return Review(
        id=row.id, product_id=row.product_id, rating=row.rating, author=row.author, text=row.text, lang=cast(Lang, row.lang),
        written_at=row.written_at, state=cast(ReviewState, row.state), decided_by=row.decided_by, decided_at=row.decided_at,
    )  # fmt: skip
