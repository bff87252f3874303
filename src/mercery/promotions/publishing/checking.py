"""Proving what would be in force. The proof runs in a job (or at once for small shops), never inside a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import MerceryError, NotFound
from mercery.core.events import announce
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.logging import get_logger
from mercery.promotions.in_force import InForce, calendar_of, release_numbered, rules_in_force
from mercery.promotions.publishing import certificates
from mercery.promotions.publishing.drafting import refuse_clashes
from mercery.promotions.publishing.sets import PromotionSet, locked, promotion_set
from mercery.promotions.publishing.settings import settings_of
from mercery.promotions.publishing.tables import PromotionCheckRow
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.certificate import Aim, Certificate

log = get_logger(__name__)
AIM: Final[Aim] = "shortfall"
"""The gate asks how far a cart may fall below the floor: a cart may be allowed a small margin in money and not in share."""
SMALL: Final = 2_000
"""Goods times rules up to which a proof takes about a second."""
CheckState = Literal["waiting", "running", "done", "failed"]


class Sessions(Protocol):
    """A database."""

    def session(self) -> AbstractAsyncContextManager[AsyncSession]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A proof under way, or done."""

    id: str
    set_id: str | None
    set_version: int
    state: CheckState
    done: int
    total: int
    certificates: Mapping[str, str]
    problem: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    supposed: Mapping[str, object]

    @property
    def busy(self) -> bool:
        """Whether it is still to be waited for."""
        return self.state in ("waiting", "running")


async def begin(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    set_id: str | None = None,
    *,
    at_once: bool = False,
    supposed: Json | None = None,
) -> str:
    """Ask for a proof of the calendar with this set (None: of what is in force); returns the check's id.

    A job does it; with `at_once` the caller does, by `work`, after this transaction.
    """
    version = 0
    if set_id is not None:
        one = await promotion_set(session, shop.id, set_id)
        await refuse_clashes(session, shop.id, one)
        version = one.version
    row = PromotionCheckRow(
        id=new_id("chk"), shop_id=shop.id, set_id=set_id, set_version=version, supposed=supposed or {}, state="waiting",
        done=0, total=0, certificates={}, problem="", started_by=actor.name, started_at=now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    if not at_once:
        arguments = {"shop_id": shop.id, "check_id": row.id}
        await enqueue(session, "publishing:prove", arguments, lock=f"promotions:{shop.id}")
    return row.id


async def small(session: AsyncSession, shop: Shop, one: PromotionSet) -> bool:
    """Whether a proof with this set is a matter of about a second, so that a person may wait for it."""
    held = await rules_in_force(session, shop.id)
    calendar = await calendar_of(
        session, shop, at=now(), currency=one.currency or shop.currency, drafts=[one], within=held, proving=True
    )
    return len(calendar.skus) * max(1, len(calendar.rules)) <= SMALL


async def check(session: AsyncSession, shop_id: str, check_id: str) -> Check:
    """The check with this id; NotFound."""
    row = await session.scalar(
        select(PromotionCheckRow).where(PromotionCheckRow.shop_id == shop_id, PromotionCheckRow.id == check_id)
    )
    if row is None:
        raise NotFound("There is no such check.", zh="没有这次检查。")
    return _of(row)


async def latest_check(session: AsyncSession, shop_id: str, set_id: str | None) -> Check | None:
    """The newest check of a set, or of what is in force."""
    row = await session.scalar(
        select(PromotionCheckRow)
        .where(PromotionCheckRow.shop_id == shop_id, PromotionCheckRow.set_id.is_not_distinct_from(set_id))
        .order_by(PromotionCheckRow.started_at.desc(), PromotionCheckRow.id.desc())
        .limit(1)
    )
    return _of(row) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    shop: Shop
    check: Check
    calendars: tuple[Calendar, ...]
    at: datetime
    """The moment whose list prices are in them."""
    seconds: int


async def work(database: Sessions, shop_id: str, check_id: str) -> Check:
    """Prove each currency's calendar and keep the certificates. What cannot be proved is said in the check."""
    try:
        async with database.session() as session:
            asked = await _take_up(session, shop_id, check_id)
        made: dict[str, str] = {}
        for calendar in asked.calendars:
            proof = await asyncio.to_thread(prove_calendar, calendar, asked.seconds)
            async with database.session() as session:
                kept = await certificates.keep(
                    session, shop_id, calendar, proof, by=asked.check.started_by, at=asked.at
                )
                made[calendar.currency] = kept.id
                await _note_progress(session, shop_id, check_id, made)
        async with database.session() as session:
            return await _finish(session, asked, made)
    except MerceryError as error:
        async with database.session() as session:
            return await _fail(session, shop_id, check_id, error.message)
    except Exception:
        log.exception("promotion_check_failed", shop=shop_id, check=check_id)
        async with database.session() as session:
            return await _fail(session, shop_id, check_id, "The proof broke off; it can be asked for again.")


def prove_calendar(calendar: Calendar, seconds: float) -> Certificate:
    """The proof of one calendar, with the least share of the list price beside it."""
    from mercery.promotions.worst.least_share import least_share_of
    from mercery.promotions.worst.prove import prove  # imports the solver

    moment = now()
    proof = prove(calendar, aim=AIM, seconds=seconds, since=moment)
    return replace(proof, share=least_share_of(calendar, seconds, since=moment))


async def _take_up(session: AsyncSession, shop_id: str, check_id: str) -> _Asked:
    row = await _locked(session, shop_id, check_id)
    row.state = "running"
    shop = await accounts.shop(session, shop_id)
    one = await promotion_set(session, shop_id, row.set_id) if row.set_id else None
    held, moment = await supposing(session, shop, row.supposed), now()
    calendars = tuple(
        [
            await calendar_of(
                session, shop, at=moment, currency=currency, drafts=[one] if one else [], within=held, proving=True
            )
            for currency in currencies(shop, held, one)
        ]
    )
    row.total = len(calendars)
    settings = await settings_of(session, shop_id)
    return _Asked(shop=shop, check=_of(row), calendars=calendars, at=moment, seconds=settings.proof_seconds)


def currencies(shop: Shop, held: InForce, one: PromotionSet | None) -> Sequence[str]:
    """In which currencies there is something to prove."""
    if one is not None:
        return [one.currency] if one.currency else list(shop.currencies)
    return [currency for currency in shop.currencies if held.to_prove(currency)]


async def supposing(session: AsyncSession, shop: Shop, supposed: Mapping[str, object]) -> InForce:
    """What is in force, with what is supposed done to it."""
    held = await rules_in_force(session, shop.id)
    if "start" in supposed:
        return await started(session, shop.id, held, str(supposed["start"]))
    if "roll_back" in supposed:
        return await release_numbered(session, shop.id, int(str(supposed["roll_back"])))
    return held


async def started(session: AsyncSession, shop_id: str, held: InForce, rule: str) -> InForce:
    """The same with a stopped rule in force again."""
    sets = []
    for one in held.sets:
        if rule in one.stopped:
            whole = await promotion_set(session, shop_id, one.id)
            stopped = tuple(id_ for id_ in one.stopped if id_ != rule)
            every = tuple(r for r in whole.rules if r.id not in stopped)
            kept = tuple(r for r in every if r.id not in one.used_up)
            sets.append(replace(one, rules=kept, whole=every, stopped=stopped))
        else:
            sets.append(one)
    return replace(held, sets=tuple(sets))


async def _note_progress(session: AsyncSession, shop_id: str, check_id: str, made: Mapping[str, str]) -> None:
    row = await _locked(session, shop_id, check_id)
    row.done, row.certificates = len(made), dict(made)
    await announce(session, f"promotions:{shop_id}", {"check": check_id, "done": row.done, "total": row.total})


async def _finish(session: AsyncSession, asked: _Asked, made: Mapping[str, str]) -> Check:
    from mercery.promotions.publishing import proved

    shop_id = asked.shop.id
    row = await _locked(session, shop_id, asked.check.id)
    row.state, row.finished_at = "done", now()
    kept = await certificates.certificates(session, shop_id, made)
    if row.set_id is not None:
        await _note_set(session, shop_id, row, made, passes=all(one.certificate.passes for one in kept.values()))
    else:
        await proved.settle(session, asked.shop, row.supposed, kept)
    await announce(session, f"promotions:{shop_id}", {"check": row.id, "done": row.done, "total": row.total})
    return _of(row)


async def _note_set(
    session: AsyncSession, shop_id: str, check_row: PromotionCheckRow, made: Mapping[str, str], *, passes: bool
) -> None:
    """Let the set know its proof, unless it has been changed meanwhile."""
    assert check_row.set_id is not None
    row, one = await locked(session, shop_id, check_row.set_id)
    if one.version != check_row.set_version or not one.open:
        return
    row.certificates = dict(made)
    if one.state != "waiting" or not (passes or one.asked_reason):
        row.state = "checked"
    actor = Actor(kind="system", id="promotions", name=check_row.started_by)
    await record(
        session, shop_id, actor, "promotion.check", f"promotion:{one.id}",
        after={"number": one.number, "version": one.version, "certificates": dict(made), "passes": passes},
    )  # fmt: skip


async def _fail(session: AsyncSession, shop_id: str, check_id: str, problem: str) -> Check:
    row = await _locked(session, shop_id, check_id)
    row.state, row.problem, row.finished_at = "failed", problem, now()
    await announce(session, f"promotions:{shop_id}", {"check": check_id, "failed": True})
    return _of(row)


async def _locked(session: AsyncSession, shop_id: str, check_id: str) -> PromotionCheckRow:
    row = await session.scalar(
        select(PromotionCheckRow)
        .where(PromotionCheckRow.shop_id == shop_id, PromotionCheckRow.id == check_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("There is no such check.", zh="没有这次检查。")
    return row


def _of(row: PromotionCheckRow) -> Check:
    return Check(
        id=row.id,
        set_id=row.set_id,
        set_version=row.set_version,
        state=row.state,  # type: ignore[arg-type]
        done=row.done,
        total=row.total,
        certificates=row.certificates,
        problem=row.problem,
        started_by=row.started_by,
        started_at=row.started_at,
        finished_at=row.finished_at,
        supposed=row.supposed,
    )


__all__ = ["AIM", "Check", "begin", "check", "latest_check", "prove_calendar", "small", "supposing", "work"]
