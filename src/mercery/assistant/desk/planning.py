"""How far a task has come: what is still missing, what the rules say to it, and the request it amounts to. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mercery.assistant.desk.orders_meant import orders_meant
from mercery.assistant.desk.pieces_meant import find_pieces
from mercery.assistant.desk.state import Refusal, Slot, Task
from mercery.assistant.desk.values_wanted import look, with_wants
from mercery.assistant.desk.variants import Choice
from mercery.assistant.desk.view import Piece, View
from mercery.core.money import Money
from mercery.customers.customer import Address, PaymentMethod
from mercery.orders.actions.decision import Amounts, Decision
from mercery.orders.actions.requests import (
    ActionRequest,
    CancelOrder,
    ChangeCustomerAddress,
    ChangeOrderAddress,
    ChangeOrderItems,
    ChangeOrderPayment,
    ExchangeItems,
    ReturnItems,
    Swap,
)
from mercery.orders.order import Order

CLOSING: Final = frozenset(("status", "done_before", "too_late", "no_rule"))
"""Refusals that nothing the customer could add would change."""
_BY_METHOD: Final = frozenset(("payment_not_of_customer", "same_payment", "refund_target", "gift_balance"))
_PLACEHOLDER: Final = "?"
_NO_AMOUNTS: Final = Amounts()
_NOWHERE: Final = Address(line1=_PLACEHOLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A task looked at: `ready` for a yes, `open` (only way to pay or reason are missing), `missing` something before
    that, `refused`, or for a `person`."""

    task: Task
    kind: Literal["ready", "open", "missing", "refused", "person", "identity"]
    slot: Slot | Literal[""] = ""
    request: ActionRequest | None = None
    amounts: Amounts = _NO_AMOUNTS
    refusal: Refusal | None = None
    orders: tuple[Order, ...] = ()
    """Between which the customer has to choose."""
    pieces: tuple[Piece, ...] = ()
    choice: Choice | None = None
    """For a piece whose new variant is still open."""
    piece: Piece | None = None
    methods: tuple[PaymentMethod, ...] = ()
    needs: str = ""
    """For `identity`: the proof the rule asks for."""

    @property
    def final(self) -> bool:
        """Whether the refusal ends the task."""
        return self.refusal is not None and self.refusal.code in CLOSING

    def details(self) -> tuple[tuple[str, str], ...]:
        """What a yes to this is a yes to; what is still open is empty."""
        task = self.task
        pieces = ";".join(sorted(f"{wish.index}:{wish.sku}>{wish.new}" for wish in task.pieces))
        return (
            ("kind", task.kind), ("order", task.order), ("pieces", pieces), ("reason", task.reason),
            ("address", task.address.text() if task.address else ""), ("payment", task.payment),
            ("refund", _text(self.amounts.refund)), ("difference", _text(self.amounts.difference)),
        )  # fmt: skip


def _text(amount: Money | None) -> str:
    return f"{amount.minor} {amount.currency}" if amount else ""


def agrees(prepared: Prepared) -> bool:
    """Whether what is asked now is what was shown, but for what was open then."""
    shown = prepared.task.shown
    now = dict(prepared.details())
    return bool(shown) and all(value in ("", now.get(name, "")) for name, value in shown)


def prepare(task: Task, view: View) -> Prepared:
    """Look at a task as it stands."""
    if task.kind == "default_address":
        return _default_address(task, view)
    if not task.order:
        meant = orders_meant(task, view)
        if len(meant) != 1:
            return Prepared(task=task, kind="missing", slot="order_id", orders=tuple(meant))
        task = replace(task, order=meant[0].number, sources=task.noted("order_id", "inferred"))
    order = view.order(task.order)
    if order is None:
        refusal = Refusal(kind=task.kind, order=task.order, code="not_yours")
        return Prepared(task=replace(task, order=""), kind="refused", slot="order_id", refusal=refusal)
    if (blocked := _blocked(task, order, view)) is not None:
        return blocked
    match task.kind:
        case "cancel":
            return _cancel(task, order, view)
        case "return":
            return _return(task, order, view)
        case "swap":
            return _swap(task, order, view)
        case "order_address":
            return _order_address(task, order, view)
        case _:
            return _payment(task, order, view)


def _default_address(task: Task, view: View) -> Prepared:
    if task.address is None:
        return Prepared(task=task, kind="missing", slot="new_address")
    assert view.customer is not None
    return _decided(task, ChangeCustomerAddress(customer=view.customer.key, address=task.address), view)


def _blocked(task: Task, order: Order, view: View) -> Prepared | None:
    """The engine's word on the order's state, before anything else is asked."""
    sku = order.lines[0].sku if order.lines else _PLACEHOLDER
    trial: ActionRequest
    match task.kind:
        case "cancel":
            trial = CancelOrder(order=order.number, reason=_PLACEHOLDER)
        case "return":
            trial = ReturnItems(order=order.number, skus=(sku,), payment_method=_PLACEHOLDER)
        case "swap":
            trial = _swap_request(order, (Swap(old=sku, new=sku),), _PLACEHOLDER, view)
        case "payment":
            trial = ChangeOrderPayment(order=order.number, payment_method=_PLACEHOLDER)
        case _:
            assert view.customer is not None
            trial = ChangeOrderAddress(order=order.number, address=order.address or task.address or _NOWHERE)
    decision = view.decide(trial)
    if decision.verdict == "needs_identity":
        return Prepared(task=task, kind="identity", needs=decision.detail)
    if decision.verdict == "deny" and decision.code in CLOSING:
        return Prepared(task=task, kind="refused", refusal=_refusal(task, decision))
    return None


def _refusal(task: Task, decision: Decision) -> Refusal:
    return Refusal(kind=task.kind, order=task.order, code=decision.code, detail=decision.detail, rule=decision.rule)


def _swap_request(order: Order, swaps: tuple[Swap, ...], method: str, view: View) -> ActionRequest:
    """Before it has left an order is changed, afterwards exchanged."""
    change, exchange = view.rule("change_order_items"), view.rule("exchange_items")
    delivered = order.status in ("delivered", "return_requested", "exchange_requested", "returned", "partly_returned")
    if (change and order.status in change.statuses) or not (
        (exchange and order.status in exchange.statuses) or delivered
    ):
        return ChangeOrderItems(order=order.number, swaps=swaps, payment_method=method)
    return ExchangeItems(order=order.number, swaps=swaps, payment_method=method)


def _cancel(task: Task, order: Order, view: View) -> Prepared:
    rule = view.rule("cancel_order")
    if task.partial:
        refusal = Refusal(kind="cancel", order=order.number, code="partial", rule=rule.id if rule else "")
        return Prepared(task=task, kind="refused", slot="confirmation", refusal=refusal)
    reasons = rule.reasons if rule else ()
    if not task.reason and reasons:
        trial = view.decide(CancelOrder(order=order.number, reason=reasons[0]))
        return Prepared(task=task, kind="open", slot="reason", amounts=trial.amounts or Amounts())
    prepared = _decided(task, CancelOrder(order=order.number, reason=task.reason or _PLACEHOLDER), view)
    if prepared.refusal and prepared.refusal.code == "reason":
        return replace(prepared, task=replace(task, reason=""), slot="reason")
    return prepared


def _return(task: Task, order: Order, view: View) -> Prepared:
    if not task.pieces:
        found = find_pieces(task, view)
        if found.kind != "found":
            return Prepared(task=task, kind="missing", slot="item", pieces=found.several)
        task = replace(task, pieces=found.wishes, said="")
    skus = tuple(wish.sku for wish in task.pieces)
    rule = view.rule("return_items")
    original = [one.method for one in order.payments if one.kind == "payment"]
    methods = tuple(
        one for one in _methods(view)
        if one.id in original or rule is None or rule.refund_to == "any_own"
        or (one.kind == "gift_card" and rule.refund_to == "original_or_gift_card")
    )  # fmt: skip
    return _with_method(
        task, methods, lambda method: ReturnItems(order=order.number, skus=skus, payment_method=method), view
    )


def _swap(task: Task, order: Order, view: View) -> Prepared:
    if not task.pieces:
        found = find_pieces(task, view)
        if found.kind != "found":
            return Prepared(task=task, kind="missing", slot="item", pieces=found.several)
        said = task.said
        task = with_wants(replace(task, pieces=found.wishes), said, view)
        task = replace(task, said="")
    by_index = {piece.index: piece for piece in view.pieces(order.number)}
    for wish in task.pieces:
        variant = view.variants.get(wish.new)
        if variant is None or not variant.available:
            piece = by_index[wish.index]
            choice = look(wish, piece, view)
            return Prepared(task=task, kind="missing", slot="new_option", choice=choice, piece=piece)
    swaps = tuple(Swap(old=wish.sku, new=wish.new) for wish in task.pieces)
    return _with_method(task, _methods(view), lambda method: _swap_request(order, swaps, method, view), view)


def _order_address(task: Task, order: Order, view: View) -> Prepared:
    if task.address is None:
        return Prepared(task=task, kind="missing", slot="new_address")
    return _decided(task, ChangeOrderAddress(order=order.number, address=task.address), view)


def _payment(task: Task, order: Order, view: View) -> Prepared:
    used = [one.method for one in order.payments if one.kind == "payment"]
    others = tuple(one for one in _methods(view) if not used or one.id != used[-1])
    if not task.payment:
        if len(others) == 1:
            task = replace(task, payment=others[0].id, sources=task.noted("payment_method", "inferred"))
        else:
            return Prepared(task=task, kind="missing", slot="payment_method", methods=others)
    return _decided(task, ChangeOrderPayment(order=order.number, payment_method=task.payment), view, methods=others)


def _with_method(
    task: Task, methods: Sequence[PaymentMethod], request: Callable[[str], ActionRequest], view: View
) -> Prepared:
    """With the way to pay where one is known or only one is possible; else the details without it."""
    if task.payment:
        return _decided(task, request(task.payment), view, methods=tuple(methods))
    if len(methods) == 1:
        alone = replace(task, payment=methods[0].id, sources=task.noted("payment_method", "inferred"))
        tried = _decided(alone, request(methods[0].id), view, methods=tuple(methods))
        if tried.refusal is None or tried.refusal.code not in _BY_METHOD:
            return tried
    for method in sorted(methods, key=lambda one: one.kind == "gift_card"):
        decision = view.decide(request(method.id))
        if _nothing_moves(decision.amounts):
            # Nobody is asked how to settle nothing.
            alone = replace(task, payment=method.id, sources=task.noted("payment_method", "inferred"))
            return _decided(alone, request(method.id), view, methods=tuple(methods))
        if decision.verdict != "deny" or decision.code not in _BY_METHOD:
            tried = _decided(task, request(method.id), view, methods=tuple(methods))
            return replace(tried, kind="open", slot="payment_method", request=None) if tried.kind == "ready" else tried
    return Prepared(task=task, kind="missing", slot="payment_method", methods=tuple(methods))


def _nothing_moves(amounts: Amounts | None) -> bool:
    """Whether pieces change places and no money does."""
    return amounts is not None and amounts.difference is not None and amounts.difference.minor == 0


def _methods(view: View) -> tuple[PaymentMethod, ...]:
    return view.customer.payment_methods if view.customer else ()


def _decided(task: Task, request: ActionRequest, view: View, methods: tuple[PaymentMethod, ...] = ()) -> Prepared:
    decision = view.decide(request)
    amounts = decision.amounts or Amounts()
    match decision.verdict:
        case "needs_confirmation" | "allow":
            return Prepared(
                task=task, kind="ready", slot="confirmation", request=request, amounts=amounts, methods=methods
            )
        case "needs_person":
            return Prepared(task=task, kind="person", refusal=_refusal(task, decision))
        case "needs_identity":
            return Prepared(task=task, kind="identity", needs=decision.detail)
        case "deny":
            refusal = _refusal(task, decision)
            if decision.code in _BY_METHOD:
                task = replace(task, payment="")
            slot: Slot | Literal[""] = "payment_method" if decision.code in _BY_METHOD else ""
            return Prepared(task=task, kind="refused", slot=slot, refusal=refusal, methods=methods)
