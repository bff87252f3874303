"""Questions about the customer's own orders and about goods, answered from the record. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import goods_named
from mercery.assistant.desk.pieces_meant import counted
from mercery.assistant.desk.planning import prepare
from mercery.assistant.desk.segments import segments
from mercery.assistant.desk.showing import (
    STATUS_ASKED,
    extreme_variant,
    pieces_named,
    product_asked,
    tell_options,
    tell_price,
    tell_property,
)
from mercery.assistant.desk.state import DeskState, Refusal
from mercery.assistant.desk.telling import STATUS, Telling
from mercery.assistant.desk.values_wanted import mentions_for
from mercery.assistant.desk.view import Piece, View
from mercery.assistant.desk.worth import tell_worth
from mercery.assistant.materials.quoting import note_told, number_fact
from mercery.claims.frames.render import render
from mercery.claims.plan import NoText, Relay
from mercery.claims.wording import Voice
from mercery.core.money import Money
from mercery.orders.order import Order

_LISTED: Final = 12
_NOTED: Final = 3
_ORDER_TOPICS: Final = ("order_address", "paid_with", "total", "status", "contents")


def inform(state: DeskState, heard: Heard, view: View, tell: Telling) -> tuple[DeskState, bool]:
    """Answer what is asked, if it is asked and known. Returns the state and whether something was said."""
    topics = set(heard.topics)
    before = len(tell.sentences)
    state = _answer(state, heard, topics, view, tell)
    return state, len(tell.sentences) > before


def _answer(state: DeskState, heard: Heard, topics: set[str], view: View, tell: Telling) -> DeskState:
    if "note" in topics:
        return _notes(state, heard, view, tell)
    if (worth := tell_worth(state, heard, view, orders_asked(state, heard, view), tell)) is not None:
        return worth
    if "refund" in topics:
        return _refund(state, heard, view, tell)
    if "methods" in topics:
        return _methods(state, heard, view, tell)
    if "options" in topics and (found := tell_options(state, heard, view, tell)):
        return found
    if heard.asks and "tracking" not in topics and (found := tell_property(state, heard, view, tell)):
        return found
    if "tracking" in topics:
        return _about_orders(state, heard, view, tell, ("tracking",))
    return _of_orders(state, heard, topics, view, tell)


def _of_orders(state: DeskState, heard: Heard, topics: set[str], view: View, tell: Telling) -> DeskState:
    """What is asked about orders and about the profile."""
    for topic in ("dearest", "cheapest"):
        if topic in topics and (found := _extreme(state, heard, view, tell, dearest=topic == "dearest")):
            return found
    if (
        "order_address" in topics
        and _default_address(heard, view, tell)
        and not re.search(r"(?a)\border\b|订单", heard.text)
    ):
        return state
    asked = tuple(topic for topic in _ORDER_TOPICS if topic in topics)
    if (
        "total" in topics
        and not heard.numbers
        and not re.search(r"(?a)\border", heard.text)
        and (found := tell_price(state, heard, view, tell))
    ):
        return found
    if "orders" in topics and (not asked or asked == ("contents",) or asked == ("status",)) and not heard.numbers:
        return _orders(state, heard, view, tell)
    if asked:
        return _about_orders(state, heard, view, tell, asked)
    return _of_the_rest(state, heard, topics, view, tell)


def _default_address(heard: Heard, view: View, tell: Telling) -> bool:
    address = view.customer.address if view.customer else None
    if address is None or heard.numbers or not cues.DEFAULT_ADDRESS.search(heard.text):
        return False
    tell.say(
        "The default address of your profile is {address}.", "您资料中的默认地址是 {address}。", address=address.text()
    )
    return True


def _of_the_rest(state: DeskState, heard: Heard, topics: set[str], view: View, tell: Telling) -> DeskState:
    if "profile" in topics and heard.asks and view.customer and re.search(r"(?a)\bwhat|\bwhich|什么|哪", heard.text):
        tell.say("Your profile: {name}, {email}, default address {address}.", "您的资料：{name}，{email}，默认地址 {address}。", name=view.customer.name,
                 email=view.customer.email or "-", address=view.customer.address.text() if view.customer.address else "-")  # fmt: skip
        return state
    if "rule" in topics and state.order:
        return _rules(state, heard, view, tell)
    if heard.asks or re.search(r"(?a)\b(?:and|what about|how about)\b", heard.text):
        return pieces_named(state, heard, view, tell)
    return state


def orders_asked(state: DeskState, heard: Heard, view: View) -> list[Order]:
    """The orders a question is about."""
    if heard.numbers:
        return [order for number in heard.numbers if (order := view.order(number))]
    parts = segments(heard.text, [piece.title for piece in view.pieces()])
    wanted = next((statuses for pattern, statuses in STATUS_ASKED if pattern.search(heard.text)), None)
    if parts:
        count = counted(heard.text)
        found = []
        for order in view.orders:
            pieces = view.pieces(order.number)
            if all(any(piece.title in part.named.titles for piece in pieces) for part in parts):
                held = sum(any(piece.title in part.named.titles for part in parts) for piece in pieces)
                found.append((order, held >= count, _described(pieces, heard.text, view)))
        best = [one for one in found if one[1]] or found
        top = max((score for _, _, score in best), default=0)
        named = [order for order, _, score in best if score == top]
        return [order for order in named if wanted and order.status in wanted] or named
    if state.order and (order := view.order(state.order)):
        return [order]
    for task in state.tasks:
        if task.order and (order := view.order(task.order)):
            return [order]
    if wanted:
        return [order for order in view.orders if order.status in wanted]
    if set(heard.topics) & {"status", "tracking"} and (open_ := _on_the_way(view)):
        return open_
    return list(view.orders) if len(view.orders) == 1 else []


def _on_the_way(view: View) -> list[Order]:
    """What `where is my order?` is about when none is named: what has been sent and not arrived, else what will be, else
    the newest."""
    sent = [order for order in view.orders if order.status == "shipped"]
    open_ = [order for order in view.orders if order.status in ("pending", "paid", "packed", "items_changed")]
    return sent or open_ or list(view.orders[:1])


def _described(pieces: Sequence[Piece], text: str, view: View) -> int:
    return max(
        (sum(one.holds(dict(piece.options)) for one in mentions_for(text, piece)) for piece in pieces), default=0
    )


def _which(state: DeskState, heard: Heard, view: View, tell: Telling) -> list[Order] | None:
    """The orders asked about; None, and a question back, when it is not clear."""
    for number in heard.numbers:
        if view.order(number) is None:
            from mercery.assistant.desk.frames import refused

            refused(Refusal(kind="look", order=number, code="not_yours"), tell)
    found = orders_asked(state, heard, view)
    if found:
        return found
    if not view.orders:
        tell.say("There is no order on your account.", "您的账户中没有订单。")
        return []
    if not heard.numbers:
        tell.say("Which order do you mean? Please tell me its number.", "请问是哪个订单？请告诉我订单号。")
    return None


def _about_orders(state: DeskState, heard: Heard, view: View, tell: Telling, topics: Sequence[str]) -> DeskState:
    orders = _which(state, heard, view, tell)
    if orders is None:
        return replace(state, question=heard.raw if not heard.numbers else "", asked="order_id")
    for order in orders[:_LISTED]:
        _one_order(order, topics, view, tell)
    if not orders:
        return replace(state, question="")
    return replace(state, order=orders[0].number, question="") if len(orders) == 1 else replace(state, question="")


def _one_order(order: Order, topics: Sequence[str], view: View, tell: Telling) -> None:
    number = order.number
    if "note" in topics:
        _note(order, tell)
        return
    status = tell.order(order, "status", STATUS[order.status].text(tell.lang))
    if "total" in topics or "contents" in topics:
        pieces = "; ".join(f"{tell.piece(piece)} {tell.money(piece.price)}" for piece in view.pieces(number))
        tell.say(
            "Order {number} holds {pieces}; its total is {total}, and it is {status}.",
            "订单 {number} 包含：{pieces}；总价 {total}，状态：{status}。", number=number,
            pieces=tell.order(order, "lines", pieces), total=tell.order(order, "total", tell.money(order.total)), status=status,
        )  # fmt: skip
    elif "status" in topics or "tracking" in topics:
        tell.say("Order {number} is {status}.", "订单 {number} 的状态是{status}。", number=number, status=status)
    if "status" in topics or "tracking" in topics:
        _tracking(order, tell)
    if "order_address" in topics and order.address is not None:
        address = tell.order(order, "address", order.address.text())
        tell.say(
            "Order {number} goes to {address}.",
            "订单 {number} 的收货地址是 {address}。",
            number=number,
            address=address,
        )
    if "paid_with" in topics:
        method = tell.order(order, "payment", tell.method(view.paid_by(order)))
        tell.say("Order {number} was paid by {method}.", "订单 {number} 由{method}支付。", number=number, method=method)


def _notes(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
    """The note of the order asked about; where none is named among several, those there are."""
    if heard.numbers or state.order or len(view.orders) < 2:
        return _about_orders(state, heard, view, tell, ("note",))
    noted = [order for order in view.orders if order.note]
    for order in noted[:_NOTED]:
        _note(order, tell)
    if not noted:
        tell.say("There is no note on any of your orders.", "您的订单上都没有备注。")
    return replace(state, order=noted[0].number, question="") if len(noted) == 1 else replace(state, question="")


def _note(order: Order, tell: Telling) -> None:
    """What the customer wrote to the order: quoted, never believed."""
    at = tell.view.now
    named = number_fact(order.number, at)
    act: Relay | NoText = NoText(source="order_note", number_id=named.id if named else None)
    facts = [named] if named else []
    if order.note:
        act, facts = note_told(order.note, order.number, at, index=tell.view.orders.index(order))
    held = {fact.id: fact for fact in facts}
    tell.facts |= held
    tell.sentences += render(act, held, Voice(lang=tell.lang, now=at))


def _tracking(order: Order, tell: Telling) -> None:
    numbers = [
        f"{parcel.carrier} {parcel.tracking_number}".strip() for parcel in order.shipments if parcel.tracking_number
    ]
    if numbers:
        tell.say(
            "Tracking number: {number}.",
            "物流单号：{number}。",
            number=tell.order(order, "tracking", tell.listed(numbers)),
        )
    elif order.status in ("pending", "paid", "items_changed"):
        tell.say(
            "There is no tracking number and no delivery date on record for it yet.",
            "目前还没有物流单号，也没有送达日期的记录。",
        )


def _refund(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
    found = orders_asked(state, heard, view)
    moved = [
        order
        for order in found
        if order.status in ("cancelled", "return_requested", "returned", "partly_returned", "exchange_requested")
    ]
    if not heard.numbers and moved:
        found = moved
    if len(found) != 1:
        return _about_orders(state, heard, view, tell, ("status",)) if found else _asked_which(state, heard, view, tell)
    order = found[0]
    _refund_of(order, view, tell)
    return replace(state, order=order.number, question="")


def _asked_which(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
    found = _which(state, heard, view, tell)
    return replace(state, question=heard.raw, asked="order_id") if found is None else state


def _refund_of(order: Order, view: View, tell: Telling) -> None:
    status = tell.order(order, "status", STATUS[order.status].text(tell.lang))
    tell.say("Order {number} is {status}.", "订单 {number} 的状态是{status}。", number=order.number, status=status)
    back = [one for one in order.payments if one.kind == "refund"]
    method = view.paid_by(order)
    gift = method is not None and method.kind == "gift_card"
    rule = view.rule("cancel_order" if order.status == "cancelled" else "return_items")
    days = tell.days(rule.refund_days) if rule else tell.pick("later", "稍后到账")
    if order.status == "cancelled":
        amount = sum((one.amount.minor for one in back), 0) or order.total.minor
        tell.say(
            "{amount} goes back to {method}, {days}. I have no date on record and cannot see whether it has reached you."
            if not gift else "{amount} went back to {method}, which is credited immediately.",
            "{amount} 退回{method}，{days}。我这里没有具体到账日期的记录，也看不到款项是否已到您的账户。"
            if not gift else "{amount} 退回{method}，礼品卡即时到账。",
            amount=tell.order(order, "refund", tell.money(Money(amount, order.currency))), method=tell.method(method), days=days,
        )  # fmt: skip
    elif order.status in ("return_requested", "exchange_requested", "returned", "partly_returned"):
        tell.say(
            "A refund to a gift card is immediate, otherwise it comes {days}; I have no date on record.",
            "退到礼品卡即时到账，其他方式{days}；没有具体日期的记录。",
            days=days,
        )
    else:
        tell.say("There is no refund on record for it.", "该订单没有退款记录。")


def _methods(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
    assert view.customer is not None
    names = []
    for method in view.customer.payment_methods:
        balance = f" ({tell.money(method.balance)})" if method.kind == "gift_card" and method.balance else ""
        names.append(tell.method(method) + balance)
    tell.say("On your account: {methods}.", "您账户中有：{methods}。", methods=tell.listed(names) or "-")
    return state


def _extreme(state: DeskState, heard: Heard, view: View, tell: Telling, *, dearest: bool) -> DeskState | None:
    orders = list(view.orders)
    product = product_asked(state, heard, view)
    named = bool(goods_named(heard.tokens, view.titles.values()))
    if product and (named or state.listed) and not re.search(r"(?a)\borders?\b|单|\bmy\b|\bi\b|我", heard.text):
        return extreme_variant(product, state, heard, view, tell, dearest=dearest)
    if not orders:
        return None
    pick = max if dearest else min
    if re.search(r"(?a)\bitem|\bthing|\bpiece|\bproduct|商品|东西|件", heard.text):
        pieces = view.pieces(heard.numbers[0] if heard.numbers and view.order(heard.numbers[0]) else "")
        piece = pick(pieces, key=lambda one: one.price.minor)
        order = view.order(piece.order)
        assert order is not None
        tell.say("That is {piece} at {price}, in order {number}.", "是订单 {number} 中的 {piece}，价格 {price}。", piece=tell.piece(piece),
                 price=tell.order(order, "price", tell.money(piece.price)), number=piece.order)  # fmt: skip
        return replace(state, order=piece.order, piece=piece.sku)
    if not re.search(r"(?a)\borders?\b|单", heard.text):
        return None
    wanted = next((statuses for pattern, statuses in STATUS_ASKED if pattern.search(heard.text)), None)
    order = pick(
        [one for one in orders if not wanted or one.status in wanted] or orders, key=lambda one: one.total.minor
    )
    _one_order(order, ("total",), view, tell)
    return replace(state, order=order.number)


def _count(count: int, wanted: Sequence[str] | None, heard: Heard, view: View, tell: Telling) -> None:
    one = count == 1
    if wanted is None:
        tell.say("That is one order." if one else "You have {count} orders.", "您有{count}个订单。", count=str(count))
        return
    word = STATUS[wanted[0]].text(tell.lang)
    if re.search(r"(?a)\bhow many orders\b|多少个?订单|几个订单|几单", heard.text):
        tell.say(
            "Altogether you have {all} orders." if len(view.orders) != 1 else "Altogether you have one order.",
            "您共有{all}个订单。",
            all=str(len(view.orders)),
        )
    tell.say(
        "That is one order that is {word}." if one else "You have {count} orders that are {word}.", "您有{count}个{word}订单。", count=str(count), word=word,
    )  # fmt: skip


def _orders(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
    wanted = next((statuses for pattern, statuses in STATUS_ASKED if pattern.search(heard.text)), None)
    parts = segments(heard.text, [piece.title for piece in view.pieces()])
    found = orders_asked(replace(state, order="", tasks=()), heard, view) if parts else list(view.orders)
    found = [order for order in found if not wanted or order.status in wanted]
    _count(len(found), wanted, heard, view, tell)
    for order in found[:_LISTED]:
        pieces = tell.listed(tell.title(piece) for piece in view.pieces(order.number))
        tell.say(
            "{number}: {status}, {pieces}, {total}.", "{number}：{status}，{pieces}，{total}。", number=order.number, pieces=pieces,
            status=tell.order(order, "status", STATUS[order.status].text(tell.lang)),
            total=tell.order(order, "total", tell.money(order.total)),
        )  # fmt: skip
    return replace(state, order=found[0].number, question="") if len(found) == 1 else replace(state, question="")


def _rules(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
    """A question about what holds, with an order spoken of."""
    order = view.order(state.order)
    if order is None:
        return state
    if order.status == "cancelled" or order.status in ("return_requested", "exchange_requested"):
        _refund_of(order, view, tell)
        return state
    for task in state.tasks:
        if prepare(task, view).kind in ("open", "ready"):
            return state
    _one_order(order, ("status",), view, tell)
    return state
