"""The details of a task before a yes."""

from __future__ import annotations

from mercery.assistant.desk.frames.order_words import method_of, pending_statuses, pieces_of, swap_rule
from mercery.assistant.desk.state import PieceWish, Task
from mercery.assistant.desk.telling import REASONS, Telling
from mercery.assistant.desk.view import Piece
from mercery.core.money import Money
from mercery.orders.actions.decision import Amounts
from mercery.orders.order import Order


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
            amount=tell.order(order, "refund", tell.money(amounts.refund)), method=method_of(task, tell),
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
    pending = order.status in pending_statuses(tell)
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
    method = method_of(task, tell) if task.payment else ""
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
            amount=amount, method=method, days=tell.days(amounts.days, rule=swap_rule(order, tell)),
        )  # fmt: skip


def _payment_summary(order: Order, amounts: Amounts, task: Task, tell: Telling) -> None:
    amount = amounts.refund or order.total
    tell.say(
        "Order {number} over {amount} would be paid by {method}.", "订单 {number}（{amount}）将改由{method}支付。",
        number=order.number, amount=tell.order(order, "total", tell.money(amount)), method=method_of(task, tell),
    )  # fmt: skip
    tell.say(
        "The {amount} paid by {old} would go back there, {days}.", "原由{old}支付的 {amount} 将原路退回，{days}。",
        amount=tell.order(order, "total", tell.money(amount)), old=tell.method(tell.view.paid_by(order)),
        days=tell.days(amounts.days),
    )  # fmt: skip
