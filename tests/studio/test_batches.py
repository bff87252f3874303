"""Many pieces at once: told before what they cost, written one after another, going on where they stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from tests.studio.house import CLAIRE, House

from mercery.ai.chat import Usage
from mercery.ai.scripted_chat import ScriptedChat
from mercery.assistant.metering import Budget, Metered, Prices, metered
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.studio import batch_work, service
from mercery.studio.kept import Batch, BatchAsked, PieceFilter
from mercery.studio.lent import use_lender


async def begun(house: House, *keys: str, **asked: object) -> Batch:
    ids = tuple(house.ids[key] for key in keys)
    wanted = BatchAsked(product_ids=ids, channels=("short_ad",), langs=("en", "zh"), **asked)  # type: ignore[arg-type]
    async with house.database.session() as session:
        return await service.start_batch(session, house.shop, CLAIRE, wanted)


async def test_a_batch_writes_each_product_in_each_language_and_counts_what_it_cost(house: House) -> None:
    batch = await begun(house, "saddle-bag", "work-tote")
    assert (batch.total, batch.expected.pieces) == (4, 4) and batch.expected.seconds > 0
    await batch_work.write_batch(house.database, house.shop.id, batch.id)
    async with house.database.session() as session:
        done = await service.batch(session, house.shop.id, batch.id)
        found = await service.pieces(session, house.shop.id, PieceFilter(batch_id=batch.id))
    assert (done.state, done.done, done.failed, done.spent.pieces) == ("done", 4, 0, 4)
    assert {(one.lang, one.status, one.owner) for one in found.lines} == {
        ("en", "draft", "Claire"),
        ("zh", "draft", "Claire"),
    }
    assert len({one.product_ids for one in found.lines}) == 2


async def test_one_product_that_cannot_be_written_about_stops_no_other_and_is_written_later(house: House) -> None:
    batch = await begun(house, "work-tote", "saddle-bag")
    async with house.database.session() as session:
        tote = await catalog.product(session, house.shop.id, product_id=house.ids["work-tote"])
        await catalog.apply_drafts(session, house.shop, [replace(tote, status="archived")], CLAIRE)
    await batch_work.write_batch(house.database, house.shop.id, batch.id)
    async with house.database.session() as session:
        done = await service.batch(session, house.shop.id, batch.id)
        items = await service.batch_items(session, house.shop.id, batch.id)
        await catalog.apply_drafts(session, house.shop, [tote], CLAIRE)
        await service.retry_batch(session, house.shop, CLAIRE, batch.id)
    assert (done.state, done.done, done.failed) == ("done", 2, 2)
    assert [one.state for one in items] == ["failed", "failed", "done", "done"] and "on sale" in items[0].problem
    await batch_work.write_batch(house.database, house.shop.id, batch.id)
    async with house.database.session() as session:
        assert (await service.batch(session, house.shop.id, batch.id)).done == 4


async def test_a_cancelled_batch_writes_nothing_more_and_a_job_that_comes_again_writes_nothing_twice(
    house: House,
) -> None:
    batch = await begun(house, "saddle-bag")
    await batch_work.write_batch(house.database, house.shop.id, batch.id)
    await batch_work.write_batch(house.database, house.shop.id, batch.id)
    other = await begun(house, "saddle-bag", "work-tote")
    async with house.database.session() as session:
        await service.cancel_batch(session, house.shop, CLAIRE, other.id)
    await batch_work.write_batch(house.database, house.shop.id, other.id)
    async with house.database.session() as session:
        assert (await service.pieces(session, house.shop.id, PieceFilter())).total == 2
        assert {one.state for one in await service.batch_items(session, house.shop.id, other.id)} == {"left"}


async def test_what_cannot_be_asked_for_is_refused_by_field(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        await begun(house)
    assert [one.field for one in refused.value.problems] == ["product_ids"]


class OneModel:
    """The lender of a shop with a scripted model: what it writes is judged like a person's."""

    available, currency = True, "EUR"

    def __init__(self, text: str) -> None:
        self.model = ScriptedChat("liar", lambda request: text)

    def estimate(self, usage: Usage) -> int:
        return usage.read + usage.written

    @asynccontextmanager
    async def lent(self, database: Database, shop_id: str) -> AsyncIterator[Metered]:
        yield metered(self.model, Prices(), Budget())


async def test_a_model_that_lies_publishes_nothing_false_and_its_tokens_are_counted(house: House) -> None:
    use_lender(OneModel("[[1]] The Saddle Bag weighs 300 g and is the finest bag in Europe."))
    try:
        batch = await begun(house, "saddle-bag", by_model=True)
        await batch_work.write_batch(house.database, house.shop.id, batch.id)
    finally:
        use_lender(None)
    async with house.database.session() as session:
        done = await service.batch(session, house.shop.id, batch.id)
        found = await service.pieces(session, house.shop.id, PieceFilter(lang="en"))
        kept = await service.piece(session, house.shop.id, found.lines[0].id)
    assert batch.expected.tokens > 0 and done.spent.tokens > 0
    assert "300 g" not in kept.piece.text() and "finest" not in kept.piece.text()
