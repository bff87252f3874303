"""Sentences of the desk: a frame in both languages, filled from facts; each filled place keeps the fact it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from mercery.assistant.desk.view import Piece, View
from mercery.claims.facts import Fact, Subject
from mercery.claims.sentence import Line, Sentence
from mercery.claims.values import Text
from mercery.claims.vocabulary import COLOURS, MATERIALS
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.customers.customer import PaymentMethod
from mercery.orders.actions.decision import KnownVariant
from mercery.orders.actions.rule import ActionRule
from mercery.orders.order import Order

Filled = tuple[Fact, str]
"""Words and the fact they stand on."""
_PLACE: Final = re.compile(r"\{(\w+)\}")
_HAN: Final = re.compile(r"[一-鿿]")
_LATIN: Final = re.compile(r"[A-Za-z0-9]")
STATUS: Final[dict[str, Words]] = {
    "pending": Words("pending", "待处理"), "paid": Words("paid and not yet packed", "已付款，尚未打包"), "items_changed": Words("pending, with its pieces already changed", "待处理，商品已更换过"),
    "packed": Words("processed", "已处理"), "shipped": Words("on its way", "已发货"), "delivered": Words("delivered", "已送达"), "cancelled": Words("cancelled", "已取消"),
    "return_requested": Words("delivered, with a return requested", "已送达，退货已申请"), "exchange_requested": Words("delivered, with an exchange requested", "已送达，换货已申请"),
    "returned": Words("returned", "已退货"), "partly_returned": Words("partly returned", "部分退货"),
}  # fmt: skip
REASONS: Final[dict[str, Words]] = {
    "no longer needed": Words("it is no longer needed", "不再需要"),
    "ordered by mistake": Words("it was ordered by mistake", "误下单"),
}
_BRANDS: Final = {
    "paypal": Words("PayPal"), "visa": Words("Visa"), "mastercard": Words("Mastercard", "万事达卡"), "amex": Words("American Express", "美国运通卡"),
    "alipay": Words("Alipay", "支付宝"), "wechat pay": Words("WeChat Pay", "微信支付"), "apple pay": Words("Apple Pay"), "unionpay": Words("UnionPay", "银联卡"),
}  # fmt: skip
_LABELS: Final = {
    "lines": Words("Pieces", "商品"), "total": Words("Total", "合计"), "status": Words("State", "状态"), "address": Words("Address", "地址"),
    "refund": Words("Refund", "退款"), "difference": Words("Price difference", "差价"), "returns": Words("Return", "退货"), "payment": Words("Payment", "支付"),
    "tracking": Words("Parcel", "物流"), "stock": Words("Stock", "库存"), "price": Words("Price", "价格"), "options": Words("Options", "规格"),
    "cancel_order": Words("Cancelling", "取消订单"), "change_order_address": Words("Delivery address", "修改收货地址"),
    "change_order_payment": Words("Payment of an order", "更换支付方式"), "change_order_items": Words("Pieces of an order", "更换商品"),
    "return_items": Words("Returns", "退货"), "exchange_items": Words("Exchanges", "换货"), "change_customer_address": Words("Default address", "默认地址"),
}  # fmt: skip


def _gap(before: str, after: str) -> str:
    """A space where Chinese and Latin signs meet, as everywhere in the texts; pages of others do not put one by themselves."""
    if (_HAN.match(before[-1:]) and _LATIN.match(after)) or (_LATIN.match(before[-1:]) and _HAN.match(after)):
        return " "
    return ""


class Telling:
    """Collects the sentences of one reply and the facts they stand on."""

    def __init__(self, lang: Lang, view: View) -> None:
        self.lang: Lang = lang
        self.view = view
        self.sentences: list[Sentence] = []
        self.facts: dict[str, Fact] = {}

    @property
    def zh(self) -> bool:
        """Whether the reply is Chinese."""
        return self.lang == "zh"

    def say(self, en: str, zh: str, **parts: str | Filled) -> None:
        """Add a sentence. Places `{name}` are filled from `parts`."""
        line, frame, at = Line(), zh if self.zh else en, 0
        for place in _PLACE.finditer(frame):
            part = parts[place[1]]
            words = part if isinstance(part, str) else part[1]
            line.say(frame[at : place.start()] + _gap(frame[: place.start()], words))
            if isinstance(part, str):
                line.say(part)
            else:
                self.facts[part[0].id] = part[0]
                line.fact(*part)
            at = place.end()
            line.say(_gap(words, frame[at:]))
        sentence = line.say(frame[at:]).done()
        if sentence.text not in {one.text for one in self.sentences}:
            self.sentences.append(sentence)

    @property
    def text(self) -> str:
        """The whole reply."""
        return ("" if self.zh else " ").join(one.text for one in self.sentences)

    def pick(self, en: str, zh: str) -> str:
        """One of the two, by the language of the reply."""
        return zh if self.zh else en

    def money(self, amount: Money) -> str:
        """An amount, always with its decimals."""
        digits = f"{amount.major:,.{max(0, -_exponent(amount))}f}"
        return f"{_sign(amount, self.lang)}{digits}"

    def listed(self, items: Iterable[str]) -> str:
        """`a, b and c`."""
        all_ = list(items)
        if len(all_) < 2:
            return "".join(all_)
        return "、".join(all_[:-1]) + "和" + all_[-1] if self.zh else ", ".join(all_[:-1]) + " and " + all_[-1]

    def days(self, days: tuple[int, int], *, rule: ActionRule | None = None) -> str:
        """When money arrives; under a rule that waits for the goods, counted from there."""
        if rule is not None and rule.refund_from == "goods_back":
            return self._days_after_the_goods(days)
        low, high = days
        if high == 0:
            return self.pick("immediately", "即时到账")
        if low == high:
            return self.pick(f"within {high} business days", f"{high} 个工作日内到账")
        return self.pick(
            f"within {low} to {high} business days",
            "5至7个工作日内到账" if days == (5, 7) else f"{low}至{high}个工作日内到账",
        )

    def _days_after_the_goods(self, days: tuple[int, int]) -> str:
        low, high = days
        if high == 0:
            return self.pick("as soon as the parcel has reached us", "我们收到退件后即时到账")
        span = str(high) if low == high else self.pick(f"{low} to {high}", f"{low}至{high}")
        return self.pick(
            f"within {span} business days after the parcel has reached us", f"我们收到退件后 {span} 个工作日内到账"
        )

    def method(self, method: PaymentMethod | None) -> str:
        """A way to pay as the customer knows it."""
        if method is None:
            return self.pick("the original payment method", "原支付方式")
        if method.kind == "gift_card":
            return self.pick("your gift card", "您的礼品卡")
        known = _BRANDS.get(method.brand.lower())
        brand = known.text(self.lang) if known else method.brand.title()
        if method.kind == "card":
            name = brand or self.pick("card", "银行卡")
            ending = (
                self.pick(f" ending in {method.last_four}", f"（尾号 {method.last_four}）") if method.last_four else ""
            )
            return f"{name}{ending}"
        return brand or self.pick("your account", "您的账户")

    def options(self, options: Sequence[tuple[str, str]]) -> str:
        """Options in words: values, and the option's name where a value alone would say nothing."""
        return self.pick(", ", "，").join(self.option(name, value) for name, value in options)

    def option(self, name: str, value: str) -> str:
        """One option's value."""
        words = _chinese_value(name, value) if self.zh else value
        if value.lower() in ("yes", "no", "none", "true", "false"):
            label = (
                _OPTION_NAMES.get(name.replace(" ", "_"), name.replace("_", " ")) if self.zh else name.replace("_", " ")
            )
            answer = {"yes": "是", "true": "是"}.get(value.lower(), "否") if self.zh else value
            return f"{label}: {answer}"
        return words

    def piece(self, piece: Piece) -> str:
        """A piece with its options."""
        inside, title = self.options(piece.options), self.title(piece)
        return self._with(title, inside)

    def title(self, piece: Piece) -> str:
        """What a piece is called in the language of the reply."""
        return self.view.title(piece.product_id, piece.title, self.lang)

    def variant(self, one: KnownVariant) -> str:
        """A variant with its options."""
        inside, title = self.options(one.options), self.view.title(one.product_id, one.title, self.lang)
        return self._with(title, inside)

    def _with(self, title: str, inside: str) -> str:
        if not inside:
            return title
        return f"{title}（{inside}）" if self.zh else f"{title} ({inside})"

    def order(self, order: Order, attribute: str, words: str) -> Filled:
        """Words about an order, with the fact behind them."""
        subject = Subject(kind="order", id=order.number, name=Words(f"order {order.number}", f"订单 {order.number}"))
        return _fact(subject, attribute, words, order.version, order.recorded_at or self.view.now), words

    def offer(self, one: KnownVariant, attribute: str, words: str) -> Filled:
        """Words about a variant, with the fact behind them."""
        subject = Subject(kind="variant", id=one.sku, name=Words(one.title), parent_id=one.product_id)
        return _fact(subject, attribute, words, 1, self.view.now), words

    def rule(self, rule: ActionRule) -> Filled:
        """The shop's own statement of a rule."""
        words = rule.statement.text(self.lang)
        subject = Subject(kind="policy", id=rule.key, name=Words("order rules", "订单规则"))
        return _fact(subject, rule.action, words, rule.version, rule.valid_from or self.view.now), words


def _fact(subject: Subject, attribute: str, words: str, version: int, at: datetime) -> Fact:
    label = _LABELS.get(attribute) or Words(attribute.replace("_", " ").capitalize())
    return Fact(
        subject=subject, attribute=attribute, label=label, value=Text(Words(words)), source=subject.name,
        version=version, recorded_at=at,
    )  # fmt: skip


_OPTION_NAMES: Final = {"waterproof": "防水", "water_resistance": "防水", "backlight": "背光", "armrest": "扶手", "connectivity": "联网", "features": "附加功能"}  # fmt: skip


def _chinese_value(name: str, value: str) -> str:
    """Colours and materials by their Chinese names; other values as the catalogue prints them."""
    low, option = value.lower(), name.lower().replace("_", " ")
    if option.endswith(("colour", "color")) and (known := COLOURS.get({"gray": "grey"}.get(low, low))):
        return known[0]
    if option.endswith("material") and low in MATERIALS:
        return MATERIALS[low][1][0]
    return value


def _exponent(amount: Money) -> int:
    exponent = amount.major.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _sign(amount: Money, lang: Lang) -> str:
    whole = Money(100, amount.currency).text(lang)
    return re.sub(r"[\d.,\s-]+", "", whole).replace("US$", "$")
