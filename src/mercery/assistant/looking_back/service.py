"""Look backs as they are asked for, worked through in the background, and kept: the last one with when and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.assistant.looking_back.difference import (
    Difference,
    Reason,
    by_reason,
    difference_from_json,
    difference_to_json,
)
from mercery.assistant.looking_back.past import count_turns
from mercery.assistant.looking_back.working_out import MOST_SUPPOSED, MOST_TURNS, Draft, LookedBack, look_back
from mercery.assistant.tables import LookBackRow
from mercery.core.clock import now
from mercery.core.database import Database, Json
from mercery.core.errors import NotFound
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.logging import get_logger
from mercery.knowledge.answer import ApprovedAnswer
from mercery.policies.draft import PolicyDraft

log = get_logger(__name__)
State = Literal["running", "done", "failed"]
Kind = Literal["today", "answer", "policy"]
MOST_KEPT: Final = 200
"""So many differences are kept with their words; all are counted."""
_KEPT: Final = timedelta(days=30)
_SILENT: Final = timedelta(minutes=3)
_DRAFTS: Final[dict[str, TypeAdapter[Any]]] = {
    "answer": TypeAdapter(ApprovedAnswer),
    "policy": TypeAdapter(PolicyDraft),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """One look back, running or finished."""

    id: str
    kind: Kind
    """`today`: with what holds now. `answer`, `policy`: with a draft in force."""
    about: str
    """Key of the draft; empty for today."""
    begun_at: datetime
    begun_by: str
    days: int
    state: State
    total: int
    done: int
    turns: int
    looked_at: int
    differing: int
    differences: tuple[Difference, ...]

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return self.state == "running"

    @property
    def groups(self) -> dict[Reason, list[Difference]]:
        """The differences kept, by what changed."""
        return by_reason(self.differences)

    @property
    def left_out(self) -> int:
        """Turns that differ and are counted only."""
        return self.differing - sum(one.times for one in self.differences)


async def begin(session: AsyncSession, shop: Shop, actor: Actor, days: int, draft: Draft | None = None) -> str:
    """Ask for a look back; a worker takes it up. Returns its id."""
    turns = await count_turns(session, shop.id, now() - timedelta(days=days))
    row = LookBackRow(
        id=new_id("lbk"), shop_id=shop.id, begun_at=now(), changed_at=now(), begun_by=actor.name or actor.id, days=days,
        state="running", total=min(turns, MOST_TURNS) if draft is None else 2 * min(turns, MOST_SUPPOSED), looked_at=0,
        result=_asked(draft),
    )  # fmt: skip
    session.add(row)
    await session.execute(
        delete(LookBackRow).where(LookBackRow.shop_id == shop.id, LookBackRow.begun_at < now() - _KEPT)
    )
    await session.flush()
    args = {"shop_id": shop.id, "look_back_id": row.id}
    await enqueue(session, "assistant:look_back", args, lock=f"look_back:{shop.id}")
    return row.id


async def work(database: Database, shop_id: str, look_back_id: str) -> None:
    """Do what was asked for, noting how far it is."""
    async with database.session() as session:
        shop = await accounts.shop(session, shop_id)
        row = await session.get(LookBackRow, look_back_id)
        if row is None:
            return
        days, draft = row.days, _draft(row.result)

    async def tell(done: int, total: int) -> None:
        await _change(database, look_back_id, looked_at=done, total=total)

    try:
        found = await look_back(database, shop, days, tell, draft)
    except Exception:
        await _change(database, look_back_id, state="failed")
        raise
    await _change(database, look_back_id, state="done", result=_finished(found))
    log.info("look_back", id=look_back_id, turns=found.looked_at, differing=found.differing)


async def finished(session: AsyncSession, shop_id: str, days: int, by: str, found: LookedBack) -> None:
    """Keep a look back that was worked out at once, from the command line."""
    session.add(
        LookBackRow(
            id=new_id("lbk"), shop_id=shop_id, begun_at=now(), changed_at=now(), begun_by=by, days=days, state="done",
            total=found.looked_at, looked_at=found.looked_at, result={**_asked(None), **_finished(found)},
        )
    )  # fmt: skip


async def one(session: AsyncSession, shop_id: str, look_back_id: str) -> LookBack:
    """The look back of this id; NotFound."""
    row = await session.scalar(
        select(LookBackRow).where(LookBackRow.shop_id == shop_id, LookBackRow.id == look_back_id)
    )
    if row is None:
        raise NotFound("There is no such look back any longer.", remedy="Work it out again.")
    return _of(row)


async def latest(session: AsyncSession, shop_id: str) -> LookBack | None:
    """The last one with what holds now."""
    row = await session.scalar(
        select(LookBackRow)
        .where(LookBackRow.shop_id == shop_id, LookBackRow.result["kind"].astext == "today")
        .order_by(LookBackRow.begun_at.desc())
        .limit(1)
    )
    return _of(row) if row else None


async def waiting(session: AsyncSession, shop_id: str) -> list[str]:
    """Ids of those that are not finished, the oldest first."""
    found = await session.scalars(
        select(LookBackRow.id)
        .where(LookBackRow.shop_id == shop_id, LookBackRow.state == "running")
        .order_by(LookBackRow.begun_at)
    )
    return list(found)


def _of(row: LookBackRow) -> LookBack:
    result = row.result
    broken_off = row.state == "running" and now() - row.changed_at > _SILENT and row.looked_at > 0
    kept: Sequence[Json] = result.get("differences", ())
    return LookBack(
        id=row.id, kind=cast(Kind, result["kind"]), about=result["about"], begun_at=row.begun_at, begun_by=row.begun_by,
        days=row.days, state="failed" if broken_off else cast(State, row.state), total=row.total, done=row.looked_at,
        turns=result.get("turns", 0), looked_at=result.get("looked_at", 0), differing=result.get("differing", 0),
        differences=tuple(difference_from_json(one) for one in kept),
    )  # fmt: skip


async def _change(database: Database, look_back_id: str, *, result: Json | None = None, **columns: Any) -> None:
    async with database.session() as session:
        row = await session.get(LookBackRow, look_back_id, with_for_update=True)
        if row is None:
            return
        for name, value in columns.items():
            setattr(row, name, value)
        row.changed_at = now()
        if result is not None:
            row.result = {**row.result, **result}


def _asked(draft: Draft | None) -> Json:
    if draft is None:
        return {"kind": "today", "about": ""}
    kind = "answer" if isinstance(draft, ApprovedAnswer) else "policy"
    return {"kind": kind, "about": draft.key, "draft": _DRAFTS[kind].dump_python(draft, mode="json")}


def _draft(result: Json) -> Draft | None:
    return _DRAFTS[result["kind"]].validate_python(result["draft"]) if result.get("draft") else None


def _finished(found: LookedBack) -> Json:
    return {
        "turns": found.turns, "looked_at": found.looked_at, "differing": found.differing,
        "differences": [difference_to_json(one) for one in found.differences[:MOST_KEPT]],
    }  # fmt: skip
