"""Lists worked out of all lines by expressions of Ibis, which compile to the SQL of DuckDB, PostgreSQL and the warehouses.

They say what `model.exact` and `model.counters` count. A table of lines has the columns of `LINES`. Every join is one of equal
keys, so that an engine can spread it: a customer's lines are numbered and cut into stretches, and an order meets only the
stretch before it, never all of a wholesaler's lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import ibis
import ibis.expr.types as ir

from mercery.recommendations.model.counters import BASKET
from mercery.recommendations.model.exact import TAIL, Settings
from mercery.recommendations.model.hazard import GAPS
from mercery.recommendations.model.history import LINES as HISTORY

LINES: Final[Mapping[str, str]] = {
    "customer": "string",
    "order": "string",
    "day": "float64",
    "line": "int64",
    "item": "string",
}
"""`customer`: empty or null for nobody known. `day`: days since 1970, UTC, the same for all lines of an order. `line`: its place
in the order. `item`: the product's id. Looks have the same columns: the visitor, and as `order` the visitor's day."""
_DECIMALS: Final = 12
"""Of a cosine, by which neighbours are put in order: engines add up in orders of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How it is counted."""

    today: float
    """The day everything is decayed to."""
    settings: Settings = field(default_factory=Settings)
    k: int = 64
    """Neighbours kept of each item: as many as the counters have slots, so that counting can go on from them."""
    tail: int = TAIL
    """Lines before an order its items are paired with; 0 for looks."""


def lines_table(name: str = "order_lines") -> ir.Table:
    """A table of lines that is bound to no engine, to compile for any."""
    return ibis.table(dict(LINES), name=name)


def neighbours(lines: ir.Table, measure: Measure) -> ir.Table:
    """item, other, rank (from 0), together (decayed pairs), cosine, probability (of `other` given `item`), lift."""
    numbered = _numbered(lines)
    counts = popularity(lines, measure).select("item", "popularity")
    orders = numbered.group_by("customer", "order").agg(day=numbered.day.min())
    total = orders.agg(total=_weight(orders.day, measure.today, measure.settings.half_life).sum())
    pairs = _pairs(numbered, measure)
    of_item = counts.rename(of_item="popularity")
    of_other = counts.rename(other="item", of_other="popularity")
    joined = pairs.join(of_item, "item").join(of_other, "other").cross_join(total)
    told = joined.mutate(
        cosine=joined.together / ((joined.of_item * joined.of_other).sqrt() + measure.settings.smoothed),
        probability=joined.together / joined.of_item,
        lift=joined.together * joined.total / (joined.of_item * joined.of_other),
    )
    best = ibis.window(group_by=told.item, order_by=[told.cosine.round(_DECIMALS).desc(), told.other])
    ranked = told.mutate(rank=ibis.row_number().over(best))
    return ranked.filter(ranked.rank < measure.k).select(
        "item", "other", "rank", "together", "cosine", "probability", "lift"
    )


def popularity(lines: ir.Table, measure: Measure) -> ir.Table:
    """item, popularity, recent: decayed numbers of lines."""
    once = _once(lines)
    return once.group_by("item").agg(
        popularity=_weight(once.day, measure.today, measure.settings.half_life).sum(),
        recent=_weight(once.day, measure.today, measure.settings.short_half_life).sum(),
    )


def repeats(lines: ir.Table, measure: Measure) -> ir.Table:
    """item, bin, seen, again: at each order, what the customer had bought before, and what of it the order held again."""
    numbered = _numbered(lines)
    orders = numbered.group_by("customer", "order").agg(day=numbered.day.min(), start=numbered.start.min())
    before = _before(orders, numbered, HISTORY)
    last = before.group_by("customer", "order", "item").agg(gap=before.day.min() - before.earlier.max())
    held = numbered.select("customer", "order", "item").mutate(held=ibis.literal(1.0))
    told = last.left_join(held, ["customer", "order", "item"]).select("item", "gap", "held")
    told = told.mutate(bin=_bin(told.gap))
    return told.group_by("item", "bin").agg(
        seen=told.count().cast("float64"), again=told.held.fill_null(ibis.literal(0.0)).sum()
    )


def _once(lines: ir.Table) -> ir.Table:
    """Each item once an order; an order of nobody known is a customer of its own."""
    known = lines.customer.fill_null("") != ""
    told = lines.mutate(customer=ibis.ifelse(known, lines.customer, ibis.literal("order ") + lines.order))
    return told.group_by("customer", "order", "item").agg(day=told.day.min(), line=told.line.min())


def _numbered(lines: ir.Table) -> ir.Table:
    """Lines with their number `n` among the customer's, the first number `start` of their order, and their place in it."""
    once = _once(lines)
    by = ibis.window(group_by=once.customer, order_by=[once.day, once.order, once.line, once.item])
    told = once.mutate(n=ibis.row_number().over(by))
    told = told.mutate(start=told.n.min().over(ibis.window(group_by=[told.customer, told.order])))
    return told.mutate(place=told.n - told.start)


def _pairs(numbered: ir.Table, measure: Measure) -> ir.Table:
    """item, other, together: each pair both ways."""
    basket = numbered.filter(numbered.place < BASKET)
    weight = _weight(basket.day, measure.today, measure.settings.half_life)
    basket = basket.mutate(weight=weight)
    others = basket.select("customer", "order", other="item")
    same = basket.join(others, ["customer", "order"])
    both = same.filter(same.item != same.other).select("item", "other", "weight")
    if measure.tail and measure.settings.before:
        before = _before(basket, numbered.rename(other="item"), measure.tail)
        before = before.filter(before.item != before.other)
        share = before.weight * measure.settings.before
        there = before.select(item=before.item, other=before.other, weight=share)
        back = before.select(item=before.other, other=before.item, weight=share)
        both = both.union(there).union(back)
    return both.group_by("item", "other").agg(together=both.weight.sum())


def _before(orders: ir.Table, lines: ir.Table, reach: int) -> ir.Table:
    """Each row of `orders` with the customer's last `reach` lines before its order, whose day becomes `earlier`.

    A line lies in a stretch of `reach` numbers and is laid out for that stretch and the next one; an order asks for the
    stretch its first line is in.
    """
    what = "other" if "other" in lines.columns else "item"
    there = lines.select("customer", what, number="n", earlier="day")
    own = there.mutate(stretch=(there.number // reach).cast("int64"))
    laid = own.union(own.mutate(stretch=own.stretch + 1))
    asked = orders.mutate(stretch=(orders.start // reach).cast("int64"))
    met = asked.join(laid, ["customer", "stretch"])
    return met.filter(met.number < met.start, met.number >= met.start - reach)


def _weight(day: ir.FloatingColumn, today: float, half_life: float) -> ir.FloatingColumn:
    """What a line of that day weighs."""
    power: ir.FloatingColumn = ibis.literal(2.0) ** ((day - today) / half_life)
    return power


def _bin(gap: ir.FloatingColumn) -> ir.IntegerColumn:
    """The number of edges the gap has reached."""
    reached = [ibis.ifelse(gap >= edge, 1, 0) for edge in GAPS]
    total: ir.IntegerColumn = sum(reached[1:], reached[0])
    return total
