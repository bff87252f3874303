"""Trying a channel out from the console: is the platform willing, and does a line of ours arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mercery.accounts.shop import Shop
from mercery.channels import repository, setups
from mercery.channels.doors import platform_of
from mercery.channels.setups import Setup
from mercery.conversations.undelivered import reason
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang, Words

_WORKS: Final = Words("The platform lets us in.", "平台验证通过。")
_SENT: Final = Words("Sent. Look whether it arrived.", "已发送，请确认是否收到。")
_NOT_HERE: Final = Words("This kind of channel is not connected here.", "这里未接入此类渠道。")
_NOBODY: Final = Words(
    "Nobody has written yet: write to the channel from your own telephone first.",
    "还没有人来信，请先用自己的手机给该渠道发条消息。",
)
_LINE: Final = Words(
    "This is a test from {shop}. Whatever you write here is answered by its assistant.",
    "这是来自{shop}的测试消息，您在此发送的内容由 AI 店员答复。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Whether it went right, and what to tell the person."""

    right: bool
    words: Words


async def check(database: Database, setup: Setup) -> Tried:
    """Ask the platform; what is wrong stands in the console until something is sent."""
    platform = platform_of(setup.kind.name)
    if platform is None:
        return Tried(right=False, words=_NOT_HERE)
    try:
        await platform.check(database, setup)
    except MerceryError as error:
        return await _failed(database, setup, error)
    async with database.session() as session:
        await setups.note_fine(session, setup.channel.id)
    return Tried(right=True, words=_WORKS)


async def send(database: Database, setup: Setup, shop: Shop, to: str, lang: Lang) -> Tried:
    """Send one line to `to`, or to whoever wrote last."""
    platform = platform_of(setup.kind.name)
    async with database.session() as session:
        address = to or await repository.latest_address(session, setup.channel.id)
    if platform is None or not address:
        return Tried(right=False, words=_NOBODY)
    try:
        await platform.send_line(database, setup, address, _LINE.text(lang).format(shop=shop.name.text(lang)), shop)
    except MerceryError as error:
        return await _failed(database, setup, error)
    async with database.session() as session:
        await setups.note_sent(session, setup.channel.id)
    return Tried(right=True, words=_SENT)


async def _failed(database: Database, setup: Setup, error: MerceryError) -> Tried:
    words = reason(error)
    await setups.note_problem(database, setup.channel.id, words)
    return Tried(right=False, words=words)
