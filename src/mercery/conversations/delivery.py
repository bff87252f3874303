"""Delivering a message to a channel's callback address: one attempt, recorded whatever happens."""

from __future__ import annotations

import json
from typing import Final

import httpx
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations import channels, service
from mercery.conversations.callback_address import Target, resolve
from mercery.conversations.carriers import Carried, Parcel, carrier_of
from mercery.conversations.channels import Channel
from mercery.conversations.conversation import Message
from mercery.conversations.events import Delivered
from mercery.conversations.service.messages import message_of
from mercery.conversations.signature import DELIVERY_HEADER, signed_headers
from mercery.conversations.tables import DeliveryRow
from mercery.conversations.undelivered import answered, not_reached, reason
from mercery.conversations.wire import message_out
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import Conflict, MerceryError, NotFound
from mercery.core.events import announce, bus
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.telemetry.calls import calling

ATTEMPTS: Final = 8
"""Over about an hour, each wait three times the one before: 3 s, 9 s, 27 s … 36 minutes."""
TIMEOUT_SECONDS: Final = 10.0
PASSIVE: Final = "passive"
_STAGES: Final = {"": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4}


class NotDelivered(MerceryError):
    """The other side did not accept the message; the job tries again."""

    code = "not_delivered"
    status = 502


async def deliver(database: Database, shop_id: str, message_id: str, attempt: int) -> bool:
    """Send the message unless it is delivered already; whether it is now. NotDelivered asks for another attempt.

    No transaction is held while the other side answers. After the last attempt the line stays in the log as given up.
    """
    async with database.session() as session:
        parcel = await _prepare(session, shop_id, message_id)
    if parcel is None:
        return False
    carrier = carrier_of(parcel.channel.kind)
    carried = await (carrier.carry(database, parcel) if carrier else _by_webhook(parcel))
    if carried.outcome == "later" and attempt < ATTEMPTS:
        raise NotDelivered(
            "It is not time to send it yet.", remedy="It is tried again by itself.", zh="尚未到发送时间，将自动重试。"
        )
    delivered = carried.outcome == "delivered"
    last = attempt >= ATTEMPTS or carried.outcome == "refused"
    async with database.session() as session:
        row = await session.get_one(DeliveryRow, parcel.delivery_id)
        row.attempts += 1
        row.http_status, row.tried_at = carried.http_status, now()
        row.problem, row.problem_zh = carried.problem.en[:300], carried.problem.zh[:300]
        row.status = "delivered" if delivered else "failed" if last else "waiting"
        row.delivered_at = now() if delivered else None
        if delivered:
            event = Delivered(shop_id=shop_id, conversation_id=row.conversation_id, message_id=message_id)
            await bus.publish(session, event)
        if carrier is not None:
            # Whoever reads the conversation sees at once what became of it.
            await announce(session, f"conversation:{row.conversation_id}", {"kind": "delivery"})
    if not delivered and not last:
        raise NotDelivered(
            carried.problem.en, remedy="It is tried again by itself.", zh=f"{carried.problem.zh}将自动重试。"
        )
    return delivered


async def _prepare(session: AsyncSession, shop_id: str, message_id: str) -> Parcel | None:
    message = await message_of(session, shop_id, message_id)
    conversation = await service.conversation(session, shop_id, message.conversation_id)
    channel = await channels.channel(session, shop_id, conversation.channel)
    if not channel.enabled or not (channel.callback_url or carrier_of(channel.kind)):
        return None
    row = await _line(session, channel, conversation.id, message_id)
    if row.delivered_at is not None:
        return None
    return Parcel(
        delivery_id=row.id, shop_id=shop_id, channel=channel, conversation=conversation, message=message
    )  # fmt: skip


async def _line(session: AsyncSession, channel: Channel, conversation_id: str, message_id: str) -> DeliveryRow:
    """The message's line of the log, locked."""
    fresh = {
        "id": new_id("dlv"), "shop_id": channel.shop_id, "channel_id": channel.id, "conversation_id": conversation_id,
        "message_id": message_id,
    }  # fmt: skip
    await session.execute(insert(DeliveryRow).values(**fresh).on_conflict_do_nothing())
    query = select(DeliveryRow).where(DeliveryRow.channel_id == channel.id, DeliveryRow.message_id == message_id)
    return (await session.scalars(query.with_for_update())).one()


async def send_again(session: AsyncSession, shop_id: str, message_id: str) -> None:
    """A person has a message sent once more that did not arrive; what of it was taken already is not repeated."""
    row = await session.scalar(
        select(DeliveryRow)
        .where(DeliveryRow.shop_id == shop_id, DeliveryRow.message_id == message_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("There is no such delivery.", zh="没有这条发送记录。")
    if row.status != "failed":
        raise Conflict(
            "The message is not given up.", remedy="Load the conversation again.", zh="此消息并未停止发送，请刷新会话。"
        )
    row.status, row.stage, row.problem, row.problem_zh = "waiting", "", "", ""
    args = {"shop_id": shop_id, "message_id": message_id}
    await enqueue(session, "conversations:deliver", args, lock=f"conversation:{row.conversation_id}")
    await announce(session, f"conversation:{row.conversation_id}", {"kind": "delivery"})


async def note_passive(session: AsyncSession, channel: Channel, message: Message) -> bool:
    """The message goes out as the answer to the request that asked; False where it went another way before."""
    row = await _line(session, channel, message.conversation_id, message.id)
    if row.delivered_at is not None or row.attempts:
        return row.stage == PASSIVE
    row.status, row.stage, row.attempts, row.delivered_at, row.tried_at = "delivered", PASSIVE, 1, now(), now()
    event = Delivered(shop_id=channel.shop_id, conversation_id=message.conversation_id, message_id=message.id)
    await bus.publish(session, event)
    return True


async def note_stage(session: AsyncSession, shop_id: str, delivery_id: str, stage: str, problem: Words) -> None:
    """What the messenger tells of a message later: it never goes back from read to delivered, and failed stays failed."""
    row = await session.get(DeliveryRow, delivery_id, with_for_update=True)
    if row is None or row.shop_id != shop_id or _STAGES.get(stage, 0) <= _STAGES.get(row.stage, 0):
        return
    row.stage = stage
    if stage == "failed":
        row.status, row.delivered_at = "failed", None
        row.problem, row.problem_zh = problem.en[:300], problem.zh[:300]
    await session.flush()
    await announce(session, f"conversation:{row.conversation_id}", {"kind": "delivery"})


async def _by_webhook(parcel: Parcel) -> Carried:
    content = {"type": "message", "conversation": parcel.conversation.thread, "message": message_out(parcel.message)}
    body = json.dumps(content, ensure_ascii=False).encode()
    status, problem = await _post(parcel, body)
    return Carried(outcome="again" if problem.en else "delivered", http_status=status, problem=problem)


async def _post(parcel: Parcel, body: bytes) -> tuple[int | None, Words]:
    """The status and, unless accepted, what went wrong."""
    headers = {
        "Content-Type": "application/json",
        DELIVERY_HEADER: parcel.delivery_id,
        **signed_headers(parcel.channel.secret, body, now()),
    }
    try:
        target = await resolve(parcel.channel.callback_url, reach=channels.reach())
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
            # Only the status is read: what the other side says beyond it could be of any size.
            with calling("channel", parcel.channel.callback_url) as out:
                response = await client.send(_request(client, target, body, headers), stream=True)
                out.status(response.status_code)
            await response.aclose()
    except MerceryError as error:
        return None, reason(error)
    except httpx.HTTPError as error:
        return None, not_reached(httpx.URL(parcel.channel.callback_url).host, type(error).__name__)
    if response.is_success:
        return response.status_code, Words("")
    return response.status_code, answered(response.status_code)


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
