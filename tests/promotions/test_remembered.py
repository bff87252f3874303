"""Offers that are remembered are those of this moment all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.catalog.product import PriceRow, Variant
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.promotions.offer import Offer
from mercery.promotions.remembered import Key, Remembered
from mercery.promotions.service import offers

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


async def test_a_new_price_and_the_last_piece_sold_are_seen_with_the_next_question(
    database: Database, home: Path
) -> None:
    shop = await open_boutique(database)
    async with database.session() as session:
        candle = (await catalog.product(session, shop.id, handle="vetiver-candle")).id
        before = (await offers(session, shop, [candle]))[candle]
    async with database.session() as session:
        again = (await offers(session, shop, [candle]))[candle]
    assert again is before, "nothing was read again"
    async with database.session() as session:
        await catalog.set_price(session, shop.id, "VETIVER-CANDLE-CREAM", euros(12_300), SYSTEM)
    async with database.session() as session:
        assert (await offers(session, shop, [candle]))[candle].low == euros(12_300)
        await catalog.set_stock(session, shop.id, "VETIVER-CANDLE-CREAM", 0, SYSTEM)
    async with database.session() as session:
        assert not (await offers(session, shop, [candle]))[candle].available


async def test_what_was_taken_back_is_not_remembered_as_what_follows_it(database: Database, home: Path) -> None:
    shop = await open_boutique(database)

    async def low(price: int | None, *, keep: bool) -> Money:
        async with database._sessions() as session:
            if price is not None:
                await catalog.set_price(session, shop.id, "VETIVER-CANDLE-CREAM", euros(price), SYSTEM)
            candle = (await catalog.product(session, shop.id, handle="vetiver-candle")).id
            found = (await offers(session, shop, [candle]))[candle].low
            await (session.commit() if keep else session.rollback())
            return found

    first = await low(None, keep=True)
    assert await low(20_000, keep=False) == euros(20_000)
    assert await low(None, keep=True) == first
    assert await low(30_000, keep=True) == euros(30_000)
    assert await low(None, keep=True) == euros(30_000)


async def test_a_price_that_begins_later_holds_from_then_on(database: Database, home: Path) -> None:
    shop = await open_boutique(database)
    async with database.session() as session:
        piece = await catalog.product(session, shop.id, handle="vetiver-candle")
        rows = (
            PriceRow(amount=euros(9_000), valid_to=NOON),
            PriceRow(amount=euros(7_000), valid_from=NOON),
        )
        changed = replace(piece, variants=tuple(replace(one, prices=rows) for one in piece.variants))
        await catalog.apply_drafts(session, shop, [changed], SYSTEM)
    for moment, amount in ((NOON - timedelta(minutes=1), 9_000), (NOON, 7_000), (NOON + timedelta(days=1), 7_000)):
        with clock.at(moment):
            async with database.session() as session:
                assert (await offers(session, shop, [piece.id]))[piece.id].low == euros(amount)


def test_only_so_many_variants_are_kept_those_asked_for_last() -> None:
    remembered: Remembered[Offer] = Remembered(most=4)
    keys: dict[str, Key] = {name: ("shop", True, "EUR", name) for name in "abc"}
    two = [Variant(sku="1"), Variant(sku="2")]
    for name in "ab":
        remembered.keep(keys[name], 1, None, two, NOON)
    assert remembered.known(keys, {"a": 1}, NOON) == {"a": None}
    remembered.keep(keys["c"], 1, None, two, NOON)
    assert remembered.known(keys, dict.fromkeys("abc", 1), NOON) == {"a": None, "c": None} and len(remembered) == 2
    remembered.keep(keys["a"], 2, None, two[:1], NOON)
    assert len(remembered) == 2
