"""A set of promotions: rules that are written, proved, published and ended together. Types and reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, get_args

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.as_json import read
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.promotions.in_force import rules_from
from mercery.promotions.publishing.tables import PromotionSetRow, PromotionSetVersionRow
from mercery.promotions.rules.rule import Rule

State = Literal["draft", "checked", "waiting", "published", "ended", "stopped", "rolled_back", "dropped"]
STATES: Final[tuple[State, ...]] = get_args(State)
STATE_ZH: Final[Mapping[State, str]] = {
    "draft": "尚为草稿", "checked": "已证明", "waiting": "待核准", "published": "已生效", "ended": "已结束", "stopped": "已停用",
    "rolled_back": "已回退", "dropped": "已删除",
}  # fmt: skip
"""How a set stands, within a sentence."""
OPEN: Final[tuple[State, ...]] = ("draft", "checked", "waiting")
WATCHED: Final = ("uses_per_hour", "spend_per_hour", "budget")
"""What `watch` may limit: uses and discount of each rule within an hour, and the discount of the whole set in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDraft:
    """What somebody wants a set to say."""

    name: Words
    rules: Sequence[Mapping[str, object]]
    """In the notation of `rules/notation.py`, amounts in minor units."""
    currency: str = ""
    """In which the amounts are; empty only where every rule is a rate or free delivery without an amount."""
    note: str = ""
    watch: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionSet:
    """A set at its newest version."""

    id: str
    number: int
    version: int
    state: State
    name: Words
    currency: str
    note: str
    rules: tuple[Rule, ...]
    written: tuple[Mapping[str, object], ...]
    """The rules as they were written."""
    watch: Mapping[str, int]
    author_id: str
    author: str
    asked_by_id: str
    asked_by: str
    asked_reason: str
    """Why it should go live below the floor, where that is asked for."""
    certificates: Mapping[str, str]
    """Of its newest check, by currency."""
    published_at: datetime | None
    published_by: str
    ended_at: datetime | None
    updated_at: datetime

    @property
    def open(self) -> bool:
        """Whether it may still be changed."""
        return self.state in OPEN


async def promotion_set(session: AsyncSession, shop_id: str, set_id: str) -> PromotionSet:
    """The set with this id; NotFound."""
    return _of(*await _row(session, shop_id, set_id))


async def promotion_sets(
    session: AsyncSession, shop_id: str, *, states: Sequence[State] = (), limit: int = 200
) -> list[PromotionSet]:
    """The shop's sets, the one touched last first; dropped ones only where they are asked for."""
    wanted = states or tuple(state for state in STATES if state != "dropped")
    rows = await session.execute(
        _both()
        .where(PromotionSetRow.shop_id == shop_id, PromotionSetRow.state.in_(wanted))
        .order_by(PromotionSetRow.updated_at.desc(), PromotionSetRow.number.desc())
        .limit(limit)
    )
    return [_of(row, version) for row, version in rows]


async def set_by_number(session: AsyncSession, shop_id: str, number: int) -> PromotionSet:
    """The set people call by `number`; NotFound."""
    found = (
        await session.execute(_both().where(PromotionSetRow.shop_id == shop_id, PromotionSetRow.number == number))
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no set of promotions number {number}.", zh=f"没有第 {number} 组促销。")
    return _of(found[0], found[1])


async def set_history(session: AsyncSession, shop_id: str, set_id: str) -> list[PromotionSet]:
    """Every version of a set, the newest first; state and dates are those of today."""
    row, _ = await _row(session, shop_id, set_id)
    versions = await session.scalars(
        select(PromotionSetVersionRow)
        .where(PromotionSetVersionRow.shop_id == shop_id, PromotionSetVersionRow.set_id == set_id)
        .order_by(PromotionSetVersionRow.version.desc())
    )
    return [_of(row, version) for version in versions]


async def locked(session: AsyncSession, shop_id: str, set_id: str) -> tuple[PromotionSetRow, PromotionSet]:
    """The row, held until the transaction ends, and what it says; NotFound."""
    await session.execute(
        select(PromotionSetRow.id)
        .where(PromotionSetRow.shop_id == shop_id, PromotionSetRow.id == set_id)
        .with_for_update()
    )
    row, version = await _row(session, shop_id, set_id)
    await session.refresh(row)
    return row, _of(row, version)


async def _row(session: AsyncSession, shop_id: str, set_id: str) -> tuple[PromotionSetRow, PromotionSetVersionRow]:
    found = (
        await session.execute(_both().where(PromotionSetRow.shop_id == shop_id, PromotionSetRow.id == set_id))
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such set of promotions.", zh="没有这组促销。")
    return found[0], found[1]


def _both() -> Select[PromotionSetRow, PromotionSetVersionRow]:
    newest = PromotionSetVersionRow.version == PromotionSetRow.version
    return select(PromotionSetRow, PromotionSetVersionRow).join(
        PromotionSetVersionRow, and_(PromotionSetVersionRow.set_id == PromotionSetRow.id, newest)
    )


def _of(row: PromotionSetRow, version: PromotionSetVersionRow) -> PromotionSet:
    return PromotionSet(
        id=row.id,
        number=row.number,
        version=version.version,
        state=row.state,  # type: ignore[arg-type]
        name=read(Words, version.name),
        currency=version.currency,
        note=version.note,
        rules=rules_from(version.rules),
        written=tuple(version.rules),
        watch=version.watch,
        author_id=version.author_id,
        author=version.author,
        asked_by_id=row.asked_by_id,
        asked_by=row.asked_by,
        asked_reason=row.asked_reason,
        certificates=row.certificates,
        published_at=row.published_at,
        published_by=row.published_by,
        ended_at=row.ended_at,
        updated_at=row.updated_at,
    )
