"""Addresses alerts are sent to: made, tried, changed and removed by owners, each change on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.conversations import channels
from mercery.conversations.callback_address import checked_callback_url
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.sealed import seal, unseal
from mercery.operations.alerts.formats import FORMATS, Format
from mercery.operations.alerts.news import News, a_test
from mercery.operations.alerts.tables import AlertDeliveryRow, AlertHookRow
from mercery.web.secret import mac

MOST: Final = 10
"""Hooks a shop may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """An address, without what is secret of it."""

    id: str
    shop_id: str
    name: str
    format: Format
    host: str
    urgent_only: bool
    lang: Lang
    enabled: bool
    secret_version: int
    signed_by_word: bool
    created_at: datetime

    @property
    def secret(self) -> str:
        """What the signed form is signed with: derived, so that it stands in no table."""
        return f"mhs_{mac('alert hook', self.id, str(self.secret_version))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookDraft:
    """What somebody wants a hook to be."""

    name: str
    format: str
    url: str
    word: str = ""
    urgent_only: bool = False
    lang: Lang = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A line of the log."""

    id: str
    hook_id: str
    status: str
    attempts: int
    http_status: int | None
    problem: str
    created_at: datetime
    count: int
    """How many news it holds."""


def purpose(hook_id: str) -> str:
    """What its address is sealed for."""
    return f"alerts.hook:{hook_id}"


async def hooks(session: AsyncSession, shop_id: str) -> list[Hook]:
    """The shop's hooks, by name."""
    rows = await session.scalars(
        select(AlertHookRow).where(AlertHookRow.shop_id == shop_id).order_by(AlertHookRow.name)
    )
    return [_of(row) for row in rows]


async def create(session: AsyncSession, shop_id: str, actor: Actor, draft: HookDraft) -> Hook:
    """A new hook; where it signs, its `secret` is shown to the person once. Invalid, Conflict."""
    name, url = draft.name.strip()[:80], draft.url.strip()
    if not name:
        raise Invalid(
            "The address needs a name.",
            problems=[Problem(field="name", message="The address needs a name.", zh="请填写名称。")],
            zh="请填写名称。",
        )
    if draft.format not in FORMATS:
        raise Invalid(
            "Choose a format.",
            problems=[Problem(field="format", message="Choose a format.", zh="请选择格式。")],
            zh="请选择格式。",
        )
    try:
        checked = checked_callback_url(url, reach=channels.reach())
    except Invalid as error:
        raise Invalid(
            error.message,
            remedy=error.remedy,
            problems=[Problem(field="url", message=error.message, zh="该地址不可用：须为 https 的公网地址。")],
            zh="该地址不可用：须为 https 的公网地址。",
        ) from error
    if len(await hooks(session, shop_id)) >= MOST:
        raise Conflict(
            f"At most {MOST} addresses can be told.",
            remedy="Remove one first.",
            zh=f"最多设置 {MOST} 个通知地址，请先删除一个。",
        )
    made = new_id("hok")
    row = AlertHookRow(
        id=made, shop_id=shop_id, name=name, format=draft.format, url=seal(checked, purpose(made)),
        host=urlsplit(checked).hostname or "", word=seal(draft.word.strip()[:200], purpose(made)),
        urgent_only=draft.urgent_only, lang=draft.lang, enabled=True, secret_version=1, created_at=now(),
    )  # fmt: skip
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Conflict(
            f"There is already an address '{name}'.",
            remedy="Choose another name.",
            zh=f"已有名为“{name}”的通知地址，请换一个名称。",
        ) from error
    after = {"name": name, "format": row.format, "host": row.host, "urgent_only": row.urgent_only}
    await audit.record(session, shop_id, actor, "alerts.create_hook", row.id, after=after)
    return _of(row)


async def renew_secret(session: AsyncSession, shop_id: str, actor: Actor, hook_id: str) -> Hook:
    """Another secret from now on."""
    row = await _row(session, shop_id, hook_id)
    row.secret_version += 1
    await session.flush()
    await audit.record(session, shop_id, actor, "alerts.renew_secret", row.id)
    return _of(row)


async def set_enabled(session: AsyncSession, shop_id: str, actor: Actor, hook_id: str, enabled: bool) -> Hook:
    """Tell it, or not."""
    row = await _row(session, shop_id, hook_id)
    before, row.enabled = {"enabled": row.enabled}, enabled
    await session.flush()
    await audit.record(session, shop_id, actor, "alerts.enable_hook", row.id, before=before, after={"enabled": enabled})
    return _of(row)


async def remove(session: AsyncSession, shop_id: str, actor: Actor, hook_id: str) -> None:
    """Forget it with its log."""
    row = await _row(session, shop_id, hook_id)
    before = {"name": row.name, "format": row.format, "host": row.host}
    await session.delete(row)
    await session.flush()
    await audit.record(session, shop_id, actor, "alerts.remove_hook", hook_id, before=before)


async def test(session: AsyncSession, shop_id: str, actor: Actor, hook_id: str) -> None:
    """Send a line that says it is a test."""
    row = await _row(session, shop_id, hook_id)
    await _send(session, row, [a_test(now())])
    await audit.record(session, shop_id, actor, "alerts.test_hook", row.id)


async def tell_hooks(session: AsyncSession, shop: Shop, news: Sequence[News]) -> None:
    """One message to each hook with all that is new for it."""
    rows = await session.scalars(
        select(AlertHookRow).where(AlertHookRow.shop_id == shop.id, AlertHookRow.enabled).order_by(AlertHookRow.id)
    )
    for row in rows:
        wanted = [one for one in news if one.severity == "urgent" or not row.urgent_only]
        if wanted:
            await _send(session, row, wanted)


async def deliveries(session: AsyncSession, shop_id: str, *, limit: int = 20) -> list[Delivery]:
    """The newest lines of the log."""
    rows = await session.scalars(
        select(AlertDeliveryRow)
        .where(AlertDeliveryRow.shop_id == shop_id)
        .order_by(AlertDeliveryRow.created_at.desc())
        .limit(limit)
    )
    return [
        Delivery(
            id=row.id, hook_id=row.hook_id, status=row.status, attempts=row.attempts, http_status=row.http_status,
            problem=row.problem, created_at=row.created_at, count=len(row.news),
        )
        for row in rows
    ]  # fmt: skip


def address(row: AlertHookRow) -> tuple[str, str]:
    """The address and the messenger's secret, opened for sending."""
    return unseal(row.url, purpose(row.id)), unseal(row.word, purpose(row.id))


async def _send(session: AsyncSession, row: AlertHookRow, news: Sequence[News]) -> None:
    delivery = AlertDeliveryRow(
        id=new_id("hdl"), shop_id=row.shop_id, hook_id=row.id, news=[plain(one) for one in news], status="waiting",
        attempts=0, problem="", created_at=now(),
    )  # fmt: skip
    session.add(delivery)
    await session.flush()
    # Without a lock: one that is tried again for an hour must not hold up what is new.
    await enqueue(session, "alerts:deliver", {"delivery_id": delivery.id})


async def _row(session: AsyncSession, shop_id: str, hook_id: str) -> AlertHookRow:
    row = await session.get(AlertHookRow, hook_id)
    if row is None or row.shop_id != shop_id:
        raise NotFound("There is no such address.", zh="没有这个通知地址。")
    return row


def _of(row: AlertHookRow) -> Hook:
    return Hook(
        id=row.id, shop_id=row.shop_id, name=row.name, format=cast(Format, row.format), host=row.host,
        urgent_only=row.urgent_only, lang="zh" if row.lang == "zh" else "en", enabled=row.enabled,
        secret_version=row.secret_version, signed_by_word=bool(row.word), created_at=row.created_at,
    )  # fmt: skip


def sender_hook(row: AlertHookRow) -> Hook:
    """The hook behind a row, for whoever sends."""
    return _of(row)
