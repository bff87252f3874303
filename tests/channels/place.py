"""A shop with its channels served on a socket, the platforms beside it, and a stub that answers about leather."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI
from granian.constants import Interfaces
from granian.server.embed import Server
from sqlalchemy import text
from tests.conversations.conftest import StubResponder
from tests.due import run_due
from tests.hearing import hearing
from tests.ports import free_port

from mercery.accounts.actor import Actor
from mercery.accounts.service import create_staff, start_session
from mercery.accounts.shop import Shop
from mercery.channels import connecting, console, jobs, pages, setups
from mercery.channels.kinds import KINDS
from mercery.channels.mail import api as mail_api
from mercery.channels.setups import Setup
from mercery.channels.showing import ShownMessengers
from mercery.channels.wechat import api as wechat_api
from mercery.channels.whatsapp import api as whatsapp_api
from mercery.conversations import access, channel_console, channels, service
from mercery.conversations import console as inbox_console
from mercery.conversations import jobs as conversation_jobs
from mercery.conversations.channels import Delivery
from mercery.conversations.conversation import Conversation, Message
from mercery.conversations.responder import Doors
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.ids import new_id
from mercery.core.jobs import job_app
from mercery.ui.manifest import DIST
from mercery.web.pipeline import new_web_app
from mercery.web.static import ImmutableFiles

CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire Martin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The shop, and what a test does with it."""

    base: str
    database: Database
    shop: Shop
    responder: StubResponder
    http: httpx.AsyncClient

    async def connect(self, kind: str, **given: str) -> Setup:
        """A new channel of this kind."""
        async with self.database.session() as session:
            return await setups.create(session, self.shop.id, CLAIRE, KINDS[kind], name=new_id("nam"), given=given)

    async def setup(self, made: Setup) -> Setup:
        """The channel as it is now."""
        async with self.database.session() as session:
            return await setups.setup(session, self.shop.id, made.channel.id)

    async def work(self) -> None:
        """Run every job that is due, as the worker does."""
        app = job_app(self.database.url, {"conversations": conversation_jobs.blueprint, "channels": jobs.blueprint})
        await run_due(app, self.database, delete_jobs="successful")

    async def work_later(self) -> None:
        """The same when every wait is over."""
        async with self.database.session() as session:
            await session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"))
        await self.work()

    async def conversations(self) -> list[Conversation]:
        """All of them, the newest first."""
        found: list[Conversation] = []
        async with self.database.session() as session:
            for segment in ("waiting", "assistant", "mine", "staff", "closed"):
                found += (await service.inbox(session, self.shop.id, segment, "stf_claire")).conversations
        return sorted(found, key=lambda one: one.created_at, reverse=True)

    async def conversation(self) -> Conversation:
        """The only one there is."""
        (found,) = await self.conversations()
        return found

    async def said(self, conversation: Conversation | None = None) -> list[Message]:
        """What was said in it."""
        found = conversation or await self.conversation()
        async with self.database.session() as session:
            return await service.messages(session, self.shop.id, found.id)

    async def log(self) -> list[Delivery]:
        """The delivery log, the newest first."""
        async with self.database.session() as session:
            return await channels.deliveries(session, self.shop.id)

    async def reply(self, words: str) -> Message:
        """A person takes the only conversation and writes."""
        found = await self.conversation()
        async with self.database.session() as session:
            await service.take_over(session, self.shop.id, found.id, CLAIRE)
            return await service.reply(session, self.shop.id, found.id, CLAIRE, words)

    async def form(self, page: str, action: str, headers: dict[str, str], **fields: str) -> httpx.Response:
        """Look at a page of the console and send a form of it."""
        seen = await self.http.get(page, headers=headers)
        token = seen.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        cookie = f"{headers['Cookie']}; csrf={seen.cookies.get('csrf') or ''}"
        sent = {**headers, "Cookie": cookie, "Origin": self.base}
        return await self.http.post(action, data={"csrf_token": token, **fields}, headers=sent)

    async def signed_in(self) -> dict[str, str]:
        """The cookie of an owner."""
        async with self.database.session() as session:
            staff = await create_staff(
                session, self.shop.id, email="ada@aurelle.example", name="Ada", role="owner", password="long enough 77"
            )
            begun = await start_session(session, staff.id, shop_id=self.shop.id, address="127.0.0.1", agent="test")
        return {"Cookie": f"session={begun.token}"}


def application(database: Database, doors: Doors) -> FastAPI:
    """The application with these features alone."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.database, app.state.conversations = database, doors
        app.state.listener = await hearing(Listener(database.url))
        yield
        await app.state.listener.stop()

    app = new_web_app(embed_allowed=access.embed_allowed, lifespan=lifespan)
    app.mount("/assets", ImmutableFiles(directory=DIST, check_dir=False))
    for module in (wechat_api, whatsapp_api, mail_api, pages, console, channel_console, inbox_console):
        app.include_router(module.router)
    return app


@asynccontextmanager
async def serving(database: Database, shop: Shop) -> AsyncIterator[Place]:
    """Serve the shop by Granian; platforms are whatever the settings name."""
    responder = StubResponder(database)
    connecting.connect(lambda _: responder)
    port = free_port()
    app = application(database, Doors(responder=responder, messengers=ShownMessengers()))
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    running = asyncio.create_task(server.serve())
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, timeout=12) as client:
        for _ in range(200):
            with contextlib.suppress(httpx.TransportError):
                await client.get("/said/none")
                break
            await asyncio.sleep(0.03)
        yield Place(base=base, database=database, shop=shop, responder=responder, http=client)
    server.stop()  # type: ignore[no-untyped-call]
    _, late = await asyncio.wait({running}, timeout=1)
    for task in late:
        task.cancel()
    connecting.disconnect()


@dataclass
class Platform:
    """A platform's server on this machine: keeps what it was asked, and answers by `answer`."""

    answer: Callable[[str, str, dict[str, str], Any, dict[str, str]], tuple[int, str, bytes]]
    """(method, path, query, body, headers) → (status, media type, body)."""
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def platform(
    answer: Callable[[str, str, dict[str, str], Any, dict[str, str]], tuple[int, str, bytes]],
) -> Iterator[Platform]:
    """Serve a platform."""
    made = Platform(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            content = json.loads(body) if body else None
            made.asked.append((self.command, parts.path, query, content))
            status, media_type, sent = made.answer(self.command, parts.path, query, content, dict(self.headers))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = _serve  # noqa: N815

        def log_message(self, *parts: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def as_json(content: object) -> tuple[int, str, bytes]:
    """An ordinary answer."""
    return 200, "application/json; charset=utf-8", json.dumps(content).encode()
