"""Telling what is kept of a person, and erasing it in one transaction with a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.ids import new_id
from mercery.core.personal import Held, Person
from mercery.experiments.warehouse.forgetting import forget_visitor
from mercery.operations.privacy.parts import PARTS
from mercery.operations.privacy.tables import ErasureRow
from mercery.web.secret import mac


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """That somebody was erased. It names nobody."""

    id: str
    at: datetime
    by: str
    reason: str
    removed: Mapping[str, int]
    blanked: Mapping[str, int]

    @property
    def rows(self) -> int:
        """How many rows went or were blanked."""
        return sum(self.removed.values()) + sum(self.blanked.values())


async def counts(session: AsyncSession, person: Person) -> list[tuple[Held, int]]:
    """What is kept of them, by table; tables with nothing are left out."""
    found = [(part, await part.count(session, person)) for part in PARTS]
    return [(part, count) for part, count in found if count]


async def told(session: AsyncSession, person: Person) -> dict[str, Any]:
    """All of it as JSON, for the person who asks (GDPR article 15, PIPL article 45)."""
    return {part.key: rows for part in PARTS if (rows := await part.told(session, person))}


async def erase(session: AsyncSession, person: Person, actor: Actor, *, reason: str) -> Receipt:
    """Remove or blank everything in the caller's transaction, and keep a receipt. Invalid without a reason.

    The days of the warehouse are written anew by the worker; features that hold something of a browser elsewhere hear of it.
    """
    if not reason.strip():
        raise Invalid(
            "An erasure needs its reason.",
            remedy="For example: asked by mail on 3 March, GDPR article 17.",
            zh="删除须写明原因，例如：应本人 3 月 3 日来信要求。",
        )
    found = await counts(session, person)
    # A customer is met by their id where mails are compared.
    for visitor in sorted(person.visitor_ids | person.customer_ids):
        await forget_visitor(session, person.shop_id, visitor)
    for part in PARTS:
        await part.erase(session, person)
    row = ErasureRow(
        id=new_id("era"), shop_id=person.shop_id, at=now(), by_id=actor.id, by=actor.name, reason=reason.strip()[:500],
        digests=marks_of(person),
        removed={part.key: count for part, count in found if part.blank is None},
        blanked={part.key: count for part, count in found if part.blank is not None},
    )  # fmt: skip
    session.add(row)
    await audit.record(
        session, person.shop_id, actor, "person.erase", row.id,
        after={"removed": row.removed, "blanked": row.blanked}, reason=row.reason,
    )  # fmt: skip
    await session.flush()
    return _receipt(row)


async def receipts(session: AsyncSession, shop_id: str, *, limit: int = 50) -> Sequence[Receipt]:
    """The last erasures, the newest first."""
    query = select(ErasureRow).where(ErasureRow.shop_id == shop_id).order_by(ErasureRow.at.desc()).limit(limit)
    return [_receipt(row) for row in await session.scalars(query)]


def marks_of(person: Person) -> list[str]:
    """Marks by which the person is known again after a restore, and from which, without this installation's key, nobody can be
    read."""
    return [mac("erasure", person.shop_id, one) for one in person.names]


def _receipt(row: ErasureRow) -> Receipt:
    return Receipt(id=row.id, at=row.at, by=row.by, reason=row.reason, removed=row.removed, blanked=row.blanked)
