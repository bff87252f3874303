"""Reads and writes of what came of searches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import Lang
from mercery.search.desk.counting import Phrase
from mercery.search.desk.outcome import Outcome, Popularity
from mercery.search.desk.tables import ProductPopularityRow, SearchOutcomeRow, SearchPhraseRow

MOST_PHRASES: Final = 2_000
_BATCH: Final = 1_000


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


async def replace_outcomes(session: AsyncSession, shop_id: str, key: str, found: Mapping[str, Outcome]) -> None:
    """Put these in the place of what is on record for a query."""
    await session.execute(
        delete(SearchOutcomeRow).where(SearchOutcomeRow.shop_id == shop_id, SearchOutcomeRow.key == key)
    )
    rows = [
        {
            "shop_id": shop_id, "key": key, "product_id": product_id, "shown": one.shown, "examined": one.examined,
            "clicked": one.clicked, "carted": one.carted, "bought": one.bought, "place": one.place,
        }
        for product_id, one in found.items()
    ]  # fmt: skip
    if rows:
        await session.execute(insert(SearchOutcomeRow), rows)


async def replace_phrase(session: AsyncSession, shop_id: str, lang: Lang, key: str, made: Phrase | None) -> None:
    """Put this in the place of what is proposed for a query; None proposes nothing."""
    same = (SearchPhraseRow.shop_id == shop_id, SearchPhraseRow.lang == lang, SearchPhraseRow.key == key)
    await session.execute(delete(SearchPhraseRow).where(*same))
    if made is not None:
        row = SearchPhraseRow(
            shop_id=shop_id, lang=lang, key=key, text=made.text, visitors=made.visitors, clicked=made.clicked
        )
        session.add(row)
        await session.flush()


async def replace_popularity(session: AsyncSession, shop_id: str, found: Mapping[str, Popularity]) -> None:
    """Put these in the place of what is on record."""
    await session.execute(delete(ProductPopularityRow).where(ProductPopularityRow.shop_id == shop_id))
    rows = [
        {"shop_id": shop_id, "product_id": product_id, "viewed": one.viewed, "carted": one.carted, "bought": one.bought}
        for product_id, one in found.items()
    ]
    for start in range(0, len(rows), _BATCH):
        await session.execute(insert(ProductPopularityRow), rows[start : start + _BATCH])


async def has_popularity(session: AsyncSession, shop_id: str) -> bool:
    """Whether any is on record."""
    found = select(ProductPopularityRow.product_id).where(ProductPopularityRow.shop_id == shop_id).limit(1)
    return await session.scalar(found) is not None
