"""From a document that was read to drafts that wait: in the background, with a model's help where one is set."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from tests.knowledge.review.house import GIFT, RAIN, House

from mercery.ai.scripted_chat import ScriptedChat
from mercery.assistant.draft_words import DraftWords
from mercery.assistant.tables import ChatCallRow
from mercery.conversations import service as conversations
from mercery.core.config import Settings
from mercery.core.i18n import Words
from mercery.core.runtime import use_database
from mercery.knowledge.documents.events import DocumentRead
from mercery.knowledge.review import jobs, service
from mercery.knowledge.review.service import Edit
from mercery.knowledge.review.wordsmith import use_wordsmith

SAID = {
    "question": "May the saddle bag get wet?",
    "phrasings": ["Is rain bad for the saddle bag?"],
    "other_question": "马鞍包可以沾水吗？",
    "other_answer": "马鞍包可以沾水；请慢慢晾干。",
    "other_phrasings": [],
}
PRICED = Settings(
    chat_url="http://127.0.0.1:9/v1", chat_model="m", chat_price_read=Decimal(1), chat_price_written=Decimal(1),
    chat_cap_day=Decimal(1),
)  # fmt: skip


@pytest.fixture(autouse=True)
async def runtime(house: House) -> AsyncIterator[None]:
    use_database(house.database)
    yield
    use_database(None)
    use_wordsmith(None)


def says(said: object) -> ScriptedChat:
    return ScriptedChat("test", lambda _: json.dumps(said, ensure_ascii=False))


async def test_a_document_that_was_read_asks_for_drafts_in_the_same_transaction(house: House) -> None:
    async with house.database.session() as session:
        event = DocumentRead(shop_id=house.shop.id, document_id="doc_returns", version=1)
        await jobs.on_document_read(session, event)
        rows = await session.execute(text("SELECT task_name, args FROM procrastinate_jobs"))
        [(name, args)] = rows.all()
    assert name == "review:make_drafts" and args["document_id"] == "doc_returns"


async def test_a_proved_translation_fills_the_gap_and_its_cost_is_counted(house: House) -> None:
    [one] = await house.queued(RAIN)
    use_wordsmith(DraftWords(PRICED, says(SAID)))
    await jobs.word_drafts(house.shop.id, [one.id])
    better = await house.draft(one.id)
    assert better.gaps == () and better.draft.answer.zh == SAID["other_answer"]
    assert better.draft.answer.en == RAIN.answer.en and better.draft.made_by == "test@script"
    assert better.version == one.version + 1
    async with house.database.session() as session:
        [call] = list(await session.scalars(select(ChatCallRow)))
    assert call.outcome == "answered" and call.micros > 0


async def test_at_the_days_cap_drafts_stay_as_they_are(house: House) -> None:
    [one] = await house.queued(RAIN)
    model = says(SAID)
    use_wordsmith(DraftWords(PRICED.model_copy(update={"chat_cap_day": Decimal(0)}), model))
    await jobs.word_drafts(house.shop.id, [one.id])
    assert await house.draft(one.id) == one and model.asked == []


async def test_what_a_person_touched_meanwhile_is_left_alone(house: House) -> None:
    [one] = await house.queued(RAIN)
    async with house.database.session() as session:
        change = Edit(answer=Words("Dry it slowly.", "请慢慢晾干。"))
        await service.edit(session, house.shop.id, house.claire, one.id, change, seen=one.version)
        assert not await service.add_words(session, house.shop.id, one.id, GIFT, seen=one.version)
    assert (await house.draft(one.id)).draft.answer.en == "Dry it slowly."


async def test_how_often_customers_asked_is_counted_over_both_ways_to_ask(house: House) -> None:
    gift, rain = await house.queued(GIFT, RAIN)
    async with house.database.session() as session:
        begun = await conversations.open_or_resume(session, house.shop.id, "vis_1", channel="storefront", lang="en")
        for said in ("How long do I have to return a gift?", "how long do i have to return a GIFT", "Hello"):
            await conversations.receive(session, house.shop.id, begun.id, said, "en")
    await jobs.count_asked(house.shop.id)
    assert [(await house.draft(one.id)).asked for one in (gift, rain)] == [2, 0]
