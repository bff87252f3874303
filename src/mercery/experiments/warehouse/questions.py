"""Questions a shop asks its days, in SQL for DuckDB. Amounts in minor units of the currency beside them.

Revenue is what was paid, less what went back; margin is that less tax where the order tells it, and less what the pieces cost
where that is known: `costed` says for which share of the revenue it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `$feature`, `$most` and the like in it are given when it is asked."""

    about: str
    sql: str


SALES: Final = """
SELECT date_trunc('week', s.day)::DATE AS week, coalesce(g.category, '') AS category, s.channel, s.currency,
       count(DISTINCT s.order_id) AS orders, sum(s.quantity - s.returned)::BIGINT AS pieces,
       sum(s.paid_minor - s.refund_minor)::BIGINT AS revenue,
       sum(s.paid_minor - s.refund_minor - coalesce(s.tax_minor, 0) - c.cost_minor * (s.quantity - s.returned))::BIGINT
           AS margin,
       round(sum(s.paid_minor - s.refund_minor) FILTER (c.cost_minor IS NOT NULL)
           / nullif(sum(s.paid_minor - s.refund_minor), 0), 3) AS costed
FROM sales s LEFT JOIN goods g ON g.sku = s.sku
LEFT JOIN sku_costs c ON c.sku = s.sku AND c.currency = s.currency
WHERE s.place > 0
GROUP BY ALL ORDER BY week, revenue DESC
"""
UNITS: Final = """
WITH met AS (
    SELECT visitor, min(moment) AS first, min(arm) AS arm FROM exposures WHERE feature = $feature
    GROUP BY visitor HAVING count(DISTINCT arm) = 1
), unit AS (
    SELECT m.visitor, any_value(m.arm) AS arm, count(*) FILTER (o.kind = 'order') AS orders,
           coalesce(sum(CASE o.kind WHEN 'order' THEN o.minor WHEN 'refund' THEN -o.minor END), 0)::DOUBLE AS value
    FROM met m LEFT JOIN outcomes o ON o.visitor = m.visitor AND o.moment >= m.first
    GROUP BY m.visitor
)
SELECT arm, count(*) AS visitors, count(*) FILTER (orders > 0) AS buyers, sum(orders)::BIGINT AS orders,
       sum(orders * orders)::BIGINT AS orders_squared, sum(value) AS value, sum(value * value) AS value_squared,
       sum(orders * value) AS orders_value
FROM unit GROUP BY arm ORDER BY arm
"""
TOGETHER: Final = """
WITH bought AS (SELECT DISTINCT order_id, sku FROM sales WHERE place > 0 AND sku <> ''),
     pairs AS (
    SELECT a.sku, b.sku AS other, count(*) AS orders FROM bought a JOIN bought b ON b.order_id = a.order_id AND a.sku < b.sku
    GROUP BY a.sku, b.sku
)
SELECT sku, other, orders FROM pairs ORDER BY orders DESC, sku, other LIMIT $most
"""
VISITS: Final = """
WITH seen AS (
    SELECT date_trunc('week', day)::DATE AS week, visitor, bool_or(kind = 'view') AS looked, bool_or(kind = 'search') AS searched,
           bool_or(kind = 'add_to_cart') AS bagged, count(*) AS acts
    FROM interactions GROUP BY ALL
)
SELECT week, count(*) AS visitors, count(*) FILTER (looked) AS looked, count(*) FILTER (searched) AS searched,
       count(*) FILTER (bagged) AS bagged, sum(acts)::BIGINT AS acts
FROM seen GROUP BY week ORDER BY week
"""
COSTS: Final = """
SELECT date_trunc('month', day)::DATE AS month, feature, kind, currency, sum(micros)::BIGINT AS micros,
       count(*) FILTER (micros IS NULL) AS without_a_price, sum(tokens)::BIGINT AS tokens, sum(ms)::BIGINT AS ms,
       sum(units)::BIGINT AS units
FROM costs GROUP BY ALL ORDER BY month, feature, kind
"""
QUESTIONS: Final[Mapping[str, Question]] = {
    "sales": Question(about="Orders, revenue and margin by week, category and channel.", sql=SALES),
    "units": Question(about="Visitors of a feature by arm, with the sums an experiment needs (--feature).", sql=UNITS),
    "together": Question(
        about="Which pieces are bought in one order, the most frequent pairs first (--most).", sql=TOGETHER
    ),
    "visits": Question(about="Visitors by week: who looked, searched, put into the bag.", sql=VISITS),
    "costs": Question(about="What features used and cost, by month.", sql=COSTS),
}
