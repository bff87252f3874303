"""Putting a whole calendar into force. Every way in and out goes through `put_in_force`: one row, one audit record, one
event, and the prices everybody gets, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.events import announce, bus
from mercery.core.i18n import Words
from mercery.promotions.in_force import InForce, SetInForce, rules_in_force
from mercery.promotions.publishing.events import PromotionsChanged
from mercery.promotions.publishing.settings import one_writer, raise_stamp
from mercery.promotions.publishing.showing import show_prices
from mercery.promotions.publishing.tables import PromotionReleaseRow

ReleaseKind = Literal["publish", "end", "stop", "start", "roll_back", "prove"]
_KEPT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One calendar that was in force from `at` on."""

    number: int
    kind: ReleaseKind
    sets: tuple[tuple[str, Words], ...]
    """Id and name of each set in it."""
    stopped: tuple[str, ...]
    """Rules in it that were stopped."""
    certificates: Mapping[str, str]
    override: str
    by: str
    first_person: str
    reason: str
    at: datetime


async def releases(session: AsyncSession, shop_id: str, *, limit: int = _KEPT) -> list[Release]:
    """What was in force, the newest first."""
    rows = await session.scalars(
        select(PromotionReleaseRow)
        .where(PromotionReleaseRow.shop_id == shop_id)
        .order_by(PromotionReleaseRow.number.desc())
        .limit(limit)
    )
    return [_of(row) for row in rows]


async def put_in_force(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    kind: ReleaseKind,
    sets: Sequence[Json],
    *,
    certificates: Mapping[str, str],
    override: str = "",
    first_person: str = "",
    reason: str = "",
    subject: str = "promotions",
    noted: Json | None = None,
) -> int:
    """Let `sets` (in the form of `data_of`) be in force from now on; returns the release's number. `noted`: what else the
    record keeps."""
    await one_writer(session, shop.id)
    before = await rules_in_force(session, shop.id)
    last = await session.scalar(
        select(func.max(PromotionReleaseRow.number)).where(PromotionReleaseRow.shop_id == shop.id)
    )
    row = PromotionReleaseRow(
        shop_id=shop.id, number=(last or 0) + 1, kind=kind, sets=list(sets), certificates=dict(certificates),
        override=override, by=actor.name, by_id=actor.id, first_person=first_person, reason=reason.strip(), at=now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await raise_stamp(session, shop.id)
    after = await rules_in_force(session, shop.id)
    await record(
        session, shop.id, actor, f"promotion.{kind}", subject, before=_noted(before),
        after=_noted(after) | ({"override": override} if override else {}) | (noted or {}), reason=reason.strip() or None,
    )  # fmt: skip
    await show_prices(session, shop, after)
    await bus.publish(session, PromotionsChanged(shop_id=shop.id, release=row.number, kind=kind))
    await announce(session, f"promotions:{shop.id}", {"release": row.number, "kind": kind})
    return row.number


async def sets_in_force(session: AsyncSession, shop_id: str) -> list[Json]:
    """The sets of the newest release, as they are stored."""
    found = await session.scalar(
        select(PromotionReleaseRow.sets)
        .where(PromotionReleaseRow.shop_id == shop_id)
        .order_by(PromotionReleaseRow.number.desc())
        .limit(1)
    )
    return list(found or [])


def stored(
    id_: str, version: int, name: Words, currency: str, rules: Sequence[Mapping[str, object]], watch: Mapping[str, int]
) -> Json:
    """A set as a release keeps it."""
    return {
        "id": id_, "version": version, "name": plain(name), "currency": currency, "rules": [dict(rule) for rule in rules],
        "watch": dict(watch), "stopped": [],
    }  # fmt: skip


def with_stopped(sets: Sequence[Json], rule: str, *, stopped: bool) -> list[Json]:
    """The same with one rule stopped, or started again."""
    changed = []
    for one in sets:
        held = [id_ for id_ in one.get("stopped", ()) if id_ != rule]
        mine = any(written["id"] == rule for written in one["rules"])
        changed.append({**one, "stopped": [*held, rule] if stopped and mine else held})
    return changed


def _noted(held: InForce) -> Json:
    return {
        "release": held.release,
        "sets": [_set_noted(one) for one in held.sets],
        "certificates": dict(held.certificates),
    }


def _set_noted(one: SetInForce) -> Json:
    stopped = {"stopped": list(one.stopped)} if one.stopped else {}
    return {"id": one.id, "version": one.version, "name": one.name.text("en"), **stopped}


def _of(row: PromotionReleaseRow) -> Release:
    return Release(
        number=row.number,
        kind=row.kind,  # type: ignore[arg-type]
        sets=tuple((one["id"], read(Words, one["name"])) for one in row.sets),
        stopped=tuple(rule for one in row.sets for rule in one.get("stopped", ())),
        certificates=row.certificates,
        override=row.override,
        by=row.by,
        first_person=row.first_person,
        reason=row.reason,
        at=row.at,
    )


__all__ = [
    "Release",
    "ReleaseKind",
    "put_in_force",
    "releases",
    "sets_in_force",
    "stored",
    "with_stopped",
]
