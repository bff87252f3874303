"""What several sentences about a task need: its pieces, its way to pay, and by which rule pieces are changed."""

from __future__ import annotations

from mercery.assistant.desk.state import Task
from mercery.assistant.desk.telling import Telling
from mercery.assistant.desk.view import Piece
from mercery.orders.actions.rule import ActionRule
from mercery.orders.order import Order


def pieces_of(task: Task, tell: Telling) -> list[Piece]:
    """The pieces a task is about."""
    wanted = {wish.index for wish in task.pieces}
    return [piece for piece in tell.view.pieces(task.order) if piece.index in wanted]


def swap_rule(order: Order, tell: Telling) -> ActionRule | None:
    """The rule by which pieces of this order are changed or exchanged."""
    changed = order.status in ("items_changed", *pending_statuses(tell))
    return tell.view.rule("change_order_items" if changed else "exchange_items")


def method_of(task: Task, tell: Telling) -> str:
    """The way to pay that the task names, in words."""
    return tell.method(tell.view.customer.payment_method(task.payment) if tell.view.customer else None)


def pending_statuses(tell: Telling) -> tuple[str, ...]:
    """Statuses in which the pieces of an order may be changed rather than exchanged."""
    rule = tell.view.rule("change_order_items")
    return rule.statuses if rule else ("pending",)
