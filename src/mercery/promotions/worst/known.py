"""Carts that are known, priced again under other rules: how bad each is now, in milliseconds.

What is found here is a real cart with a real price, so that it may refute a change; it never proves one. That is the
solver's part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from mercery.promotions.quoting.best import joined, quote
from mercery.promotions.quoting.eligible import open_calendar
from mercery.promotions.quoting.evaluate import evaluate, priced, run_selection
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.prepared import prepared, table
from mercery.promotions.quoting.selection import choices, selection_of, selections
from mercery.promotions.quoting.walk import Priced, Selection
from mercery.promotions.rules.benefit import Points
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.certificate import WorstCart

_MOST: Final = 256
"""Selections looked at for one cart; where there are more, the buyer's cheapest stands for them."""
_SECONDS: Final = 0.1
_LOOKED_AT: Final = 4
"""Carts looked at in every way."""
_NOTHING: Final[frozenset[str]] = frozenset()


def priced_again(calendar: Calendar, cart: WorstCart, also: frozenset[str] = _NOTHING) -> WorstCart:
    """The same goods and buyer under `calendar` in the way worst for the floor, over the rules it used before, those that
    apply without asking, and those of `also`. Whoever chooses a coupon may as well decline it, so that every such way is
    open to the buyer."""
    used = frozenset(rule for rules in (cart.priced.selection.order, *cart.priced.selection.lines) for rule in rules)
    kept = tuple(rule for rule in calendar.rules if rule.id in used or rule.id in also or _automatic(rule))
    rules = calendar if len(kept) == len(calendar.rules) else replace(calendar, rules=kept)
    found = worst_way(rules if cart.moment is None else rules.at(cart.moment), cart.priced.cart, cart.buyer)
    return replace(cart, priced=found, margin=margin_of(calendar, found))


def as_before(calendar: Calendar, cart: WorstCart) -> WorstCart | None:
    """The same goods, buyer and choice of rules under `calendar`: one evaluation. None where the choice is no longer open
    as it was: rules that do not go together any more, or one that wants to stay alone."""
    rules = open_calendar(calendar, cart.buyer, cart.moment)
    if any(rule.exclusive for rule in rules.rules):
        return None
    always = [rule for rule in rules.rules if _automatic(rule)]
    old = cart.priced.selection
    order = _with(old.order, [rule.id for rule in always if rule.level != "line"], rules)
    of_lines = [rule for rule in always if rule.level == "line"]
    lines = []
    for line, chosen in zip(cart.priced.cart, old.lines, strict=False):
        sku = rules.skus[line.sku]
        lines.append(_with(chosen, [rule.id for rule in of_lines if rule.scope.has(sku)], rules))
    if not _go_together(rules, order, rules.policy.group_most) or not all(
        _go_together(rules, one, {}) for one in lines
    ):
        return None
    found = evaluate(rules, cart.priced.cart, Selection(order=order, lines=tuple(lines)), cart.buyer)
    return replace(cart, priced=found, margin=margin_of(rules, found))


def _with(chosen: Iterable[str], always: Iterable[str], calendar: Calendar) -> tuple[str, ...]:
    place = {rule.id: at for at, rule in enumerate(calendar.rules)}
    return tuple(sorted({one for one in (*chosen, *always) if one in place}, key=place.__getitem__))


def _go_together(calendar: Calendar, chosen: Iterable[str], most: Mapping[str, int]) -> bool:
    counts: dict[str, int] = {}
    for one in chosen:
        group = calendar.by_id[one].group
        if group is not None:
            counts[group] = counts.get(group, 0) + 1
    return all(count <= most.get(group, 1) for group, count in counts.items())


def worst_way(calendar: Calendar, cart: Cart, buyer: Buyer) -> Priced:
    """The selection that leaves a cart furthest below the floor; where there are too many of them, the cheapest one."""
    rules = open_calendar(calendar, buyer)
    laid = table(prepared(rules), cart if rules.policy.split_lines else joined(cart))
    ways = choices(laid)
    if ways.count() > _MOST:
        return quote(rules, cart, buyer, seconds=_SECONDS).best
    worst: tuple[int, tuple[int, ...], tuple[tuple[int, ...], ...]] | None = None
    for order, by_line in islice(selections(ways), _MOST):
        run = run_selection(laid, order, by_line, buyer)
        short = margin_of(rules, priced(run, Selection())).short
        if worst is None or short > worst[0]:
            worst = (short, order, by_line)
    assert worst is not None, "every cart can be bought without any choice"
    _, order, by_line = worst
    return priced(run_selection(laid, order, by_line, buyer, traced=True), selection_of(laid, order, by_line))


def first_that_breaks(
    calendar: Calendar, carts: Sequence[WorstCart], also: frozenset[str] = _NOTHING
) -> WorstCart | None:
    """The first of these carts that is below the floor under `calendar`: all of them bought as before, then the first few
    in every other way, too."""
    for cart in carts:
        found = as_before(calendar, cart)
        if found is not None and found.margin.short > 0:
            return found
    for cart in carts[:_LOOKED_AT]:
        found = priced_again(calendar, cart, also)
        if found.margin.short > 0:
            return found
    return None


def _automatic(rule: Rule) -> bool:
    """Whether it applies without asking."""
    return rule.group is None and rule.code is None and not isinstance(rule.benefit, Points)
