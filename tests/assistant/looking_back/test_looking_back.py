"""A changed answer, price, policy, stock or rule shows which past answers would read otherwise, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, select
from tests.assistant.conftest import NOW
from tests.assistant.test_service import ask

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.assistant.looking_back import service
from mercery.assistant.looking_back.difference import Difference
from mercery.assistant.looking_back.working_out import Draft, LookedBack, look_back
from mercery.assistant.tables import TurnRow
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.demo.rules import demo_answers, demo_policies
from mercery.knowledge import service as knowledge
from mercery.policies import service as policies

ASKED = (
    "How much is the Saddle Bag?",
    "Can I collect an order in the boutique?",
    "马鞍包多少钱？",
    "Is the Work Tote in taupe available?",
)


async def talked(database: Database, shop: Shop) -> None:
    for text in ASKED:
        await ask(database, shop, text, visitor=f"vis_{abs(hash(text))}")


async def looked(database: Database, shop: Shop, draft: Draft | None = None) -> LookedBack:
    async def tell(done: int, total: int) -> None:
        assert done <= total

    return await look_back(database, shop, 30, tell, draft)


async def set_price(database: Database, shop: Shop, handle: str, minor: int) -> None:
    async with database.session() as session:
        product = await catalog.product(session, shop.id, handle=handle)
        for variant in product.variants:
            await catalog.set_price(session, shop.id, variant.sku, Money(minor, "EUR"), SYSTEM)


def by_question(found: LookedBack) -> dict[str, Difference]:
    return {one.question: one for one in found.differences}


async def test_while_nothing_changed_every_answer_reads_the_same(database: Database, shop: Shop) -> None:
    await talked(database, shop)
    found = await looked(database, shop)
    assert (found.turns, found.looked_at, found.differing, found.differences) == (4, 4, 0, ())


async def test_a_changed_price_shows_the_answers_that_told_it(database: Database, shop: Shop) -> None:
    await talked(database, shop)
    await set_price(database, shop, "saddle-bag", 99_900)
    found = by_question(await looked(database, shop))
    assert set(found) == {"How much is the Saddle Bag?", "马鞍包多少钱?"}
    told = found["How much is the Saddle Bag?"]
    assert told.reasons == ("price",) and "€999" in told.now and "€999" not in told.then


async def test_a_piece_that_sold_out_is_the_stocks_doing(database: Database, shop: Shop) -> None:
    await talked(database, shop)
    async with database.session() as session:
        product = await catalog.product(session, shop.id, handle="work-tote")
        for variant in product.variants:
            await catalog.set_stock(session, shop.id, variant.sku, 0, SYSTEM)
    found = by_question(await looked(database, shop))
    assert found["Is the Work Tote in taupe available?"].reasons == ("stock",)


async def test_the_same_question_counts_once_with_how_often_it_was_asked(database: Database, shop: Shop) -> None:
    for number in range(3):
        await ask(database, shop, "How much is the Saddle Bag?", visitor=f"vis_{number}")
    await set_price(database, shop, "saddle-bag", 99_900)
    found = await looked(database, shop)
    assert found.differing == 3 and [one.times for one in found.differences] == [3]


async def test_a_recorded_answer_shows_where_it_is_said_now(database: Database, shop: Shop) -> None:
    await talked(database, shop)
    pickup = next(one for one in demo_answers() if one.key == "pickup")
    async with database.session() as session:
        changed = replace(pickup, answer=Words("Yes, in Lyon.", "可以，在里昂。"))
        await knowledge.record_answer(session, shop.id, SYSTEM, changed, reason="moved")
    found = by_question(await looked(database, shop))
    assert {text: one.reasons for text, one in found.items()} == {
        "Can I collect an order in the boutique?": ("answer",)
    }
    assert "Lyon" in found["Can I collect an order in the boutique?"].now


async def test_a_drafted_answer_is_tried_and_leaves_no_trace(database: Database, shop: Shop) -> None:
    await talked(database, shop)
    pickup = next(one for one in demo_answers() if one.key == "pickup")
    found = await looked(database, shop, replace(pickup, answer=Words("Yes, in Lyon.", "可以，在里昂。")))
    assert [one.question for one in found.differences] == ["Can I collect an order in the boutique?"]
    assert found.differences[0].reasons == ("draft",) and "Lyon" in found.differences[0].now
    async with database.session() as session:
        kept = await knowledge.versions(session, shop.id, "pickup")
    assert [one.version for one, _, _ in kept] == [1]
    assert (await looked(database, shop)).differing == 0


async def test_a_drafted_policy_is_tried_too(database: Database, shop: Shop) -> None:
    await ask(database, shop, "What does delivery cost?")
    drafted = next(one for one in demo_policies(NOW) if one.key == "delivery_cost")
    dearer = replace(drafted, statement=Words("Delivery costs €15.", "运费 15 欧元。"), values={})
    found = await looked(database, shop, dearer)
    assert [one.question for one in found.differences] == ["What does delivery cost?"]
    assert "€15" in found.differences[0].now and "€15" not in found.differences[0].then
    async with database.session() as session:
        assert [one.version for one in await policies.policy_history(session, shop.id, "delivery_cost")] == [1]


async def test_it_runs_in_the_background_and_the_last_one_is_kept(database: Database, shop: Shop) -> None:
    await talked(database, shop)
    await set_price(database, shop, "saddle-bag", 99_900)
    async with database.session() as session:
        begun = await service.begin(session, shop, SYSTEM, 30)
        assert (await service.one(session, shop.id, begun)).running
    await service.work(database, shop.id, begun)
    async with database.session() as session:
        last = await service.latest(session, shop.id)
    assert last is not None and last.id == begun and last.state == "done"
    assert (last.looked_at, last.differing, last.done, last.total) == (4, 2, 4, 4) and last.begun_by == SYSTEM.name
    assert list(last.groups) == ["price"] and last.left_out == 0


@pytest.mark.parametrize(
    ("versions", "reason"),
    [
        ({"mercery": "0.0.1", "meaning": ""}, "program"),
        ({"mercery": "0.0.1", "meaning": "another model"}, "model"),
        (None, "reading"),
    ],
)
async def test_with_the_same_facts_another_program_or_model_is_the_reason(
    database: Database, shop: Shop, versions: dict[str, str] | None, reason: str
) -> None:
    await ask(database, shop, "How much is the Saddle Bag?")
    async with database.session() as session:
        (turn,) = await session.scalars(select(TurnRow))
        (sentence,) = turn.record["sentences"]
        kept = versions or turn.record["versions"]
        turn.record = {**turn.record, "versions": kept, "sentences": [{**sentence, "text": "It is €1,480."}]}
    found = await looked(database, shop)
    assert [one.reasons for one in found.differences] == [(reason,)]
    async with database.session() as session:
        await session.execute(delete(TurnRow))
