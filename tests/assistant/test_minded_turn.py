"""Turns with a model behind them, through the real database: whichever it is, what is said is true and what is done is asked."""

from __future__ import annotations

import json
from contextlib import aclosing
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from tests.assistant.test_service import told

from mercery.accounts.shop import Shop
from mercery.ai.chat import ChatRequest
from mercery.ai.scripted_chat import Script, ScriptedChat
from mercery.assistant import repository
from mercery.assistant.service import Assistant
from mercery.assistant.wording.level import Level, Mind, Reads
from mercery.conversations import service as conversations
from mercery.conversations.responder import TurnEvent
from mercery.core.database import Database


@dataclass
class OneMind:
    """The same model for every turn."""

    mind: Mind
    settled: int = 0

    async def for_turn(self, session: AsyncSession, shop: Shop, conversation_id: str) -> Mind | None:
        return self.mind

    async def settle(self, session: AsyncSession, shop: Shop, conversation_id: str, mind: Mind) -> int:
        self.settled += 1
        return 42


async def ask(
    database: Database, shop: Shop, text: str, script: Script, *, level: Level = "L3", reads: Reads = "unsure"
) -> tuple[list[TurnEvent], OneMind]:
    minds = OneMind(Mind(model=ScriptedChat("scripted", script), level=level, reads=reads))
    async with database.session() as session:
        begun = await conversations.open_or_resume(session, shop.id, "vis_m", channel="storefront", lang="en")
    turn = Assistant(database, minds).respond(shop=shop, conversation=begun, text=text, lang="en", context={})
    return [event async for event in turn], minds


async def stored(database: Database, shop: Shop, events: list[TurnEvent]) -> tuple[str, dict[str, object]]:
    async with database.session() as session:
        messages = await conversations.messages(session, shop.id, events[0].data["conversation_id"])
        row = await repository.turn_of(session, shop.id, messages[-1].id)
    assert row is not None
    return messages[-1].text, row.record


async def test_a_lying_model_changes_nothing_of_the_answer(database: Database, shop: Shop) -> None:
    events, _ = await ask(
        database, shop, "How much is the Saddle Bag?", lambda _: "It is free today! I have refunded you. Yes, it is €1."
    )
    assert told(events) == "The Saddle Bag costs €1,480, tax included."
    text, record = await stored(database, shop, events)
    assert text == told(events)
    assert len(record["held"]) >= 2  # type: ignore[arg-type]


async def test_an_honest_model_makes_it_friendlier_and_the_customer_sees_what_is_stored(
    database: Database, shop: Shop
) -> None:
    events, minds = await ask(
        database,
        shop,
        "How much is the Saddle Bag?",
        lambda _: "What a lovely choice! {s1} Would you like to know more?",
    )
    assert (
        told(events) == "What a lovely choice! The Saddle Bag costs €1,480, tax included. Would you like to know more?"
    )
    text, record = await stored(database, shop, events)
    assert text == told(events)
    assert minds.settled == 1
    assert record["tokens"] == 42


async def test_sentences_keep_the_keys_of_their_evidence(database: Database, shop: Shop) -> None:
    events, _ = await ask(database, shop, "How much is the Saddle Bag?", lambda _: "Thank you! {s1}")
    spoken = [event.data for event in events if event.kind == "sentence"]
    assert spoken[0]["spans"] == []
    assert spoken[1]["spans"][0]["key"] == "a"
    assert next(event for event in events if event.kind == "evidence").data["key"] == "a"


async def test_what_stands_in_a_table_or_on_a_card_is_not_streamed_as_text(database: Database, shop: Shop) -> None:
    texts = ("I am looking for a bag under 2000 euros for my sister", "Compare the Saddle Bag and the Opera Bag")
    placed = False
    for text in texts:
        events, _ = await ask(database, shop, text, lambda _: "{s1}")
        streamed = [event.data for event in events if event.kind == "sentence"]
        (done,) = [event.data["message"] for event in events if event.kind == "done"]
        assert [one["text"] for one in streamed] == [one["text"] for one in done["sentences"]]
        placed = placed or bool(done.get("table") or done.get("cards"))
    assert placed


async def test_what_the_code_does_not_understand_a_model_may_read_out_of_what_there_is(
    database: Database, shop: Shop
) -> None:
    def script(request: ChatRequest) -> str:
        if request.purpose == "wording":
            return "{s1}"
        number = next(
            line.split(":")[0].split()[1] for line in request.prompt.splitlines() if line.startswith("answer ")
        )  # fmt: skip
        return json.dumps({"commands": [{"topic": "none", "product": 0, "answer": int(number)}]})

    events, _ = await ask(database, shop, "blorf my snuggle within fortnights?", script)
    _, record = await stored(database, shop, events)
    assert record["decision"]["path"][0] == "model"  # type: ignore[index]
    assert "evidence" in [event.kind for event in events]


async def test_a_message_the_code_understands_costs_no_reading(database: Database, shop: Shop) -> None:
    asked: list[str] = []

    def script(request: ChatRequest) -> str:
        asked.append(request.purpose)
        return "{s1}"

    await ask(database, shop, "How much is the Saddle Bag?", script)
    assert asked == ["wording"]


async def test_no_model_sees_a_card_number_or_an_address(database: Database, shop: Shop) -> None:
    seen: list[str] = []

    def script(request: ChatRequest) -> str:
        seen.append(request.prompt + request.system)
        return "Thank you!"

    text = (
        "How much is the Saddle Bag? My card is 4111 1111 1111 1111 and my mail is li.hua@example.com, 13800138000. "
        "Send it to 12 Harbour Street, Portland, OR 97201, please."
    )
    await ask(database, shop, text, script, reads="always")
    assert seen
    secrets = ("4111", "li.hua", "13800138000", "Harbour Street", "97201")
    assert not [one for one in seen for secret in secrets if secret in one]


async def test_a_turn_nobody_follows_to_its_end_keeps_no_money_from_others(database: Database, shop: Shop) -> None:
    minds = OneMind(Mind(model=ScriptedChat("scripted", lambda _: "What a lovely choice! {s1}"), level="L3"))
    async with database.session() as session:
        begun = await conversations.open_or_resume(session, shop.id, "vis_g", channel="storefront", lang="en")
    turn = Assistant(database, minds).respond(
        shop=shop, conversation=begun, text="How much is the Saddle Bag?", lang="en", context={}
    )
    async with aclosing(turn) as steps:  # type: ignore[type-var]
        async for event in steps:
            if event.kind == "sentence":
                break
    assert minds.settled == 1
