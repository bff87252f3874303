"""Rules over time: every version with who recorded it and why, the next version, the end of a rule, and a look back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core import clock
from mercery.core.errors import Conflict, Invalid, NotFound, wrong_field
from mercery.orders import service as orders
from mercery.orders.actions.looking_back import LOOKED_BACK, LookBack, PastAction, look_back
from mercery.orders.actions.requests import ActionName
from mercery.orders.actions.rule import ActionRule
from mercery.orders.actions.service import record_rules, rule_of_row, rules_in_force
from mercery.orders.tables import ActionReceiptRow, OrderRow, OrderRuleRow

_MOST_ORDERS: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRule:
    """One version, and how it came about."""

    rule: ActionRule
    recorded_at: datetime
    recorded_by: str
    reason: str


async def history(session: AsyncSession, shop_id: str, action: ActionName) -> list[RecordedRule]:
    """Every version of the action's rule, newest first."""
    rows = await session.scalars(
        select(OrderRuleRow)
        .where(OrderRuleRow.shop_id == shop_id, OrderRuleRow.action == action)
        .order_by(OrderRuleRow.recorded_at.desc(), OrderRuleRow.version.desc())
    )
    return [
        RecordedRule(rule=rule_of_row(row), recorded_at=row.recorded_at, recorded_by=row.recorded_by, reason=row.reason)
        for row in rows
    ]


async def record_next(
    session: AsyncSession, shop_id: str, actor: Actor, rule: ActionRule, *, reason: str, after_version: int
) -> ActionRule:
    """Record the next version. Conflict when somebody recorded one since `after_version` was read; Invalid without a
    reason, or when it changes nothing."""
    check_reason(reason)
    await check_newest(session, shop_id, rule.action, after_version)
    made = await record_rules(session, shop_id, actor, [rule], reason=reason.strip())
    if not made:
        raise nothing_different()
    return made[0]


def check_reason(reason: str) -> None:
    """Invalid where no reason is given."""
    if not reason.strip():
        raise wrong_field(
            "reason", "The reason is missing.", remedy="Say in a few words why it changes.", zh="请写明更改原因。"
        )


async def check_newest(session: AsyncSession, shop_id: str, action: ActionName, seen: int) -> None:
    """Conflict where the action's newest version is not the one that was seen; 0: none."""
    newest = next(iter(await history(session, shop_id, action)), None)
    if (newest.rule.version if newest else 0) != seen:
        raise recorded_meanwhile(newest.recorded_by if newest else "Somebody")


def recorded_meanwhile(who: str) -> Conflict:
    """Somebody was faster."""
    return Conflict(
        f"{who} has recorded another version meanwhile.", remedy="Load the page again and look at what is new.",
        zh=f"{who} 已记录新版本，请刷新页面查看。",
    )  # fmt: skip


def nothing_different() -> Invalid:
    """What was sent says what holds."""
    return Invalid(
        "Nothing is different from the version in force.", remedy="Change something, or leave it.",
        zh="与现行版本没有差异，请修改内容，或不作更改。",
    )  # fmt: skip


async def withdraw(session: AsyncSession, shop_id: str, actor: Actor, action: ActionName, *, reason: str) -> ActionRule:
    """End the rule now: from here on the assistant does not do this and says so."""
    held = [one for one in await rules_in_force(session, shop_id) if one.action == action]
    if not held:
        raise NotFound("There is no such rule in force.", zh="没有生效中的规则。")
    newest = (await history(session, shop_id, action))[0].rule
    ended = replace(held[0], valid_from=None, valid_to=clock.now())
    return await record_next(session, shop_id, actor, ended, reason=reason, after_version=newest.version)


async def looked_back(session: AsyncSession, shop_id: str, draft: ActionRule) -> LookBack:
    """The draft held against the last ninety days."""
    moment = clock.now()
    current = next((one for one in await rules_in_force(session, shop_id) if one.action == draft.action), None)
    past = await _past(session, shop_id, moment)
    recent: Sequence[OrderRow] = ()
    if draft.action != "change_customer_address":
        recent = (
            await session.scalars(
                select(OrderRow)
                .where(OrderRow.shop_id == shop_id, OrderRow.placed_at >= moment - LOOKED_BACK)
                .order_by(OrderRow.placed_at.desc())
                .limit(_MOST_ORDERS)
            )
        ).all()
    return look_back(draft, current, past, [orders.order_of_row(row) for row in recent], moment)


async def _past(session: AsyncSession, shop_id: str, moment: datetime) -> list[PastAction]:
    rows = await session.scalars(
        select(ActionReceiptRow)
        .where(ActionReceiptRow.shop_id == shop_id, ActionReceiptRow.at >= moment - LOOKED_BACK)
        .order_by(ActionReceiptRow.at)
    )
    return [
        PastAction(
            receipt=row.id, action=cast(ActionName, row.action), order=row.order_number, customer_id=row.customer_id,
            arguments=row.arguments, before=row.before, difference=_difference(row.amounts), at=row.at,
        )
        for row in rows
    ]  # fmt: skip


def _difference(amounts: dict[str, Any]) -> int | None:
    held = amounts.get("difference")
    return int(held["minor"]) if held else None
