"""What the desk tells a person who takes over: who, how proved, the orders as they stand, what was done, refused and is open.

Pure: the state, the record and the receipts in; words in both languages out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.assistant.desk.state import DeskState, Refusal, Task
from mercery.assistant.desk.telling import STATUS
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.orders.actions.service import Receipt
from mercery.orders.order import Order

_KINDS: Final[Mapping[str, Words]] = {
    "cancel": Words("Cancel", "取消"), "return": Words("Return", "退货"), "swap": Words("Exchange", "换货"),
    "order_address": Words("Other delivery address", "修改收货地址"), "payment": Words("Other payment", "更换支付方式"),
    "default_address": Words("Other default address", "修改默认地址"), "look": Words("Look up", "查询"), "other": Words("Request", "请求"),
}  # fmt: skip
_ACTIONS: Final[Mapping[str, Words]] = {
    "cancel_order": Words("Cancelled", "已取消"), "change_order_address": Words("Address changed", "已改收货地址"),
    "change_order_payment": Words("Payment changed", "已改支付方式"), "change_order_items": Words("Pieces changed", "已更换商品"),
    "return_items": Words("Return requested", "已申请退货"), "exchange_items": Words("Exchange requested", "已申请换货"),
    "change_customer_address": Words("Default address changed", "已改默认地址"),
}  # fmt: skip
_REASONS: Final[Mapping[str, Words]] = {
    "status": Words("the order's state does not allow it", "订单状态不允许"), "done_before": Words("already done once", "已办理过一次"),
    "too_late": Words("too late", "已超过期限"), "reason": Words("the reason is not accepted", "原因不在可办范围"),
    "not_yours": Words("no order of this customer", "非该顾客订单"), "partial": Words("single pieces cannot be cancelled", "不能单独取消某一件"),
    "refund_target": Words("refund only to the original way to pay", "只能原路退款"), "gift_balance": Words("the gift card does not cover it", "礼品卡余额不足"),
    "favour": Words("more than the rules grant", "超出规则的优惠"), "not_offered": Words("not offered", "不提供此项"),
    "unavailable": Words("not in stock", "无货"), "other_product": Words("another product", "非同款商品"), "opinion": Words("an opinion was asked", "询问看法"),
    "no_rule": Words("there is no rule for it", "没有对应规则"), "approval": Words("a person decides", "须由店员决定"),
    "limit_amount": Words("above the limit, a person decides", "超过限额，须由店员决定"), "limit_day": Words("too many in a day", "超过每日次数"),
    "rivals": Words("two that exclude each other", "两项互斥"), "same_payment": Words("paid that way already", "支付方式相同"),
}  # fmt: skip
_WAITS: Final[Mapping[str, Words]] = {
    "confirmation": Words("waits for the customer's yes", "等待顾客确认"), "email": Words("asked for the e-mail address", "已询问邮箱"),
    "name": Words("asked for name and postcode", "已询问姓名与邮编"), "zip": Words("asked for the postcode", "已询问邮编"),
    "code": Words("waits for the code we sent", "等待验证码"), "order_id": Words("asked which order", "已询问订单号"),
    "item": Words("asked which piece", "已询问商品"), "new_option": Words("asked which option instead", "已询问新规格"),
    "payment_method": Words("asked for the way to pay", "已询问支付方式"), "reason": Words("asked for the reason", "已询问原因"),
    "new_address": Words("asked for the address", "已询问新地址"), "choice": Words("asked which of two", "已询问二选一"),
}  # fmt: skip
_MOST: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What stands in the packet beside the customer's words."""

    who: str
    verified: str
    facts: tuple[Words, ...]
    done: tuple[Words, ...]
    declined: tuple[Words, ...]
    open: Words | None


def report(state: DeskState, customer: Customer | None, orders: Sequence[Order], receipts: Sequence[Receipt]) -> Report:
    """The report on a conversation with the desk."""
    known = {order.number: order for order in orders}
    return Report(
        who=customer.name if customer else "",
        verified=state.strength if state.turns or state.customer_id else "",
        facts=tuple(_stands(known[number]) for number in _spoken_of(state, receipts) if number in known)[:_MOST],
        done=tuple(_done(one) for one in receipts),
        declined=tuple(_declined(one) for one in state.refused)[-_MOST:],
        open=_open(state),
    )


def _spoken_of(state: DeskState, receipts: Sequence[Receipt]) -> list[str]:
    tasks = [task.order for task in (*state.tasks, *state.rivals)]
    numbers = [*tasks, state.order, *(one.order for one in state.refused), *(one.order for one in receipts)]
    return list(dict.fromkeys(number for number in numbers if number))


def _stands(order: Order) -> Words:
    state, pieces = STATUS[order.status], [line.title for line in order.lines]
    return Words(
        f"{order.number}, {state.en}, {order.total.text('en')}: {', '.join(pieces)}",
        f"{order.number}，{state.zh}，{order.total.text('zh')}：{'、'.join(pieces)}",
    )


def _done(one: Receipt) -> Words:
    action = _ACTIONS[one.action]
    amount = one.amounts.refund or _moved(one.amounts.difference)
    en, zh = (f", {amount.text('en')}", f"，{amount.text('zh')}") if amount else ("", "")
    receipt = one.id[-6:]
    return Words(
        f"{action.en} {one.order}{en} ({one.rule}, receipt …{receipt})",
        f"{action.zh} {one.order}{zh}（{one.rule}，凭据 …{receipt}）",
    )


def _moved(difference: Money | None) -> Money | None:
    return difference if difference is not None and difference.minor else None


def _declined(one: Refusal) -> Words:
    kind, why = _KINDS.get(one.kind, _KINDS["other"]), _REASONS.get(one.code, Words(one.code.replace("_", " ")))
    en, zh = (f" {one.order}", f" {one.order}") if one.order else ("", "")
    rule = Words(f" ({one.rule})", f"（{one.rule}）") if one.rule else Words("")
    return Words(f"{kind.en}{en}: {why.en}{rule.en}", f"{kind.zh}{zh}：{why.text('zh')}{rule.zh}")


def _open(state: DeskState) -> Words | None:
    """The task under construction and what it waits for; else the question that waits."""
    waits = _WAITS.get(state.asked)
    parts = list(_tasks(state.tasks or state.rivals))
    if not parts and waits is None:
        return None
    en, zh = "; ".join(one.en for one in parts), "；".join(one.zh for one in parts)
    if waits is None:
        return Words(en, zh)
    return Words(f"{en}: {waits.en}" if en else waits.en.capitalize(), f"{zh}：{waits.zh}" if zh else waits.zh)


def _tasks(tasks: Sequence[Task]) -> Iterator[Words]:
    for task in tasks:
        kind = _KINDS[task.kind]
        shown = dict(task.shown).get("refund", "")
        amount = _amount(shown)
        en, zh = (f", {amount.text('en')}", f"，{amount.text('zh')}") if amount else ("", "")
        yield Words(f"{kind.en} {task.order}{en}".strip(), f"{kind.zh} {task.order}{zh}".strip())


def _amount(shown: str) -> Money | None:
    """The amount in a shown detail, written as `35000 EUR`."""
    minor, _, currency = shown.partition(" ")
    return Money(int(minor), currency) if currency and minor.lstrip("-").isdigit() else None
