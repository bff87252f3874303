"""Bridges: over which platforms a show's comments come in, with their secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict, NotFound, wrong_field
from mercery.core.ids import new_id, new_secret
from mercery.core.sealed import opened, seal
from mercery.livestream.comments.platforms import PLATFORMS
from mercery.livestream.repository import show_row
from mercery.livestream.tables import LiveBridgeRow

_SHORTEST: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """One way in."""

    id: str
    shop_id: str
    show_id: str
    platform: str
    room: str
    enabled: bool
    used_at: datetime | None
    secret: str = field(repr=False)

    @property
    def address(self) -> str:
        """Where the platform calls."""
        return f"/api/live/bridges/{self.id}"


async def set_up(
    session: AsyncSession, shop_id: str, actor: Actor, show_id: str, *, platform: str, room: str = "", secret: str = ""
) -> Bridge:
    """A new bridge. Without a secret of the platform's one is made, for programs of the shop's own. Invalid, Conflict."""
    adapter = PLATFORMS.get(platform)
    if adapter is None:
        message = f"There is no platform '{platform}'."
        raise wrong_field(
            "platform",
            message,
            remedy=f"One of: {', '.join(PLATFORMS)}.",
            zh=f"没有“{platform}”这个平台，可选：{'、'.join(PLATFORMS)}。",
        )
    await show_row(session, shop_id, show_id)
    given = secret.strip() or (new_secret() if platform == "signed" else "")
    if len(given) < _SHORTEST:
        message = f"{adapter.name.en} signs with a secret; without it nothing can be let in."
        raise wrong_field(
            "secret",
            message,
            remedy=f"See {adapter.document}",
            zh=f"{adapter.name.zh}须用密钥签名，否则无法接入。说明见 {adapter.document}",
        )
    new = new_id("lbr")
    row = LiveBridgeRow(
        id=new, shop_id=shop_id, show_id=show_id, platform=platform, room=room.strip()[:120],
        secret=seal(given, bridge_purpose(new)), enabled=True,
    )  # fmt: skip
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Conflict(
            "This show has a bridge to that room already.",
            remedy="Remove it first.",
            zh="这场直播已接入该直播间，请先移除。",
        ) from error
    await audit.record(
        session, shop_id, actor, "live.bridge.create", row.id, after={"platform": platform, "room": row.room}
    )
    return _bridge(row)


async def remove(session: AsyncSession, shop_id: str, actor: Actor, bridge_id: str) -> None:
    """Nothing comes in over it any more. NotFound."""
    row = await session.get(LiveBridgeRow, bridge_id)
    if row is None or row.shop_id != shop_id:
        raise NotFound("There is no such bridge.")
    before = {"platform": row.platform, "room": row.room}
    await session.delete(row)
    await audit.record(session, shop_id, actor, "live.bridge.remove", bridge_id, before=before)


async def bridges(session: AsyncSession, shop_id: str, show_id: str) -> list[Bridge]:
    """Those of a show."""
    rows = await session.scalars(
        select(LiveBridgeRow)
        .where(LiveBridgeRow.shop_id == shop_id, LiveBridgeRow.show_id == show_id)
        .order_by(LiveBridgeRow.created_at, LiveBridgeRow.id)
    )
    return [_bridge(row) for row in rows]


async def any_bridge(session: AsyncSession, bridge_id: str) -> Bridge | None:
    """The bridge a call names, whichever shop it belongs to."""
    row = await session.get(LiveBridgeRow, bridge_id)
    return _bridge(row) if row is not None else None


async def note_use(session: AsyncSession, bridge: Bridge) -> None:
    """Remember when something last came in, to the minute."""
    row = await session.get(LiveBridgeRow, bridge.id)
    moment = now()
    if row is not None and (row.used_at is None or (moment - row.used_at).total_seconds() > 60):
        row.used_at = moment


def bridge_purpose(bridge_id: str) -> str:
    """What a bridge's secret is sealed for (`core/sealed.py`)."""
    return f"live.bridge:{bridge_id}"


def _bridge(row: LiveBridgeRow) -> Bridge:
    return Bridge(
        id=row.id, shop_id=row.shop_id, show_id=row.show_id, platform=row.platform, room=row.room, enabled=row.enabled,
        used_at=row.used_at, secret=opened(row.secret, bridge_purpose(row.id)) or "",
    )  # fmt: skip
