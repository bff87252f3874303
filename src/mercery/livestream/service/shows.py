"""Shows: made, changed, put on air, ended, removed. Everything a viewer could notice is on record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.audit import record
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Conflict, Problem, refused_for, wrong_field
from mercery.core.events import announce
from mercery.core.ids import new_id
from mercery.livestream import repository
from mercery.livestream.addresses import check_face
from mercery.livestream.hosts import hosts, studios
from mercery.livestream.repository import show_of, show_row
from mercery.livestream.service.drafts import ShowDraft, check_show
from mercery.livestream.show import Show, State
from mercery.livestream.tables import LiveShowRow

_SIGNS: Final = re.compile(r"[^a-z0-9]+")


async def create(session: AsyncSession, shop_id: str, actor: Actor, draft: ShowDraft, *, reason: str = "") -> Show:
    """A new show, in draft or scheduled. Its running order is empty until it is planned or somebody adds to it."""
    _check(shop_id, draft)
    row = LiveShowRow(
        id=new_id("lsh"), shop_id=shop_id, slug=await _slug(session, shop_id, draft), created_at=now(), updated_at=now(),
        version=1, killed=False, ingest_key="", started_at=None, ended_at=None, state="draft",
    )  # fmt: skip
    _fill(row, draft)
    row.state = "scheduled" if draft.starts_at else "draft"
    session.add(row)
    await session.flush()
    await record(session, shop_id, actor, "live.create", row.id, after=_said_of(row), reason=reason or None)
    await _tell(session, row)
    return show_of(row)


async def edit(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    show_id: str,
    draft: ShowDraft,
    *,
    after_version: int | None = None,
    reason: str = "",
) -> Show:
    """Set it up anew. Conflict when `after_version` (what the writer saw) is no longer the newest. The language and the format
    of a show on air stay: viewers are in the middle of it."""
    _check(shop_id, draft)

    async def change(row: LiveShowRow) -> None:
        if row.state == "on_air" and (row.lang, row.format) != (draft.lang, draft.format):
            raise Conflict(
                "Language and format of a show on air cannot be changed.",
                remedy="End it first, or make another show.",
                zh="直播中不能更改语言与画面。请先结束，或另建一场。",
            )
        if draft.slug and draft.slug != row.slug:
            row.slug = await _slug(session, shop_id, draft)
        _fill(row, draft)
        if row.state in ("draft", "scheduled"):
            row.state = "scheduled" if draft.starts_at else "draft"

    return await _changed(session, shop_id, actor, show_id, "live.edit", change, after_version, reason)


async def schedule(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    show_id: str,
    starts_at: datetime | None,
    ends_at: datetime | None = None,
    *,
    after_version: int | None = None,
    reason: str = "",
) -> Show:
    """When it goes on air by itself and when it ends; without a start it waits until somebody says so."""

    async def change(row: LiveShowRow) -> None:
        before = show_of(row)
        check_show(
            ShowDraft(
                title=before.title, avatar=row.avatar, background=row.background, starts_at=starts_at, ends_at=ends_at
            )
        )
        if ends_at is not None and ends_at <= now():
            message = "The show would have ended by now."
            raise wrong_field("ends_at", message, remedy="Choose a time to come.", zh="结束时间须晚于现在。")
        row.starts_at, row.ends_at = starts_at, ends_at
        if row.state != "on_air":
            row.state = "scheduled" if starts_at else "draft"

    return await _changed(session, shop_id, actor, show_id, "live.schedule", change, after_version, reason)


async def go_on_air(session: AsyncSession, shop_id: str, actor: Actor, show_id: str, *, reason: str = "") -> Show:
    """Put it on air now. Conflict while it is, or while the kill switch is pulled."""

    async def change(row: LiveShowRow) -> None:
        if row.state == "on_air":
            raise Conflict("The show is on air.", zh="直播已在进行。")
        if row.killed:
            raise Conflict(
                "The kill switch of this show is pulled.",
                remedy="Let it go on first.",
                zh="此直播已紧急停播，请先恢复。",
            )
        if row.ends_at is not None and row.ends_at <= now():
            row.ends_at = None
        row.state, row.started_at, row.ended_at = "on_air", now(), None

    return await _changed(session, shop_id, actor, show_id, "live.start", change, None, reason)


async def end(session: AsyncSession, shop_id: str, actor: Actor, show_id: str, *, reason: str = "") -> Show:
    """End it now. What was said and recorded stays."""

    async def change(row: LiveShowRow) -> None:
        if row.state != "on_air":
            raise Conflict("The show is not on air.", zh="直播未在进行。")
        row.state, row.ended_at = "ended", now()

    return await _changed(session, shop_id, actor, show_id, "live.end", change, None, reason)


async def remove(session: AsyncSession, shop_id: str, actor: Actor, show_id: str, *, reason: str = "") -> None:
    """Remove a show that was never on air. One that was has its record kept: what was said to customers is not unsaid."""
    row = await show_row(session, shop_id, show_id, locked=True)
    if row.started_at is not None:
        raise Conflict(
            "The show was on air, and its record is kept.",
            remedy="End it; it is listed among past shows.",
            zh="播出过的直播须保留记录，不能删除。",
        )
    await record(session, shop_id, actor, "live.remove", row.id, before=_said_of(row), reason=reason or None)
    await session.execute(delete(LiveShowRow).where(LiveShowRow.id == row.id))


async def follow_schedule(session: AsyncSession, moment: datetime) -> tuple[Show, ...]:
    """Put on air what is due and end what is over, in every shop; the shows that changed."""
    rows = await session.scalars(
        select(LiveShowRow)
        .where(
            ((LiveShowRow.state == "scheduled") & (LiveShowRow.starts_at <= moment))
            | ((LiveShowRow.state == "on_air") & (LiveShowRow.ends_at <= moment))
        )
        .order_by(LiveShowRow.id)
        .with_for_update(skip_locked=True)
    )
    changed = [row for row in rows if _follow(row, moment)]
    for row in changed:
        act = "live.start" if row.state == "on_air" else "live.end"
        row.version, row.updated_at = row.version + 1, now()
        await session.flush()
        await record(session, row.shop_id, SYSTEM, act, row.id, after={"state": row.state}, reason="As scheduled")
        await _tell(session, row)
    return tuple(show_of(row) for row in changed)


def _follow(row: LiveShowRow, moment: datetime) -> bool:
    if row.ends_at is not None and row.ends_at <= moment:
        row.state, row.ended_at = "ended", moment
        return True
    if row.killed:
        return False
    row.state, row.started_at, row.ended_at = "on_air", moment, None
    return True


def _check(shop_id: str, draft: ShowDraft) -> None:
    check_show(draft)
    check_face(draft.face_url)
    known = {"avatar": [one.key for one in hosts(shop_id)], "background": [one.key for one in studios(shop_id)]}
    problems = [
        Problem(
            field=field,
            message=f"There is no {field} “{chosen}”.",
            remedy=f"There are: {', '.join(known[field])}.",
            zh=f"没有“{chosen}”这个选项，可选：{'、'.join(known[field])}。",
        )
        for field, chosen in (("avatar", draft.avatar), ("background", draft.background))
        if chosen not in known[field]
    ]
    if problems:
        raise refused_for(problems)


def draft_of(show: Show) -> ShowDraft:
    """The show as somebody may set it up anew."""
    return ShowDraft(
        title=show.title, lang=show.lang, format=show.format, avatar=show.avatar, background=show.background, goals=show.goals,
        starts_at=show.starts_at, ends_at=show.ends_at, rest_alone=show.rest_alone, record=show.record,
        face_url=show.face_url, watched_over=show.watched_over, slug=show.slug,
    )  # fmt: skip


async def touch(session: AsyncSession, row: LiveShowRow) -> None:
    """Something that belongs to the show changed: a new version, told to whoever watches."""
    row.version, row.updated_at = row.version + 1, now()
    await session.flush()
    await _tell(session, row)


def check_version(row: LiveShowRow, after_version: int | None) -> None:
    """Conflict when somebody else changed the show since the writer saw it."""
    if after_version is not None and after_version != row.version:
        raise Conflict(
            f"Version {row.version} of this show was saved meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="此间已有人改动，请刷新后重做修改。",
        )


async def _changed(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    show_id: str,
    act: str,
    change: Callable[[LiveShowRow], Awaitable[None]],
    after_version: int | None,
    reason: str,
) -> Show:
    row = await show_row(session, shop_id, show_id, locked=True)
    check_version(row, after_version)
    before = _said_of(row)
    await change(row)
    after = _said_of(row)
    if after != before:
        changed = {key: value for key, value in after.items() if before.get(key) != value}
        was = {key: before.get(key) for key in changed}
        await record(session, shop_id, actor, act, row.id, before=was, after=changed, reason=reason or None)
        await touch(session, row)
    return show_of(row)


def _fill(row: LiveShowRow, draft: ShowDraft) -> None:
    row.title = plain(draft.title)
    row.lang, row.format = draft.lang, draft.format
    row.avatar, row.background = draft.avatar, draft.background
    row.goals = plain(draft.goals)
    row.starts_at, row.ends_at = draft.starts_at, draft.ends_at
    row.rest_alone, row.record = draft.rest_alone, draft.record
    row.face_url, row.watched_over = draft.face_url.strip(), draft.watched_over.strip()


def _said_of(row: LiveShowRow) -> Json:
    """What the audit record says of it: never a key."""
    fields = (
        "slug", "title", "lang", "format", "avatar", "background", "state", "goals", "starts_at", "ends_at", "rest_alone", "record",
        "face_url", "watched_over",
    )  # fmt: skip
    return {name: plain(getattr(row, name)) for name in fields}


async def _tell(session: AsyncSession, row: LiveShowRow) -> None:
    await announce(session, f"live:{row.id}", {"kind": "order", "state": row.state, "version": row.version})


async def _slug(session: AsyncSession, shop_id: str, draft: ShowDraft) -> str:
    if draft.slug:
        if await repository.show_by_slug(session, shop_id, draft.slug):
            message = f"Another show has the address “{draft.slug}”."
            raise Conflict(
                message,
                problems=[
                    Problem(
                        field="slug",
                        message=message,
                        remedy="Choose another one.",
                        zh=f"另一场直播已使用地址“{draft.slug}”，请换一个。",
                    )
                ],
                zh=f"另一场直播已使用地址“{draft.slug}”，请换一个。",
            )
        return draft.slug
    title = draft.title.en or _by_sound(draft.title.zh or "")
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    base = _SIGNS.sub("-", ascii_title.lower()).strip("-")[:34].strip("-") or "show"
    taken = set(await session.scalars(select(LiveShowRow.slug).where(LiveShowRow.shop_id == shop_id)))
    return next(one for number in range(1, 10_000) if (one := base if number == 1 else f"{base}-{number}") not in taken)


def _by_sound(title: str) -> str:
    """A Chinese title in letters, for an address that can be read out."""
    from pypinyin import lazy_pinyin

    return "-".join(lazy_pinyin(title))


STATES: Final[tuple[State, ...]] = ("draft", "scheduled", "on_air", "ended")
