"""A message that is worked out twice, because it was sent again before its answer came or a worker took it up, counts once;
and a yes written before a question was there to be read is no yes to it. Real database."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from tests.assistant.desk.test_codes import Counter, counter

from mercery.assistant.desk import repository
from mercery.assistant.desk.state import DeskState, Task
from mercery.assistant.service import Assistant
from mercery.assistant.tables import TurnRow
from mercery.conversations import service as conversations

__all__ = ["counter"]


async def say(counter: Counter, text: str, key: str | None = None) -> None:
    turn = Assistant(counter.database).respond(
        shop=counter.shop, conversation=counter.conversation, text=text, lang="en", context={}, client_key=key
    )
    async for _ in turn:
        pass


async def state_of(counter: Counter) -> DeskState:
    async with counter.database.session() as session:
        return await repository.load(session, counter.conversation.id)


async def turns_of(counter: Counter) -> int:
    async with counter.database.session() as session:
        return await session.scalar(select(func.count()).select_from(TurnRow)) or 0


@pytest.fixture
async def known(counter: Counter) -> Counter:
    """Mira, who has said who she is."""
    await counter.need(others="email")
    await say(counter, "what is the status of my order K1001?")
    await say(counter, "mira@example.com")
    return counter


async def asked_whether_it_is_meant(known: Counter) -> DeskState:
    """Somebody asked `did I understand you rightly?`, whose next question will be `shall I do this?`."""
    read = Task(kind="cancel", order="K1001", reason="ordered by mistake", proposed=True)
    async with known.database.session() as session:
        state = replace(await repository.load(session, known.conversation.id), tasks=(read,))
        await repository.save(session, known.shop.id, known.conversation.id, state)
    await say(known, "hm")
    state = await state_of(known)
    assert state.asked == "confirmation" and state.tasks[0].proposed
    return state


async def test_a_yes_sent_again_while_it_is_answered_is_no_second_yes(known: Counter) -> None:
    state = await asked_whether_it_is_meant(known)
    await asyncio.gather(*(say(known, "yes", "same") for _ in range(2)))
    assert await known.status() == "pending"
    after = await state_of(known)
    assert after.turns == state.turns + 1 and after.tasks and not after.tasks[0].proposed
    await say(known, "yes", "another")
    assert await known.status() == "cancelled"


async def test_a_yes_pressed_twice_does_not_answer_the_question_that_follows(known: Counter) -> None:
    await asked_whether_it_is_meant(known)
    async with known.database.session() as session:
        twice = [
            await conversations.receive(session, known.shop.id, known.conversation.id, "yes", "en", client_key=key)
            for key in ("one", "two")
        ]
    assert [one.fresh for one in twice] == [True, True]
    for key in ("one", "two"):
        await say(known, "yes", key)
    assert await known.status() == "pending"
    assert (await state_of(known)).asked == "confirmation"
    await say(known, "yes", "three")
    assert await known.status() == "cancelled"


async def test_a_message_worked_out_thrice_at_once_is_one_turn(known: Counter) -> None:
    before, recorded = (await state_of(known)).turns, await turns_of(known)
    await asyncio.gather(*(say(known, "cancel order K1001, ordered by mistake", "three") for _ in range(3)))
    await asyncio.gather(*(say(known, "yes", "four") for _ in range(3)))
    await asyncio.gather(*(say(known, "what do you think of the weather?", "five") for _ in range(3)))
    assert await known.status() == "cancelled"
    assert (await state_of(known)).turns == before + 2
    assert await turns_of(known) == recorded + 3
