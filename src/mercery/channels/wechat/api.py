"""The address WeChat calls: `/api/channels/wechat/{channel_id}`."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from mercery.channels import hearing, repository, setups, sources
from mercery.channels.arrivals import REQUESTS, arrive
from mercery.channels.arrived import Arrived
from mercery.channels.saying import said
from mercery.channels.setups import Setup
from mercery.channels.wechat import client, reading, rendering, signature
from mercery.channels.wechat.reading import Event
from mercery.conversations import delivery, service
from mercery.conversations.responder import doors_of
from mercery.conversations.signature import BadSignature
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import TooLarge
from mercery.core.logging import get_logger
from mercery.web.csrf import csrf_exempt
from mercery.web.database import database_of
from mercery.web.rate_limit import limiter_of

router = APIRouter(prefix="/api/channels/wechat", tags=["channels"], include_in_schema=False)
log = get_logger(__name__)
DIRECT: Final = timedelta(seconds=4.3)
"""WeChat gives up after five seconds and asks again, twice (developers.weixin.qq.com, "接收普通消息")."""
_HELD: Final = timedelta(seconds=4.8)
_GIVEN_UP: Final = timedelta(seconds=5.2)
_POLL_SECONDS: Final = 0.15
DONE: Final = "success"
"""Means: nothing to say directly."""
_running: set[asyncio.Task[str | None]] = set()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A request that was signed rightly."""

    setup: Setup
    fields: Mapping[str, str]
    encrypted: bool
    begun: datetime


@router.get("/{channel_id}")
async def verify(request: Request, channel_id: str) -> Response:
    """The platform makes sure that the address is ours."""
    setup, query = await _setup(database_of(request), channel_id), request.query_params
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    signature.check(query.get("signature", ""), timestamp, now(), setup.get("token"), timestamp, nonce)
    return PlainTextResponse(query.get("echostr", "")[:200], headers={"X-Content-Type-Options": "nosniff"})


@router.post("/{channel_id}")
@csrf_exempt("the request is signed with the channel's token")
async def receive(request: Request, channel_id: str) -> Response:
    """Take a message in; answer directly where the answer is there in time and fits, else say that it came."""
    begun, database = now(), database_of(request)
    setup = await _setup(database, channel_id)
    asked = _opened(setup, request.query_params, await _body(request), begun)
    await limiter_of(request).take(REQUESTS, channel_id)
    arrived = reading.read_message(asked.fields, reading.read_menu(setup.get("menu")))
    async with database.session() as session:
        await setups.note_heard(session, channel_id)
    if isinstance(arrived, Event):
        greeting = setup.get("greeting") if arrived.name == "subscribe" else ""
        return _reply(asked, greeting) if greeting else PlainTextResponse(DONE)
    text = await _answer(request, database, asked, arrived)
    return _reply(asked, text) if text else PlainTextResponse(DONE)


async def _setup(database: Database, channel_id: str) -> Setup:
    async with database.session() as session:
        found = await setups.any_setup(session, "wechat", channel_id)
    if found is None or found.unreadable:
        raise BadSignature("There is no such channel, or it is switched off.", remedy="See the console, Channels.")
    return found


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > reading.LARGEST:
            raise TooLarge("The message is longer than any of this platform.")
    return bytes(body)


def _opened(setup: Setup, query: Mapping[str, str], body: bytes, moment: datetime) -> _Asked:
    """Check the signature, then read. With an EncodingAESKey set up nothing in plain text is believed: its signature would not
    cover what it says."""
    timestamp, nonce, token = query.get("timestamp", ""), query.get("nonce", ""), setup.get("token")
    aes_key = setup.get("aes_key")
    if not aes_key:
        signature.check(query.get("signature", ""), timestamp, moment, token, timestamp, nonce)
        return _Asked(setup=setup, fields=reading.read_xml(body), encrypted=False, begun=moment)
    sealed = reading.read_xml(body).get("Encrypt", "")
    signature.check(query.get("msg_signature", ""), timestamp, moment, token, timestamp, nonce, sealed)
    opened = signature.decrypt(sealed, aes_key, setup.get("app_id"))
    return _Asked(setup=setup, fields=reading.read_xml(opened), encrypted=True, begun=moment)


async def _answer(request: Request, database: Database, asked: _Asked, arrived: Arrived) -> str | None:
    """The direct answer; None where there is none in time, or it goes another way."""
    channel = asked.setup.channel
    arrival_id, fresh = await arrive(database, channel, arrived, passive_until=asked.begun + _HELD)
    if fresh:
        task = asyncio.create_task(hearing.take(database, doors_of(request).responder, arrival_id))
        _running.add(task)
        task.add_done_callback(_ended)
        message_id = await _within(task, asked.begun + DIRECT)
    else:
        message_id = await _seen(database, arrival_id, asked.begun + DIRECT)
    text = await _direct(database, asked, message_id) if message_id else None
    if not fresh or arrived.kind == "stopped":
        return text
    if message_id is None and asked.setup.place.get("direct_only"):
        # Not answered at all, WeChat asks again: another five seconds for an account that has no other way.
        await asyncio.sleep(max(0.0, (asked.begun + _GIVEN_UP - now()).total_seconds()))
        return None
    async with database.session() as session:
        await repository.release(session, arrival_id)
    if message_id is None:
        await client.typing(database, asked.setup, arrived.address)
    return text


def _ended(task: asyncio.Task[str | None]) -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        # The job that was queued with the arrival takes it up again.
        log.warning("arrival_not_taken", error=type(error).__name__)


async def _within(task: asyncio.Task[str | None], until: datetime) -> str | None:
    seconds = max(0.05, (until - now()).total_seconds())
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return task.result() if done and task.exception() is None else None


async def _seen(database: Database, arrival_id: str, until: datetime) -> str | None:
    """The message of an arrival that another request brought first."""
    while now() < until:
        async with database.session() as session:
            taken = await repository.taken(session, arrival_id)
        if taken is not None:
            return taken or None
        await asyncio.sleep(_POLL_SECONDS)
    return None


async def _direct(database: Database, asked: _Asked, message_id: str) -> str | None:
    channel = asked.setup.channel
    async with database.session() as session:
        answer = await service.answer_to(session, channel.shop_id, message_id)
        if answer is None:
            return None
        whole = sources.address_of(answer.id)
        text = rendering.passive_text(
            said(answer, base=settings().base_url, sources=whole),
            whole,
            only_way=bool(asked.setup.place.get("direct_only")),
        )
        return text if text is not None and await delivery.note_passive(session, channel, answer) else None


def _reply(asked: _Asked, text: str) -> Response:
    fields, setup, moment = asked.fields, asked.setup, now()
    xml = reading.text_reply(
        to=fields.get("FromUserName", ""), sender=fields.get("ToUserName", ""), text=text, moment=moment
    )
    if asked.encrypted:
        encrypted = signature.encrypt(xml, setup.get("aes_key"), setup.get("app_id"))
        timestamp, nonce = str(int(moment.timestamp())), secrets.token_hex(8)
        signed = signature.signature(setup.get("token"), timestamp, nonce, encrypted)
        xml = reading.encrypted_reply(encrypted=encrypted, signed=signed, timestamp=timestamp, nonce=nonce)
    return Response(xml, media_type="application/xml")
