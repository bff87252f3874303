"""The customer's interface over a real socket: nothing lost, nothing twice, nobody else's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from mercery.accounts.actor import SYSTEM
from mercery.conversations import api, service
from mercery.conversations.conversation import NewMessage
from mercery.conversations.hours import service as hours
from mercery.conversations.hours.week import DAY, Hours, Week
from mercery.web.rate_limit import Limit

Served = Any


@pytest.fixture
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.base, timeout=10) as made:
        yield made


async def opened(client: httpx.AsyncClient, **more: object) -> tuple[str, dict[str, str]]:
    """A widget's conversation and the header that opens it."""
    answer = await client.post("/api/conversations", json={"channel": "widget", "lang": "en", **more})
    answer.raise_for_status()
    return answer.json()["conversation"]["id"], {"X-Conversation-Token": answer.json()["token"]}


async def events(
    client: httpx.AsyncClient,
    conversation: str,
    headers: dict[str, str],
    count: int,
    begun: asyncio.Event | None = None,
) -> list[tuple[str, dict[str, Any], str | None]]:
    """The next `count` events as (name, data, id); `begun` is set with the first."""
    found: list[tuple[str, dict[str, Any], str | None]] = []
    name, number = "", None
    async with client.stream("GET", f"/api/conversations/{conversation}/events", headers=headers) as stream:
        assert stream.status_code == 200
        async for line in stream.aiter_lines():
            if line.startswith("id: "):
                number = line[4:]
            elif line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                found.append((name, json.loads(line[6:]), number))
                name, number = "", None
                if begun is not None:
                    begun.set()
                if len(found) == count:
                    break
    return found


async def say(served: Served, conversation: str, text: str) -> None:
    async with served.database.session() as session:
        await service.add_message(
            session,
            served.shop.id,
            conversation,
            NewMessage(author="staff", author_name="Claire", text=text, lang="en"),
        )


async def test_a_stream_taken_up_again_loses_and_doubles_nothing(served: Served, client: httpx.AsyncClient) -> None:
    conversation, headers = await opened(client)
    seen: list[str] = []
    last = "0"
    for round_ in range(4):
        reading = asyncio.create_task(events(client, conversation, {**headers, "Last-Event-ID": last}, 3))
        for number in range(2 if round_ == 0 else 3):
            await say(served, conversation, f"{round_}.{number}")
        for name, data, number_ in await reading:
            if name == "message":
                seen.append(data["text"])
                last = str(number_)
    async with served.database.session() as session:
        stored = await service.messages(session, served.shop.id, conversation)
    assert len(seen) == len(set(seen)) >= 8
    assert seen == [message.text for message in stored][: len(seen)]


async def test_a_stream_is_live_and_names_typing_and_status(served: Served, client: httpx.AsyncClient) -> None:
    conversation, headers = await opened(client)
    begun = asyncio.Event()
    reading = asyncio.create_task(events(client, conversation, headers, 4, begun))
    await asyncio.wait_for(begun.wait(), 30)
    async with served.database.session() as session:
        await service.receive(session, served.shop.id, conversation, "Hello", "en")
    async with served.database.session() as session:
        await service.typing(session, served.shop.id, conversation, "staff", "Claire")
    async with served.database.session() as session:
        await service.ask_for_person(session, served.shop.id, conversation)
    names = [name for name, _, _ in await asyncio.wait_for(reading, 30)]
    assert names == ["state", "message", "typing", "status"]


async def test_polling_gives_the_same_messages(served: Served, client: httpx.AsyncClient) -> None:
    conversation, headers = await opened(client)
    for number in range(3):
        await say(served, conversation, str(number))
    async with served.database.session() as session:
        await service.mark_read(session, served.shop.id, conversation, "staff")
    read = await client.get(f"/api/conversations/{conversation}", params={"after": 1}, headers=headers)
    assert [message["text"] for message in read.json()["messages"]] == ["1", "2"]


async def test_a_stranger_reads_nothing(served: Served, client: httpx.AsyncClient) -> None:
    conversation, _ = await opened(client)
    for headers in ({}, {"X-Conversation-Token": "guess"}):
        for path in ("", "/events"):
            answer = await client.get(f"/api/conversations/{conversation}{path}", headers=headers)
            assert answer.status_code == 403, path


async def test_the_signed_visitor_finds_the_conversation_again_and_a_made_up_one_does_not(
    client: httpx.AsyncClient,
) -> None:
    visitor = (await client.get("/api/conversations/embed")).json()["visitor"]
    first, _ = await opened(client, visitor=visitor)
    again, _ = await opened(client, visitor=visitor)
    other, _ = await opened(client, visitor="vis_" + "0" * 26)
    assert first == again != other


async def test_other_origins_only_where_the_shop_allows(served: Served, client: httpx.AsyncClient) -> None:
    asked = {"Origin": "https://stranger.example", "Access-Control-Request-Method": "POST"}
    refused = await client.options("/api/conversations", headers=asked)
    assert refused.status_code == 403 and "access-control-allow-origin" not in refused.headers
    allowed = await client.options("/api/conversations", headers={**asked, "Origin": "https://magazine.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://magazine.example"
    assert "access-control-allow-credentials" not in allowed.headers


async def test_the_button_hands_over_with_what_was_said(served: Served, client: httpx.AsyncClient) -> None:
    conversation, headers = await opened(client)
    async with served.database.session() as session:
        await service.receive(session, served.shop.id, conversation, "It broke.", "en")
    for _ in range(2):
        answer = await client.post(f"/api/conversations/{conversation}/person", json={}, headers=headers)
        assert answer.json()["status"] == "waiting"
    async with served.database.session() as session:
        found = await service.conversation(session, served.shop.id, conversation)
    assert found.packet is not None and found.packet.asked == ("It broke.",)


async def test_new_visitors_of_one_address_are_limited_and_known_ones_are_not(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "VISITORS_PER_ADDRESS", Limit(name="new", burst=2, seconds=600, shared=False))
    shown = [await client.get("/api/conversations/embed") for _ in range(3)]
    assert [one.status_code for one in shown] == [200, 200, 429]
    again = await client.get("/api/conversations/embed", params={"visitor": shown[0].json()["visitor"]})
    assert again.status_code == 200


async def test_a_shop_named_by_what_nothing_can_be_called_is_refused_and_is_no_outage(
    client: httpx.AsyncClient,
) -> None:
    refused = await client.get("/api/conversations/embed", params={"shop": "a\x00b"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "unstorable")
    assert (await client.get("/api/conversations/embed")).status_code == 200


async def test_the_widget_is_told_when_people_answer(served: Served, client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/conversations/embed?lang=en")).json()["hours"] is None
    async with served.database.session() as session:
        always = Week(((Hours(0, DAY),),) * 7)
        await hours.record_week(session, served.shop.id, SYSTEM, always, "Europe/Paris")
    said = {lang: (await client.get(f"/api/conversations/embed?lang={lang}")).json()["hours"] for lang in ("en", "zh")}
    assert said["en"] == {"open": True, "words": "Our people answer at any hour."}
    assert said["zh"] == {"open": True, "words": "人工服务全天在线。"}
