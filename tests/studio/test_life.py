"""A piece from its brief to customers and on: versions, two persons, and what becomes of it when a fact changes."""

from __future__ import annotations

import asyncio
import time

import pytest
from tests.studio.house import CLAIRE, HUGO, House, working

from mercery.catalog import service as catalog
from mercery.core.errors import Conflict
from mercery.core.money import Money
from mercery.studio import service
from mercery.studio.kept import Edited, KeptPiece, PieceFilter

PRICE = "The Saddle Bag costs €1,480."


async def written(house: House, *lines: str, **brief: object) -> KeptPiece:
    """A product page of the Saddle Bag, with lines of Claire's below its first paragraph."""
    async with house.database.session() as session:
        kept = await service.write_piece(session, house.shop, CLAIRE, house.brief(**brief))  # type: ignore[arg-type]
        if not lines:
            return kept
        text = " ".join((kept.piece.passages[1].text("en"), *lines))
        return await service.edit(session, house.shop, CLAIRE, kept.line.id, Edited(place=1, text=text))


async def published(house: House, *lines: str, **brief: object) -> KeptPiece:
    """The same, approved by Hugo and published."""
    kept = await written(house, *lines, **brief)
    async with house.database.session() as session:
        return await service.publish(session, house.shop, HUGO, kept.line.id)


async def now_of(house: House, kept: KeptPiece) -> KeptPiece:
    async with house.database.session() as session:
        return await service.piece(session, house.shop.id, kept.line.id)


async def test_a_piece_of_code_is_published_by_who_had_it_written(house: House) -> None:
    kept = await written(house)
    async with house.database.session() as session:
        done = await service.publish(session, house.shop, CLAIRE, kept.line.id, after_version=1)
        listed = await service.pieces(session, house.shop.id, PieceFilter(live=True))
    assert (done.line.status, done.line.live_version) == ("published", 1)
    assert [one.id for one in listed.lines] == [kept.line.id]


async def test_what_a_person_wrote_is_judged_and_published_by_another(house: House) -> None:
    kept = await written(house, PRICE)
    told = next(one for one in kept.piece.sentences() if one.sentence.text == PRICE)
    assert told.holds and told.writer == "person" and "price" in told.sentence.fact_ids[0]
    assert kept.second_person
    async with house.database.session() as session:
        with pytest.raises(service.SecondPersonNeeded):
            await service.publish(session, house.shop, CLAIRE, kept.line.id)
    async with house.database.session() as session:
        await service.approve(session, house.shop, HUGO, kept.line.id, after_version=2)
        done = await service.publish(session, house.shop, CLAIRE, kept.line.id)
    assert done.line.live_version == 2


async def test_a_blocked_sentence_keeps_the_piece_from_customers_until_it_is_put_right(house: House) -> None:
    kept = await written(house, "The most durable bag made in Europe.")
    number = next(place for place, one in enumerate(kept.piece.sentences()) if not one.holds)
    async with house.database.session() as session:
        with pytest.raises(service.StillBlocked):
            await service.publish(session, house.shop, HUGO, kept.line.id)
    async with house.database.session() as session:
        await service.remove_sentence(session, house.shop, CLAIRE, kept.line.id, sentence=number)
        done = await service.publish(session, house.shop, HUGO, kept.line.id)
    assert done.line.live_version == 3 and not done.line.blocked


async def test_who_did_not_see_the_newest_version_changes_nothing(house: House) -> None:
    kept = await written(house, PRICE)
    async with house.database.session() as session:
        with pytest.raises(Conflict):
            await service.edit(session, house.shop, HUGO, kept.line.id, Edited(place=0, text="Bag"), after_version=1)


async def reprice(house: House, amount: int) -> None:
    """Another price for the Saddle Bag in every colour, as somebody sets it in the console."""
    async with house.database.session() as session:
        for variant in (await catalog.product(session, house.shop.id, product_id=house.ids["saddle-bag"])).variants:
            await catalog.set_price(session, house.shop.id, variant.sku, Money(amount, "EUR"), HUGO)


async def test_a_changed_price_is_gone_from_what_customers_see_within_two_seconds(house: House) -> None:
    kept = await published(house, PRICE)
    async with working(house):
        await asyncio.sleep(0.3)
        begun = time.monotonic()
        await reprice(house, 139_000)
        while (after := await now_of(house, kept)).line.live_version == 2 and time.monotonic() < begun + 5:
            await asyncio.sleep(0.02)
        took = time.monotonic() - begun
    assert "1,480" not in after.piece.text() and after.line.live, after.piece.text()
    assert PRICE in after.line.stale.en and after.line.status == "published"
    assert took < 2
