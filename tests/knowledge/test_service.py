"""Approved answers as versions, in force or not, and never against a policy."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.book import AnswerBook
from mercery.knowledge.semantics import Semantics, use_semantics
from mercery.policies import service as policies

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
GIFT = ApprovedAnswer(
    key="gift", question=Words("Do you wrap gifts?", "有礼品包装吗？"), answer=Words("Yes, for €6.", "有，收费 6 欧元。"),
    phrasings={"en": ("gift box",), "zh": ("礼盒",)}, links=("gift",),
)  # fmt: skip


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        return await accounts.create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", currencies=("EUR",), timezone="Europe/Paris"
        )  # fmt: skip


async def record(database: Database, shop: Shop, one: ApprovedAnswer, *, after: int | None = None) -> ApprovedAnswer:
    async with database.session() as session:
        return await knowledge.record_answer(session, shop.id, SYSTEM, one, reason="test", after_version=after)


async def book(database: Database, shop: Shop, at: datetime | None = None) -> AnswerBook:
    async with database.session() as session:
        return await knowledge.answer_book(session, shop.id, at)


async def policy(database: Database, shop: Shop, fee: int) -> None:
    async with database.session() as session:
        drafted = policies.PolicyDraft(
            key="gift", topic="gift", title=Words("Gift wrapping", "礼品包装"), statement=Words(f"Wrapping costs €{fee}.", f"包装收费 {fee} 欧元。"), values={},
        )  # fmt: skip
        await policies.record_policy(session, shop.id, SYSTEM, drafted, reason="test")


async def test_a_new_version_is_what_is_said_from_then_on(database: Database, shop: Shop) -> None:
    await record(database, shop, GIFT)
    second = await record(database, shop, replace(GIFT, answer=Words("Yes, free.", "有，免费。")), after=1)
    told = await book(database, shop)
    fact = told.fact("gift")
    assert second.version == 2 and fact is not None and fact.id == "answer:gift/answer@2"
    async with database.session() as session:
        history = await knowledge.versions(session, shop.id, "gift")
    assert [one.version for one, _, _ in history] == [2, 1]


async def test_of_two_who_write_at_once_the_second_is_told(database: Database, shop: Shop) -> None:
    await record(database, shop, GIFT)
    await record(database, shop, GIFT, after=1)
    with pytest.raises(Conflict):
        await record(database, shop, GIFT, after=1)


async def test_versions_recorded_in_the_same_moment_follow_each_other(database: Database, shop: Shop) -> None:
    made = await asyncio.gather(*(record(database, shop, GIFT) for _ in range(4)))
    assert sorted(one.version for one in made) == [1, 2, 3, 4]


async def test_it_is_said_only_within_its_time_and_not_once_withdrawn(database: Database, shop: Shop) -> None:
    with clock.at(NOW):
        await record(
            database, shop, replace(GIFT, valid_from=NOW + timedelta(days=1), valid_to=NOW + timedelta(days=3))
        )
    for days, there in ((0, False), (2, True), (3, False)):
        told = await book(database, shop, NOW + timedelta(days=days))
        assert (told.exact("gift box", "en") == "gift") is there, days
    async with database.session() as session:
        await knowledge.retire_answer(session, shop.id, SYSTEM, "gift", reason="no more")
    assert (await book(database, shop, NOW + timedelta(days=2))).exact("gift box", "en") is None


async def test_an_answer_against_the_policy_is_withheld_until_both_agree(database: Database, shop: Shop) -> None:
    await record(database, shop, GIFT)
    await policy(database, shop, 8)
    told = await book(database, shop)
    assert told.exact("礼盒", "zh") == "gift" and told.fact("gift") is None and told.withheld == {"gift"}
    async with database.session() as session:
        found = await knowledge.disagreements(session, shop.id)
        assert await knowledge.answers_to_say(session, shop.id, "en") == [], "no page shows it either"
    assert {(one.key, one.lang, one.said) for one in found} == {("gift", "en", "€6"), ("gift", "zh", "6 欧元")}
    await policy(database, shop, 6)
    assert (await book(database, shop)).fact("gift") is not None
    async with database.session() as session:
        assert [one.key for one in await knowledge.answers_to_say(session, shop.id, "en")] == ["gift"]


async def test_an_answer_without_text_is_not_kept(database: Database, shop: Shop) -> None:
    for broken in (replace(GIFT, answer=Words("")), replace(GIFT, question=Words(""))):
        with pytest.raises(Invalid) as caught:
            await record(database, shop, broken)
        assert caught.value.remedy
    async with database.session() as session:
        with pytest.raises(NotFound):
            await knowledge.answer(session, shop.id, "gift")


async def test_the_index_follows_every_change(database: Database, shop: Shop) -> None:
    await record(database, shop, GIFT)
    assert (await book(database, shop)).exact("ribbon please", "en") is None
    await record(database, shop, replace(GIFT, phrasings={"en": ("ribbon please",)}))
    assert (await book(database, shop)).exact("Ribbon, please!", "en") == "gift"


async def test_meaning_joins_in_the_background_and_leaves_with_a_changed_answer(
    database: Database, shop: Shop, tmp_path: Path
) -> None:
    await record(database, shop, GIFT)
    await record(database, shop, replace(GIFT, key="bag", question=Words("Is the bag leather?", "包是真皮吗？")))
    semantics = Semantics(HashedEmbedder(), tmp_path)
    use_semantics(semantics)
    try:
        assert (await book(database, shop)).by_meaning == {}, "nobody waits for a model that is not loaded"
        semantics.warm()
        assert (await book(database, shop)).by_meaning == {}, "this message began the work and did not wait for it"
        await knowledge._building[shop.id]
        told = await book(database, shop)
        assert set(told.by_meaning) == {"en", "zh"}
        await knowledge.prepare(["Gift box?"])
        assert told.match("Gift box?", "en").verdict == "direct"
        await record(database, shop, replace(GIFT, answer=Words("No.", "没有。")), after=1)
        assert (await book(database, shop)).by_meaning == {}
        await knowledge._building[shop.id]
        await knowledge.learn_meaning(database, shop.id)
        assert set((await book(database, shop)).by_meaning) == {"en", "zh"}
    finally:
        use_semantics(None)
