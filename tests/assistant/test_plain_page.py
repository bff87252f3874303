"""The page of questions without script, with the real assistant behind it: nobody waits for his own transaction."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from mercery.accounts.shop import Shop
from mercery.assistant.service import Assistant
from mercery.conversations import pages, service
from mercery.conversations.responder import Doors
from mercery.conversations.tables import ConversationRow
from mercery.core.database import Database
from mercery.web import rate_limit
from mercery.web.pipeline import new_web_app
from mercery.web.rate_limit import Limit

SECONDS = 30


@pytest.fixture
async def client(database: Database, home: Path, shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    app = new_web_app()
    app.state.database = database
    assistant = Assistant(database)
    app.state.conversations = Doors(responder=assistant, enrolment=assistant)
    app.include_router(pages.router)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://aurelle.localhost") as asking:
        yield asking


async def sent(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    """The form filled in by a browser that comes for the first time."""
    client.cookies.clear()
    page = await client.get("/en/ask")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    async with asyncio.timeout(SECONDS):
        return await client.post("/en/ask", data={**hidden, **fields})


async def test_a_first_question_is_answered(client: httpx.AsyncClient) -> None:
    assert (await sent(client, text="Is the Saddle Bag in stock?")).status_code == 303
    assert "in stock" in (await client.get("/en/ask")).text


async def test_a_first_word_to_a_person_arrives(client: httpx.AsyncClient, database: Database, shop: Shop) -> None:
    assert (await sent(client, text="It broke, card 4111 1111 1111 1111.", person="1")).status_code == 303
    async with database.session() as session:
        waiting = await service.inbox(session, shop.id, "waiting", "")
    assert [one.subject for one in waiting.conversations] == ["It broke, card [card number]."]


async def test_who_throws_the_cookie_away_is_still_one_address(
    client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ASSISTANT_PER_ADDRESS", Limit(name="few", burst=1, seconds=600))
    assert rate_limit.ASSISTANT_PER_VISITOR.burst > 1
    assert (await sent(client, text="Hello")).status_code == 303
    assert (await sent(client, text="Hello")).status_code == 429
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(ConversationRow)) == 1
