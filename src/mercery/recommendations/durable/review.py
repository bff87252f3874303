"""What a person decides about drafts: accepted, altered, or left open. It goes into the catalogue and into the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid
from mercery.recommendations.durable.drafting import Draft, draft_of, drafts
from mercery.recommendations.tables import DurableReviewRow

Decision = Literal["accepted", "altered", "open"]
MOST_AT_ONCE: Final = 500
LONGEST_DAYS: Final = 7_300
"""Twenty years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What was decided about a piece."""

    product_id: str
    decision: Decision
    durable: bool | None
    days: int | None
    decided_by: str
    decided_at: datetime
    drafted: Json


async def decisions(session: AsyncSession, shop_id: str) -> dict[str, Reviewed]:
    """Every decision of a shop, by product."""
    rows = await session.scalars(select(DurableReviewRow).where(DurableReviewRow.shop_id == shop_id))
    return {row.product_id: _reviewed(row) for row in rows}


async def decisions_stamp(session: AsyncSession, shop_id: str) -> str:
    """Changes whenever `decisions` may answer differently."""
    row = (
        await session.execute(
            select(func.count(), func.max(DurableReviewRow.decided_at)).where(DurableReviewRow.shop_id == shop_id)
        )
    ).one()
    return f"{row[0]}/{row[1]}"


async def to_review(session: AsyncSession, shop: Shop, products: Sequence[Product]) -> list[Draft]:
    """The drafts nobody has decided about, the surest first."""
    done = await decisions(session, shop.id)
    return drafts(one for one in products if one.id not in done)


async def decide(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    product_id: str,
    *,
    durable: bool | None,
    days: int | None,
) -> Reviewed:
    """Keep a decision: the draft as it is, another value, or (with `durable` None) that it stays unsaid."""
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Invalid(
            f"The days must lie between 1 and {LONGEST_DAYS}.",
            remedy="Give whole days, or leave the field empty.",
            zh=f"请填写 1 至 {LONGEST_DAYS} 之间的天数，或留空。",
        )
    product = await catalog.product(session, shop.id, product_id=product_id)
    draft = draft_of(product)
    same = (draft.durable, draft.days) == (durable, days)
    decision: Decision = "open" if durable is None else "accepted" if same else "altered"
    values: Json = {
        "decision": decision, "drafted": _drafted(draft), "durable": durable, "days": days if durable is not None else None,
        "decided_by": actor.name, "decided_at": now(),
    }  # fmt: skip
    row = insert(DurableReviewRow).values(shop_id=shop.id, product_id=product_id, **values)
    await session.execute(row.on_conflict_do_update(index_elements=["shop_id", "product_id"], set_=values))
    if durable is not None:
        await catalog.update_product(
            session, shop.id, product_id, actor, durable=durable, replacement_days=days, reason="durable review"
        )
    await record(
        session, shop.id, actor, "recommendations.durable", product_id,
        before=_drafted(draft), after={"decision": decision, "durable": durable, "days": days},
    )  # fmt: skip
    return Reviewed(
        product_id=product_id, decision=decision, durable=durable, days=days, decided_by=actor.name,
        decided_at=values["decided_at"], drafted=values["drafted"],
    )  # fmt: skip


async def accept_exact(session: AsyncSession, shop: Shop, actor: Actor, products: Sequence[Product]) -> int:
    """Accept every draft that leaves no doubt; returns how many."""
    found = [one for one in await to_review(session, shop, products) if one.exact][:MOST_AT_ONCE]
    for one in found:
        await decide(session, shop, actor, one.product_id, durable=one.durable, days=one.days)
    return len(found)


def _drafted(draft: Draft) -> Json:
    return {
        "kind": draft.kind, "durable": draft.durable, "days": draft.days, "sure": draft.sure, "because": draft.because
    }  # fmt: skip


def _reviewed(row: DurableReviewRow) -> Reviewed:
    return Reviewed(
        product_id=row.product_id, decision=cast(Decision, row.decision), durable=row.durable, days=row.days,
        decided_by=row.decided_by, decided_at=row.decided_at, drafted=row.drafted,
    )  # fmt: skip
