"""Sending one message to a hook: one attempt, recorded whatever happens. No transaction is held meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import httpx
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.conversations import channels
from mercery.conversations.callback_address import Target, resolve
from mercery.core.as_json import read
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.telemetry.calls import calling
from mercery.operations.alerts.formats import Format, Letter, Sender, letter, refused
from mercery.operations.alerts.hooks import address, sender_hook
from mercery.operations.alerts.news import News
from mercery.operations.alerts.tables import AlertDeliveryRow, AlertHookRow

ATTEMPTS: Final = 8
"""Over about an hour, each wait three times the one before."""
TIMEOUT_SECONDS: Final = 10.0
KEPT: Final = timedelta(days=30)
_READ: Final = 4_096
"""Bytes of an answer that are read: robots say in it whether they took the message."""


class NotTaken(MerceryError):
    """The other side did not take the message; the job tries again."""

    code = "hook_not_taken"
    status = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outgoing:
    format: Format
    letter: Letter


async def deliver(database: Database, delivery_id: str, attempt: int) -> bool:
    """Send it unless it was; whether it was taken. NotTaken asks for another attempt."""
    try:
        async with database.session() as session:
            outgoing = await _prepare(session, delivery_id)
        if outgoing is None:
            return False
        status, problem = await _post(outgoing)
    except MerceryError as error:
        status, problem = None, error.message
    delivered, last = problem == "", attempt >= ATTEMPTS
    async with database.session() as session:
        row = await session.get(AlertDeliveryRow, delivery_id)
        if row is not None:
            row.attempts += 1
            row.http_status, row.problem, row.tried_at = status, problem[:300], now()
            row.status = "delivered" if delivered else "failed" if last else "waiting"
            row.delivered_at = now() if delivered else None
        await session.execute(delete(AlertDeliveryRow).where(AlertDeliveryRow.created_at < now() - KEPT))
    if not delivered and not last:
        raise NotTaken(problem, remedy="It is tried again by itself.", zh=f"通知未被接收（{problem}），将自动重试。")
    return delivered


async def _prepare(session: AsyncSession, delivery_id: str) -> _Outgoing | None:
    row = await session.get(AlertDeliveryRow, delivery_id)
    hook_row = await session.get(AlertHookRow, row.hook_id) if row is not None else None
    if row is None or hook_row is None or row.delivered_at is not None:
        return None
    hook = sender_hook(hook_row)
    shop = await accounts.shop(session, row.shop_id)
    url, word = address(hook_row)
    sender = Sender(
        format=hook.format, url=url, secret=hook.secret, word=word, shop=shop.name.text(hook.lang),
        base=settings().base_url, lang=hook.lang,
    )  # fmt: skip
    return _Outgoing(format=hook.format, letter=letter(sender, [read(News, one) for one in row.news], row.id, now()))


async def _post(outgoing: _Outgoing) -> tuple[int | None, str]:
    """The status and, unless taken, why not."""
    sent = outgoing.letter
    try:
        target = await resolve(sent.url, reach=channels.reach())
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
            with calling("webhook", sent.url) as out:
                response = await client.send(_request(client, target, sent), stream=True)
                out.status(response.status_code)
            answer = await _beginning(response)
            await response.aclose()
    except httpx.HTTPError as error:
        # Without its words: they may repeat the address, which is a secret.
        return None, f"The other side could not be reached ({type(error).__name__})."
    return response.status_code, refused(outgoing.format, response.status_code, answer)


async def _beginning(response: httpx.Response) -> bytes:
    answer = b""
    async for part in response.aiter_bytes():
        answer += part
        if len(answer) >= _READ:
            break
    return answer[:_READ]


def _request(client: httpx.AsyncClient, target: Target, sent: Letter) -> httpx.Request:
    """The request to the very address that was checked; certificate and Host still belong to the name."""
    original = httpx.URL(target.url)
    return client.build_request(
        "POST",
        original.copy_with(host=str(target.ip)),
        content=sent.body,
        headers={"Content-Type": "application/json; charset=utf-8", **sent.headers, "Host": original.netloc.decode()},
        extensions={"sni_hostname": target.host} if target.https else {},
    )
