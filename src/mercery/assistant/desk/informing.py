"""Questions about the customer's own orders and about goods, answered from the record. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import goods_named, value_table, values_named
from mercery.assistant.desk.planning import prepare
from mercery.assistant.desk.state import DeskState, Refusal
from mercery.assistant.desk.telling import STATUS, Telling
from mercery.assistant.desk.understanding import _counted, mentions_for, segments
from mercery.assistant.desk.variants import as_wants, choose, fits
from mercery.assistant.desk.view import Piece, View
from mercery.core.money import Money
from mercery.orders.actions.decision import KnownVariant
from mercery.orders.order import Order

_LISTED: Final = 12
_STATUS_ASKED: Final = (
    (re.compile(r"\bpending\b|待处理|没发货|未发货", re.IGNORECASE), ("pending", "paid", "items_changed")),
    (re.compile(r"\bdelivered\b|送达|收到", re.IGNORECASE), ("delivered",)),
    (re.compile(r"\bcancell?ed\b|取消", re.IGNORECASE), ("cancelled",)),
    (re.compile(r"\bprocessed\b|已处理", re.IGNORECASE), ("packed", "shipped")),
)  # fmt: skip
_OWN: Final = re.compile(
    r"\bmy\b|\bi (?:have|got|bought|ordered|own)\b|\bmine\b|我的|我买|我那|我这|订单", re.IGNORECASE
)
_ORDER_TOPICS: Final = ("order_address", "paid_with", "total", "status", "contents")


def inform(state: DeskState, heard: Heard, view: View, tell: Telling) -> tuple[DeskState, bool]:
    """Answer what is asked, if it is asked and known. Returns the state and whether something was said."""
    topics = set(heard.topics)
    before = len(tell.sentences)
    state = _answer(state, heard, topics, view, tell)
    return state, len(tell.sentences) > before


def _answer(state: DeskState, heard: Heard, topics: set[str], view: View, tell: Telling) -> DeskState:
    if "refund" in topics:
        return _refund(state, heard, view, tell)
    if "methods" in topics:
        return _methods(state, heard, view, tell)
    if "options" in topics and (found := _options(state, heard, view, tell)):
        return found
    if heard.asks and "tracking" not in topics and (found := _property(state, heard, view, tell)):
        return found
    if "tracking" in topics:
        return _about_orders(state, heard, view, tell, ("tracking",))
    for topic in ("dearest", "cheapest"):
        if topic in topics and (found := _extreme(state, heard, view, tell, dearest=topic == "dearest")):
            return found
    if (
        "order_address" in topics
        and cues.DEFAULT_ADDRESS.search(heard.text)
        and not heard.numbers
        and view.customer
        and view.customer.address
    ):
        tell.say(
            "The default address of your profile is {address}.",
            "您资料中的默认地址是 {address}。",
            address=view.customer.address.text(),
        )
        if not re.search(r"\border\b|订单", heard.text):
            return state
    asked = tuple(topic for topic in _ORDER_TOPICS if topic in topics)
    if (
        "total" in topics
        and not heard.numbers
        and not re.search(r"\border", heard.text)
        and (found := _price(state, heard, view, tell))
    ):
        return found
    if "orders" in topics and (not asked or asked == ("contents",) or asked == ("status",)) and not heard.numbers:
        return _orders(state, heard, view, tell)
    if asked:
        return _about_orders(state, heard, view, tell, asked)
    if "profile" in topics and heard.asks and view.customer and re.search(r"\bwhat|\bwhich|什么|哪", heard.text):
        tell.say("Your profile: {name}, {email}, default address {address}.", "您的资料：{name}，{email}，默认地址 {address}。", name=view.customer.name,
                 email=view.customer.email or "-", address=view.customer.address.text() if view.customer.address else "-")  # fmt: skip
        return state
    if "rule" in topics and state.order:
        return _rules(state, heard, view, tell)
    if heard.asks or re.search(r"\b(?:and|what about|how about)\b", heard.text):
        return _pieces_named(state, heard, view, tell)
    return state


def _pieces_named(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
    """`And the thermostat?`: what is recorded about the pieces named."""
    parts = segments(heard.text, [piece.title for piece in view.pieces()])
    pieces = [piece for piece in view.pieces() if any(piece.title in part.named.titles for part in parts)]
    focused = [piece for piece in pieces if piece.order == (heard.numbers[0] if heard.numbers else state.order)]
    for piece in (focused or pieces)[:4]:
        order = view.order(piece.order)
        assert order is not None
        tell.say(
            "Order {number} ({status}) holds {piece} at {price}.", "订单 {number}（{status}）中的 {piece}，价格 {price}。", number=piece.order,
            status=tell.order(order, "status", STATUS[order.status].text(tell.lang)),
            piece=tell.order(order, "lines", tell.piece(piece)), price=tell.order(order, "price", tell.money(piece.price)),
        )  # fmt: skip
    first = next(iter(focused or pieces), None)
    return replace(state, order=first.order, piece=first.sku, product=first.product_id) if first else state


def orders_asked(state: DeskState, heard: Heard, view: View) -> list[Order]:
    """The orders a question is about."""
    if heard.numbers:
        return [order for number in heard.numbers if (order := view.order(number))]
    parts = segments(heard.text, [piece.title for piece in view.pieces()])
    wanted = next((statuses for pattern, statuses in _STATUS_ASKED if pattern.search(heard.text)), None)
    if parts:
        count = _counted(heard.text)
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
    return list(view.orders) if len(view.orders) == 1 else []


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


def _tracking(order: Order, tell: Telling) -> None:
    numbers = [parcel.tracking_number for parcel in order.shipments if parcel.tracking_number]
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
        state = (
            _about_orders(state, heard, view, tell, ("status",)) if found else _asked_which(state, heard, view, tell)
        )
        return state
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
    if order.status == "cancelled":
        amount = sum((one.amount.minor for one in back), 0) or order.total.minor
        tell.say(
            "{amount} goes back to {method}; to a gift card that happens immediately, otherwise within 5 to 7 business days. I have no date on record and cannot see whether it has reached you."
            if not gift else "{amount} went back to {method}, which is credited immediately.",
            "{amount} 退回{method}；礼品卡即时到账，其他方式 5至7个工作日。我这里没有具体到账日期的记录，也看不到款项是否已到您的账户。"
            if not gift else "{amount} 退回{method}，礼品卡即时到账。",
            amount=tell.order(order, "refund", tell.money(Money(amount, order.currency))), method=tell.method(method),
        )  # fmt: skip
    elif order.status in ("return_requested", "exchange_requested", "returned", "partly_returned"):
        tell.say(
            "A refund to a gift card is immediate, otherwise it takes 5 to 7 business days; I have no date on record.",
            "退到礼品卡即时到账，其他方式 5至7个工作日；没有具体日期的记录。",
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
    orders = [order for order in view.orders]
    product = _product_asked(state, heard, view)
    named = bool(goods_named(heard.tokens, view.titles.values()))
    if product and (named or state.listed) and not re.search(r"\borders?\b|单|\bmy\b|\bi\b|我", heard.text):
        return _extreme_variant(product, state, heard, view, tell, dearest=dearest)
    if not orders:
        return None
    pick = max if dearest else min
    if re.search(r"\bitem|\bthing|\bpiece|\bproduct|商品|东西|件", heard.text):
        pieces = view.pieces(heard.numbers[0] if heard.numbers and view.order(heard.numbers[0]) else "")
        piece = pick(pieces, key=lambda one: one.price.minor)
        order = view.order(piece.order)
        assert order is not None
        tell.say("That is {piece} at {price}, in order {number}.", "是订单 {number} 中的 {piece}，价格 {price}。", piece=tell.piece(piece),
                 price=tell.order(order, "price", tell.money(piece.price)), number=piece.order)  # fmt: skip
        return replace(state, order=piece.order, piece=piece.sku)
    if not re.search(r"\borders?\b|单", heard.text):
        return None
    wanted = next((statuses for pattern, statuses in _STATUS_ASKED if pattern.search(heard.text)), None)
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
    if re.search(r"\bhow many orders\b|多少个?订单|几个订单|几单", heard.text):
        tell.say(
            "Altogether you have {all} orders." if len(view.orders) != 1 else "Altogether you have one order.",
            "您共有{all}个订单。",
            all=str(len(view.orders)),
        )
    tell.say(
        "That is one order that is {word}." if one else "You have {count} orders that are {word}.", "您有{count}个{word}订单。", count=str(count), word=word,
    )  # fmt: skip


def _extreme_variant(
    product: str, state: DeskState, heard: Heard, view: View, tell: Telling, *, dearest: bool
) -> DeskState | None:
    variants = view.product(product)
    wants = as_wants(values_named(heard.tokens, value_table(variants)))
    there = [one for one in variants if one.available and one.price is not None and fits(dict(one.options), wants)]
    if not there:
        return None
    one = (max if dearest else min)(there, key=lambda each: each.price.minor if each.price else 0)
    return _one_variant(replace(state, product=product), one, (), _owned(product, state, heard, view), tell)


def _orders(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
    wanted = next((statuses for pattern, statuses in _STATUS_ASKED if pattern.search(heard.text)), None)
    parts = segments(heard.text, [piece.title for piece in view.pieces()])
    found = orders_asked(replace(state, order="", tasks=()), heard, view) if parts else list(view.orders)
    found = [order for order in found if not wanted or order.status in wanted]
    _count(len(found), wanted, heard, view, tell)
    for order in found[:_LISTED]:
        pieces = tell.listed(piece.title for piece in view.pieces(order.number))
        tell.say(
            "{number}: {status}, {pieces}, {total}.", "{number}：{status}，{pieces}，{total}。", number=order.number, pieces=pieces,
            status=tell.order(order, "status", STATUS[order.status].text(tell.lang)),
            total=tell.order(order, "total", tell.money(order.total)),
        )  # fmt: skip
    return replace(state, order=found[0].number, question="") if len(found) == 1 else replace(state, question="")


def _product_asked(state: DeskState, heard: Heard, view: View) -> str:
    """The product a question is about: named, else the one spoken of."""
    named = goods_named(heard.tokens, view.titles.values())
    if named:
        titles = named[-1].titles
        owned = {piece.product_id: piece.title for piece in view.pieces() if piece.title in titles}
        ids = [id_ for id_, title in view.titles.items() if title in titles]
        if len(ids) == 1:
            return ids[0]
        return next(iter(owned)) if len(owned) == 1 else (ids[0] if len(ids) == 1 else "")
    for task in state.tasks:
        for wish in task.pieces:
            if known := view.variants.get(wish.sku):
                return known.product_id
    return state.product


def _options(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState | None:
    product = _product_asked(state, heard, view)
    variants = view.product(product)
    if not variants:
        return None
    wants = as_wants(values_named(heard.tokens, value_table(variants)))
    owned = _owned(product, state, heard, view)
    chosen = choose(variants, None, wants) if wants else None
    state = replace(state, product=product)
    if (
        chosen is not None
        and chosen.kind in ("found", "sold_out")
        and len([one for one in variants if fits(dict(one.options), wants)]) == 1
    ):
        return _one_variant(state, chosen.variant, chosen.others, owned, tell)
    there = [one for one in variants if one.available and one.price is not None and fits(dict(one.options), wants)]
    if re.search(r"\bhow many\b|几|多少", heard.text) and not re.search(r"\bhow much\b|多少钱", heard.text):
        tell.say(
            "{all} variants, of which {count} can be had now.",
            "共 {all} 种规格，其中 {count} 种有货。",
            all=str(len(variants)),
            count=str(len(there)),
        )
    if not there:
        nearest = choose(variants, None, wants).others if wants else ()
        tell.say("None of that kind can be had now.", "目前没有符合条件的现货。")
        there = list(nearest)[:6]
    list_variants(there, owned, tell)
    return replace(
        state, listed=tuple(one.sku for one in there[:_LISTED]), variant=there[0].sku if len(there) == 1 else ""
    )


def _one_variant(
    state: DeskState, one: KnownVariant | None, others: Sequence[KnownVariant], owned: Piece | None, tell: Telling
) -> DeskState:
    assert one is not None
    if one.available and one.price is not None:
        tell.say("{variant} is available at {price}{more}.", "{variant} 有货，价格 {price}{more}。", variant=tell.offer(one, "stock", tell.variant(one)),
                 price=tell.offer(one, "price", tell.money(one.price)), more=_more(one, owned, tell))  # fmt: skip
        return replace(state, variant=one.sku, listed=(one.sku,))
    tell.say("{variant} is sold out.", "{variant} 缺货。", variant=tell.offer(one, "stock", tell.variant(one)))
    list_variants(others[:6], owned, tell)
    return replace(state, variant="", listed=tuple(other.sku for other in others[:6]))


def list_variants(variants: Sequence[KnownVariant], owned: Piece | None, tell: Telling) -> None:
    """What can be had, with prices, dearest last."""
    ordered = [one for one in variants if owned is None or one.sku != owned.sku or len(variants) == 1][:_LISTED]
    if not ordered:
        return
    tell.say("Available:", "可选：")
    for one in ordered:
        assert one.price is not None
        tell.say(
            "{variant}, {price}{more}.", "{variant}，{price}{more}。", variant=tell.offer(one, "stock", tell.options(one.options) or one.title),
            price=tell.offer(one, "price", tell.money(one.price)), more=_more(one, owned, tell),
        )  # fmt: skip


def _more(one: KnownVariant, owned: Piece | None, tell: Telling) -> str:
    if owned is None or one.price is None or one.price.currency != owned.price.currency:
        return ""
    difference = one.price - owned.price
    amount = tell.money(Money(abs(difference.minor), difference.currency))
    if difference.minor == 0:
        return tell.pick(", the same price as yours", "，与您的同价")
    if difference.minor > 0:
        return tell.pick(f", {amount} more than yours", f"，比您的贵 {amount}")
    return tell.pick(f", {amount} less than yours", f"，比您的便宜 {amount}")


def _owned(product: str, state: DeskState, heard: Heard, view: View) -> Piece | None:
    """The customer's own piece of the product, when there is just one in question."""
    for task in state.tasks:
        for wish in task.pieces:
            for piece in view.pieces(task.order):
                if piece.index == wish.index and piece.product_id == product:
                    return piece
    pieces = [piece for piece in view.pieces() if piece.product_id == product]
    return pieces[0] if len({piece.sku for piece in pieces}) == 1 and pieces else None


def _property(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState | None:
    """`Is the charger in my order wireless?`: what is recorded about the piece, and yes or no where that settles it."""
    parts = segments(heard.text, [piece.title for piece in view.pieces()])
    numbers = [number for number in heard.numbers if view.order(number)]
    pieces = [
        piece for piece in view.pieces()
        if any(piece.title in part.named.titles for part in parts) and (not numbers or piece.order in numbers)
    ]  # fmt: skip
    wanted = next((statuses for pattern, statuses in _STATUS_ASKED if pattern.search(heard.text)), None)
    if wanted:
        pieces = [piece for piece in pieces if (order := view.order(piece.order)) and order.status in wanted] or pieces
    if not pieces:
        return None
    said = {piece: mentions_for(heard.text, piece, view) for piece in pieces}
    named = {piece: _names_option(heard.text, piece) for piece in pieces}
    if not any(said.values()) and not any(named.values()):
        return None
    if set(heard.topics) & {"total", "status", "order_address"} and not re.search(
        r"\b(?:is|are|does|do|which|what)\b|吗|什么|是", heard.text
    ):
        return None
    for piece in pieces[:4]:
        order = view.order(piece.order)
        assert order is not None
        holds = said[piece] and all(one.holds(dict(piece.options)) for one in said[piece])
        answer = (
            (tell.pick("Yes: ", "是的：") if holds else tell.pick("No: ", "不是："))
            if said[piece]
            and re.search(r"\b(?:is|are|does|do|did)\b|吗|是不是", heard.text)
            and not re.search(r"\b(?:what|which)\b|什么|哪", heard.text)
            else ""
        )
        tell.say(
            "{answer}the {title} in order {number} is recorded as {options}, at {price}.", "{answer}订单 {number} 中的 {title}：{options}，价格 {price}。",
            answer=answer, title=piece.title, number=piece.order,
            options=tell.order(order, "lines", ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in piece.printed)),
            price=tell.order(order, "price", tell.money(piece.price)),
        )  # fmt: skip
    first = pieces[0]
    return replace(state, order=first.order, piece=first.sku, product=first.product_id)


def _names_option(text: str, piece: Piece) -> bool:
    return any(
        re.search(rf"\b{re.escape(name.replace('_', ' '))}\b", text) for name, _ in (*piece.options, *piece.printed)
    ) or bool(
        re.search(
            r"\b(?:what|which) (?:size|colou?r|material|kind|type|version|model|options?)\b|什么(?:颜色|尺码|规格|材质|型号)|多大|哪[款种个]",
            text,
        )
    )


def _price(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState | None:
    """`How much is the blue one?` speaks of goods, not of an order."""
    if cues.RETURN.search(heard.text) or "difference" in heard.topics:
        return None
    named = goods_named(heard.tokens, view.titles.values())
    if not named and not state.product:
        return None
    product = _product_asked(state, heard, view)
    variants = view.product(product)
    if not variants:
        return None
    if _OWN.search(heard.text) or not values_named(heard.tokens, value_table(variants)):
        pieces = [piece for piece in view.pieces() if piece.product_id == product]
        if pieces:
            for piece in pieces[:4]:
                order = view.order(piece.order)
                assert order is not None
                tell.say(
                    "The {piece} in order {number} was {price}.", "订单 {number} 中的 {piece} 价格为 {price}。", piece=tell.piece(piece), number=piece.order,
                    price=tell.order(order, "price", tell.money(piece.price)),
                )  # fmt: skip
            return replace(state, order=pieces[0].order, product=product)
    return _options(state, heard, view, tell)


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
