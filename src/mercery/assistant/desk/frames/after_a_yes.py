"""What was done."""

from __future__ import annotations

import re

from mercery.assistant.desk.frames.order_words import method_of, pending_statuses, pieces_of, swap_rule
from mercery.assistant.desk.state import Task
from mercery.assistant.desk.telling import STATUS, Telling
from mercery.core.money import Money
from mercery.orders.actions.decision import Amounts
from mercery.orders.order import Order


def done(task: Task, before: Order | None, amounts: Amounts, tell: Telling) -> None:
    """What has happened. `before`: the order as it was."""
    order = tell.view.order(task.order) or before
    if task.kind == "default_address" or order is None:
        address = task.address.text() if task.address else ""
        tell.say(
            "Done: the default address of your profile is now {address}.",
            "已办好：默认地址已改为 {address}。",
            address=address,
        )
        return
    match task.kind:
        case "cancel":
            _cancelled(order, amounts, tell)
        case "return":
            _returned(order, amounts, task, tell)
        case "swap":
            _swapped(order, before, amounts, task, tell)
        case "order_address":
            address = order.address.text() if order.address else ""
            tell.say(
                "Done: order {number} now goes to {address}.", "已办好：订单 {number} 现在寄往 {address}。",
                number=order.number, address=tell.order(order, "address", address),
            )  # fmt: skip
        case "payment":
            _repaid(order, before, amounts, task, tell)


def _cancelled(order: Order, amounts: Amounts, tell: Telling) -> None:
    tell.say("Done: order {number} is now {status}.", "已办好：订单 {number} 现在{status}。", number=order.number,
             status=tell.order(order, "status", STATUS["cancelled"].text(tell.lang)))  # fmt: skip
    if amounts.refund is not None:
        tell.say(
            "{amount} goes back to {method}, {days}.", "{amount} 退回{method}，{days}。",
            amount=tell.order(order, "refund", tell.money(amounts.refund)), method=tell.method(tell.view.paid_by(order)),
            days=tell.days(amounts.days),
        )  # fmt: skip


def _returned(order: Order, amounts: Amounts, task: Task, tell: Telling) -> None:
    pieces = tell.listed(tell.piece(piece) for piece in pieces_of(task, tell))
    tell.say(
        "Done: the return of {pieces} from order {number} is requested.", "已办好：已为订单 {number} 申请退货：{pieces}。",
        pieces=tell.order(order, "returns", pieces), number=order.number,
    )  # fmt: skip
    if amounts.refund is not None:
        tell.say(
            "The refund of {amount} goes to {method}, {days}.", "退款 {amount} 退到{method}，{days}。",
            amount=tell.order(order, "refund", tell.money(amounts.refund)), method=method_of(task, tell),
            days=tell.days(amounts.days, rule=tell.view.rule("return_items")),
        )  # fmt: skip
    _how_to_send_back("return_items", tell)


def _how_to_send_back(action: str, tell: Telling) -> None:
    """Said where the shop's rule promises it."""
    rule = tell.view.rule(action)
    if rule is None or not re.search(r"e-?mail|邮件", rule.statement.text(tell.lang), re.IGNORECASE):
        return
    fact, _ = tell.rule(rule)
    tell.say(
        "{how}",
        "{how}",
        how=(fact, tell.pick("An email explains how to send the pieces back.", "退回方式会以邮件告知。")),
    )


def _swapped(order: Order, before: Order | None, amounts: Amounts, task: Task, tell: Telling) -> None:
    changed = order.status in ("items_changed", *pending_statuses(tell))
    new = tell.listed(tell.variant(tell.view.variants[wish.new]) for wish in task.pieces)
    tell.say(
        "Done: order {number} now holds {pieces}." if changed else "Done: the exchange for {pieces} from order {number} is requested.",
        "已办好：订单 {number} 已换成 {pieces}。" if changed else "已办好：订单 {number} 已申请换成 {pieces}。",
        number=order.number, pieces=tell.order(order, "lines", new),
    )  # fmt: skip
    if amounts.difference is not None and amounts.difference.minor:
        amount = tell.order(order, "difference", tell.money(Money(abs(amounts.difference.minor), order.currency)))
        paid = amounts.difference.minor > 0
        tell.say(
            "The price difference of {amount} is paid by {method}." if paid else "The price difference of {amount} goes back to {method}, {days}.",
            "差价 {amount} 由{method}支付。" if paid else "差价 {amount} 退到{method}，{days}。",
            amount=amount, method=method_of(task, tell), days=tell.days(amounts.days, rule=swap_rule(order, tell)),
        )  # fmt: skip
    if not changed:
        _how_to_send_back("exchange_items", tell)


def _repaid(order: Order, before: Order | None, amounts: Amounts, task: Task, tell: Telling) -> None:
    tell.say(
        "Done: order {number} is now paid by {method}.", "已办好：订单 {number} 现由{method}支付。",
        number=order.number, method=tell.order(order, "payment", method_of(task, tell)),
    )  # fmt: skip
    if amounts.refund is not None and before is not None:
        tell.say(
            "The {amount} paid by {old} goes back there, {days}.", "原由{old}支付的 {amount} 原路退回，{days}。",
            amount=tell.order(order, "refund", tell.money(amounts.refund)), old=tell.method(tell.view.paid_by(before)),
            days=tell.days(amounts.days),
        )  # fmt: skip
