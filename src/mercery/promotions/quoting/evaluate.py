"""What a cart costs under one selection of rules: the one computation every price of the lab comes from. Pure integers.

Line rules go first, then rules of the order and of the delivery, each pass by stage and, within a stage, by priority.
`Step` records what was read and what was taken; docs/guide/promotion-semantics.md says what it means, with examples.
"""

from __future__ import annotations

from collections.abc import Sequence

from mercery.promotions.quoting.allocation import unit_prices
from mercery.promotions.quoting.prepared import Prepared, Table, places, prepared, table
from mercery.promotions.quoting.run import Run
from mercery.promotions.quoting.walk import Priced, PricedLine, Selection
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart


def evaluate(calendar: Calendar, cart: Cart, selection: Selection, buyer: Buyer = ANYBODY) -> Priced:
    """The cart priced under `selection`. Whether the buyer may use those rules is not asked here (`eligible`,
    `selection`); a rule of it whose threshold is not reached does nothing. CartError for an unknown SKU or rule."""
    ready = prepared(calendar)
    laid = table(ready, cart)
    order = places(ready, selection.order)
    by_line = tuple([tuple(places(ready, ids)) for ids in selection.lines])
    run = run_selection(laid, order, by_line, buyer, traced=True)
    return priced(run, selection)


def run_selection(
    laid: Table, order: Sequence[int], by_line: Sequence[Sequence[int]], buyer: Buyer, *, traced: bool = False
) -> Run:
    """The same on a cart laid out, rules by their places in order of application."""
    run = Run(laid, buyer, traced)
    run.line_rules(by_line)
    if not laid.prepared.excluders:
        run.order_rules(order, frozenset())
        return run
    awaited = _awaited(laid.prepared, order)
    while awaited:
        tried = run.copy()
        tried.order_rules(order, awaited)
        used = frozenset(at for at in awaited if tried.used.get(at))
        if used == awaited:
            return tried
        awaited = used
    run.order_rules(order, frozenset())
    return run


def priced(run: Run, selection: Selection) -> Priced:
    """A finished run in full."""
    laid, amounts = run.laid, run.amounts
    goods = sum(amounts)
    gifts: dict[str, int] = {}
    for sku, count in run.gifts:
        gifts[sku] = gifts.get(sku, 0) + count
    return Priced(
        cart=laid.cart,
        selection=selection,
        lines=tuple(
            [
                PricedLine(
                    sku=line.sku,
                    quantity=line.quantity,
                    list_total=listed,
                    total=amount,
                    unit_paid=unit_prices(amount, line.quantity),
                    deposit_kept=kept,
                )
                for line, listed, amount, kept in zip(
                    laid.cart, laid.list_totals, amounts, run.deposits_kept, strict=True
                )
            ]
        ),
        steps=tuple(run.steps),
        list_total=sum(laid.list_totals),
        goods=goods,
        shipping=run.fee,
        payable=goods + run.fee,
        gifts=tuple(gifts.items()),
        merchant_discount=run.merchant_discount,
        merchant_shipping=run.merchant_shipping,
        deposit=sum(run.deposits),
        points=run.points,
    )


def _awaited(ready: Prepared, order: Sequence[int]) -> frozenset[int]:
    """Rules of the selection that come after one that does not go together with them."""
    found: set[int] = set()
    for number, at in enumerate(order):
        found.update(ready.excluded[at] & set(order[number + 1 :]))
    return frozenset(found)
