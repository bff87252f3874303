"""How a shop wants to sound: house voices, each change a new version."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.studio.house_voice import HOUSE, HouseVoice
from mercery.studio.tables import HouseVoiceRow

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_MOST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceVersion:
    """One version of a voice, and who wrote it."""

    voice: HouseVoice
    withdrawn: bool
    author: str
    recorded_at: datetime


async def voices(session: AsyncSession, shop_id: str) -> list[HouseVoice]:
    """The shop's voices in order of key, the house voice first. A shop that has changed nothing has `HOUSE` alone."""
    every = (
        select(HouseVoiceRow).where(HouseVoiceRow.shop_id == shop_id).order_by(HouseVoiceRow.key, HouseVoiceRow.version)
    )
    # The newest version comes last and stays.
    found = {row.key: row for row in await session.scalars(every)}
    held = [_voice(row) for row in found.values() if not row.withdrawn and row.key != HOUSE.key]
    house = _voice(found[HOUSE.key]) if HOUSE.key in found else HOUSE
    return [house, *held]


async def house_voice(session: AsyncSession, shop_id: str, key: str) -> HouseVoice:
    """The voice of that key; NotFound when there is none, or no more."""
    row = await _newest(session, shop_id, key)
    if row is None and key == HOUSE.key:
        return HOUSE
    if row is None or row.withdrawn:
        raise NotFound(f"There is no house voice '{key}'.")
    return _voice(row)


async def voice_or_house(session: AsyncSession, shop_id: str, key: str) -> HouseVoice:
    """The voice of that key; where it is gone, the house voice: what is written already must not fail with it."""
    try:
        return await house_voice(session, shop_id, key)
    except NotFound:
        return await house_voice(session, shop_id, HOUSE.key)


async def voice_history(session: AsyncSession, shop_id: str, key: str) -> list[VoiceVersion]:
    """Every version, the newest first; NotFound when there never was one."""
    rows = list(
        await session.scalars(
            select(HouseVoiceRow)
            .where(HouseVoiceRow.shop_id == shop_id, HouseVoiceRow.key == key)
            .order_by(HouseVoiceRow.version.desc())
        )
    )
    if not rows and key != HOUSE.key:
        raise NotFound(f"There is no house voice '{key}'.")
    return [
        VoiceVersion(voice=_voice(row), withdrawn=row.withdrawn, author=row.author, recorded_at=row.recorded_at)
        for row in rows
    ]


async def save_voice(
    session: AsyncSession, shop_id: str, actor: Actor, voice: HouseVoice, *, after_version: int | None = None
) -> HouseVoice:
    """Record a new version. Invalid with the fields that cannot be used; Conflict when `after_version` (0: none yet) is not
    the newest."""
    _check(voice)
    before = await _locked(session, shop_id, voice.key)
    # What a shop starts with is version 1, though no row says so.
    newest = before.version if before else (HOUSE.version if voice.key == HOUSE.key else 0)
    if after_version is not None and after_version != newest:
        raise Conflict(
            f"Version {newest} was recorded meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="此间已有人改动，请刷新后重做修改。",
        )
    held = _voice(before) if before and not before.withdrawn else None
    kept = _stripped(replace(voice, version=newest + 1))
    if held is not None and replace(held, version=kept.version) == kept:
        return held
    session.add(_row(shop_id, actor, kept, withdrawn=False))
    await session.flush()
    await record(
        session, shop_id, actor, "content.voice", f"voice:{voice.key}",
        before=plain(held) if held else None, after=plain(kept),
    )  # fmt: skip
    return kept


async def withdraw_voice(session: AsyncSession, shop_id: str, actor: Actor, key: str) -> None:
    """Take a voice away. Pieces written in it stay; written again, they speak in the house voice, which cannot be withdrawn."""
    if key == HOUSE.key:
        raise Conflict("The house voice stays.", remedy="Edit it instead.", zh="品牌语气不能停用，可以修改。")
    before = await _locked(session, shop_id, key)
    if before is None or before.withdrawn:
        raise NotFound(f"There is no house voice '{key}'.")
    session.add(_row(shop_id, actor, replace(_voice(before), version=before.version + 1), withdrawn=True))
    await session.flush()
    await record(session, shop_id, actor, "content.withdraw_voice", f"voice:{key}")


def _check(voice: HouseVoice) -> None:
    problems = []
    if not _KEY.fullmatch(voice.key):
        problems.append(
            _problem(
                "key",
                "The key needs lower-case letters, digits, hyphens.",
                "Write it like `winter`.",
                "标识只能用小写字母、数字与连字符，例如 winter。",
            )
        )
    if not (voice.name.en.strip() or voice.name.zh.strip()):
        problems.append(
            _problem(
                "name", "The voice needs a name.", "Write it in at least one language.", "请至少填写一种语言的名称。"
            )
        )
    problems += [
        _problem(
            name, f"More than {_MOST} lines.", "Keep those that matter most.", f"最多 {_MOST} 行，请保留最重要的。"
        )
        for name in ("do", "avoid", "lexicon", "samples")
        if len(getattr(voice, name)) > _MOST
    ]
    problems += [
        _problem(
            "lexicon",
            f"Line {place} does not say which word stands for which.",
            "Write both words.",
            f"第 {place} 行未写明替换关系，请写“原词 = 改用”。",
        )
        for place, one in enumerate(voice.lexicon, 1)
        if not ((one.instead_of.en and one.use.en) or (one.instead_of.zh and one.use.zh))
    ]
    if problems:
        raise Invalid(
            "The voice cannot be used as it is.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="品牌语气尚不能保存，请修改标出的各项。",
        )


def _problem(field: str, message: str, remedy: str, zh: str) -> Problem:
    return Problem(field=field, message=message, remedy=remedy, zh=zh)


def _stripped(voice: HouseVoice) -> HouseVoice:
    """Without lines that are empty in both languages."""
    return replace(
        voice,
        do=tuple(one for one in voice.do if one.en.strip() or one.zh.strip()),
        avoid=tuple(one for one in voice.avoid if one.en.strip() or one.zh.strip()),
        samples=tuple(one for one in voice.samples if one.en.strip() or one.zh.strip()),
    )


async def _newest(session: AsyncSession, shop_id: str, key: str) -> HouseVoiceRow | None:
    found: HouseVoiceRow | None = await session.scalar(
        select(HouseVoiceRow)
        .where(HouseVoiceRow.shop_id == shop_id, HouseVoiceRow.key == key)
        .order_by(HouseVoiceRow.version.desc())
        .limit(1)
    )
    return found


async def _locked(session: AsyncSession, shop_id: str, key: str) -> HouseVoiceRow | None:
    name = {"name": f"voice:{shop_id}:{key}"}
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), name)
    return await _newest(session, shop_id, key)


def _row(shop_id: str, actor: Actor, voice: HouseVoice, *, withdrawn: bool) -> HouseVoiceRow:
    return HouseVoiceRow(
        shop_id=shop_id, key=voice.key, version=voice.version, content=plain(voice), withdrawn=withdrawn,
        author_id=actor.id, author=actor.name, recorded_at=now(),
    )  # fmt: skip


def _voice(row: HouseVoiceRow) -> HouseVoice:
    return replace(read(HouseVoice, row.content), version=row.version)
