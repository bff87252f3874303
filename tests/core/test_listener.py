"""Whoever listens is told to look again after the connection was away, and hears what comes after."""

import asyncio

import psycopg

from mercery.core.database import Database, psycopg_url
from mercery.core.events import AGAIN, Listener, announce


async def told(database: Database, topic: str, queue: asyncio.Queue[dict[str, object]]) -> dict[str, object]:
    """Announce until something is heard: who has just begun to listen hears nothing of before."""
    for _ in range(100):
        async with database.session() as session:
            await announce(session, topic, {"n": 1})
        try:
            return await asyncio.wait_for(queue.get(), 0.1)
        except TimeoutError:
            continue
    raise AssertionError("nothing was heard")


async def test_a_connection_that_was_cut_is_made_again_and_everybody_told_to_look(database: Database) -> None:
    listener = Listener(database.direct_url)
    listener.start()
    try:
        async with listener.subscribe("a") as one, listener.subscribe("b") as other:
            assert await told(database, "a", one) == {"n": 1}
            while not one.empty():
                one.get_nowait()
            with psycopg.connect(psycopg_url(database.url), autocommit=True) as killing:
                killing.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mercery listener'"
                    " AND datname = current_database()"
                )
            assert await asyncio.wait_for(one.get(), 5) == AGAIN
            assert await asyncio.wait_for(other.get(), 5) == AGAIN
            assert await told(database, "b", other) == {"n": 1}
    finally:
        await listener.stop()
