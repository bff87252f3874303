"""How often rules were used. A use that was given back counts no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.promotions.publishing.tables import PromotionUseRow


async def used_by(session: AsyncSession, shop_id: str, customer_id: str) -> dict[str, int]:
    """How often a customer has used each rule, by rule id."""
    rows = await session.execute(
        select(PromotionUseRow.rule, func.count())
        .where(
            PromotionUseRow.shop_id == shop_id,
            PromotionUseRow.customer_id == customer_id,
            PromotionUseRow.returned_at.is_(None),
        )
        .group_by(PromotionUseRow.rule)
    )
    return {rule: int(count) for rule, count in rows}


async def used_in_orders(session: AsyncSession, shop_id: str, numbers: Collection[str]) -> dict[str, int]:
    """How often some orders have used each rule, by rule id."""
    if not numbers:
        return {}
    rows = await session.execute(
        select(PromotionUseRow.rule, func.count())
        .where(
            PromotionUseRow.shop_id == shop_id,
            PromotionUseRow.order_number.in_(list(numbers)),
            PromotionUseRow.returned_at.is_(None),
        )
        .group_by(PromotionUseRow.rule)
    )
    return {rule: int(count) for rule, count in rows}


async def used_in_all(session: AsyncSession, shop_id: str, rules: Collection[str]) -> dict[str, int]:
    """How often all together have used each of `rules`; those never used are missing."""
    if not rules:
        return {}
    rows = await session.execute(
        select(PromotionUseRow.rule, func.count())
        .where(
            PromotionUseRow.shop_id == shop_id,
            PromotionUseRow.rule.in_(list(rules)),
            PromotionUseRow.returned_at.is_(None),
        )
        .group_by(PromotionUseRow.rule)
    )
    return {rule: int(count) for rule, count in rows}


async def uses_since(
    session: AsyncSession,
    shop_id: str,
    rules: Collection[str],
    since: datetime,
    *,
    until: datetime | None = None,
    currency: str = "",
    given_back: bool = False,
) -> dict[str, tuple[int, int]]:
    """Of each of `rules` since a moment: how often it was used, and what it took off (in `currency`, where given).
    `given_back`: with uses of orders cancelled since."""
    if not rules:
        return {}
    query = (
        select(PromotionUseRow.rule, func.count(), func.coalesce(func.sum(PromotionUseRow.amount), 0))
        .where(
            PromotionUseRow.shop_id == shop_id, PromotionUseRow.rule.in_(list(rules)), PromotionUseRow.at >= since,
        )
        .group_by(PromotionUseRow.rule)
    )  # fmt: skip
    if not given_back:
        query = query.where(PromotionUseRow.returned_at.is_(None))
    if until is not None:
        query = query.where(PromotionUseRow.at <= until)
    if currency:
        query = query.where(PromotionUseRow.currency == currency)
    return {rule: (int(count), int(amount)) for rule, count, amount in await session.execute(query)}


async def spent_in_all(session: AsyncSession, shop_id: str, rules: Collection[str]) -> dict[str, int]:
    """What each of `rules` has taken off in all; those never used are missing."""
    if not rules:
        return {}
    rows = await session.execute(
        select(PromotionUseRow.rule, func.sum(PromotionUseRow.amount))
        .where(
            PromotionUseRow.shop_id == shop_id,
            PromotionUseRow.rule.in_(list(rules)),
            PromotionUseRow.returned_at.is_(None),
        )
        .group_by(PromotionUseRow.rule)
    )
    return {rule: int(amount or 0) for rule, amount in rows}
