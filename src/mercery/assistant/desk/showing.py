"""Goods shown to a customer: variants with prices, what is recorded about a piece. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.desk.gloss import gloss
from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import goods_named, value_table, values_named
from mercery.assistant.desk.segments import segments
from mercery.assistant.desk.state import DeskState
from mercery.assistant.desk.telling import STATUS, Telling
from mercery.assistant.desk.values_wanted import mentions_for
from mercery.assistant.desk.variants import as_wants, choose, fits
from mercery.assistant.desk.view import Piece, View
from mercery.core.money import Money
from mercery.orders.actions.decision import KnownVariant

_LISTED: Final = 12
STATUS_ASKED: Final = (
    (re.compile(r"\bpending\b|待处理|没发货|未发货", re.IGNORECASE | re.ASCII), ("pending", "paid", "items_changed")),
    (re.compile(r"\bdelivered\b|送达|收到", re.IGNORECASE | re.ASCII), ("delivered",)),
    (re.compile(r"\bcancell?ed\b|取消", re.IGNORECASE | re.ASCII), ("cancelled",)),
    (re.compile(r"\bprocessed\b|已处理", re.IGNORECASE | re.ASCII), ("packed", "shipped")),
)  # fmt: skip
_OWN: Final = re.compile(
    r"\bmy\b|\bi (?:have|got|bought|ordered|own)\b|\bmine\b|我的|我买|我那|我这|订单", re.IGNORECASE | re.ASCII
)


def product_asked(state: DeskState, heard: Heard, view: View) -> str:
    """The product a question is about: named, else the one spoken of."""
    named = goods_named(heard.tokens, view.titles.values())
    if named and _is_a_value(heard.text[named[-1].start : named[-1].end], state, view):
        named = named[:-1]
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


def _is_a_value(words: str, state: DeskState, view: View) -> bool:
    """Whether what sounds like goods is an option of what is spoken of (`fleece` for a pet bed)."""
    products = {
        known.product_id for task in state.tasks for wish in task.pieces if (known := view.variants.get(wish.sku))
    }
    return any(
        values_named(gloss(words), value_table(view.product(id_)))
        for id_ in products | {state.product}
        if view.product(id_)
    )


def tell_options(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState | None:
    product = product_asked(state, heard, view)
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
    if re.search(r"(?a)\bhow many\b|几|多少", heard.text) and not re.search(r"(?a)\bhow much\b|多少钱", heard.text):
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
            "{variant}, {price}{more}.", "{variant}，{price}{more}。", variant=tell.offer(one, "stock", tell.options(one.options) or tell.variant(one)),
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


def tell_property(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState | None:
    """`Is the charger in my order wireless?`: what is recorded about the piece, and yes or no where that settles it."""
    parts = segments(heard.text, [piece.title for piece in view.pieces()])
    numbers = [number for number in heard.numbers if view.order(number)]
    pieces = [
        piece for piece in view.pieces()
        if any(piece.title in part.named.titles for part in parts) and (not numbers or piece.order in numbers)
    ]  # fmt: skip
    wanted = next((statuses for pattern, statuses in STATUS_ASKED if pattern.search(heard.text)), None)
    if wanted:
        pieces = [piece for piece in pieces if (order := view.order(piece.order)) and order.status in wanted] or pieces
    if not pieces and not parts:
        pieces = [piece for piece in view.pieces(state.order) if piece.sku == state.piece][:1]
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
            and re.search(r"(?a)\b(?:is|are|does|do|did)\b|吗|是不是", heard.text)
            and not re.search(r"(?a)\b(?:what|which)\b|什么|哪", heard.text)
            else ""
        )
        tell.say(
            "{answer}the {title} in order {number} is recorded as {options}, at {price}.", "{answer}订单 {number} 中的 {title}：{options}，价格 {price}。",
            answer=answer, title=tell.title(piece), number=piece.order,
            options=tell.order(order, "lines", ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in piece.printed)),
            price=tell.order(order, "price", tell.money(piece.price)),
        )  # fmt: skip
    first = pieces[0]
    return replace(state, order=first.order, piece=first.sku, product=first.product_id)


def _names_option(text: str, piece: Piece) -> bool:
    return any(
        re.search(rf"(?a)\b{re.escape(name.replace('_', ' '))}\b", text) for name, _ in (*piece.options, *piece.printed)
    ) or bool(
        re.search(
            r"\b(?:what|which) (?:size|colou?r|material|kind|type|version|model|options?)\b|什么(?:颜色|尺码|规格|材质|型号)|多大|哪[款种个]",
            text,
        )
    )


def tell_price(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState | None:
    """`How much is the blue one?` speaks of goods, not of an order."""
    if cues.RETURN.search(heard.text) or "difference" in heard.topics:
        return None
    named = goods_named(heard.tokens, view.titles.values())
    if not named and not state.product:
        return None
    product = product_asked(state, heard, view)
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
    return tell_options(state, heard, view, tell)


def extreme_variant(
    product: str, state: DeskState, heard: Heard, view: View, tell: Telling, *, dearest: bool
) -> DeskState | None:
    variants = view.product(product)
    wants = as_wants(values_named(heard.tokens, value_table(variants)))
    there = [one for one in variants if one.available and one.price is not None and fits(dict(one.options), wants)]
    if not there:
        return None
    one = (max if dearest else min)(there, key=lambda each: each.price.minor if each.price else 0)
    return _one_variant(replace(state, product=product), one, (), _owned(product, state, heard, view), tell)


def pieces_named(state: DeskState, heard: Heard, view: View, tell: Telling) -> DeskState:
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
