"""Messenger channels: who may send to us signed, and where our answers are delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.conversations.callback_address import Reach, checked_callback_url
from mercery.conversations.signature import channel_secret
from mercery.conversations.tables import ChannelRow, DeliveryRow
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.i18n import Words
from mercery.core.ids import new_id

OLD_SECRET_HOLDS: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One messenger by which customers talk to the shop."""

    id: str
    shop_id: str
    name: str
    kind: str
    callback_url: str
    enabled: bool
    secret_version: int
    previous_until: datetime | None
    created_at: datetime
    last_used_at: datetime | None

    @property
    def secret(self) -> str:
        """What both sides sign with."""
        return channel_secret(self.id, self.secret_version)

    def accepted_secrets(self, moment: datetime) -> tuple[str, ...]:
        """The secret, and for a day after a change the one before."""
        if self.previous_until is not None and moment < self.previous_until:
            return self.secret, channel_secret(self.id, self.secret_version - 1)
        return (self.secret,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A line of the delivery log."""

    channel_id: str
    conversation_id: str
    message_id: str
    status: str
    stage: str
    attempts: int
    http_status: int | None
    problem: Words
    created_at: datetime
    delivered_at: datetime | None


def reach() -> Reach:
    """How far inside callbacks of this installation may lead."""
    if settings().channel_private_networks:
        return "network"
    return "machine" if settings().public_url is None else "internet"


async def create_channel(
    session: AsyncSession, shop_id: str, actor: Actor, *, name: str, callback_url: str = "", kind: str = "webhook"
) -> Channel:
    """A new channel; the `secret` of a webhook is to be shown to the person once."""
    called = name.strip()[:80]
    if not called:
        raise Invalid(
            "The channel needs a name.", remedy="For example: WhatsApp bridge.", zh="请填写渠道名称，例如“官网客服”。"
        )
    row = ChannelRow(
        id=new_id("chn"),
        shop_id=shop_id,
        name=called,
        kind=kind,
        callback_url=checked_callback_url(callback_url, reach=reach()) if callback_url.strip() else "",
    )
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Conflict(
            f"There is already a channel '{called}'.",
            remedy="Choose another name.",
            zh=f"已有名为“{called}”的渠道，请另取名称。",
        ) from error
    await session.refresh(row)
    after = {"name": called, "kind": kind, "callback_url": row.callback_url}
    await audit.record(session, shop_id, actor, "channel.create", row.id, after=after)
    return _to_channel(row)


async def rotate_secret(session: AsyncSession, shop_id: str, actor: Actor, channel_id: str) -> Channel:
    """A new secret; the old one is accepted for another day."""
    row = await _row(session, shop_id, channel_id)
    row.secret_version += 1
    row.previous_until = now() + OLD_SECRET_HOLDS
    await audit.record(session, shop_id, actor, "channel.rotate_secret", row.id)
    await session.flush()
    return _to_channel(row)


async def set_enabled(session: AsyncSession, shop_id: str, actor: Actor, channel_id: str, enabled: bool) -> Channel:
    """Accept and deliver messages, or not."""
    row = await _row(session, shop_id, channel_id)
    before = {"enabled": row.enabled}
    row.enabled = enabled
    await audit.record(session, shop_id, actor, "channel.enable", row.id, before=before, after={"enabled": enabled})
    await session.flush()
    return _to_channel(row)


async def set_callback(session: AsyncSession, shop_id: str, actor: Actor, channel_id: str, url: str) -> Channel:
    """Deliver to another address; an empty one means answers only in the response."""
    row = await _row(session, shop_id, channel_id)
    before = {"callback_url": row.callback_url}
    row.callback_url = checked_callback_url(url, reach=reach()) if url.strip() else ""
    after = {"callback_url": row.callback_url}
    await audit.record(session, shop_id, actor, "channel.callback", row.id, before=before, after=after)
    await session.flush()
    return _to_channel(row)


async def channels(session: AsyncSession, shop_id: str) -> list[Channel]:
    """The shop's channels, by name."""
    rows = await session.scalars(select(ChannelRow).where(ChannelRow.shop_id == shop_id).order_by(ChannelRow.name))
    return [_to_channel(row) for row in rows]


async def channel(session: AsyncSession, shop_id: str, channel_id: str) -> Channel:
    """One of the shop's channels."""
    return _to_channel(await _row(session, shop_id, channel_id))


async def any_channel(session: AsyncSession, channel_id: str) -> Channel | None:
    """The channel a signed request names, whichever shop it belongs to; notes that it was used."""
    row = await session.get(ChannelRow, channel_id)
    return _to_channel(row) if row else None


async def note_use(session: AsyncSession, found: Channel) -> None:
    """Remember when the channel was last used."""
    row = await _row(session, found.shop_id, found.id)
    row.last_used_at = now()


async def deliveries(session: AsyncSession, shop_id: str, *, limit: int = 30) -> list[Delivery]:
    """The newest lines of the delivery log."""
    rows: Sequence[DeliveryRow] = (
        await session.scalars(
            select(DeliveryRow)
            .where(DeliveryRow.shop_id == shop_id)
            .order_by(DeliveryRow.created_at.desc())
            .limit(limit)
        )
    ).all()
    return [_to_delivery(row) for row in rows]


async def deliveries_of(session: AsyncSession, shop_id: str, conversation_id: str) -> dict[str, Delivery]:
    """How the messages of one conversation were delivered, by message id."""
    rows = await session.scalars(
        select(DeliveryRow).where(DeliveryRow.shop_id == shop_id, DeliveryRow.conversation_id == conversation_id)
    )
    return {row.message_id: _to_delivery(row) for row in rows}


def _to_delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        channel_id=row.channel_id,
        conversation_id=row.conversation_id,
        message_id=row.message_id,
        status=row.status,
        stage=row.stage,
        attempts=row.attempts,
        http_status=row.http_status,
        problem=Words(row.problem, row.problem_zh),
        created_at=row.created_at,
        delivered_at=row.delivered_at,
    )


async def _row(session: AsyncSession, shop_id: str, channel_id: str) -> ChannelRow:
    row = await session.get(ChannelRow, channel_id)
    if row is None or row.shop_id != shop_id:
        raise NotFound("There is no such channel.", zh="没有这个渠道，可能已被移除。")
    return row


def _to_channel(row: ChannelRow) -> Channel:
    return Channel(
        id=row.id,
        shop_id=row.shop_id,
        name=row.name,
        kind=row.kind,
        callback_url=row.callback_url,
        enabled=row.enabled,
        secret_version=row.secret_version,
        previous_until=row.previous_until,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
