"""What a model proposes, as tasks over the customer's own record. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mercery.assistant.desk.state import PieceWish, Proposal, Task
from mercery.assistant.desk.view import View


def begun_by(proposals: Sequence[Proposal], view: View) -> list[Task]:
    """A task for each proposal that fits the record. What does not is left out without a word: no text of a model's is
    repeated here."""
    tasks: list[Task] = []
    for proposal in proposals:
        order = view.order(proposal.order)
        if order is None:
            continue
        pieces = _pieces(proposal, order.number, view)
        if pieces is None or any(task.order == order.number for task in tasks):
            continue
        methods = view.customer.payment_methods if view.customer else ()
        known = proposal.payment in [one.id for one in methods]
        tasks.append(
            Task(
                kind=proposal.kind, order=order.number, pieces=pieces, payment=proposal.payment if known else "",
                reason=proposal.reason if proposal.kind == "cancel" else "", sources=(("order_id", "inferred"),),
                proposed=True,
            )
        )  # fmt: skip
    return tasks


def filled_by(proposals: Sequence[Proposal], tasks: Sequence[Task], view: View) -> list[Task]:
    """Open tasks with what was missing, where a message that said nothing to the code was read by a model."""
    return [_filled(task, proposals, view) for task in tasks]


def _filled(task: Task, proposals: Sequence[Proposal], view: View) -> Task:
    fitting = [one for one in proposals if one.kind == task.kind and task.order in ("", one.order)]
    begun = begun_by(fitting[:1], view)
    if not begun:
        return task
    read = begun[0]
    complete = task.pieces and all(wish.new or task.kind != "swap" for wish in task.pieces)
    return replace(
        task, order=task.order or read.order, pieces=task.pieces if complete else read.pieces or task.pieces,
        payment=task.payment or read.payment, reason=task.reason or read.reason, shown=(), token="", proposed=True,
    )  # fmt: skip


def _pieces(proposal: Proposal, number: str, view: View) -> tuple[PieceWish, ...] | None:
    """The pieces named; None where one of them is not in the order or a new one is no variant of the same product."""
    free = list(view.pieces(number))
    found = []
    for sku, new in proposal.pieces:
        piece = next((one for one in free if one.sku == sku), None)
        if piece is None:
            return None
        if new and new not in [one.sku for one in view.product(piece.product_id)]:
            return None
        free.remove(piece)
        found.append(PieceWish(index=piece.index, sku=sku, new=new))
    return tuple(found)
