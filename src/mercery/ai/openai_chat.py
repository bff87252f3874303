"""A chat model behind any endpoint that speaks OpenAI's `/chat/completions`: OpenAI, DeepSeek, Qwen, Ollama, vLLM, llama.cpp.

Whatever such an endpoint does (silence, junk, an answer without an end), a call is over by its deadline, with a text or
with ChatFailed. Errors name the endpoint and a status, never a word of what was asked or answered, and never the key.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Final, NoReturn
from urllib.parse import urlsplit

import httpx

from mercery.ai.chat import ChatFailed, ChatRequest, Completion, Failure, Usage
from mercery.ai.chat_wire import (
    Dialect,
    Events,
    Form,
    Malformed,
    Piece,
    Thoughts,
    adapted,
    body_of,
    only_json,
    piece_of,
)
from mercery.ai.tokens import estimated, estimated_request
from mercery.core.database import Json
from mercery.core.model_settings import is_this_machine
from mercery.core.telemetry.calls import calling

_MOST_BYTES: Final = 2_000_000
"""Of one answer with all its frames."""
_MOST_REFUSAL: Final = 8_000
_CLOSING: Final = 0.25
"""Seconds the closing of a connection may take beyond the deadline."""
_ADAPTATIONS: Final = 6
_CONNECTIONS: Final = httpx.Limits(max_connections=500, max_keepalive_connections=20)
_CODE: Final = re.compile(r"[A-Za-z][\w.-]{0,59}\Z", re.ASCII)
_RESET: Final = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


class OpenAiChat:
    """A model behind an address. `seconds` bounds every call, whatever the request allows."""

    def __init__(
        self, url: str, model: str, key: str = "", *, seconds: float = 6.0, form: Form = "json_schema"
    ) -> None:
        self._url, self._model, self._key, self._seconds = url.rstrip("/"), model, key, seconds
        self._dialect = Dialect(form=form)
        self._client: tuple[asyncio.AbstractEventLoop, httpx.AsyncClient] | None = None

    @property
    def name(self) -> str:
        """Model and address."""
        return f"{self._model}@{self._url}"

    async def complete(self, request: ChatRequest) -> Completion:
        """The whole answer, of the form asked for. ChatFailed, at the latest when the time is over."""
        call = _Call(self, request)
        parts = [piece async for piece in self._pieces(call, streamed=False)]
        text = "".join(parts).strip()
        if not text:
            self._fail("answered nothing", "form", call.usage())
        if request.schema is not None:
            found = only_json(text)
            if found is None:
                self._say_the_schema(text)
                self._fail("answered with something else than the JSON asked for", "form", call.usage())
            text = found
        return Completion(text=text, usage=call.usage())

    async def stream(self, request: ChatRequest) -> AsyncIterator[str | Usage]:
        """The answer as it is written, and at last its usage. Its form is not looked at. ChatFailed as above."""
        call = _Call(self, request)
        some = False
        async with aclosing(self._pieces(call, streamed=True)) as pieces:
            async for piece in pieces:
                some = some or bool(piece.strip())
                yield piece
        if not some:
            self._fail("answered nothing", "form", call.usage())
        yield call.usage()

    def _say_the_schema(self, answer: str) -> None:
        """An endpoint that leaves out what it does not know answers in prose: from now on the schema is told in words."""
        if self._dialect.form == "json_schema" and "{" not in answer:
            self._dialect = replace(self._dialect, form="prompt")

    async def aclose(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client[1].aclose()
            self._client = None

    async def _pieces(self, call: _Call, *, streamed: bool) -> AsyncGenerator[str, None]:
        thoughts = Thoughts()
        async with self._answered(call, streamed=streamed) as response:
            kind = response.headers.get("content-type", "")
            pieces = self._events(response, call) if "event-stream" in kind else self._whole(response, call)
            async for piece in pieces:
                call.take(piece)
                if text := thoughts.feed(piece.text):
                    yield text
        if call.finish == "content_filter":
            self._fail("withheld its answer", "refused", call.usage())

    async def _whole(self, response: httpx.Response, call: _Call) -> AsyncIterator[Piece]:
        """The answer in one JSON object."""
        data = b"".join([chunk async for chunk in self._raw(response, call)])
        yield self._read(data, call)

    async def _events(self, response: httpx.Response, call: _Call) -> AsyncIterator[Piece]:
        """The answer in events, up to the one that says it is done. What comes after the last word may be missing."""
        events = Events()
        try:
            async for chunk in self._raw(response, call):
                for event in events.feed(chunk):
                    if event.strip() == "[DONE]":
                        return
                    yield self._read(event, call)
            for event in events.feed(b"", last=True):
                if event.strip() != "[DONE]":
                    yield self._read(event, call)
        except ChatFailed:
            if call.finish is None:
                raise
        if call.finish is None:
            self._fail("broke its answer off", "broken", call.usage())

    def _read(self, data: bytes | str, call: _Call) -> Piece:
        try:
            return piece_of(json.loads(data))
        except Malformed as error:
            self._fail(f"answered with {error}", "broken", call.usage())
        except (ValueError, RecursionError):
            self._fail("answered with something else than JSON", "broken", call.usage())

    async def _raw(self, response: httpx.Response, call: _Call, most: int = _MOST_BYTES) -> AsyncIterator[bytes]:
        """The bytes as they come, not unpacked: a few of them could become gigabytes."""
        if response.headers.get("content-encoding", "identity") != "identity":
            self._fail("packed its answer although it was asked not to", "broken", call.usage())
        chunks, size = response.aiter_raw(), 0
        while True:
            try:
                async with asyncio.timeout_at(call.deadline):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except TimeoutError:
                self._fail("did not finish in time", "late", call.usage())
            except (httpx.HTTPError, OSError):
                self._fail("broke its answer off", "broken", call.usage())
            size += len(chunk)
            if asyncio.get_running_loop().time() > call.deadline:
                self._fail("did not finish in time", "late", call.usage())
            if size > most:
                self._fail("does not come to an end", "broken", call.usage())
            yield chunk

    @asynccontextmanager
    async def _answered(self, call: _Call, *, streamed: bool) -> AsyncIterator[httpx.Response]:
        """An answer with status 200, whose form the endpoint understood, perhaps after it refused others."""
        dialect = self._dialect
        for _ in range(_ADAPTATIONS):
            ask = streamed and dialect.streams
            response = await self._sent(call, body_of(call.request, self._model, dialect, streamed=ask))
            try:
                if response.status_code == httpx.codes.OK:
                    self._dialect = dialect
                    yield response
                    return
                refusal = await self._refusal(response, call)
                following = adapted(dialect, refusal, streamed=ask, schema=call.request.schema is not None)
                if response.status_code not in (400, 422) or following is None:
                    self._refused(response.status_code, refusal)
                dialect = following
            finally:
                await _closed(response)
        self._fail("refused every form of the request", "refused")

    async def _sent(self, call: _Call, body: Json) -> httpx.Response:
        """The head of the answer. A connection that breaks before there is one is tried once more."""
        for again in (True, False):
            client = self._connected()
            sent = client.build_request("POST", f"{self._url}/chat/completions", json=body, headers=self._headers())
            try:
                async with asyncio.timeout_at(call.deadline):
                    with calling("chat", self._url) as out:
                        response = await client.send(sent, stream=True)
                        out.status(response.status_code)
                        return response
            except TimeoutError:
                self._fail("did not answer in time", "late", call.usage())
            except _RESET:
                if not again:
                    self._fail("breaks connections off", "unreachable")
            except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
                self._fail(f"cannot be reached ({type(error).__name__})", "unreachable")
        raise AssertionError("unreachable")

    def _headers(self) -> dict[str, str]:
        asked = {"Accept": "application/json, text/event-stream", "Accept-Encoding": "identity"}
        return {**asked, "Authorization": f"Bearer {self._key}"} if self._key else asked

    def _connected(self) -> httpx.AsyncClient:
        """The client of the running loop: connections of one loop are of no use in another."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._client[0] is not loop:
            client = httpx.AsyncClient(
                timeout=None,  # noqa: S113 - each step waits until the deadline of its call and no longer
                limits=_CONNECTIONS,
                trust_env=not is_this_machine(self._url),
            )
            self._client = (loop, client)
        return self._client[1]

    async def _refusal(self, response: httpx.Response, call: _Call) -> str:
        """What an endpoint says instead of an answer, as far as it says it."""
        said = b""
        try:
            async for chunk in self._raw(response, call, _MOST_REFUSAL):
                said += chunk
        except ChatFailed as error:
            if error.failure == "late":
                raise
        return said.decode("utf-8", "replace")

    def _refused(self, status: int, refusal: str) -> NoReturn:
        """The status and, where it looks like one, the code of the error; the words might repeat what was asked."""
        code = ""
        try:
            error = json.loads(refusal)["error"]
            code = next((str(error[key]) for key in ("code", "type") if _CODE.match(str(error.get(key) or ""))), "")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        self._fail(f"answered with status {status}{f' ({code})' if code else ''}", "refused")

    def _fail(self, what: str, failure: Failure, usage: Usage | None = None) -> NoReturn:
        parts = urlsplit(self._url)
        raise ChatFailed(
            f"The model's endpoint {parts.scheme}://{parts.netloc}{parts.path} {what}.",
            remedy="Check MERCERY_CHAT_URL, model and key." if failure in ("unreachable", "refused") else "",
            failure=failure,
            usage=usage,
        ) from None


class _Call:
    """One call as it goes on: its deadline, what it has written so far, what it used."""

    def __init__(self, model: OpenAiChat, request: ChatRequest) -> None:
        self._model, self.request = model, request
        self.deadline = asyncio.get_running_loop().time() + max(0.0, min(model._seconds, request.seconds))
        self.finish: str | None = None
        self._written, self._most = 0, 16 * request.max_tokens + 2_000
        self._signs = 0
        self._told: Usage | None = None

    def take(self, piece: Piece) -> None:
        """Count a piece. ChatFailed when the endpoint writes far more than was allowed."""
        self.finish = piece.finish or self.finish
        self._told = piece.usage or self._told
        self._written += estimated(piece.text)
        self._signs += len(piece.text)
        if self._signs > self._most:
            self._model._fail("does not come to an end", "broken", self.usage())

    def usage(self) -> Usage:
        """What the endpoint said, else an estimate that is rather too high."""
        return self._told or Usage(read=estimated_request(self.request), written=self._written)


async def _closed(response: httpx.Response) -> None:
    """Close the connection's use; one that does not let itself be closed is left to the system."""
    try:
        async with asyncio.timeout(_CLOSING):
            await response.aclose()
    except (TimeoutError, httpx.HTTPError, OSError, RuntimeError):
        pass
