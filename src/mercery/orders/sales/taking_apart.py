"""An order as rows of the sales monitor: what was paid, went back and is tax, for delivery and for each SKU. Pure.

The rows add up to the order's total, to the cent. Money that went back is counted once, whether a return says so, a payment,
or both: the larger of the two counts, at most the total, since an export that tells one refund in both places is common and
one that tells two different refunds of the same amount apart cannot be told from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.core.money import Money, MoneyError
from mercery.orders.order import Order, Return
from mercery.orders.paid import paid_by_piece

_GONE_BACK: Final = ("received", "refunded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """One row. Amounts in minor units of the order's currency."""

    place: int
    """0: delivery and charges, with an empty SKU."""
    sku: str
    quantity: int
    returned: int
    paid: int
    refund: int
    """At most `paid`."""
    tax: int | None
    """Contained in `paid - refund`; None: the order does not tell it."""


def taken_apart(order: Order) -> tuple[Sold, ...]:
    """The rows of an order, place 0 first; none for a cancelled one."""
    if order.status == "cancelled":
        return ()
    total = max(order.total.minor, 0)
    goods = _goods(order, total)
    counts: dict[str, int] = {}
    for line in order.lines:
        counts[line.sku] = counts.get(line.sku, 0) + line.quantity
    came = [one for one in order.returns if one.status in _GONE_BACK and not one.exchange_for]
    back = _pieces_back(came, counts)
    skus = ["", *counts]
    paid = [total - sum(goods.values()), *(goods.get(sku, 0) for sku in counts)]
    refunds = _refunds(order, came, skus, paid)
    rows = [
        Sold(
            place=place,
            sku=sku,
            quantity=counts[sku] if place else 0,
            returned=back.get(sku, 0) if place else 0,
            paid=paid[place],
            refund=refunds[place],
            tax=None,
        )
        for place, sku in enumerate(skus)
    ]
    return _taxed(rows, order.tax.minor if order.tax else None, total)


def _goods(order: Order, total: int) -> dict[str, int]:
    """What was paid for the pieces of each SKU. Nothing where the lines contradict themselves: then all of the total stands
    at place 0."""
    try:
        found = {sku: sum(one.minor for one in amounts) for sku, amounts in paid_by_piece(order).items()}
    except MoneyError:
        return {}
    return found if all(one >= 0 for one in found.values()) and sum(found.values()) <= total else {}


def _pieces_back(came: Sequence[Return], counts: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in came:
        if one.sku in counts:
            found[one.sku] = min(counts[one.sku], found.get(one.sku, 0) + one.quantity)
    return found


def _refunds(order: Order, came: Sequence[Return], skus: Sequence[str], paid: Sequence[int]) -> list[int]:
    """What went back for each row: first by the returns that name its SKU, the rest by what is left of each row."""
    total = sum(paid)
    said = _by_sku(order, came)
    all_of_it = min(total, max(sum(said.values()), _by_payments(order, total)))
    found, left = [0] * len(skus), all_of_it
    for place, sku in enumerate(skus):
        if place:
            found[place] = min(paid[place], said.get(sku, 0), left)
            left -= found[place]
    rest = [amount - gone for amount, gone in zip(paid, found, strict=True)]
    if left > 0:
        shares = Money(left, order.currency).split(rest)
        found = [gone + share.minor for gone, share in zip(found, shares, strict=True)]
    return found


def _by_sku(order: Order, came: Sequence[Return]) -> dict[str, int]:
    """What returns say went back; where one says nothing, what was paid for its pieces."""
    if not came:
        return {}
    try:
        worth = paid_by_piece(order)
    except MoneyError:
        worth = {}
    found: dict[str, int] = {}
    for one in came:
        stated = one.refund.minor if one.refund is not None else None
        amount = sum(piece.minor for piece in worth.get(one.sku, [])[: one.quantity]) if stated is None else stated
        found[one.sku] = found.get(one.sku, 0) + max(amount, 0)
    return found


def _by_payments(order: Order, total: int) -> int:
    """What payments say went back, without what had been paid beyond the total: an order that was paid anew by another
    method, or made cheaper, gets that back and loses nothing of its worth."""
    came = sum(one.amount.minor for one in order.payments if one.kind == "payment")
    back = sum(one.amount.minor for one in order.payments if one.kind == "refund")
    return max(0, back - max(0, came - total))


def _taxed(rows: Sequence[Sold], tax: int | None, total: int) -> tuple[Sold, ...]:
    """With the tax of what was not refunded; a share of the order's tax by what was paid."""
    if tax is None or not 0 <= tax <= total:
        return tuple(rows)
    if total == 0:
        return tuple(replace(row, tax=0) for row in rows)
    kept = ((tax * (row.paid - row.refund)) / total for row in rows)
    return tuple(replace(row, tax=round(share)) for row, share in zip(rows, kept, strict=True))
