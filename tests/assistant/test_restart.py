"""A web process killed between a customer's message and its answer: the message stays, and is answered afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from mercery.accounts.shop import Shop
from mercery.assistant.unanswered import answer_unanswered
from mercery.conversations import service as conversations
from mercery.core import clock
from mercery.core.database import Database, psycopg_url

PATIENCE = 40.0


@pytest.fixture
def web(home: Path, database_url: str, shop: Shop) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The real web process on the test's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MERCERY_")}
    own = {
        "MERCERY_HOME": str(home), "MERCERY_PORT": str(port), "MERCERY_DATABASE_URL": database_url,
        "MERCERY_EMBEDDINGS": "off",
    }  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "mercery.cli", "web"], env={**kept, **own}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield f"http://127.0.0.1:{port}", running
    kill(running)


def kill(running: subprocess.Popen[bytes]) -> None:
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(10)


async def test_nobody_is_lost_when_the_process_dies_in_the_middle(
    web: tuple[str, subprocess.Popen[bytes]], database: Database, database_url: str, shop: Shop
) -> None:
    base, running = web
    await answers(base)
    # While the turns cannot be read, an answer cannot be finished: the kill falls between message and answer.
    with psycopg.connect(psycopg_url(database_url)) as holding:
        holding.execute("LOCK TABLE assistant_turns IN ACCESS EXCLUSIVE MODE")
        asked = asyncio.create_task(ask(base, "How heavy is the Saddle Bag?"))
        conversation = await stored(database_url)
        kill(running)
        with pytest.raises(httpx.TransportError):
            await asked
        holding.rollback()
    async with database.session() as session:
        said = await conversations.messages(session, shop.id, conversation)
    assert [one.author for one in said] == ["customer"]
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert await answer_unanswered(database) == 1
    async with database.session() as session:
        said = await conversations.messages(session, shop.id, conversation)
    assert [one.author for one in said] == ["customer", "assistant"]
    assert "g" in said[1].text and said[1].reply_to == said[0].id


async def test_a_message_that_can_neither_be_answered_nor_handed_over_holds_up_nobody(
    database: Database, database_url: str, shop: Shop
) -> None:
    ids = []
    for visitor in ("vis_stuck", "vis_next"):
        async with database.session() as session:
            begun = await conversations.open_or_resume(session, shop.id, visitor, channel="storefront", lang="en")
            await conversations.receive(session, shop.id, begun.id, "How heavy is the Saddle Bag?", "en")
        ids.append(begun.id)
    with psycopg.connect(psycopg_url(database_url), autocommit=True) as breaking:
        breaking.execute(
            "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN IF NEW.visitor_id = 'vis_stuck' THEN RAISE EXCEPTION 'stuck'; END IF; RETURN NEW; END $$"
        )
        breaking.execute("CREATE TRIGGER stuck BEFORE UPDATE ON conversations FOR EACH ROW EXECUTE FUNCTION stuck()")
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert await answer_unanswered(database) == 2
    async with database.session() as session:
        said = [await conversations.messages(session, shop.id, one) for one in ids]
    assert [[one.author for one in messages] for messages in said] == [["customer"], ["customer", "assistant"]]


async def answers(base: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(int(PATIENCE * 10)):
            try:
                await client.get(f"{base}/healthz")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise AssertionError("the web process does not answer")


async def ask(base: str, text: str) -> None:
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        await client.post(f"{base}/api/assistant/messages", json={"text": text})


async def stored(database_url: str) -> str:
    """The conversation whose message has been committed."""
    async with await psycopg.AsyncConnection.connect(psycopg_url(database_url), autocommit=True) as reading:
        for _ in range(int(PATIENCE * 20)):
            found = await (await reading.execute("SELECT conversation_id FROM messages")).fetchone()
            if found is not None:
                return str(found[0])
            await asyncio.sleep(0.05)
    raise AssertionError("the message was not stored")
