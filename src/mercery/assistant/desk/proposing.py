"""What a model proposes, as tasks over the customer's own record. Pure."""

from __future__ import annotations

from collections.abc import Sequence

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
