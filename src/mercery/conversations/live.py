"""Live readers: what is stored is the truth, a notice says that it is time to look, or brings the very next message.

A reader subscribes first and reads second, then again after each notice that is not of the next message, always from the
last sequence number it passed on. Writers hold the conversation's lock until they commit, so sequence numbers become visible
in order: nothing can be lost or come twice, also when the connection breaks and begins again with Last-Event-ID.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from mercery.accounts.actor import Actor
from mercery.conversations import service
from mercery.conversations.conversation import Message
from mercery.conversations.notices import next_message, says_nothing_new, without_message
from mercery.conversations.wire import conversation_form, message_out
from mercery.core.database import Database, Json
from mercery.core.events import Listener
from mercery.web.outages import Unavailable, outage
from mercery.web.sse import SseEvent

RECHECK_SECONDS: Final = 20.0
"""Read again after this long without a notice: notices are lost while the LISTEN connection is being renewed."""
PRESENCE_SECONDS: Final = 30.0
AWAY_SECONDS: Final = 1.0
"""After which a database that is away is asked again."""
_BATCH: Final = 200


async def customer_events(
    database: Database, listener: Listener, shop_id: str, conversation_id: str, after_seq: int
) -> AsyncIterator[SseEvent]:
    """`state` first, then `message` and `status` with their sequence number as id, and `typing` of the other side."""
    async with listener.subscribe(f"conversation:{conversation_id}") as notices:
        yield SseEvent(event="state", data=await _state(database, shop_id, conversation_id))
        looking = True
        while True:
            while looking:
                fresh = await _after(database, shop_id, conversation_id, after_seq)
                if fresh is None:
                    await asyncio.sleep(AWAY_SECONDS)
                    continue
                for message in fresh:
                    after_seq = message.seq
                    yield _event(message_out(message))
                looking = len(fresh) == _BATCH
            # One at a time and in order, so that somebody seen writing after a message is told after it.
            notice = await _heard(notices, RECHECK_SECONDS)
            if notice is None:
                looking = True
            elif (carried := next_message(notice, after_seq)) is not None:
                after_seq += 1
                yield _event(carried)
            elif notice.get("kind") != "typing":
                looking = not says_nothing_new(notice, after_seq)
            elif notice.get("author") != "customer":
                yield SseEvent(event="typing", data={"name": notice.get("name", "")})


async def _after(database: Database, shop_id: str, conversation_id: str, after_seq: int) -> list[Message] | None:
    """The next messages; None while the database is away. A stream outlives its restart, so that a thousand pages do not
    all come anew in the moment in which it is back."""
    try:
        async with database.reading() as session:
            return await service.messages(
                session, shop_id, conversation_id, after_seq=after_seq, limit=_BATCH, notes=False
            )
    except Exception as error:
        if isinstance(outage(error), Unavailable):
            return None
        raise


def _event(message: Json) -> SseEvent:
    """A message as it is told; a change of state has its own name."""
    name = "status" if message["kind"] == "status" else "message"
    return SseEvent(event=name, data=message, id=str(message["seq"]))


async def inbox_events(
    database: Database, listener: Listener, shop_id: str, staff: Actor, conversation_id: str | None
) -> AsyncIterator[SseEvent]:
    """`inbox` when the list changed, `thread` when the open conversation did, `typing`; reports the person as present."""
    async with (
        listener.subscribe(f"inbox:{shop_id}") as inbox,
        listener.subscribe(f"conversation:{conversation_id or '-'}") as thread,
    ):
        await _report(database, shop_id, staff)
        yield SseEvent(event="open", data={})
        waiting = {asyncio.create_task(inbox.get()): "inbox", asyncio.create_task(thread.get()): "thread"}
        try:
            while True:
                done, _ = await asyncio.wait(waiting, timeout=PRESENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if not done:
                    await _report(database, shop_id, staff)
                for task in done:
                    source = waiting.pop(task)
                    queue = inbox if source == "inbox" else thread
                    waiting[asyncio.create_task(queue.get())] = source
                    if (event := _staff_event(source, task.result())) is not None:
                        yield event
        finally:
            for task in waiting:
                task.cancel()


def _staff_event(source: str, notice: Json) -> SseEvent | None:
    if notice.get("kind") == "typing":
        return SseEvent(event="typing", data=notice) if notice.get("author") == "customer" else None
    return SseEvent(event=source, data=without_message(notice))


async def _state(database: Database, shop_id: str, conversation_id: str) -> Json:
    async with database.session() as session:
        current = await service.conversation(session, shop_id, conversation_id)
        duty = await service.on_duty(session, shop_id)
    return {**conversation_form(current).model_dump(mode="json"), "duty": [person.name for person in duty]}


async def _report(database: Database, shop_id: str, staff: Actor) -> None:
    async with database.session() as session:
        await service.seen(session, shop_id, staff)


async def _heard(notices: asyncio.Queue[Json], seconds: float) -> Json | None:
    """The next notice, None when `seconds` pass without one."""
    with suppress(TimeoutError):
        return await asyncio.wait_for(notices.get(), seconds)
    return None
