"""Customers of a running shop, as a benchmark plays them: each a browser with the widget and an address of its own."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import httpx

from mercery.core.i18n import Lang

_numbers = count(1)
_PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One turn as the customer's page saw it."""

    seconds: float
    """From sending to the last event of the answer."""
    first_seconds: float
    """To the first sentence."""
    said: str
    error: str = ""


@dataclass(slots=True)
class Visitor:
    """A browser with one conversation."""

    client: httpx.AsyncClient
    shop: str
    lang: Lang
    conversation: str = ""
    token: str = ""

    async def ask(self, text: str) -> Answered:
        """Send a message and read the answer as a stream."""
        body = {"text": text, "lang": self.lang, "shop": self.shop} | (
            {"conversation_id": self.conversation} if self.conversation else {"visitor": await self._name()}
        )
        started = time.perf_counter()
        first, said, ended = 0.0, list[str](), False
        try:
            async with self.client.stream(
                "POST", "/api/assistant/messages", json=body, headers={"Accept": "text/event-stream", **self.proof()}
            ) as answer:
                if answer.status_code != httpx.codes.OK:
                    await answer.aread()
                    return _failed(started, f"{answer.status_code} {answer.text[:200]}")
                async for event, data in _events(answer):
                    if event == "turn":
                        self.conversation, self.token = data["conversation_id"], data.get("token") or self.token
                    elif event == "sentence":
                        first = first or time.perf_counter() - started
                        said.append(data["text"])
                    elif event == "error":
                        return _failed(started, str(data)[:200])
                    ended = ended or event == "done"
        except httpx.HTTPError as error:
            return _failed(started, f"{type(error).__name__} {error}")
        if not ended:
            return _failed(started, "the stream ended before the answer")
        took = time.perf_counter() - started
        return Answered(seconds=took, first_seconds=first or took, said=" ".join(said))

    async def open(self) -> str:
        """Open the conversation without a question; what went wrong, or nothing."""
        try:
            form = {"lang": self.lang, "channel": "widget", "visitor": await self._name()}
            answer = await self.client.post("/api/conversations", params={"shop": self.shop}, json=form)
        except httpx.HTTPError as error:
            return f"{type(error).__name__} {error}"
        if answer.status_code != httpx.codes.OK:
            return f"{answer.status_code} {answer.text[:200]}"
        self.conversation, self.token = answer.json()["conversation"]["id"], answer.json()["token"]
        return ""

    def proof(self) -> dict[str, str]:
        """What opens the conversation again."""
        return {"X-Conversation-Token": self.token} if self.token else {}

    async def _name(self) -> str:
        """The signed name that the widget gets before anything is asked."""
        answer = await self.client.get("/api/conversations/embed", params={"shop": self.shop, "lang": self.lang})
        return str(answer.json()["visitor"])


@dataclass(slots=True)
class Followed:
    """What a live stream of one conversation has brought so far."""

    opened: bool = False
    answers: int = 0
    """Messages of the assistant."""
    errors: list[str] = field(default_factory=list)


async def follow(visitor: Visitor, into: Followed) -> None:
    """Keep the conversation's stream open until cancelled, noting what comes."""
    address = f"/api/conversations/{visitor.conversation}/events"
    try:
        async with visitor.client.stream(
            "GET", address, params={"shop": visitor.shop}, headers=visitor.proof()
        ) as answer:
            if answer.status_code != httpx.codes.OK:
                await answer.aread()
                into.errors.append(f"{answer.status_code} {answer.text[:200]}")
                return
            async for event, data in _events(answer):
                into.opened = into.opened or event == "state"
                into.answers += event == "message" and data["author"] == "assistant"
        into.errors.append("the stream ended")
    except httpx.HTTPError as error:
        into.errors.append(f"{type(error).__name__} {error}")


@asynccontextmanager
async def visitors(base: str, shop: str) -> AsyncIterator[Visitors]:
    """The connections that all visitors of a benchmark share."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
    transport = httpx.AsyncHTTPTransport(verify=False, limits=limits)
    try:
        yield Visitors(base=base, shop=shop, transport=transport)
    finally:
        await transport.aclose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitors:
    """Makes visitors."""

    base: str
    shop: str
    transport: httpx.AsyncHTTPTransport

    def another(self, lang: Lang) -> Visitor:
        """Somebody who has never been here."""
        number = next(_numbers)
        client = httpx.AsyncClient(
            base_url=self.base,
            transport=self.transport,
            trust_env=False,
            timeout=httpx.Timeout(_PATIENCE, read=_PATIENCE),
            headers={"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"},
        )
        return Visitor(client, self.shop, lang)


async def _events(answer: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    event = ""
    async for line in answer.aiter_lines():
        if line.startswith("event: "):
            event = line[7:]
        elif line.startswith("data: "):
            yield event, json.loads(line[6:])


def _failed(started: float, error: str) -> Answered:
    return Answered(seconds=time.perf_counter() - started, first_seconds=0.0, said="", error=error)
