"""Builders for conversations: a shop, people, a customer's conversation."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from granian.constants import Interfaces
from granian.server.embed import Server
from pydantic import BaseModel
from starlette.responses import HTMLResponse, StreamingResponse
from tests.hearing import hearing
from tests.ports import free_port

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.page import plain_page
from mercery.accounts.service import create_shop, create_staff, start_session, update_shop
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop
from mercery.conversations import access, api, channel_console, channels_api, console, files_console, pages, service
from mercery.conversations.attachments import Attachment
from mercery.conversations.conversation import (
    Button,
    Card,
    Conversation,
    EvidenceOut,
    HandOffPacket,
    Message,
    MessageBody,
    NewMessage,
    SentenceOut,
    Span,
)
from mercery.conversations.embedding import console as embedding_console
from mercery.conversations.responder import Doors, TurnEvent
from mercery.conversations.wire import card_out, evidence_out, message_out, sentence_out
from mercery.core.database import Database, Json
from mercery.core.events import Listener
from mercery.core.i18n import Lang, Words
from mercery.ui.manifest import DIST
from mercery.ui.render import environment
from mercery.web.database import Db
from mercery.web.pipeline import new_web_app
from mercery.web.sse import sse_response
from mercery.web.static import ImmutableFiles

OpenConversation = Callable[..., Awaitable[Conversation]]


@pytest.fixture
def claire() -> Actor:
    """A person who answers customers."""
    return Actor(kind="staff", id="stf_claire", name="Claire Martin")


@pytest.fixture
def bruno() -> Actor:
    """Another one."""
    return Actor(kind="staff", id="stf_bruno", name="Bruno Keller")


@pytest.fixture
def packet() -> HandOffPacket:
    """What the assistant leaves for a person."""
    return HandOffPacket(
        wants="Full refund, €2,150",
        why="Above the €300 the assistant may refund.",
        asked=("The strap broke after five months.", "I would like my money back."),
        offered=("Free new strap",),
        refused=("Repair",),
        may=("Refund up to €2,500",),
        context={"product_id": "prd_heure"},
    )


@pytest.fixture
async def shop(database: Database) -> Shop:
    """A shop in the test's database."""
    async with database.session() as session:
        return await create_shop(
            session,
            slug="aurelle",
            name=Words("Maison Aurelle", "奥黛尔"),
            currency="EUR",
            embed_origins=("https://magazine.example",),
        )


@pytest.fixture
def opened(database: Database, shop: Shop) -> OpenConversation:
    """`await opened("first question")`: a conversation of visitor `vis_1` holding these customer's messages."""

    async def build(*texts: str, visitor: str = "vis_1", channel: str = "storefront") -> Conversation:
        async with database.session() as session:
            begun = await service.open_or_resume(session, shop.id, visitor, channel=channel, lang="en")
            for text in texts:
                await service.receive(session, shop.id, begun.id, text, "en")
            return await service.conversation(session, shop.id, begun.id)

    return build


class StubResponder:
    """Stands in for the assistant above: answers about leather and rain, hands everything else to a person."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.pause = 0.0
        """Seconds between sentences, so that a page can be seen in the middle."""

    async def respond(
        self,
        *,
        shop: Shop,
        conversation: Conversation,
        text: str,
        lang: Lang,
        context: Json,
        client_key: str | None = None,
        files: Sequence[Attachment] = (),
    ) -> AsyncIterator[TurnEvent]:
        async with self.database.session() as session:
            received = await service.receive(
                session, shop.id, conversation.id, text, lang, context=context, client_key=client_key, files=files
            )
        asked = received.message
        yield TurnEvent(
            kind="turn", data={"conversation_id": conversation.id, "message_id": asked.id, "seq": asked.seq}
        )
        if received.answered is not None or not received.assistant_answers:
            stored = message_out(received.answered) if received.answered else None
            yield TurnEvent(kind="done", data={"message": stored})
            return
        body = LEATHER[lang] if any(word in text.lower() for word in ("leather", "calfskin", "皮")) else MessageBody()
        for item in body.evidence:
            yield TurnEvent(kind="evidence", data=evidence_out(item))
        for sentence in body.sentences:
            await asyncio.sleep(self.pause)
            yield TurnEvent(kind="sentence", data=sentence_out(sentence))
        if body.sentences:
            yield TurnEvent(kind="checking", data={"text": {"en": "gift receipts", "zh": "礼品收据"}[lang]})
            await asyncio.sleep(self.pause)
            yield TurnEvent(kind="checking", data={"text": ""})
            yield TurnEvent(kind="cards", data={"cards": [card_out(card) for card in body.cards]})
        answer = await self._store(shop, conversation, asked, body, lang)
        yield TurnEvent(kind="done", data={"message": message_out(answer)})

    async def _store(
        self, shop: Shop, conversation: Conversation, asked: Message, body: MessageBody, lang: Lang
    ) -> Message:
        gap = "" if lang == "zh" else " "
        words = (
            gap.join(one.text for one in body.sentences)
            or {
                "en": "I have no source for that, so I have passed it to a person.",
                "zh": "这一点没有出处，已转给店员。",
            }[lang]
        )
        new = NewMessage(author="assistant", author_name="Aurelle", text=words, lang=lang, body=body, reply_to=asked.id)
        async with self.database.session() as session:
            stored = await service.add_message(session, shop.id, conversation.id, new)
            if not body.sentences:
                packet = HandOffPacket(wants=asked.text, why="No source.", asked=(asked.text,), lang=lang)
                await service.hand_over(session, shop.id, conversation.id, packet)
        return stored


LEATHER: dict[Lang, MessageBody] = {
    "en": MessageBody(
        sentences=(
            SentenceOut(
                text="Yes. It is full-grain calfskin, tanned in Santa Croce, Tuscany.",
                spans=(Span(start=11, end=30, key="a"), Span(start=42, end=62, key="b")),
            ),
            SentenceOut(
                text="She can return it within 30 days, free from the EU.", spans=(Span(start=8, end=32, key="c"),)
            ),
        ),
        evidence=(
            EvidenceOut(key="a", label="calfskin", source="catalogue", fact_id="product:p/material@1"),
            EvidenceOut(key="b", label="Tuscany", source="tannery certificate 118", fact_id="product:p/origin@1"),
            EvidenceOut(
                key="c",
                label="returns",
                source="policy 4",
                state="expiring",
                until="31 Jan 2027",
                fact_id="policy:4/returns@1",
                detail="They may return them within thirty (30) days of delivery.",
            ),
        ),
        cards=(
            Card(
                product_id="p",
                title="Saddle Bag, black",
                url="/en/p/saddle-bag",
                price_text="€1,280",
                was_text="€1,480",
                until_text="until 20:45",
                stock_text="Same leather, 5 in stock",
            ),
        ),
        buttons=(Button(label="Does it fit a tablet?"), Button(label="Talk to a person", kind="person")),
        took_ms=2100,
    ),
    "zh": MessageBody(
        sentences=(
            SentenceOut(
                text="是。这只包用的是头层小牛皮，在托斯卡纳圣十字镇鞣制。",
                spans=(Span(start=8, end=13, key="甲"), Span(start=15, end=23, key="乙")),
            ),
            SentenceOut(text="收礼人可以在 30 天内退货，欧盟境内免运费。", spans=(Span(start=7, end=14, key="丙"),)),
        ),
        evidence=(
            EvidenceOut(key="甲", label="小牛皮", source="商品资料", fact_id="product:p/material@1"),
            EvidenceOut(key="乙", label="产地", source="鞣制厂证书 118", fact_id="product:p/origin@1"),
            EvidenceOut(
                key="丙", label="退货", source="规则 4", state="expiring", until="2027-01-31", fact_id="policy:4/r@1"
            ),
        ),
        cards=(
            Card(
                product_id="p", title="马鞍包，黑色", url="/zh/p/saddle-bag", price_text="€1,280", stock_text="余 5 件"
            ),
        ),
        buttons=(Button(label="装得下平板吗？"), Button(label="找店员", kind="person")),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Conversations served on a socket, with a stub above."""

    base: str
    database: Database
    shop: Shop
    responder: StubResponder
    doors: Doors

    async def staff_cookie(self, name: str = "Claire Martin", email: str = "claire@aurelle.example") -> str:
        """The session cookie of a new agent."""
        async with self.database.session() as session:
            staff = await create_staff(
                session, self.shop.id, email=email, name=name, role="agent", password="long enough to pass 7"
            )
            signed_in = await start_session(session, staff.id, shop_id=self.shop.id, address="127.0.0.1", agent="test")
        return signed_in.token


class AskedForm(BaseModel):
    text: str
    conversation_id: str
    lang: Lang = "en"
    client_key: str | None = None
    context: dict[str, str] = {}


def stub_assistant(responder: StubResponder) -> APIRouter:
    """The assistant's address with the stub behind it."""
    router = APIRouter()

    @router.post("/api/assistant/messages")
    async def ask(request: Request, session: Db, shop: access.AskedShop, form: AskedForm) -> StreamingResponse:
        found = await access.customers_conversation(request, session, shop, form.conversation_id)

        async def steps() -> AsyncIterator[tuple[str, object]]:
            turn = responder.respond(
                shop=shop,
                conversation=found,
                text=form.text,
                lang=form.lang,
                context=dict(form.context),
                client_key=form.client_key,
            )
            async for event in turn:
                yield event.kind, event.data

        return sse_response(request, found.visitor_id, steps())

    return router


SHOP_PAGE = """{% extends "ui/layout_storefront.html" %}
{% from "conversations/panel.html" import panel %}
{% block title %}Saddle Bag{% endblock %}
{% block content %}<div class="shop-width"><h1 class="type-title">{{ t("Saddle Bag", "马鞍包") }}</h1>
<p class="type-figure" id="price">€1,280</p>{{ ui.button(t("Add to bag", "加入购物袋"), tone="shop", size="large", attrs={"id": "buy"}) }}
<p><a class="linked" id="asked" href="/{{ lang }}/ask?q=leather" data-mercery-ask="{{ t('Is it real calfskin?', '是真的小牛皮吗？') }}">{{ t("Is it real calfskin?", "是真的小牛皮吗？") }}</a></p>
<form id="ask-form" action="/{{ lang }}/ask" data-mercery-ask><input name="text" aria-label="q"></form></div>{% endblock %}
{% block assistant %}{{ panel("aurelle", "Aurelle", lang, "#6A1C28", product_id="prd_saddle") }}{% endblock %}"""


def shop_page() -> APIRouter:
    """A page of the shop with the panel in it."""
    router = APIRouter()

    @router.get("/{lang}/p/saddle-bag")
    async def product(request: Request, shop: CurrentShop, lang: Lang) -> HTMLResponse:
        context = plain_page(request, shop)
        template = environment(lang, shop.timezone).from_string(SHOP_PAGE)
        return HTMLResponse(template.render(page=None, ctx=context))

    return router


def test_app(database: Database, doors: Doors, responder: StubResponder) -> FastAPI:
    """The application as `app.py` makes it, with this feature alone."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.database = database
        app.state.listener = await hearing(Listener(database.url))
        app.state.conversations = doors
        yield
        await app.state.listener.stop()

    app = new_web_app(embed_allowed=access.embed_allowed, lifespan=lifespan)
    app.mount("/assets", ImmutableFiles(directory=DIST))
    for router in (
        api.router,
        console.router,
        files_console.router,
        channels_api.router,
        channel_console.router,
        embedding_console.router,
        stub_assistant(responder),
    ):
        app.include_router(router)
    app.include_router(shop_page())
    app.include_router(pages.router)
    return app


test_app.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture
async def served(home: Path, database: Database, shop: Shop) -> AsyncIterator[Served]:
    """The feature on a real socket, served by Granian."""
    responder = StubResponder(database)
    doors = Doors(responder=responder)
    port = free_port()
    server = Server(
        test_app(database, doors, responder),
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        log_enabled=False,
    )
    running = asyncio.create_task(server.serve())
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as client:
        for _ in range(100):
            try:
                await client.get(f"{base}/widget.js")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    yield Served(base=base, database=database, shop=shop, responder=responder, doors=doors)
    server.stop()  # type: ignore[no-untyped-call]
    # An open stream would be waited for without end.
    _, late = await asyncio.wait({running}, timeout=1)
    for task in late:
        task.cancel()


@pytest.fixture
async def foreign(served: Served) -> AsyncIterator[Callable[[str], str]]:
    """`foreign("zh")`: the address of a page on another origin, under a strict policy, that embeds the widget."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            lang = self.path.strip("/") or "en"
            html = (
                f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" '
                f'content="width=device-width"><title>Magazine</title><h1>A magazine</h1><p>About bags.</p>'
                f'<script src="{served.base}/widget.js" data-shop="aurelle" data-lang="{lang}" async></script></html>'
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            policy = f"default-src 'none'; script-src {served.base}; connect-src {served.base}; img-src {served.base}"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *parts: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    async with served.database.session() as session:
        await update_shop(session, served.shop.id, SYSTEM, embed_origins=(origin,))
    yield lambda lang: f"{origin}/{lang}"
    server.shutdown()
    server.server_close()
