"""A shop that wants two-step sign-in of its owners or of everybody, with days to set it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast, get_args

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Role
from mercery.accounts.staff import Staff
from mercery.accounts.tables import MembershipRow, SecondFactorMandateRow, SecondFactorRow
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid, wrong_field

Whom = Literal["nobody", "owners", "everybody"]
MOST_GRACE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """Whom the shop wants it of, and how many days each has."""

    whom: Whom = "nobody"
    grace_days: int = 14
    set_at: datetime | None = None

    def binds(self, role: Role) -> bool:
        """Whether somebody of this role has to have it."""
        return self.whom == "everybody" or (self.whom == "owners" and role == "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Somebody who has to set it up and has not."""

    until: datetime

    @property
    def overdue(self) -> bool:
        """Whether the console stays shut until it is done."""
        return now() >= self.until


async def mandate_of(session: AsyncSession, shop_id: str) -> Mandate:
    """What the shop wants; nothing where it never said."""
    row = await session.get(SecondFactorMandateRow, shop_id)
    if row is None:
        return Mandate()
    return Mandate(whom=_whom(row.whom), grace_days=row.grace_days, set_at=row.set_at)


async def set_mandate(session: AsyncSession, shop_id: str, actor: Actor, *, whom: str, grace_days: int) -> Mandate:
    """Say whom it is wanted of. Days count from now, and for who joins later from that day."""
    if whom not in get_args(Whom):
        raise _wrong("whom", f"'{whom}' is not a choice.", f"Use {', '.join(get_args(Whom))}.", "请从列表中选择。")
    if not 0 <= grace_days <= MOST_GRACE:
        raise _wrong(
            "grace_days",
            f"{grace_days} days cannot be given.",
            f"Use 0 to {MOST_GRACE}.",
            f"宽限为 0 至 {MOST_GRACE} 天。",
        )
    before = await mandate_of(session, shop_id)
    if whom == "nobody":
        await session.execute(delete(SecondFactorMandateRow).where(SecondFactorMandateRow.shop_id == shop_id))
    else:
        values = {"whom": whom, "grace_days": grace_days, "set_at": now()}
        statement = insert(SecondFactorMandateRow).values(shop_id=shop_id, **values)
        await session.execute(statement.on_conflict_do_update(index_elements=["shop_id"], set_=values))
    after: Json = {"whom": whom, "grace_days": grace_days}
    told: Json = {"whom": before.whom, "grace_days": before.grace_days}
    await audit.record(session, shop_id, actor, "staff.second_factor_mandate", shop_id, before=told, after=after)
    session.expire_all()
    return await mandate_of(session, shop_id)


async def owed_by(session: AsyncSession, staff: Staff) -> Owed | None:
    """Whether this person has to set it up in this shop and has not, and until when. One statement."""
    has_it = exists().where(SecondFactorRow.staff_id == staff.id, SecondFactorRow.on_since.is_not(None))
    query = (
        select(SecondFactorMandateRow, MembershipRow.created_at)
        .join(MembershipRow, MembershipRow.shop_id == SecondFactorMandateRow.shop_id)
        .where(SecondFactorMandateRow.shop_id == staff.shop_id, MembershipRow.staff_id == staff.id, ~has_it)
    )
    found = (await session.execute(query)).first()
    if found is None:
        return None
    row, joined = found
    mandate = Mandate(whom=_whom(row.whom), grace_days=row.grace_days, set_at=row.set_at)
    if not mandate.binds(staff.role):
        return None
    return Owed(until=max(row.set_at, joined) + timedelta(days=row.grace_days))


async def bound_by_any(session: AsyncSession, staff_id: str) -> bool:
    """Whether any shop of this person wants it, so that it cannot be turned off."""
    query = (
        select(SecondFactorMandateRow.whom, MembershipRow.role)
        .join(MembershipRow, MembershipRow.shop_id == SecondFactorMandateRow.shop_id)
        .where(MembershipRow.staff_id == staff_id)
    )
    rows = await session.execute(query)
    return any(Mandate(whom=_whom(whom)).binds(cast(Role, role)) for whom, role in rows)


def _whom(text: str) -> Whom:
    return next((one for one in get_args(Whom) if one == text), "nobody")


def _wrong(field: str, message: str, remedy: str, zh: str) -> Invalid:
    return wrong_field(field, message, remedy=remedy, zh=zh)
