"""What was really paid for each piece of an order, which is what comes back for it. Pure.

An order that was priced with promotions says so by unit: each unit carries its allocated share, exact to the last cent, so
that nothing is lost or won by sending pieces back one by one. Where it does not, the discount of a line is shared among its
units, and what is left of the order's discount among all pieces by price.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mercery.core.money import Money
from mercery.orders.order import Order, OrderLine


def paid_by_piece(order: Order) -> dict[str, list[Money]]:
    """The amounts of the pieces of each SKU, the cheapest last. Delivery is no part of them, and no piece goes back for
    more than its price."""
    goods = _goods(order)
    shares = _by_unit(order, goods) or _by_line(order, goods) or _by_price(order, goods)
    found: dict[str, list[Money]] = {}
    for line, amounts in zip(order.lines, shares, strict=True):
        found.setdefault(line.sku, []).extend(amounts)
    # Returned one by one, the pieces of a SKU never add up to more than they cost together.
    return {sku: sorted(amounts, key=lambda money: -money.minor) for sku, amounts in found.items()}


def left_to_return(order: Order) -> dict[str, list[Money]]:
    """The same of the pieces that have not been sent back yet."""
    found = paid_by_piece(order)
    gone: Counter[str] = Counter()
    for back in order.returns:
        if back.status != "refused":
            gone[back.sku] += back.quantity
    return {sku: amounts[: max(len(amounts) - gone[sku], 0)] for sku, amounts in found.items()}


def with_units(order: Order, units: Mapping[str, Sequence[int]]) -> Order:
    """The order with what each piece was paid with, by SKU in minor units; the same where that does not add up."""
    left = {sku: list(amounts) for sku, amounts in units.items()}
    lines = []
    for line in order.lines:
        own = left.get(line.sku, [])[: line.quantity]
        left[line.sku] = left.get(line.sku, [])[line.quantity :]
        lines.append(replace(line, unit_paid=tuple(Money(minor, order.currency) for minor in own)))
    noted = replace(order, lines=tuple(lines))
    exact = _by_unit(noted, _goods(order)) is not None and not any(left.values())
    return noted if exact else order


def _goods(order: Order) -> int:
    return max(order.total.minor - (order.shipping.minor if order.shipping else 0), 0)


def _by_unit(order: Order, goods: int) -> list[list[Money]] | None:
    """The shares the order was priced with, where they account for all that was paid."""
    if any(len(line.unit_paid) != line.quantity for line in order.lines):
        return None
    if sum(unit.minor for line in order.lines for unit in line.unit_paid) != goods:
        return None
    return [list(line.unit_paid) for line in order.lines]


def _by_line(order: Order, goods: int) -> list[list[Money]] | None:
    """Each line's own discount, where these account for all that was paid."""
    totals = [_total(line) for line in order.lines]
    if not any(line.discount for line in order.lines) or min(totals) < 0 or sum(totals) != goods:
        return None
    return [
        Money(total, order.currency).split([1] * line.quantity) for line, total in zip(order.lines, totals, strict=True)
    ]


def _total(line: OrderLine) -> int:
    return line.unit_price.minor * line.quantity - (line.discount.minor if line.discount else 0)


def _by_price(order: Order, goods: int) -> list[list[Money]]:
    prices = [line.unit_price.minor for line in order.lines for _ in range(line.quantity)]
    if sum(prices) > goods:
        paid = Money(goods, order.currency).split(prices)
    else:
        paid = [Money(price, order.currency) for price in prices]
    left = iter(paid)
    return [[next(left) for _ in range(line.quantity)] for line in order.lines]
