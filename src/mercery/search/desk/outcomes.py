"""Reads and writes of what came of searches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import Lang
from mercery.search.desk.outcome import Outcome, Popularity
from mercery.search.desk.tables import ProductPopularityRow, SearchOutcomeRow, SearchPhraseRow

MOST_PHRASES: Final = 2_000


async def outcomes_of(session: AsyncSession, shop_id: str, key: str) -> Mapping[str, Outcome]:
    """By product."""
    rows = await session.scalars(
        select(SearchOutcomeRow).where(SearchOutcomeRow.shop_id == shop_id, SearchOutcomeRow.key == key)
    )
    return {
        row.product_id: Outcome(
            shown=row.shown,
            examined=row.examined,
            clicked=row.clicked,
            carted=row.carted,
            bought=row.bought,
            place=row.place,
        )
        for row in rows
    }


async def popularity_of(session: AsyncSession, shop_id: str) -> Mapping[str, Popularity]:
    """By product."""
    rows = await session.scalars(select(ProductPopularityRow).where(ProductPopularityRow.shop_id == shop_id))
    return {row.product_id: Popularity(viewed=row.viewed, carted=row.carted, bought=row.bought) for row in rows}


async def phrases_of(session: AsyncSession, shop_id: str, lang: Lang) -> Mapping[str, int]:
    """Text and visitors, the most first."""
    rows = await session.execute(
        select(SearchPhraseRow.text, SearchPhraseRow.visitors)
        .where(SearchPhraseRow.shop_id == shop_id, SearchPhraseRow.lang == lang)
        .order_by(SearchPhraseRow.visitors.desc(), SearchPhraseRow.text)
        .limit(MOST_PHRASES)
    )
    return {str(text): int(visitors) for text, visitors in rows}
