"""The best price of a cart: the least to pay over everything the buyer may choose, beside what a platform arrives at."""

from __future__ import annotations

from datetime import datetime

from mercery.promotions.quoting.eligible import open_calendar
from mercery.promotions.quoting.evaluate import priced, run_selection
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.missed import missed
from mercery.promotions.quoting.platform import by_priority
from mercery.promotions.quoting.prepared import prepared, table
from mercery.promotions.quoting.search import least
from mercery.promotions.quoting.selection import choices, selection_of
from mercery.promotions.quoting.walk import Priced, Quote
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line

SECONDS = 0.05


def quote(
    calendar: Calendar,
    cart: Cart,
    buyer: Buyer = ANYBODY,
    *,
    moment: datetime | None = None,
    seconds: float = SECONDS,
) -> Quote:
    """The best price of `cart` for `buyer` at `moment` (None: every rule, whatever its period). Where `seconds` are over
    (counted in work, `search.STEPS_A_SECOND`) before it is proved that nothing is cheaper, `optimal` is False and `bound` says how low it could be at most.

    Lines of one SKU are joined first, unless `Policy.split_lines`. CartError for an unknown SKU."""
    rules = open_calendar(calendar, buyer, moment)
    laid = table(prepared(rules), cart if rules.policy.split_lines else joined(cart))
    choice = choices(laid)
    order, by_line = by_priority(choice, buyer)
    platform = priced(run_selection(laid, order, by_line, buyer, traced=True), selection_of(laid, order, by_line))
    found = least(choice, buyer, (order, by_line), platform.payable, seconds)
    best = platform
    if (found.order, found.by_line) != (order, by_line):
        run = run_selection(laid, found.order, found.by_line, buyer, traced=True)
        best = priced(run, selection_of(laid, found.order, found.by_line))
    lacking, in_pieces = missed(laid, best)
    return Quote(
        best=best,
        optimal=found.proved,
        bound=best.payable if found.proved else min(found.bound, best.payable),
        platform=platform,
        margin=margin_of(rules, best),
        evaluated=found.evaluated,
        missed=lacking,
        missed_pieces=in_pieces,
    )


def joined(cart: Cart) -> Cart:
    """One line for each SKU, in the order in which they came."""
    units: dict[str, int] = {}
    for line in cart:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    if len(units) == len(cart):
        return cart
    return tuple([Line(sku=sku, quantity=count) for sku, count in units.items()])


def charged(calendar: Calendar, quoted: Quote) -> Priced:
    """What a shop with this calendar asks for: the best price, or, where it goes by priority, the platform's."""
    return quoted.platform if calendar.policy.choose == "priority" else quoted.best
