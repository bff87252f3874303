"""Delivering a message to a channel's callback address: one attempt, recorded whatever happens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations import channels, service
from mercery.conversations.callback_address import Target, resolve
from mercery.conversations.channels import Channel
from mercery.conversations.events import Delivered
from mercery.conversations.service.messages import message_of
from mercery.conversations.signature import DELIVERY_HEADER, signed_headers
from mercery.conversations.tables import DeliveryRow
from mercery.conversations.wire import message_out
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.events import bus
from mercery.core.ids import new_id

ATTEMPTS: Final = 8
"""Over about an hour, each wait three times the one before: 3 s, 9 s, 27 s … 36 minutes."""
TIMEOUT_SECONDS: Final = 10.0


class NotDelivered(MerceryError):
    """The other side did not accept the message; the job tries again."""

    code = "not_delivered"
    status = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message ready to be sent."""

    delivery_id: str
    channel: Channel
    body: bytes


async def deliver(database: Database, shop_id: str, message_id: str, attempt: int) -> bool:
    """Send the message unless it is delivered already; whether it is now. NotDelivered asks for another attempt.

    No transaction is held while the other side answers. After the last attempt the line stays in the log as given up.
    """
    async with database.session() as session:
        outgoing = await _prepare(session, shop_id, message_id)
    if outgoing is None:
        return False
    status, problem = await _post(outgoing)
    delivered, last = problem == "", attempt >= ATTEMPTS
    async with database.session() as session:
        row = await session.get_one(DeliveryRow, outgoing.delivery_id)
        row.attempts += 1
        row.http_status, row.problem, row.tried_at = status, problem[:300], now()
        row.status = "delivered" if delivered else "failed" if last else "waiting"
        row.delivered_at = now() if delivered else None
        if delivered:
            event = Delivered(shop_id=shop_id, conversation_id=row.conversation_id, message_id=message_id)
            await bus.publish(session, event)
    if not delivered and not last:
        raise NotDelivered(problem, remedy="It is tried again by itself.")
    return delivered


async def _prepare(session: AsyncSession, shop_id: str, message_id: str) -> Outgoing | None:
    message = await message_of(session, shop_id, message_id)
    conversation = await service.conversation(session, shop_id, message.conversation_id)
    channel = await channels.channel(session, shop_id, conversation.channel)
    if not channel.enabled or not channel.callback_url:
        return None
    row = await session.scalar(
        select(DeliveryRow).where(DeliveryRow.channel_id == channel.id, DeliveryRow.message_id == message_id)
    )
    if row is None:
        row = DeliveryRow(
            id=new_id("dlv"),
            shop_id=shop_id,
            channel_id=channel.id,
            conversation_id=conversation.id,
            message_id=message_id,
        )
        session.add(row)
        await session.flush()
    elif row.delivered_at is not None:
        return None
    content = {"type": "message", "conversation": conversation.thread, "message": message_out(message)}
    return Outgoing(delivery_id=row.id, channel=channel, body=json.dumps(content, ensure_ascii=False).encode())


async def _post(outgoing: Outgoing) -> tuple[int | None, str]:
    """The status and, unless accepted, what went wrong."""
    headers = {
        "Content-Type": "application/json",
        DELIVERY_HEADER: outgoing.delivery_id,
        **signed_headers(outgoing.channel.secret, outgoing.body, now()),
    }
    try:
        target = await resolve(outgoing.channel.callback_url, reach=channels.reach())
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
            # Only the status is read: what the other side says beyond it could be of any size.
            response = await client.send(_request(client, target, outgoing.body, headers), stream=True)
            await response.aclose()
    except MerceryError as error:
        return None, error.message
    except httpx.HTTPError as error:
        return None, f"{type(error).__name__}: {error}"
    if response.is_success:
        return response.status_code, ""
    return response.status_code, f"The other side answered {response.status_code}."


def _request(client: httpx.AsyncClient, target: Target, body: bytes, headers: dict[str, str]) -> httpx.Request:
    """The request to the very address that was checked; certificate and Host still belong to the name."""
    original = httpx.URL(target.url)
    pinned = original.copy_with(host=str(target.ip))
    return client.build_request(
        "POST",
        pinned,
        content=body,
        headers={**headers, "Host": original.netloc.decode()},
        extensions={"sni_hostname": target.host} if target.https else {},
    )
