"""The rules of a shop: what it set, else what measures begin with. Every change stands in the record."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.operations.alerts.measure import Measure, Rule, Values, checked, measures
from mercery.operations.alerts.tables import AlertRuleRow
from mercery.operations.looked_after import looks_after


async def rules(session: AsyncSession, shop: Shop) -> list[Rule]:
    """The rules that hold in a shop, in the order of the file; those of the installation where its owners look after it."""
    own = await session.scalars(select(AlertRuleRow).where(AlertRuleRow.shop_id == shop.id))
    rows = {row.measure: row for row in own}
    whole = await looks_after(session, shop)
    return [
        _rule(measure, rows.get(measure.key)) for measure in measures().values() if measure.scope == "shop" or whole
    ]


async def rule(session: AsyncSession, shop: Shop, key: str) -> Rule:
    """One rule; NotFound where the shop has no such measure."""
    found = next((one for one in await rules(session, shop) if one.measure.key == key), None)
    if found is None:
        raise NotFound("There is no such measure.", zh="没有这项指标。")
    return found


async def set_rule(session: AsyncSession, shop: Shop, actor: Actor, key: str, values: Values) -> Rule:
    """Let these values hold from the next minute on; Invalid where they make no sense together."""
    before = await rule(session, shop, key)
    wanted = checked(before.measure, values)
    if wanted == before.values:
        return before
    row = {"values": plain(wanted), "changed_at": now(), "changed_by": actor.name}
    statement = insert(AlertRuleRow).values(shop_id=shop.id, measure=key, **row)
    await session.execute(statement.on_conflict_do_update(index_elements=["shop_id", "measure"], set_=row))
    await audit.record(
        session, shop.id, actor, "alerts.set_rule", f"measure:{key}", before=plain(before.values), after=plain(wanted)
    )
    return await rule(session, shop, key)


async def reset_rule(session: AsyncSession, shop: Shop, actor: Actor, key: str) -> Rule:
    """Let the values it began with hold again."""
    before = await rule(session, shop, key)
    if not before.changed_by:
        return before
    await session.execute(delete(AlertRuleRow).where(AlertRuleRow.shop_id == shop.id, AlertRuleRow.measure == key))
    after = await rule(session, shop, key)
    await audit.record(
        session, shop.id, actor, "alerts.reset_rule", f"measure:{key}",
        before=plain(before.values), after=plain(after.values),
    )  # fmt: skip
    return after


def _rule(measure: Measure, row: AlertRuleRow | None) -> Rule:
    if row is None:
        return Rule(measure=measure, values=measure.values)
    values = read(Values, {**plain(measure.values), **row.values})
    return Rule(measure=measure, values=values, changed_by=row.changed_by, changed_at=row.changed_at)
