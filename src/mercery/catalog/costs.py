"""What goods cost the shop, and what they are never sold below. For people of the shop alone.

Kept apart from variants on purpose: whoever loads a product never has them at hand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.catalog.events import CostsChanged
from mercery.catalog.tables import VariantCostRow, VariantRow
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid, Problem
from mercery.core.events import bus
from mercery.core.files.twice import Once
from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits

_BATCH = 1_000
_IN_RECORD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsCost:
    """Of one variant in one currency, in minor units. None: not known, or no floor."""

    sku: str
    currency: str
    cost: int | None = None
    floor: int | None = None
    line: int | None = None
    """Of the file it comes from."""

    @property
    def cost_money(self) -> Money | None:
        """The cost, where it is known."""
        return None if self.cost is None else Money(self.cost, self.currency)

    @property
    def floor_money(self) -> Money | None:
        """The floor, where there is one."""
        return None if self.floor is None else Money(self.floor, self.currency)


async def costs_of(
    session: AsyncSession, shop_id: str, currency: str, skus: Collection[str] | None = None
) -> dict[str, GoodsCost]:
    """What is known in `currency`, by SKU; of all goods where no SKUs are given."""
    query = (
        select(VariantRow.sku, VariantCostRow.cost_minor, VariantCostRow.floor_minor)
        .join(VariantRow, VariantRow.id == VariantCostRow.variant_id)
        .where(VariantCostRow.shop_id == shop_id, VariantCostRow.currency == currency)
    )
    if skus is not None:
        query = query.where(VariantRow.sku.in_(list(skus)))
    return {
        row.sku: GoodsCost(sku=row.sku, currency=currency, cost=row.cost_minor, floor=row.floor_minor)
        for row in await session.execute(query)
    }


async def every_cost(session: AsyncSession, shop_id: str) -> list[GoodsCost]:
    """What is known in any currency, by SKU and currency."""
    query = select(VariantCostRow.currency).where(VariantCostRow.shop_id == shop_id).distinct()
    found = [
        one
        for currency in await session.scalars(query)
        for one in (await costs_of(session, shop_id, currency)).values()
    ]
    return sorted(found, key=lambda one: (one.sku, one.currency))


async def record_costs(
    session: AsyncSession, shop_id: str, rows: Sequence[GoodsCost], actor: Actor, *, reason: str = ""
) -> int:
    """Set costs and floors by SKU and currency; returns how many differ from before. Invalid, and nothing changed, when
    a SKU is unknown, stands twice, or an amount is below zero."""
    ids = await _variant_ids(session, shop_id, {row.sku for row in rows})
    if problems := _problems(rows, ids):
        raise Invalid(
            "The costs cannot be used; nothing was changed.",
            problems=problems,
            zh="成本不能使用，未作任何改动，请按所列修改。",
        )
    before: dict[tuple[str, str], GoodsCost] = {}
    for currency in {row.currency for row in rows}:
        known = await costs_of(session, shop_id, currency)
        before |= {(sku, currency): one for sku, one in known.items()}
    changed = [row for row in rows if _differs(before.get((row.sku, row.currency)), row)]
    for start in range(0, len(changed), _BATCH):
        await _write(session, shop_id, changed[start : start + _BATCH], ids, actor)
    if changed:
        shown = changed[:_IN_RECORD]
        await record(
            session, shop_id, actor, "product.costs", shown[0].sku if len(changed) == 1 else "products",
            before={one.sku: _noted(before.get((one.sku, one.currency))) for one in shown},
            after={"changed": len(changed)} | {one.sku: _noted(one) for one in shown}, reason=reason or None,
        )  # fmt: skip
        await bus.publish(session, CostsChanged(shop_id=shop_id, skus=tuple(one.sku for one in changed)))
    return len(changed)


async def _variant_ids(session: AsyncSession, shop_id: str, skus: Collection[str]) -> dict[str, str]:
    rows = await session.execute(
        select(VariantRow.sku, VariantRow.id).where(VariantRow.shop_id == shop_id, VariantRow.sku.in_(list(skus)))
    )
    return {row.sku: row.id for row in rows}


def _problems(rows: Sequence[GoodsCost], known: Collection[str]) -> list[Problem]:
    found, once = list[Problem](), Once(what=Words("cost", "成本"), name="sku")
    for row in rows:
        minor_digits(row.currency)
        if row.sku not in known:
            message = f"There is no variant with the SKU '{row.sku}'."
            found.append(
                Problem(
                    line=row.line,
                    field="sku",
                    message=message,
                    remedy="Mend it or leave the row out.",
                    zh=f"没有 SKU 为“{row.sku}”的款式，请更正或删去该行。",
                )
            )
        if problem := once.again((row.sku, row.currency), row.line, f"{row.sku} ({row.currency})"):
            found.append(problem)
        found += [
            Problem(line=row.line, field=name, message=f"The {name} of '{row.sku}' is below 0.", remedy="Write 0 or more.", zh=f"“{row.sku}”的金额小于 0，请填写 0 或以上的数。")
            for name, amount in (("cost", row.cost), ("floor", row.floor))
            if amount is not None and amount < 0
        ]  # fmt: skip
    return found


def _differs(before: GoodsCost | None, after: GoodsCost) -> bool:
    held = (before.cost, before.floor) if before else (None, None)
    return held != (after.cost, after.floor)


def _noted(one: GoodsCost | None) -> Json | None:
    return None if one is None else {"currency": one.currency, "cost": one.cost, "floor": one.floor}


async def _write(
    session: AsyncSession, shop_id: str, rows: Sequence[GoodsCost], ids: dict[str, str], actor: Actor
) -> None:
    statement = insert(VariantCostRow).values(
        [
            {
                "variant_id": ids[row.sku], "currency": row.currency, "shop_id": shop_id, "cost_minor": row.cost,
                "floor_minor": row.floor, "recorded_at": now(), "recorded_by": f"{actor.kind}:{actor.id}",
            }
            for row in rows
        ]
    )  # fmt: skip
    new = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["variant_id", "currency"],
            set_={
                "cost_minor": new.cost_minor, "floor_minor": new.floor_minor, "recorded_at": new.recorded_at,
                "recorded_by": new.recorded_by,
            },
        )
    )  # fmt: skip
