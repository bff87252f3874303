"""A real server of OpenAI's `/chat/completions` on a loopback socket, which plays a script, well or badly.

`async with serving(played(script)) as server:` answers as such endpoints do; any other `Conduct` writes what it likes to
the socket. `server.asked` holds the bodies that came, `server.heads` their request heads.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
Conduct = Callable[[Body, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class ChatServer:
    url: str = ""
    asked: list[Body] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)


@asynccontextmanager
async def serving(conduct: Conduct) -> AsyncIterator[ChatServer]:
    """The server, until the block ends; connections that still hang are cut."""
    found, tasks = ChatServer(), set[asyncio.Task[None]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
                assert length is not None
                body = json.loads(await reader.readexactly(int(length[1])))
                found.heads.append(head)
                found.asked.append(body)
                await conduct(body, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield found
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def respond(writer: asyncio.StreamWriter, body: object, *, status: str = "200 OK", head: str = "") -> None:
    """A whole answer with its length."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    writer.write(
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{head}Content-Length: {len(data)}\r\n\r\n".encode()
        + data
    )


def start_stream(writer: asyncio.StreamWriter) -> None:
    """The head of a stream in chunks."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")


def chunk(writer: asyncio.StreamWriter, text: str | bytes) -> None:
    """A chunk of a stream; an empty one ends it."""
    data = text.encode() if isinstance(text, str) else text
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def event(writer: asyncio.StreamWriter, data: object) -> None:
    """An event of a stream."""
    chunk(writer, f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n")


def delta(text: str, finish: str | None = None) -> Body:
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


def whole(text: object, finish: str = "stop", **more: object) -> Body:
    return {
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
        **more,
    }


USED = {"prompt_tokens": 100, "completion_tokens": 20, "prompt_tokens_details": {"cached_tokens": 30}}


def played(script: Callable[[Body], str]) -> Conduct:
    """As endpoints answer when all is well: whole or in a stream, with what was used."""

    async def conduct(body: Body, writer: asyncio.StreamWriter) -> None:
        text = script(body)
        if not body.get("stream"):
            respond(writer, whole(text, usage=USED))
            return
        start_stream(writer)
        for word in re.findall(r"\S+\s*|\s+", text):
            event(writer, delta(word))
            await writer.drain()
        event(writer, delta("", "stop"))
        if body.get("stream_options", {}).get("include_usage"):
            event(writer, {"choices": [], "usage": USED})
        event(writer, "[DONE]")
        chunk(writer, "")

    return conduct
