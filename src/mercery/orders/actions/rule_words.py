"""A rule in words, for the people who answer for it: what it allows, needs, limits and tells, and what a version changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.actions.requests import ActionName
from mercery.orders.actions.rule import ActionRule, IdentityStrength, RefundTo
from mercery.orders.order import OrderStatus

ACTION_NAMES: Final[Mapping[ActionName, Words]] = {
    "cancel_order": Words("Cancel an order", "取消订单"),
    "change_order_address": Words("Change the delivery address", "修改收货地址"),
    "change_order_payment": Words("Change the way to pay", "更换支付方式"),
    "change_order_items": Words("Change pieces before they are sent", "发货前更换商品"),
    "return_items": Words("Return pieces", "退货"),
    "exchange_items": Words("Exchange pieces", "换货"),
    "change_customer_address": Words("Change the default address", "修改默认地址"),
}
STATUS_NAMES: Final[Mapping[OrderStatus, Words]] = {
    "pending": Words("pending", "待处理"), "paid": Words("paid", "已付款"), "items_changed": Words("pieces changed", "已更换商品"),
    "packed": Words("packed", "已打包"), "shipped": Words("on its way", "已发货"), "delivered": Words("delivered", "已送达"),
    "cancelled": Words("cancelled", "已取消"), "return_requested": Words("return requested", "已申请退货"),
    "exchange_requested": Words("exchange requested", "已申请换货"), "returned": Words("returned", "已退货"),
    "partly_returned": Words("partly returned", "部分退货"),
}  # fmt: skip
PROOF_NAMES: Final[Mapping[IdentityStrength, Words]] = {
    "none": Words("nothing", "无需证明"),
    "name_postcode": Words("name and postcode, told", "口述姓名与邮编"),
    "email": Words("the e-mail address, told", "口述邮箱"),
    "code": Words("a code sent to the account's e-mail", "账户邮箱验证码"),
    "session": Words("signed in", "已登录"),
}
REFUND_NAMES: Final[Mapping[RefundTo, Words]] = {
    "original": Words("the way it was paid", "原支付方式"),
    "original_or_gift_card": Words(
        "the way it was paid, or a gift card the customer has", "原支付方式或顾客已有的礼品卡"
    ),
    "any_own": Words("any way to pay the customer has", "顾客任一支付方式"),
}
MOVES_MONEY: Final = frozenset(
    ("cancel_order", "change_order_payment", "change_order_items", "return_items", "exchange_items")
)
AFTER_DELIVERY: Final = frozenset(("return_items", "exchange_items"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing a rule says."""

    label: Words
    value: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that two versions say differently; None where one of them does not exist."""

    label: Words
    before: Words | None
    after: Words | None


def lines(rule: ActionRule) -> list[Line]:
    """All a rule says, most important first."""
    return [Line(label=label, value=value) for label, value in _lines(rule)]


def _lines(rule: ActionRule) -> Iterator[tuple[Words, Words]]:
    if rule.action != "change_customer_address":
        yield Words("Order must be", "订单状态"), _listed([STATUS_NAMES[one] for one in rule.statuses], " or ", "、")
    if rule.approval == "person":
        yield Words("Decided by", "由谁决定"), Words("a person, every time", "店员逐一决定")
    else:
        yield Words("Decided by", "由谁决定"), Words("the assistant, by this rule", "店员助手按此规则")
    yield Words("Customer proves", "身份证明"), PROOF_NAMES[rule.identity]
    yes = Words("yes, to the very details and amounts", "需要，逐项确认明细与金额")
    yield Words("Customer confirms", "顾客确认"), yes if rule.confirmation else Words("no", "不需要")
    if rule.reasons:
        yield Words("Accepted reasons", "接受的原因"), Words(", ".join(rule.reasons), "、".join(rule.reasons))
    if rule.action in AFTER_DELIVERY:
        days = rule.within_days
        yield (
            Words("Within", "期限"),
            Words("no limit", "不限")
            if days is None
            else Words(f"{days} day{'' if days == 1 else 's'} of delivery", f"签收后 {days} 天内"),
        )
    if rule.once:
        yield Words("How often", "次数"), Words("once for an order", "每张订单一次")
    if rule.per_customer_and_day is not None:
        number = rule.per_customer_and_day
        yield (
            Words("In a day", "每日上限"),
            Words(f"{number} for a customer, then a person", f"每位顾客 {number} 次，超出由店员处理"),
        )
    if rule.person_above:
        amounts = [Words(one.text("en"), one.text("zh")) for one in rule.person_above]
        above = _listed(amounts, " or ", "、")
        yield Words("Waits for a person above", "超过此额由店员决定"), above
    if rule.action in MOVES_MONEY and rule.approval == "code":
        yield Words("Money goes to", "退款去向"), REFUND_NAMES[rule.refund_to]
        yield Words("And arrives", "到账时间"), _days(rule)
    yield Words("Customers are told", "告知顾客"), Words(rule.statement.en or "—", rule.statement.zh or "—")
    if rule.reminder.en or rule.reminder.zh:
        yield Words("Said before the yes", "确认前提醒"), rule.reminder


def _days(rule: ActionRule) -> Words:
    low, high = rule.refund_days
    span = str(high) if low == high else f"{low} to {high}"
    span_zh = str(high) if low == high else f"{low} 至 {high}"
    if rule.refund_from == "goods_back":
        return Words(f"within {span} working days after the pieces are back", f"收到退件后 {span_zh} 个工作日内")
    return Words(f"within {span} working days", f"{span_zh} 个工作日内")


def _listed(parts: Sequence[Words], last: str, between: str) -> Words:
    if not parts:
        return Words("—", "—")
    en = [one.en for one in parts]
    joined = en[0] if len(en) == 1 else f"{', '.join(en[:-1])}{last}{en[-1]}"
    return Words(joined, between.join(one.text("zh") for one in parts))


def differences(before: ActionRule | None, after: ActionRule | None) -> list[Difference]:
    """What the two versions say differently, in the order of the rule. What only one language says differently is told in that
    language, whatever the reader's: who has to say yes to it must see it."""
    old = {one.label: one.value for one in lines(before)} if before else {}
    new = {one.label: one.value for one in lines(after)} if after else {}
    labels = list(dict.fromkeys((*new, *old)))
    return [_difference(label, old.get(label), new.get(label)) for label in labels if old.get(label) != new.get(label)]


def _difference(label: Words, before: Words | None, after: Words | None) -> Difference:
    if before is None or after is None or (before.en != after.en and (before.zh != after.zh or not after.zh)):
        return Difference(label=label, before=before, after=after)
    if before.en != after.en:
        label = Words(f"{label.en}, in English", f"{label.zh}（英文）")
        return Difference(label=label, before=Words(before.en, before.en), after=Words(after.en, after.en))
    label = Words(f"{label.en}, in Chinese", f"{label.zh}（中文）")
    return Difference(label=label, before=Words(before.zh, before.zh), after=Words(after.zh, after.zh))


def amounts_text(limits: Sequence[Money]) -> str:
    """Limits as a person types them: `EUR 1500, CNY 12000`."""
    return ", ".join(f"{one.currency} {one.major.normalize():f}" for one in limits)
