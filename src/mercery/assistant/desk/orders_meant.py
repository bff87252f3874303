"""Which orders a wish without a number is about, and what the rules in force allow of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.pieces_meant import (
    best_described,
    turning_place,
)
from mercery.assistant.desk.segments import segments
from mercery.assistant.desk.state import Task
from mercery.assistant.desk.view import View
from mercery.orders.order import Order

ACTIONS: Final = {
    "cancel": ("cancel_order",), "return": ("return_items",), "swap": ("change_order_items", "exchange_items"),
    "order_address": ("change_order_address",), "payment": ("change_order_payment",),
}  # fmt: skip


_STATUS_WORDS: Final = (
    (re.compile(r"\bpending\b|\bnot (?:yet )?shipped\b|待处理|没发货|未发货", re.IGNORECASE | re.ASCII), ("pending", "paid")),
    (re.compile(r"\bdelivered\b|\barrived\b|\breceived\b|\bi got\b|\bgot (?:it|them|my)\b|收到|送达|到货|到了", re.IGNORECASE | re.ASCII), ("delivered",)),
)  # fmt: skip


def allowed_statuses(kind: str, view: View) -> frozenset[str]:
    """Statuses in which an order may have this done, by the rules in force."""
    rules = [view.rule(action) for action in ACTIONS.get(kind, ())]
    return frozenset(status for rule in rules if rule for status in rule.statuses)


def orders_meant(task: Task, view: View) -> list[Order]:
    """The orders a task without a number may be about."""
    allowed = allowed_statuses(task.kind, view)
    parts = segments(task.said, [piece.title for piece in view.pieces()])
    named = [title for part in parts for title in part.named.titles]
    holding = [
        order for order in view.orders if not named or any(piece.title in named for piece in view.pieces(order.number))
    ]
    if named and len(parts) > 1:
        every = [
            one
            for one in holding
            if all(any(piece.title in part.named.titles for piece in view.pieces(one.number)) for part in parts)
        ]
        holding = every or holding
    fitting = [order for order in holding if order.status in allowed]
    for pattern, statuses in _STATUS_WORDS:
        if pattern.search(task.said):
            fitting = [order for order in fitting if order.status in statuses] or fitting
    if len(fitting) > 1 and task.kind == "swap":
        late = re.search(r"\bexchang|\breplac|换货|退换", task.said, re.IGNORECASE | re.ASCII)
        early = re.search(r"\bmodif|\bchange\b|修改|改", task.said, re.IGNORECASE | re.ASCII)
        if bool(late) != bool(early):
            change = view.rule("change_order_items")
            open_ = change.statuses if change else ()
            fitting = [order for order in fitting if (order.status in open_) == bool(early)] or fitting
    if len(fitting) > 1 and named:
        fitting = _described(fitting, named, task, view) or fitting
    if not named and cues.NEWEST.search(task.said) and (newest := _newest(view)) is not None:
        return [newest]
    return fitting or (holding if named else [])


def _newest(view: View) -> Order | None:
    """The order placed last, whether or not it may still have the thing done."""
    dated = [(order.placed_at, order.number, order) for order in view.orders if order.placed_at is not None]
    return max(dated)[2] if dated else None


def _described(orders: Sequence[Order], named: Sequence[str], task: Task, view: View) -> list[Order]:
    """Those that hold the piece as the customer describes it."""
    pieces = [piece for order in orders for piece in view.pieces(order.number) if piece.title in named]
    best = best_described(pieces, task.said, turning_place(task.said) if task.kind == "swap" else None)
    numbers = {piece.order for piece in best}
    return [order for order in orders if order.number in numbers]
