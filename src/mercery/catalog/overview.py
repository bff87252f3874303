"""What the catalogue tells the overview and the set-up list."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, Period
from mercery.accounts.setup import StepKey, StepState
from mercery.accounts.shop import Shop
from mercery.catalog.reviews import service as reviews
from mercery.catalog.tables import ProductRow, VariantRow
from mercery.core.i18n import Words


async def overview(session: AsyncSession, shop: Shop, _period: Period) -> OverviewPart:
    """Variants nobody can buy and for which no date is known; reviews nobody has looked at."""
    gone = await session.scalar(
        select(func.count())
        .select_from(VariantRow)
        .join(ProductRow, ProductRow.id == VariantRow.product_id)
        .where(
            VariantRow.shop_id == shop.id,
            ProductRow.status == "active",
            VariantRow.stock == 0,
            VariantRow.restock.is_(None),
        )
    )
    waiting = (await reviews.counts(session, shop.id)).get("pending", 0)
    needs = ([_sold_out(gone)] if gone else []) + ([_reviews(waiting)] if waiting else [])
    return OverviewPart(needs=tuple(needs))


def _sold_out(count: int) -> NeedsPerson:
    return NeedsPerson(
        title=Words(f"{count} variants are sold out without a date", f"{count} 个款式售罄且无补货日期"),
        text=Words("Customers who ask are told that no date is known.", "顾客询问时，店员会如实告知暂无补货日期。"),
        url="/console/products?stock=out",
        act=Words("Set dates", "填写日期"),
    )


def _reviews(count: int) -> NeedsPerson:
    many = "One review waits" if count == 1 else f"{count} reviews wait"
    return NeedsPerson(
        title=Words(f"{many} for a look", f"{count} 条评价待审"),
        text=Words("Customers see a review once a person shows it.", "评价经人工展示后，顾客才能看到。"),
        url="/console/reviews",
        act=Words("Look", "查看"),
    )


async def setup(session: AsyncSession, shop: Shop) -> Mapping[StepKey, StepState]:
    """How many products there are."""
    count = await session.scalar(select(func.count()).where(ProductRow.shop_id == shop.id)) or 0
    return {"import": StepState(done=count > 0, detail=Words(f"{count} products", f"{count} 件商品"))}
