"""Checking a release before it goes live, and the shop's own questions at any time. Worked through in the background."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.logging import get_logger
from mercery.knowledge import repository as answers_repository
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents import repository as documents
from mercery.knowledge.health import sources
from mercery.knowledge.releases import repository
from mercery.knowledge.releases.clashes import Standing, clashes
from mercery.knowledge.releases.effects import (
    Clash,
    Findings,
    OwnResult,
    effects_of,
    findings_from_json,
    findings_to_json,
    own_counts,
    own_results,
)
from mercery.knowledge.releases.questions import questions, store_results
from mercery.knowledge.releases.rehearsal import Question, Rehearsal, Supposed
from mercery.knowledge.releases.release import Item, Release
from mercery.knowledge.releases.shop_question import ShopQuestion
from mercery.knowledge.releases.supposing import suppose
from mercery.knowledge.releases.tables import ReleaseCheckRow, ReleaseRow, ShopQuestionRow
from mercery.policies.service import versions_stamp

log = get_logger(__name__)
CheckState = Literal["running", "done", "failed"]
DAYS: Final = 30
"""Past questions of so many days are asked again."""
_SILENT: Final = timedelta(minutes=5)
"""A check of which nothing was heard for so long was broken off."""
_KEPT: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check, running or finished."""

    id: str
    state: CheckState
    begun_at: datetime
    begun_by: str
    changed_at: datetime
    days: int
    done: int
    total: int
    fresh: bool
    """Nothing was recorded since, the release holds what it held, and the own questions are the same."""
    findings: Findings | None

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return self.state == "running"


async def begin(
    session: AsyncSession, shop: Shop, actor: Actor, number: int, *, days: int = DAYS, at_once: bool = False
) -> str:
    """Ask for a check of a release; a worker takes it up, or (`at_once`) the caller does. Returns the check's id."""
    row = await repository.locked(session, shop.id, number)
    release = await repository.release(session, shop.id, number)
    if not release.waiting:
        raise Conflict(
            f"Release {number} is not in preparation any more.", remedy="Load the page again.",
            zh=f"第 {number} 次发布已不在准备中，请刷新页面。",
        )  # fmt: skip
    if not release.inside:
        raise Invalid(
            f"Release {number} holds nothing.", remedy="Put something in first.",
            zh=f"第 {number} 次发布没有内容，请先加入内容。",
        )  # fmt: skip
    current = await latest(session, shop.id, release)
    if current is not None and current.running:
        return current.id
    repository.note_step(session, row, actor, "check")
    return await _begin(session, shop, actor, release.id, days, at_once=at_once)


async def begin_questions(session: AsyncSession, shop: Shop, actor: Actor, *, at_once: bool = False) -> str:
    """Ask for the own questions to be put to what is said now. Returns the check's id."""
    current = await latest_of_questions(session, shop.id)
    if current is not None and current.running:
        return current.id
    return await _begin(session, shop, actor, "", 0, at_once=at_once)


async def _begin(session: AsyncSession, shop: Shop, actor: Actor, release_id: str, days: int, *, at_once: bool) -> str:
    row = ReleaseCheckRow(
        id=new_id("chk"), shop_id=shop.id, release_id=release_id, state="running", begun_at=now(), changed_at=now(),
        begun_by=actor.name or actor.id, days=days, done=0, total=0, base="", result={},
    )  # fmt: skip
    session.add(row)
    await session.execute(
        delete(ReleaseCheckRow).where(ReleaseCheckRow.shop_id == shop.id, ReleaseCheckRow.begun_at < now() - _KEPT)
    )
    await session.flush()
    if at_once:
        return row.id
    args = {"shop_id": shop.id, "check_id": row.id}
    # The same lock as looking back: both suppose versions in a transaction, and one machine has one assistant to ask.
    await enqueue(session, "releases:check", args, lock=f"look_back:{shop.id}")
    return row.id


async def latest(session: AsyncSession, shop_id: str, release: Release) -> Check | None:
    """The newest check of a release."""
    row = await _newest(session, shop_id, release.id)
    if row is None:
        return None
    # Of what is decided already nobody asks whether its check still holds.
    return _check(row, await base_of(session, shop_id, release.inside) if release.waiting else "")


async def latest_of_questions(session: AsyncSession, shop_id: str) -> Check | None:
    """The newest time the own questions were put to what is said."""
    row = await _newest(session, shop_id, "")
    return None if row is None else _check(row, await base_of(session, shop_id, ()))


async def _newest(session: AsyncSession, shop_id: str, release_id: str) -> ReleaseCheckRow | None:
    return cast(
        "ReleaseCheckRow | None",
        await session.scalar(
            select(ReleaseCheckRow)
            .where(ReleaseCheckRow.shop_id == shop_id, ReleaseCheckRow.release_id == release_id)
            .order_by(ReleaseCheckRow.begun_at.desc(), ReleaseCheckRow.id.desc())
            .limit(1)
            .execution_options(populate_existing=True)
        ),
    )


def _check(row: ReleaseCheckRow, base: str) -> Check:
    broken_off = row.state == "running" and now() - row.changed_at > _SILENT and row.done > 0
    return Check(
        id=row.id, state="failed" if broken_off else cast(CheckState, row.state), begun_at=row.begun_at,
        begun_by=row.begun_by, changed_at=row.changed_at, days=row.days, done=row.done, total=row.total,
        fresh=row.state == "done" and row.base == base,
        findings=findings_from_json(row.result) if row.state == "done" else None,
    )  # fmt: skip


async def base_of(session: AsyncSession, shop_id: str, items: Sequence[Item]) -> str:
    """Another text as soon as a version is recorded, an item changes, a document does, or an own question."""
    asked = (
        await session.execute(
            select(func.count(), func.max(ShopQuestionRow.changed_at)).where(
                ShopQuestionRow.shop_id == shop_id, ShopQuestionRow.active
            )
        )
    ).one()
    parts = [
        *(one.id for one in items),
        str(await answers_repository.stamp(session, shop_id)),
        await versions_stamp(session, shop_id),
        await documents.stamp(session, shop_id),
        f"{asked[0]}:{asked[1]}",
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


async def work(database: Database, rehearsal: Rehearsal, shop_id: str, check_id: str) -> None:
    """Do what was asked for, noting how far it is."""
    started = time.perf_counter()
    async with database.session() as session:
        row = await session.get(ReleaseCheckRow, check_id)
        if row is None or row.state != "running":
            return
        shop = await accounts.shop(session, shop_id)
        release = await _release_of(session, shop_id, row.release_id)
        items = release.inside if release else ()
        row.base, row.changed_at = await base_of(session, shop_id, items), now()
        own = {one.id: one for one in await questions(session, shop_id) if one.active}
        days = row.days
    try:
        found, results = await _found(database, rehearsal, shop, items, own, days, check_id)
    except Exception:
        await _failed(database, release, check_id)
        raise
    found = replace(found, seconds=round(time.perf_counter() - started, 1))
    async with database.session() as session:
        row = await session.get(ReleaseCheckRow, check_id, with_for_update=True)
        if row is None or row.state != "running":
            # Somebody else has finished it meanwhile, from a terminal.
            return
        await store_results(session, shop_id, check_id, results)
        await _change(session, check_id, state="done", result=findings_to_json(found))
        if release is not None:
            step_row = await repository.locked(session, shop_id, release.number)
            figures = {"fails": int(found.fails), "looked_at": found.looked_at, "own": found.own_total}
            repository.note_step(session, step_row, SYSTEM, "checked", figures=figures)
    log.info("release_checked", check=check_id, looked_at=found.looked_at, fails=found.fails)


async def _found(
    database: Database,
    rehearsal: Rehearsal,
    shop: Shop,
    items: Sequence[Item],
    own: Mapping[str, ShopQuestion],
    days: int,
    check_id: str,
) -> tuple[Findings, list[OwnResult]]:
    async def tell(done: int, total: int) -> None:
        async with database.session() as session:
            await _change(session, check_id, done=done, total=total)

    supposed = [one.content for one in items]
    among = await _among(database, shop, supposed) if supposed else ()
    asked = [Question(id=one.id, text=one.text, lang=one.lang) for one in own.values()]
    heard = await rehearsal.rehearse(database, shop, supposed, asked, days, tell)
    results = own_results(own, heard.own)
    counts, effects = effects_of(heard.past)
    found = Findings(
        turns=heard.turns, looked_at=heard.looked_at, counts=counts, effects=effects, clashes=among,
        own=own_counts(results), release=bool(items),
    )  # fmt: skip
    return found, results


async def _among(database: Database, shop: Shop, supposed: Sequence[Supposed]) -> tuple[Clash, ...]:
    """What the release sets against each other: looked at before, and in a transaction that is taken back."""
    async with database.session() as session:
        before = await _standing(session, shop)
        supposing = await session.begin_nested()
        await suppose(session, shop.id, supposed)
        after = await _standing(session, shop)
        await supposing.rollback()
    changed = frozenset(one.key for one in supposed if isinstance(one, ApprovedAnswer))
    return await asyncio.to_thread(clashes, before, after, changed)


async def _standing(session: AsyncSession, shop: Shop) -> Standing:
    return Standing(
        answers=await knowledge.answers_in_force(session, shop.id), conflicts=await sources.found(session, shop)
    )


async def _release_of(session: AsyncSession, shop_id: str, release_id: str) -> Release | None:
    if not release_id:
        return None
    found = await repository.releases(session, shop_id, ReleaseRow.id == release_id)
    if not found:
        raise NotFound("The release is gone.", zh="该次发布已不存在。")
    return found[0]


async def _failed(database: Database, release: Release | None, check_id: str) -> None:
    async with database.session() as session:
        shop_id = await _change(session, check_id, state="failed")
        if release is not None and shop_id:
            row = await repository.locked(session, shop_id, release.number)
            repository.note_step(session, row, SYSTEM, "check_failed")


async def _change(session: AsyncSession, check_id: str, **columns: Any) -> str:
    row = await session.get(ReleaseCheckRow, check_id, with_for_update=True, populate_existing=True)
    if row is None:
        return ""
    for name, value in columns.items():
        setattr(row, name, value)
    row.changed_at = now()
    return row.shop_id
