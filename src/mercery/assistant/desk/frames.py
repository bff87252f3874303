"""What the desk says about a task: its details before a yes, what was done, and why something cannot be done."""

from __future__ import annotations

import re
from typing import Final

from mercery.assistant.desk.state import PieceWish, Refusal, Task
from mercery.assistant.desk.telling import REASONS, STATUS, Telling
from mercery.assistant.desk.view import Piece
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.actions.decision import Amounts
from mercery.orders.actions.rule import ActionRule
from mercery.orders.order import Order

_ACTION_OF: dict[str, str] = {
    "cancel": "cancel_order", "return": "return_items", "order_address": "change_order_address",
    "payment": "change_order_payment", "default_address": "change_customer_address",
}  # fmt: skip


def pieces_of(task: Task, tell: Telling) -> list[Piece]:
    """The pieces a task is about."""
    wanted = {wish.index for wish in task.pieces}
    return [piece for piece in tell.view.pieces(task.order) if piece.index in wanted]


def summary(task: Task, amounts: Amounts, tell: Telling) -> None:
    """The details a yes will be bound to."""
    order = tell.view.order(task.order)
    if task.kind == "default_address":
        address = task.address.text() if task.address else ""
        tell.say(
            "The default address of your profile would become {address}.",
            "您资料中的默认地址将改为：{address}。",
            address=address,
        )
        return
    assert order is not None
    match task.kind:
        case "cancel":
            _cancel_summary(order, amounts, task, tell)
        case "return":
            _return_summary(order, amounts, task, tell)
        case "swap":
            _swap_summary(order, amounts, task, tell)
        case "order_address":
            assert task.address is not None
            tell.say(
                "Order {number} would be sent to {address} instead of {old}. Your profile stays as it is.",
                "订单 {number} 的收货地址将从 {old} 改为 {address}，资料中的默认地址不变。",
                number=order.number, address=task.address.text(),
                old=tell.order(order, "address", order.address.text() if order.address else "-"),
            )  # fmt: skip
        case "payment":
            _payment_summary(order, amounts, task, tell)


def _cancel_summary(order: Order, amounts: Amounts, task: Task, tell: Telling) -> None:
    pieces = tell.listed(tell.piece(piece) for piece in tell.view.pieces(order.number))
    tell.say(
        "The whole order {number} would be cancelled: {pieces}.", "将取消整个订单 {number}：{pieces}。",
        number=order.number, pieces=tell.order(order, "lines", pieces),
    )  # fmt: skip
    if amounts.refund is not None:
        tell.say(
            "{amount} would go back to {method}, {days}.", "{amount} 将退回{method}，{days}。",
            amount=tell.order(order, "total", tell.money(amounts.refund)),
            method=tell.method(tell.view.paid_by(order)), days=tell.days(amounts.days),
        )  # fmt: skip
    if task.reason in REASONS:
        tell.say("Reason: {reason}.", "原因：{reason}。", reason=REASONS[task.reason].text(tell.lang))


def _return_summary(order: Order, amounts: Amounts, task: Task, tell: Telling) -> None:
    pieces = pieces_of(task, tell)
    listed = tell.listed(f"{tell.piece(piece)} {tell.money(piece.price)}" for piece in pieces)
    tell.say(
        "From order {number} you would return {pieces}.", "将从订单 {number} 退货：{pieces}。",
        number=order.number, pieces=tell.order(order, "lines", listed),
    )  # fmt: skip
    if amounts.refund is None:
        return
    if task.payment:
        tell.say(
            "The refund of {amount} would go to {method}, {days}.", "{amount} 将退到{method}，{days}。",
            amount=tell.order(order, "refund", tell.money(amounts.refund)), method=_method(task, tell),
            days=tell.days(amounts.days, rule=tell.view.rule("return_items")),
        )  # fmt: skip
    else:
        amount = tell.order(order, "refund", tell.money(amounts.refund))
        tell.say("The refund comes to {amount}.", "退款金额为 {amount}。", amount=amount)
    _reminder("return_items", tell)


def _reminder(action: str, tell: Telling) -> None:
    """What the rule wants the customer to know before the yes."""
    rule = tell.view.rule(action)
    if rule is not None and rule.reminder.text(tell.lang):
        tell.say("{rule}", "{rule}", rule=(tell.rule(rule)[0], rule.reminder.text(tell.lang)))


def _swap_summary(order: Order, amounts: Amounts, task: Task, tell: Telling) -> None:
    by_index = {piece.index: piece for piece in tell.view.pieces(order.number)}
    pending = order.status in _pending(tell)
    lines = []
    for wish in task.pieces:
        old, new = by_index[wish.index], tell.view.variants[wish.new]
        price = new.price or old.price
        lines.append(
            tell.pick(
                f"{tell.piece(old)} {tell.money(old.price)} → {tell.options(new.options)} {tell.money(price)}",
                f"{tell.piece(old)} {tell.money(old.price)} → {tell.options(new.options)} {tell.money(price)}",
            )
        )
    tell.say(
        "In order {number} this would be changed: {pieces}." if pending else "From order {number} this would be exchanged: {pieces}.",
        "订单 {number} 将更换：{pieces}。",
        number=order.number, pieces=tell.order(order, "lines", "; ".join(lines)),
    )  # fmt: skip
    for wish in task.pieces:
        _side_changes(by_index[wish.index], wish, tell)
    if amounts.difference is not None:
        _difference(order, amounts, task, tell)
    _reminder("change_order_items" if pending else "exchange_items", tell)
    if pending:
        tell.say(
            "Pieces of an order can be changed once, and afterwards the order can be neither changed nor cancelled, so tell me now if another piece is to be changed too.",
            "订单中的商品只能更换一次，之后不能再修改或取消；如还有其他商品要一并更换，请现在告诉我。",
        )  # fmt: skip
    else:
        tell.say(
            "An order can be exchanged once, so tell me now if another piece is to be exchanged too.",
            "每个订单只能换货一次；如还有其他商品要一并更换，请现在告诉我。",
        )


def _side_changes(old: Piece, wish: PieceWish, tell: Telling) -> None:
    """Options nobody spoke of that change with the variant are said outright."""
    spoken = {option for pairs, _ in wish.wants for option, _ in pairs}
    new = dict(tell.view.variants[wish.new].options)
    others = [(name, value) for name, value in old.options if name not in spoken and new.get(name, value) != value]
    if others:
        changes = tell.listed(
            f"{tell.option(name, new[name])} ({tell.pick('not', '原为')} {tell.option(name, value)})"
            for name, value in others
        )
        tell.say(
            "With your other options kept there is none; this one also differs in: {changes}.",
            "其他规格都不变的款式没有；这一款还有不同：{changes}。",
            changes=changes,
        )


def _difference(order: Order, amounts: Amounts, task: Task, tell: Telling) -> None:
    difference = amounts.difference
    assert difference is not None
    method = _method(task, tell) if task.payment else ""
    amount = tell.order(order, "difference", tell.money(Money(abs(difference.minor), difference.currency)))
    if difference.minor == 0:
        tell.say("There is no price difference.", "没有差价。")
    elif difference.minor > 0:
        tell.say(
            "The price difference of {amount} would be paid by {method}." if method else "The price difference is {amount}, for you to pay.",
            "差价 {amount} 由{method}支付。" if method else "差价 {amount}，需补付。",
            amount=amount, method=method,
        )  # fmt: skip
    else:
        tell.say(
            "The price difference of {amount} would go back to {method}, {days}." if method else "The price difference is {amount}, in your favour.",
            "差价 {amount} 将退到{method}，{days}。" if method else "差价 {amount}，退还给您。",
            amount=amount, method=method, days=tell.days(amounts.days, rule=_swap_rule(order, tell)),
        )  # fmt: skip


def _swap_rule(order: Order, tell: Telling) -> ActionRule | None:
    changed = order.status in ("items_changed", *_pending(tell))
    return tell.view.rule("change_order_items" if changed else "exchange_items")


def _payment_summary(order: Order, amounts: Amounts, task: Task, tell: Telling) -> None:
    amount = amounts.refund or order.total
    tell.say(
        "Order {number} over {amount} would be paid by {method}.", "订单 {number}（{amount}）将改由{method}支付。",
        number=order.number, amount=tell.order(order, "total", tell.money(amount)), method=_method(task, tell),
    )  # fmt: skip
    tell.say(
        "The {amount} paid by {old} would go back there, {days}.", "原由{old}支付的 {amount} 将原路退回，{days}。",
        amount=tell.order(order, "total", tell.money(amount)), old=tell.method(tell.view.paid_by(order)),
        days=tell.days(amounts.days),
    )  # fmt: skip


def _method(task: Task, tell: Telling) -> str:
    return tell.method(tell.view.customer.payment_method(task.payment) if tell.view.customer else None)


def _pending(tell: Telling) -> tuple[str, ...]:
    rule = tell.view.rule("change_order_items")
    return rule.statuses if rule else ("pending",)


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
            amount=tell.order(order, "refund", tell.money(amounts.refund)), method=_method(task, tell),
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
    changed = order.status in ("items_changed", *_pending(tell))
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
            amount=amount, method=_method(task, tell), days=tell.days(amounts.days, rule=_swap_rule(order, tell)),
        )  # fmt: skip
    if not changed:
        _how_to_send_back("exchange_items", tell)


def _repaid(order: Order, before: Order | None, amounts: Amounts, task: Task, tell: Telling) -> None:
    tell.say(
        "Done: order {number} is now paid by {method}.", "已办好：订单 {number} 现由{method}支付。",
        number=order.number, method=tell.order(order, "payment", _method(task, tell)),
    )  # fmt: skip
    if amounts.refund is not None and before is not None:
        tell.say(
            "The {amount} paid by {old} goes back there, {days}.", "原由{old}支付的 {amount} 原路退回，{days}。",
            amount=tell.order(order, "refund", tell.money(amounts.refund)), old=tell.method(tell.view.paid_by(before)),
            days=tell.days(amounts.days),
        )  # fmt: skip


_PLAIN: Final[dict[str, Words]] = {
    "not_yours": Words(
        "I find no order {number} among yours, and I can only speak about and change your own orders in this conversation.",
        "您名下没有订单 {number}；在本次对话中，我只能查看和办理您本人的订单。",
    ),
    "done_before": Words("This was already done once for order {number} and cannot be done again.", "订单 {number} 已经办理过一次，不能再办。"),
    "more_than_bought": Words(
        "Of order {number} this is returned already, or its return is requested.", "订单 {number} 中的这件商品已退货或已申请退货。"
    ),
    "reason": Words("That reason does not allow me to cancel.", "该原因不在可取消的范围内。"),
    "partial": Words(
        "Single pieces cannot be taken out of an order: it can only be cancelled as a whole or stay as it is.",
        "不能单独取消订单中的某一件：只能取消整个订单，或保持不变。",
    ),
    "rivals": Words(
        "Order {number} can only have one of these: doing the one closes it to the other, at a later time too.",
        "订单 {number} 只能办理其中一项：办了一项，就不能再办另一项，改天也不行。",
    ),
    "same_payment": Words("The order is already paid that way; another payment method is needed.", "订单目前就是这种支付方式，需要换成另一种。"),
    "payment_not_of_customer": Words("There is no such payment method on your account, and I cannot add one.", "您的账户中没有这种支付方式，我也无法添加。"),
    "no_method": Words("There is no such payment method on your account, and I cannot add one.", "您的账户中没有这种支付方式，我也无法添加。"),
    "other_product": Words("A piece can only be changed for another option of the same product.", "只能换成同款商品的其他规格。"),
    "no_such_item": Words("A piece can only be changed for another option of the same product.", "只能换成同款商品的其他规格。"),
    "too_late": Words("The time for this is over: {detail} days after delivery.", "已超过期限：送达后 {detail} 天内。"),
    "opinion": Words(
        "Which one is better is not for me to decide; I can tell you what is recorded about your orders and products.",
        "哪个更好，我不便评判；我可以告诉您订单和商品的记录信息。",
    ),
    "favour": Words("I cannot grant discounts, compensation or anything beyond the shop's rules.", "我无法给予折扣、补偿或规则以外的优惠。"),
    "not_offered": Words(
        "That is not possible: what can be changed in a pending order is its address, its payment method, and the options of its pieces; it can be cancelled as a whole. A delivered order can be returned or exchanged.",
        "这一点无法办理：待处理的订单可以修改收货地址、支付方式或商品规格，也可以整单取消；已送达的订单可以退货或换货。",
    ),
}  # fmt: skip
_WITH_RULE: Final = frozenset(("done_before", "reason", "too_late"))


def refused(refusal: Refusal, tell: Telling) -> None:
    """Why the rules do not allow it, and what they allow."""
    order = tell.view.order(refusal.order)
    match refusal.code:
        case "status" if order is not None:
            tell.say(
                "Order {number} is {status}, so this cannot be done with it.", "订单 {number} 的状态是{status}，因此不能这样办理。",
                number=order.number, status=tell.order(order, "status", STATUS[order.status].text(tell.lang)),
            )  # fmt: skip
            _rule(refusal, tell)
        case "refund_target":
            _refund_target(refusal, tell)
        case "refund_original":
            tell.say(
                "The money of a cancelled order only goes back the way it was paid: {original}.",
                "取消订单的款项只能按原支付方式退回：{original}。",
                original=tell.method(tell.view.paid_by(order) if order else None),
            )
        case "gift_balance":
            _gift_balance(tell)
        case code:
            said = _PLAIN.get(code)
            if said is None:
                tell.say("The shop's rules do not allow this.", "按店铺规则，这一项无法办理。")
            else:
                tell.say(said.en, said.zh, number=refusal.order, detail=refusal.detail)
            if said is None or code in _WITH_RULE:
                _rule(refusal, tell)
            if code in ("payment_not_of_customer", "no_method"):
                _methods(tell)


def _rule(refusal: Refusal, tell: Telling) -> None:
    action = refusal.rule.split("@")[0] if refusal.rule else _ACTION_OF.get(refusal.kind, "")
    rule = next((one for one in tell.view.rules if one.key == action or one.action == action), None)
    if rule is not None and rule.statement.text(tell.lang):
        tell.say("{rule}", "{rule}", rule=tell.rule(rule))


def _refund_target(refusal: Refusal, tell: Telling) -> None:
    order = tell.view.order(refusal.order)
    original = tell.view.paid_by(order) if order else None
    cards = [one for one in tell.view.customer.payment_methods if one.kind == "gift_card"] if tell.view.customer else []
    rule = tell.view.rule("return_items")
    gift = bool(cards) and (rule is None or rule.refund_to != "original")
    tell.say(
        "A refund can only go to the original payment method, {original}, or to a gift card you already have." if not rule or rule.refund_to != "original" else "A refund can only go to the original payment method, {original}.",
        "退款只能退回原支付方式（{original}）或您现有的礼品卡。" if not rule or rule.refund_to != "original" else "退款只能退回原支付方式（{original}）。",
        original=tell.method(original),
    )  # fmt: skip
    if not gift and (rule is None or rule.refund_to != "original"):
        tell.say("There is no gift card on your account.", "您的账户中没有礼品卡。")


def _gift_balance(tell: Telling) -> None:
    cards = [one for one in tell.view.customer.payment_methods if one.kind == "gift_card"] if tell.view.customer else []
    held = tell.listed(tell.money(one.balance) for one in cards if one.balance is not None)
    tell.say(
        "The gift card holds {balance}, which does not cover the amount.",
        "礼品卡余额为 {balance}，不足以支付。",
        balance=held or "-",
    )


def _methods(tell: Telling) -> None:
    if tell.view.customer and tell.view.customer.payment_methods:
        names = tell.listed(tell.method(one) for one in tell.view.customer.payment_methods)
        tell.say("On your account: {methods}.", "您账户中有：{methods}。", methods=names)
