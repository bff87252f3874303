"""Browsers a person has signed in with: known ones, and those that are not asked for a code for thirty days."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.accounts.tables import DeviceRow
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.core.ids import new_secret
from mercery.web.cookies import read_cookie, set_cookie
from mercery.web.secret import seal, unseal

DEVICE_COOKIE: Final = "device"
TRUST: Final = timedelta(days=30)
_KEPT: Final = timedelta(days=400)
_MOST: Final = 50
"""Browsers remembered for a person; the longest unseen go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One browser."""

    token_hash: str
    agent: str
    address: str
    first_at: datetime
    seen_at: datetime
    trusted_until: datetime | None

    @property
    def trusted(self) -> bool:
        """Whether it is not asked for a code now."""
        return self.trusted_until is not None and self.trusted_until > now()


def device_hash(connection: HTTPConnection) -> str:
    """What this browser is known by; empty when it has no cookie of ours. The cookie is signed, so that who can write
    into the database still cannot make a browser known."""
    sent = read_cookie(connection, DEVICE_COOKIE)
    token = unseal("device", sent) if sent else None
    return _digest(token) if isinstance(token, str) else ""


def mark_browser(connection: HTTPConnection) -> str:
    """The same, and a cookie for the browser where it has none."""
    known = device_hash(connection)
    if known:
        return known
    token = new_secret()
    set_cookie(connection, DEVICE_COOKIE, seal("device", token), max_age=int(_KEPT.total_seconds()))
    return _digest(token)


async def is_trusted(session: AsyncSession, staff_id: str, token_hash: str) -> bool:
    """Whether this person signs in here without a code."""
    row = await session.get(DeviceRow, (staff_id, token_hash)) if token_hash else None
    return row is not None and row.trusted_until is not None and row.trusted_until > now()


async def seen_with(
    session: AsyncSession, staff_id: str, token_hash: str, *, agent: str, address: str, trust: bool = False
) -> bool:
    """Note that the person signed in with this browser. Returns whether that is worth a mail: a browser never seen before,
    of a person who has used others."""
    row = await session.get(DeviceRow, (staff_id, token_hash))
    others = await session.scalar(select(func.count()).where(DeviceRow.staff_id == staff_id)) or 0
    strange = row is None and others > 0
    if row is None:
        row = DeviceRow(staff_id=staff_id, token_hash=token_hash, first_at=now(), agent="", address="", seen_at=now())
        session.add(row)
    row.agent, row.address, row.seen_at = agent[:200], address[:64], now()
    if trust:
        row.trusted_until = now() + TRUST
    await session.flush()
    if others >= _MOST:
        await _forget_oldest(session, staff_id)
    return strange


async def devices_of(session: AsyncSession, staff_id: str) -> list[Device]:
    """The person's browsers, the last used first."""
    rows = await session.scalars(
        select(DeviceRow).where(DeviceRow.staff_id == staff_id).order_by(DeviceRow.seen_at.desc())
    )
    return [
        Device(
            token_hash=row.token_hash, agent=row.agent, address=row.address, first_at=row.first_at,
            seen_at=row.seen_at, trusted_until=row.trusted_until,
        )
        for row in rows
    ]  # fmt: skip


async def end_trust(session: AsyncSession, staff_id: str, token_hash: str | None = None) -> None:
    """Ask for a code again in this browser, or in all; NotFound when the one is not among the person's own."""
    query = select(DeviceRow).where(DeviceRow.staff_id == staff_id)
    rows = list(await session.scalars(query.where(DeviceRow.token_hash == token_hash) if token_hash else query))
    if token_hash and not rows:
        raise NotFound("This browser is not among yours.")
    for row in rows:
        row.trusted_until = None


async def _forget_oldest(session: AsyncSession, staff_id: str) -> None:
    keep = select(DeviceRow.token_hash).where(DeviceRow.staff_id == staff_id).order_by(DeviceRow.seen_at.desc())
    gone = delete(DeviceRow).where(DeviceRow.staff_id == staff_id, DeviceRow.token_hash.not_in(keep.limit(_MOST)))
    await session.execute(gone)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
