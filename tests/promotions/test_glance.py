"""What a glance tells of prices and stock is what the whole offer tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import PriceRow, Product
from mercery.claims.values import Stock
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.promotions.glance import Glance, read_glances
from mercery.promotions.service import glances, offers

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WANTED: Sequence[Mapping[str, Sequence[str]]] = (
    {},
    {"category": ["bags"]},
    {"colour": ["black"]},
    {"colour": ["red", "green"], "brand": ["maison-aster"]},
    {"colour": ["purple"]},
)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def told(one: object) -> tuple[object, ...] | None:
    return None if one is None else (one.low, one.available, one.on_sale)  # type: ignore[attr-defined]


async def agree(session: AsyncSession, shop: Shop, ids: Sequence[str], currency: str) -> None:
    """At a glance, remembered or not, and whole."""
    at_once, again = [await glances(session, shop, ids, currency=currency) for _ in range(2)]
    fresh = await read_glances(session, shop.id, ids, currency)
    whole = await offers(session, shop, ids, currency=currency)
    assert list(at_once) == list(again) == list(whole)
    for product_id, one in whole.items():
        looked = fresh.found.get(product_id, at_once[product_id])
        for wanted in WANTED:
            expected = told(one.among(wanted))
            for other in (at_once[product_id], again[product_id], looked):
                assert other is not None and told(other.among(wanted)) == expected, (product_id, wanted)


def priced(piece: Product, *each: Sequence[PriceRow]) -> Product:
    """The piece with these rows, one variant after the other."""
    rows = [*each, *[each[-1]] * len(piece.variants)]
    return replace(piece, variants=tuple(replace(one, prices=tuple(rows[at])) for at, one in enumerate(piece.variants)))


async def test_every_product_is_told_alike(database: Database, home: Path) -> None:
    shop = await open_boutique(database)
    async with database.session() as session:
        ids = await catalog.all_product_ids(session, shop.id)
        for currency in ("EUR", "CNY"):
            await agree(session, shop, ids, currency)


async def test_what_is_sold_out_dearer_or_not_sold_in_the_currency_is_told_alike(
    database: Database, home: Path
) -> None:
    shop = await open_boutique(database)
    async with database.session() as session:
        each = {
            one: await catalog.product(session, shop.id, handle=one)
            for one in ("saddle-bag", "work-tote", "deco-carre", "bridle-bandana")
        }
        bag = each["saddle-bag"]
        gone = replace(bag, variants=(replace(bag.variants[0], stock=Stock(0)), *bag.variants[1:]))
        changed = [
            priced(gone, [PriceRow(amount=euros(100))], [PriceRow(amount=euros(900), was=euros(800))]),
            priced(each["work-tote"], [PriceRow(amount=Money(700, "USD"))], [PriceRow(amount=euros(5), was=euros(6))]),
            priced(each["deco-carre"], [PriceRow(amount=euros(9)), PriceRow(amount=euros(3), price_list="vip")]),
            priced(each["bridle-bandana"], [PriceRow(amount=Money(1, "USD"))]),
        ]
        await catalog.apply_drafts(session, shop, changed, SYSTEM)
        ids = [one.id for one in each.values()]
        for currency in ("EUR", "USD", "CNY"):
            await agree(session, shop, ids, currency)
        seen = await glances(session, shop, ids)
        assert seen[bag.id].low == euros(900) and not seen[bag.id].on_sale
        assert seen[each["deco-carre"].id].low == euros(9), "other buyers' lists do not count"
        in_dollars = await glances(session, shop, ids, currency="USD")
        assert set(in_dollars) == {each["work-tote"].id, each["bridle-bandana"].id}


async def test_prices_with_periods_are_left_to_the_whole_rule(database: Database, home: Path) -> None:
    shop = await open_boutique(database)
    async with database.session() as session:
        piece = await catalog.product(session, shop.id, handle="vetiver-candle")
        later = PriceRow(amount=euros(7_000), valid_from=NOON)
        await catalog.apply_drafts(session, shop, [priced(piece, [PriceRow(amount=euros(9_000)), later])], SYSTEM)
        assert (await read_glances(session, shop.id, [piece.id], "EUR")).unclear == [piece.id]
        for moment, amount in ((NOON - timedelta(minutes=1), 9_000), (NOON, 7_000)):
            with clock.at(moment):
                assert (await glances(session, shop, [piece.id]))[piece.id].low == euros(amount)


async def test_a_glance_is_of_this_moment_and_an_offer_at_hand_spares_it(database: Database, home: Path) -> None:
    shop = await open_boutique(database)
    async with database.session() as session:
        candle = (await catalog.product(session, shop.id, handle="vetiver-candle")).id
        first = (await glances(session, shop, [candle]))[candle]
        assert isinstance(first, Glance) and (await glances(session, shop, [candle]))[candle] == first
        await catalog.set_stock(session, shop.id, "VETIVER-CANDLE-CREAM", 0, SYSTEM)
        assert not (await glances(session, shop, [candle]))[candle].available
        whole = (await offers(session, shop, [candle]))[candle]
        assert (await glances(session, shop, [candle]))[candle] is whole


async def test_nothing_is_asked_for_nothing(database: Database, home: Path) -> None:
    shop = await open_boutique(database)
    async with database.session() as session:
        assert await glances(session, shop, []) == {}
