"""Why something cannot be done, and what can."""

from __future__ import annotations

from typing import Final

from mercery.assistant.desk.state import Refusal
from mercery.assistant.desk.telling import STATUS, Telling
from mercery.core.i18n import Words

_ACTION_OF: dict[str, str] = {
    "cancel": "cancel_order", "return": "return_items", "order_address": "change_order_address",
    "payment": "change_order_payment", "default_address": "change_customer_address",
}  # fmt: skip


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
