"""How often something can be done: uses left of a rule, money set aside for it, stock of the goods."""

from __future__ import annotations

from collections.abc import Iterable

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart


def times_possible(calendar: Calendar, cart: Cart, rules: Iterable[str], uses: int = 1) -> int | None:
    """How often an attack that buys `cart` and uses each of `rules` so many times is possible; None: nothing limits it."""
    found = [
        rule.total // uses
        for rule in (calendar.by_id[one] for one in rules if one in calendar.by_id)
        if rule.total is not None
    ]
    units: dict[str, int] = {}
    for line in cart:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    for sku, count in units.items():
        stock = calendar.skus[sku].stock
        if stock is not None and count:
            found.append(stock // count)
    return min(found) if found else None


def at_most(calendar: Calendar, loss: int, times: int | None, rules: Iterable[str] = ()) -> int | None:
    """The loss times how often it is possible; never more than the budgets of its rules, where all of them have one."""
    budgets = [calendar.by_id[one].budget for one in rules if one in calendar.by_id]
    whole = sum(one for one in budgets if one is not None) if budgets and None not in budgets else None
    found = [one for one in (None if times is None else loss * times, whole) if one is not None]
    return min(found) if found else None
