"""What a shop decides for all its content alike."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import Conflict, wrong_field
from mercery.studio.kept import StudioSettings
from mercery.studio.tables import StudioSettingsRow


async def settings_of(session: AsyncSession, shop_id: str) -> StudioSettings:
    """The shop's settings, or the defaults."""
    row = await session.scalar(select(StudioSettingsRow).where(StudioSettingsRow.shop_id == shop_id))
    return StudioSettings() if row is None else replace(read(StudioSettings, row.values), version=row.version)


async def save_settings(
    session: AsyncSession, shop_id: str, actor: Actor, changed: StudioSettings, *, reason: str = ""
) -> StudioSettings:
    """Store them. Conflict when `changed.version` is not the newest."""
    if not 1 <= changed.least_sentences <= 20:
        message = "The least number of sentences is from 1 to 20."
        raise wrong_field("least_sentences", message, zh="至少保留的句数为 1 到 20。")
    before = await settings_of(session, shop_id)
    if before.version != changed.version:
        raise Conflict(
            "The settings were changed meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="此间已有人改动设置，请刷新后重做修改。",
        )
    values, version = plain(replace(changed, version=0)), before.version + 1
    stored = insert(StudioSettingsRow).values(shop_id=shop_id, values=values, version=version)
    written = await session.execute(
        stored.on_conflict_do_update(
            index_elements=["shop_id"],
            set_={"values": values, "version": version, "updated_at": now()},
            where=StudioSettingsRow.version == before.version,
        ).returning(StudioSettingsRow.version)
    )
    if written.one_or_none() is None:
        raise Conflict(
            "The settings were changed meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="此间已有人改动设置，请刷新后重做修改。",
        )
    await record(
        session,
        shop_id,
        actor,
        "content.settings",
        "content",
        before=plain(before),
        after=values,
        reason=reason or None,
    )
    return await settings_of(session, shop_id)
