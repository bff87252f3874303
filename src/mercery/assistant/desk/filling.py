"""The slots of a task, filled with what a message says: order, reason, address, way to pay. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.desk.choosing import other_goods, with_pieces
from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.orders_meant import orders_meant
from mercery.assistant.desk.payments import resolve
from mercery.assistant.desk.planning import prepare
from mercery.assistant.desk.segments import segments
from mercery.assistant.desk.state import DeskState, Refusal, Task
from mercery.assistant.desk.view import View
from mercery.customers.customer import Address


def fill_in(
    task: Task, heard: Heard, view: View, state: DeskState, *, fresh: bool, alone: bool
) -> tuple[Task, list[Refusal]]:
    """The task with everything the message says about it."""
    notes: list[Refusal] = []
    if heard.numbers and task.kind != "default_address" and not fresh:
        task = _with_number(task, heard, alone=alone)
    if task.kind == "cancel":
        task = _cancel_words(task, heard, view)
        if _refund_elsewhere(task, heard, view):
            notes.append(Refusal(kind="cancel", order=task.order, code="refund_original"))
    if task.kind in ("order_address", "default_address") and heard.address is not None:
        task = replace(task, address=heard.address, sources=task.noted("new_address", "said"))
    if task.kind in ("order_address", "default_address") and heard.address is None:
        task = _with_known_address(task, heard, view)
    if task.kind in ("return", "swap"):
        task = with_pieces(task, heard, view, state, fresh=fresh)
    if task.kind == "swap" and (other := other_goods(task, heard, view)):
        notes.append(other)
    if task.kind in ("return", "swap", "payment") and heard.payments:
        task, more = _with_payment(task, heard, view)
        notes += more
    return task, notes


def _with_known_address(task: Task, heard: Heard, view: View) -> Task:
    """`to my default address`, `the same as order …`: addresses the customer already has here."""
    if cues.OTHER_ORDER_ADDRESS.search(heard.text):
        others = [order for number in heard.numbers if number != task.order and (order := view.order(number))]
        if others and others[-1].address is not None:
            own = next((number for number in heard.numbers if number != others[-1].number), task.order)
            return replace(
                task,
                address=others[-1].address,
                order=own if task.kind == "order_address" else "",
                sources=task.noted("new_address", "said"),
            )
    if (place := _by_place(task, heard, view)) is not None:
        return replace(task, address=place, sources=task.noted("new_address", "said"))
    known = view.customer.address if view.customer else None
    if task.kind == "order_address" and known is not None and cues.KNOWN_ADDRESS.search(heard.text):
        return replace(task, address=known, sources=task.noted("new_address", "said"))
    return task


_OF_THE_LAST: Final = re.compile(
    r"\baddress (?:of|on|for|in) (?:my |the )?(?:last|latest|newest|most recent|recent|previous) order\b(?!.*\bto\b)",
    re.IGNORECASE | re.ASCII,
)


def _by_place(task: Task, heard: Heard, view: View) -> Address | None:
    """`my New York address`, `the one in my other order`: the only other address here that fits the words."""
    if not re.search(r"(?a)\baddress\b|\b(?:one|place|house|home) in\b|地址", heard.text):
        return None
    order = view.order(task.order)
    if task.kind == "order_address" and order is None and _OF_THE_LAST.search(heard.text):
        # Of which order it is changed is said so, not by which address.
        return None
    now = (
        order.address
        if order
        else (view.customer.address if task.kind == "default_address" and view.customer else None)
    )
    known = [one.address for one in view.orders if one.address is not None]
    known += [view.customer.address] if view.customer and view.customer.address else []
    others = [one for one in dict.fromkeys(known) if one != now and one != task.address]
    low = heard.text.lower()
    named = [
        one
        for one in others
        if re.search(rf"(?<![a-z]){re.escape(one.city.lower())}(?![a-z])", low)
        or re.search(rf"(?a)\b{re.escape(one.line1.lower())}\b", low)
    ]
    if len(named) == 1:
        return named[0]
    if (
        re.search(
            r"\bother order\b|\b(?:my )?(?:other|different|previous|last|recent) order'?s?\b|另(?:外)?一?个?订单|其他订单|上一?个订单",
            low,
        )
        and len(others) == 1
    ):
        return others[0]
    return None


def _with_number(task: Task, heard: Heard, *, alone: bool) -> Task:
    number = heard.numbers[-1]
    if number == task.order or (task.order and not alone):
        return task
    pieces = () if task.order and task.order != number else task.pieces
    return replace(task, order=number, pieces=pieces, sources=task.noted("order_id", "said"))


def _cancel_words(task: Task, heard: Heard, view: View) -> Task:
    if heard.reason:
        task = replace(task, reason=heard.reason, sources=task.noted("reason", "said"))
    elif (
        not task.reason
        and not heard.yes
        and not heard.no
        and _just_asked(task)
        and not (
            heard.asks
            or heard.cue("PROTEST")
            or heard.cue("HESITATE")
            or heard.payments
            or heard.numbers
            or heard.all_done
        )
    ):
        task = replace(task, reason="other")
    order = view.order(task.order) or next(iter(orders_meant(task, view)), None)
    if order is not None and len(view.pieces(order.number)) > 1:
        named = segments(heard.text, [piece.title for piece in view.pieces(order.number)])
        kept = cues.PARTIAL.search(heard.text)
        from_order = any(
            re.search(
                r"\b(?:from|in|out of|of)\b(?! \S+ order with)|里的|中的",
                heard.text[part.named.end : part.named.end + 14],
            )
            for part in named
        )
        unwanted = cues.UNWANTED.search(heard.text) and named and not cues.CANCEL.search(heard.text)
        whole = re.search(r"(?a)\b(?:whole|entire|full)\b|all of it|整个|整单|全部", heard.text)
        if (
            (named or (kept and re.search(r"(?a)\brest\b|其[他余]", heard.text)))
            and (kept or from_order or unwanted)
            and not whole
            and (unwanted or cues.CANCEL.search(heard.text))
        ):
            task = replace(task, partial=True)
        elif whole and task.partial and not re.search(r"(?a)\bdon'?t\b|\bnot\b|不|别", heard.text):
            task = replace(task, partial=False)
    return task


def _refund_elsewhere(task: Task, heard: Heard, view: View) -> bool:
    """The money of a cancelled order wanted by another way than it came."""
    order = view.order(task.order)
    wanted = [one for one in heard.payments if not one.away and not one.original]
    if order is None or not wanted or view.customer is None:
        return False
    used = [one.method for one in order.payments if one.kind == "payment"]
    found = resolve(wanted, view.customer, "")
    return bool(found and used and (found.missing or (found.method and found.method.id not in used)))


def _just_asked(task: Task) -> str:
    return "reason" if dict(task.shown).get("kind") == "cancel" and not dict(task.shown).get("reason") else ""


def _first_that_does(task: Task, heard: Heard, view: View, used: Sequence[str]) -> Task | None:
    """`The gift card if it holds enough, otherwise PayPal`: the first of them that the rules take."""
    named = [one for one in heard.payments if not one.away]
    if len(named) < 2 or not cues.IF_ENOUGH.search(heard.text) or view.customer is None:
        return None
    for one in named:
        found = resolve((one,), view.customer, used[-1] if used else "")
        if found is None or found.method is None:
            continue
        tried = replace(task, payment=found.method.id, sources=task.noted("payment_method", "said"))
        if prepare(tried, view).task.payment:
            return tried
    return None


def _with_payment(task: Task, heard: Heard, view: View) -> tuple[Task, list[Refusal]]:
    order = view.order(task.order)
    used = [one.method for one in order.payments if one.kind == "payment"] if order else []
    assert view.customer is not None
    if (chosen := _first_that_does(task, heard, view, used)) is not None:
        return chosen, []
    found = resolve(heard.payments, view.customer, used[-1] if used else "")
    if found is None:
        return task, []
    if found.method is not None:
        return replace(task, payment=found.method.id, sources=task.noted("payment_method", "said")), []
    if found.missing is not None:
        missing = found.missing
        if missing.original:
            return task, []
        return replace(task, payment=""), [
            Refusal(kind=task.kind, order=task.order, code="no_method", detail=missing.brand or str(missing.kind))
        ]
    fitting = [one for one in found.several if one.id in used]
    if task.kind == "payment":
        fitting = [one for one in found.several if one.id not in used]
    if len(fitting) == 1:
        return replace(task, payment=fitting[0].id, sources=task.noted("payment_method", "said")), []
    return task, []
