"""Outside platforms a show is pushed to, and the key by which a person's own stream comes in. Keys are sealed
(`core/sealed.py`), stand open in no table, log or record, and are never shown again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.clock import now
from mercery.core.errors import Invalid, NotFound, Problem, refused_for
from mercery.core.ids import new_id, new_secret
from mercery.core.sealed import seal
from mercery.livestream.addresses import checked_destination
from mercery.livestream.repository import destination_of, ingest_purpose, key_purpose, show_row
from mercery.livestream.service.shows import touch
from mercery.livestream.show import Destination
from mercery.livestream.tables import LiveDestinationRow

MOST = 8
_LONGEST_KEY = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationDraft:
    """An outside platform as it is entered. `key` empty at a change: it stays."""

    name: str
    url: str
    key: str = ""
    enabled: bool = True


async def add_destination(
    session: AsyncSession, shop_id: str, actor: Actor, show_id: str, draft: DestinationDraft, *, reason: str = ""
) -> Destination:
    """Push the show to one more platform, from now on where it is on air."""
    show = await show_row(session, shop_id, show_id, locked=True)
    url, key = _checked(draft, needs_key=True)
    there = await session.scalars(select(LiveDestinationRow.id).where(LiveDestinationRow.show_id == show_id))
    if len(there.all()) >= MOST:
        raise Invalid(
            f"A show goes to at most {MOST} platforms.",
            remedy="Remove one first.",
            zh=f"最多接入 {MOST} 个平台，请先移除一个。",
        )
    new = new_id("lds")
    row = LiveDestinationRow(
        id=new, shop_id=shop_id, show_id=show_id, name=draft.name.strip(), url=url,
        secret=seal(key, key_purpose(new)), enabled=draft.enabled, created_at=now(),
    )  # fmt: skip
    session.add(row)
    after = {"id": row.id, "name": row.name, "url": row.url, "enabled": row.enabled}
    await record(session, shop_id, actor, "live.add_destination", show_id, after=after, reason=reason or None)
    await touch(session, show)
    return destination_of(row)


async def change_destination(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    show_id: str,
    destination_id: str,
    draft: DestinationDraft,
    *,
    reason: str = "",
) -> Destination:
    """Another name, address, key, or off and on. A new address needs its key again: a key never goes where it was not meant to."""
    show = await show_row(session, shop_id, show_id, locked=True)
    row = await _row(session, show_id, destination_id)
    elsewhere = draft.url.strip().rstrip("/") != row.url
    url, key = _checked(draft, needs_key=elsewhere)
    before = {"name": row.name, "url": row.url, "enabled": row.enabled}
    row.name, row.url, row.enabled = draft.name.strip(), url, draft.enabled
    if key:
        row.secret = seal(key, key_purpose(row.id))
    after = {"name": row.name, "url": row.url, "enabled": row.enabled, "new_key": bool(key)}
    await record(
        session, shop_id, actor, "live.change_destination", show_id, before=before, after=after, reason=reason or None
    )
    await touch(session, show)
    return destination_of(row)


async def remove_destination(
    session: AsyncSession, shop_id: str, actor: Actor, show_id: str, destination_id: str, *, reason: str = ""
) -> None:
    """Push it there no more; the key is forgotten."""
    show = await show_row(session, shop_id, show_id, locked=True)
    row = await _row(session, show_id, destination_id)
    before = {"id": row.id, "name": row.name, "url": row.url}
    await session.execute(delete(LiveDestinationRow).where(LiveDestinationRow.id == row.id))
    await record(session, shop_id, actor, "live.remove_destination", show_id, before=before, reason=reason or None)
    await touch(session, show)


async def new_ingest_key(session: AsyncSession, shop_id: str, actor: Actor, show_id: str, *, reason: str = "") -> str:
    """A new key for a person's stream, shown this once; the one before is refused from now on."""
    show = await show_row(session, shop_id, show_id, locked=True)
    key = new_secret(18)
    show.ingest_key = seal(key, ingest_purpose(show.id))
    await record(session, shop_id, actor, "live.new_ingest_key", show_id, reason=reason or None)
    await touch(session, show)
    return key


async def forget_ingest_key(
    session: AsyncSession, shop_id: str, actor: Actor, show_id: str, *, reason: str = ""
) -> None:
    """No person's stream is let in any more."""
    show = await show_row(session, shop_id, show_id, locked=True)
    show.ingest_key = ""
    await record(session, shop_id, actor, "live.forget_ingest_key", show_id, reason=reason or None)
    await touch(session, show)


async def _row(session: AsyncSession, show_id: str, destination_id: str) -> LiveDestinationRow:
    row = await session.get(LiveDestinationRow, destination_id)
    if row is None or row.show_id != show_id:
        raise NotFound("The show has no such destination.")
    return row


def _checked(draft: DestinationDraft, *, needs_key: bool) -> tuple[str, str]:
    key = draft.key.strip()
    wrong = []
    if not 1 <= len(draft.name.strip()) <= 80:
        wrong.append(
            Problem(
                field="name",
                message="The destination needs a name.",
                remedy="For example: Douyin.",
                zh="请填写平台名称。",
            )
        )
    if needs_key and not key:
        wrong.append(
            Problem(
                field="key",
                message="The stream key is missing.",
                remedy="Copy it from the platform.",
                zh="请填写串流密钥；更换地址时须重新填写。",
            )
        )
    if any(sign.isspace() or not sign.isprintable() for sign in key) or len(key) > _LONGEST_KEY:
        wrong.append(
            Problem(
                field="key",
                message="This is no stream key.",
                remedy="Copy it from the platform once more.",
                zh="密钥有误，请从平台重新复制。",
            )
        )
    if wrong:
        raise refused_for(wrong)
    return checked_destination(draft.url), key
