"""Having something done: decided by the rules in force, done once, kept as a receipt. Works in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Json
from mercery.core.ids import new_id
from mercery.core.money import Money
from mercery.customers import service as customers
from mercery.customers.customer import Customer
from mercery.orders import service as orders
from mercery.orders.actions import confirmation
from mercery.orders.actions.decide import decide
from mercery.orders.actions.decision import Amounts, Decision, Done, Identity, Situation
from mercery.orders.actions.effects import Effect, effect
from mercery.orders.actions.goods import Goods
from mercery.orders.actions.requests import ActionRequest, ChangeCustomerAddress, ChangeOrderItems, ExchangeItems
from mercery.orders.actions.rule import ActionRule, rule_from_data, rule_to_data
from mercery.orders.order import Order
from mercery.orders.order_json import order_to_json
from mercery.orders.tables import ActionReceiptRow, OrderRuleRow

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An action that happened."""

    id: str
    action: str
    order: str
    rule: str
    amounts: Amounts
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a request. With `needs_confirmation` comes the token that a yes must bring back."""

    decision: Decision
    receipt: Receipt | None = None
    token: str = ""
    order: Order | None = None
    """The order as it is after the action, or as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks, where, and what they have said yes to."""

    identity: Identity
    conversation: str
    idempotency_key: str
    """One for each yes of a customer: sent twice, the action happens once."""
    token: str = ""
    """The confirmation token, when the customer has said yes."""
    actor: Actor


async def rules_in_force(session: AsyncSession, shop_id: str, at: datetime | None = None) -> list[ActionRule]:
    """The newest version of each rule, as far as it holds."""
    moment = at or clock.now()
    rows = await session.scalars(
        select(OrderRuleRow).where(OrderRuleRow.shop_id == shop_id).order_by(OrderRuleRow.key, OrderRuleRow.version)
    )
    newest = {row.key: rule_of_row(row) for row in rows if row.valid_from is None or row.valid_from <= moment}
    return [rule for rule in newest.values() if rule.holds_at(moment)]


async def changed_rules(session: AsyncSession, shop_id: str, rules: Sequence[ActionRule]) -> list[ActionRule]:
    """Those that say something else than the newest version of their key, each as the version that would follow it."""
    known = await _newest_rows(session, shop_id)
    return [after for rule in rules if (after := _next(known.get(rule.key), rule)) is not None]


async def record_rules(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    rules: Sequence[ActionRule],
    *,
    reason: str,
    recorded_by: str = "",
) -> list[ActionRule]:
    """Record each rule as the next version of its key; unchanged ones are left out. `recorded_by`: who wrote it and who
    said yes, where that is not the actor alone."""
    known = await _newest_rows(session, shop_id)
    made = []
    for rule in rules:
        before = known.get(rule.key)
        content = rule_to_data(rule)
        if (after := _next(before, rule)) is None:
            continue
        session.add(
            OrderRuleRow(
                id=new_id("rul"), shop_id=shop_id, key=after.key, version=after.version, action=after.action,
                rule=content, valid_from=after.valid_from, valid_to=after.valid_to, recorded_at=clock.now(),
                recorded_by=recorded_by or actor.name, reason=reason,
            )
        )  # fmt: skip
        earlier = before.rule if before else None
        await audit.record(
            session, shop_id, actor, "order_rule.record", after.key, before=earlier, after=content, reason=reason
        )
        made.append(after)
    await session.flush()
    return made


async def _newest_rows(session: AsyncSession, shop_id: str) -> dict[str, OrderRuleRow]:
    rows = await session.scalars(
        select(OrderRuleRow).where(OrderRuleRow.shop_id == shop_id).order_by(OrderRuleRow.version)
    )
    return {row.key: row for row in rows}


def _next(before: OrderRuleRow | None, rule: ActionRule) -> ActionRule | None:
    """The rule as the version after `before`; None where it says the same."""
    if before is not None and before.rule == rule_to_data(rule) and before.valid_to == rule.valid_to:
        return None
    return replace(rule, version=before.version + 1 if before else 1)


async def perform(
    session: AsyncSession, shop: Shop, request: ActionRequest, asking: Asking, *, goods: Goods
) -> Outcome:
    """Decide the request and, when it is allowed and confirmed, do it. The same key again returns the first receipt.

    The order and the customer are locked until the transaction ends, so two requests for one order follow each other.
    """
    if (known := await _receipt(session, shop.id, asking.idempotency_key)) is not None:
        allowed = Decision(verdict="allow", code="allowed", rule=known.rule, amounts=known.amounts)
        return Outcome(decision=allowed, receipt=known)
    situation = await _situation(session, shop, request, asking, goods)
    rules = await rules_in_force(session, shop.id, situation.now)
    first = decide(request, rules, situation)
    if first.verdict != "needs_confirmation":
        return await _do(session, shop, request, asking, situation, first)
    who = asking.identity.customer_id or ""
    if asking.token and confirmation.accepted(
        asking.token, request, first.amounts, conversation=asking.conversation, customer=who, now=situation.now
    ):
        confirmed = decide(request, rules, replace(situation, confirmed=True))
        return await _do(session, shop, request, asking, situation, confirmed)
    token = confirmation.offer(
        request, first.amounts, conversation=asking.conversation, customer=who, now=situation.now
    )
    return Outcome(decision=first, token=token, order=situation.order)


async def _do(
    session: AsyncSession, shop: Shop, request: ActionRequest, asking: Asking, situation: Situation, decision: Decision
) -> Outcome:
    if not decision.allowed:
        return Outcome(decision=decision, order=situation.order if decision.code != "not_yours" else None)
    amounts = decision.amounts or Amounts()
    made = effect(request, amounts, situation)
    before = _state(situation.order, situation.customer) | {"identity": asking.identity.strength}
    if made.order is not None:
        await orders.save(session, shop.id, made.order)
    if made.customer is not None and made.customer != situation.customer:
        await customers.save(session, shop.id, made.customer)
    receipt = await _keep(session, shop, request, asking, situation, decision, before, made)
    return Outcome(decision=decision, receipt=receipt, order=made.order or situation.order)


async def _keep(
    session: AsyncSession,
    shop: Shop,
    request: ActionRequest,
    asking: Asking,
    situation: Situation,
    decision: Decision,
    before: Json,
    made: Effect,
) -> Receipt:
    number = situation.order.number if situation.order else ""
    arguments: Json = json.loads(json.dumps(asdict(request), default=str))
    after = _state(made.order, made.customer)
    row = ActionReceiptRow(
        id=new_id("rct"), shop_id=shop.id, idempotency_key=asking.idempotency_key,
        customer_id=asking.identity.customer_id or "", order_number=number, conversation_id=asking.conversation or None,
        action=request.name, arguments=arguments, rule=decision.rule, amounts=_amounts_to_json(decision.amounts),
        before=before, after=after, at=situation.now,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    # The record names the act, not the customer's address: that stands in the receipt, which goes with the customer.
    await audit.record(
        session, shop.id, asking.actor, f"order.{request.name}", number or row.customer_id,
        after={"receipt": row.id, "rule": decision.rule, "amounts": row.amounts},
    )  # fmt: skip
    return _to_receipt(row)


async def _situation(
    session: AsyncSession, shop: Shop, request: ActionRequest, asking: Asking, goods: Goods
) -> Situation:
    order = None
    if not isinstance(request, ChangeCustomerAddress):
        order = await orders.find_order(session, shop.id, request.order, lock=True)
    customer_id = asking.identity.customer_id
    customer = await customers.find_customer(session, shop.id, customer_id, lock=True) if customer_id else None
    variants = {}
    if order is not None and isinstance(request, ChangeOrderItems | ExchangeItems):
        skus = {sku for swap in request.swaps for sku in (swap.old, swap.new)}
        variants = dict(await goods.known_variants(session, shop, skus, currency=order.currency))
    return Situation(
        identity=asking.identity,
        order=order,
        customer=customer,
        variants=variants,
        done=await _done(session, shop.id, order, customer),
        now=clock.now(),
    )


async def _done(
    session: AsyncSession, shop_id: str, order: Order | None, customer: Customer | None
) -> tuple[Done, ...]:
    about = []
    if order is not None:
        about.append(ActionReceiptRow.order_number == order.number)
    if customer is not None:
        recent = ActionReceiptRow.at > clock.now() - _DAY
        about.append((ActionReceiptRow.customer_id == customer.id) & recent)
    if not about:
        return ()
    rows = await session.scalars(
        select(ActionReceiptRow).where(ActionReceiptRow.shop_id == shop_id, or_(*about)).order_by(ActionReceiptRow.at)
    )
    return tuple(Done(action=row.action, rule=row.rule, order=row.order_number, at=row.at) for row in rows)


async def receipts(session: AsyncSession, shop_id: str, order_numbers: Collection[str]) -> list[Receipt]:
    """What was done to these orders, oldest first."""
    rows = await session.scalars(
        select(ActionReceiptRow)
        .where(ActionReceiptRow.shop_id == shop_id, ActionReceiptRow.order_number.in_(order_numbers))
        .order_by(ActionReceiptRow.at)
    )
    return [_to_receipt(row) for row in rows]


async def receipts_of_conversation(session: AsyncSession, shop_id: str, conversation_id: str) -> list[Receipt]:
    """What was done in a conversation, oldest first."""
    rows = await session.scalars(
        select(ActionReceiptRow)
        .where(ActionReceiptRow.shop_id == shop_id, ActionReceiptRow.conversation_id == conversation_id)
        .order_by(ActionReceiptRow.at)
    )
    return [_to_receipt(row) for row in rows]


async def _receipt(session: AsyncSession, shop_id: str, key: str) -> Receipt | None:
    row = await session.scalar(
        select(ActionReceiptRow).where(ActionReceiptRow.shop_id == shop_id, ActionReceiptRow.idempotency_key == key)
    )
    return _to_receipt(row) if row else None


def _to_receipt(row: ActionReceiptRow) -> Receipt:
    return Receipt(
        id=row.id,
        action=row.action,
        order=row.order_number,
        rule=row.rule,
        amounts=_amounts_from_json(row.amounts),
        at=row.at,
    )


def _state(order: Order | None, customer: Customer | None) -> Json:
    state: Json = {}
    if order is not None:
        state["order"] = order_to_json(order)
    if customer is not None:
        state["customer"] = customers.contact_to_json(customer)
    return state


def _amounts_to_json(amounts: Amounts | None) -> Json:
    if amounts is None:
        return {}
    data: Json = {"method": amounts.method, "days": list(amounts.days)}
    for name, money in (("refund", amounts.refund), ("difference", amounts.difference)):
        if money is not None:
            data[name] = {"minor": money.minor, "currency": money.currency}
    return data


def _amounts_from_json(data: Json) -> Amounts:
    def money(name: str) -> Money | None:
        held: Any = data.get(name)
        return Money(int(held["minor"]), str(held["currency"])) if held else None

    days = data.get("days") or [0, 0]
    return Amounts(
        refund=money("refund"),
        difference=money("difference"),
        method=str(data.get("method") or ""),
        days=(int(days[0]), int(days[1])),
    )


def rule_of_row(row: OrderRuleRow) -> ActionRule:
    """The rule a row holds, with its version and times."""
    return replace(
        rule_from_data(row.rule, file=row.key), version=row.version, valid_from=row.valid_from, valid_to=row.valid_to
    )
