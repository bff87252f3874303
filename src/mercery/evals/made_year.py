"""A made-up year of a large shop in the files of the warehouse, by DuckDB, and how long its questions take."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from mercery.experiments.warehouse.datasets import DATASETS, arrow_schema
from mercery.experiments.warehouse.duck import opened
from mercery.experiments.warehouse.layout import file_of
from mercery.experiments.warehouse.questions import QUESTIONS

Say = Callable[[str], None]
DAYS: Final = 364
FIRST: Final = date(2025, 1, 6)
SKUS: Final = 5_000
CATEGORIES: Final = 12
_ORDERS: Final = """
CREATE TABLE made AS SELECT i, (i * $days // $orders)::INT AS d, 1 + (hash(i) % 4)::INT AS lines,
    TIMESTAMPTZ '2025-01-06 00:00:00+00' + to_seconds((i * $days // $orders) * 86400 + hash(i, 'at') % 86400) AS moment
FROM range($orders) t(i)
"""
_SALES: Final = """
SELECT 'ord_' || i AS order_id, place::BIGINT AS place, moment, (DATE '2025-01-06' + d) AS day, 'EUR' AS currency,
    (['storefront', 'live', 'assistant', 'store'])[(1 + hash(i, 'channel') % 4)::BIGINT] AS channel,
    -- The square of an even number: few goods sell much, as they do.
    CASE WHEN place = 0 THEN '' ELSE 'SKU-' || floor(power((hash(i, place) % 1000003) / 1000003.0, 2) * $skus)::INT END AS sku,
    CASE WHEN place = 0 THEN 0 ELSE 1 END::BIGINT AS quantity,
    CASE WHEN place > 0 AND hash(i, place, 'back') % 20 = 0 THEN 1 ELSE 0 END::BIGINT AS returned,
    CASE WHEN place = 0 THEN 900 ELSE 2000 + hash(i, place, 'price') % 60000 END::BIGINT AS paid_minor,
    CASE WHEN place > 0 AND hash(i, place, 'back') % 20 = 0 THEN 2000 ELSE 0 END::BIGINT AS refund_minor, 300::BIGINT AS tax_minor
FROM made, range(0, lines + 1) p(place) WHERE d = $d ORDER BY moment
"""
_OUTCOMES: Final = """
SELECT i AS id, moment, (DATE '2025-01-06' + d) AS day, 'vis_' || (i // 2 * 3) AS visitor, 'order' AS kind,
    'N' || i AS subject, (2000 + hash(i, 'total') % 90000)::BIGINT AS minor, 'EUR' AS currency, NULL::BIGINT AS margin_minor,
    NULL::VARCHAR AS lines
FROM made WHERE d = $d ORDER BY moment
"""
_EXPOSURES: Final = """
SELECT i * 4 + n AS id, moment, (DATE '2025-01-06' + d) AS day, 'assistant' AS feature,
    'vis_' || (i // 2 * 3 + n % 3) AS visitor,
    CASE WHEN hash(i // 2 * 3 + n % 3, 'arm') % 20 = 0 THEN 'holdout' ELSE 'treatment' END AS arm, 0.05::DOUBLE AS share
FROM made, range(0, 3) p(n) WHERE d = $d ORDER BY moment
"""
_EVENTS: Final = """
SELECT n AS id, TIMESTAMPTZ '2025-01-06 00:00:00+00' + to_seconds($d * 86400 + n * 86400 // $each) AS moment,
    (DATE '2025-01-06' + $d::INT) AS day, 'vis_' || ($d * 3000 + hash(n) % 9000) AS visitor,
    (['view', 'view', 'view', 'view', 'view', 'view', 'search', 'click', 'click', 'add_to_cart'])[(1 + hash(n, 'kind') % 10)::BIGINT]
        AS kind,
    'product' AS surface, 'prd_' || hash(n, 'product') % 3000 AS product_id, NULL::VARCHAR AS variant_id,
    NULL::VARCHAR AS query, 'en' AS lang, '{}' AS details
FROM range($each) t(n)
"""
_GOODS: Final = """
SELECT 'SKU-' || i AS sku, 'var_' || i AS variant_id, 'prd_' || i % 3000 AS product_id, 'piece-' || i % 3000 AS product,
    'Piece ' || i AS title_en, NULL::VARCHAR AS title_zh, 'category-' || i % $categories AS category,
    'category-' || i % $categories AS category_path, 'Made' AS brand, 'active' AS status, i % 5 = 0 AS durable
FROM range($skus) t(i)
"""
_COSTS: Final = (
    "SELECT 'SKU-' || i AS sku, 'EUR' AS currency, (600 + i % 900)::BIGINT AS cost_minor FROM range($skus) t(i)"
)
_DAILY: Final[Mapping[str, str]] = {
    "sales": _SALES, "outcomes": _OUTCOMES, "exposures": _EXPOSURES, "interactions": _EVENTS,
}  # fmt: skip
_WHOLE: Final[Mapping[str, str]] = {"goods": _GOODS, "sku_costs": _COSTS}


def make_year(folder: Path, *, orders: int, events: int) -> Mapping[str, int]:
    """Write it, a file for each day of each table, as the snapshots are; returns rows by table."""
    import duckdb

    rows: dict[str, int] = {}
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(_ORDERS, {"days": DAYS, "orders": orders})
        for name, sql in _WHOLE.items():
            rows[name] = _write(connection, folder, name, sql, None, {"skus": SKUS, "categories": CATEGORIES})
        for name, sql in _DAILY.items():
            if name == "interactions" and not events:
                continue
            given = {"skus": SKUS, "each": events // DAYS}
            rows[name] = sum(
                _write(connection, folder, name, sql, FIRST + timedelta(days=day), given | {"d": day})
                for day in range(DAYS)
            )
    return rows


def _write(connection: Any, folder: Path, name: str, sql: str, day: date | None, given: Mapping[str, object]) -> int:
    import pyarrow.parquet as pq

    used = {key: value for key, value in given.items() if f"${key}" in sql}
    # `$d` begins `$days` and the like, which no daily statement has.
    table = connection.sql(sql, params=used).to_arrow_table().cast(arrow_schema(DATASETS[name]))
    path = file_of(folder, name, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")
    return int(table.num_rows)


def ask_all(folder: Path, *, runs: int, say: Say) -> Mapping[str, object]:
    """Each question `runs` times over a connection of its own: seconds by the clock and of the processor, as medians."""
    found: dict[str, object] = {}
    for name, question in QUESTIONS.items():
        seconds, cpu, rows = list[float](), list[float](), 0
        for _ in range(runs):
            started, used = time.perf_counter(), time.process_time()
            with opened(folder) as connection:
                given = {
                    key: one for key, one in (("feature", "assistant"), ("most", 100)) if f"${key}" in question.sql
                }
                rows = len(connection.execute(question.sql, given).fetchall())
            seconds.append(time.perf_counter() - started)
            cpu.append(time.process_time() - used)
        found[name] = {"seconds": round(median(seconds), 2), "cpu_seconds": round(median(cpu), 2), "rows": rows}
        say(f"{name}: {found[name]}")
    return found


def megabytes(folder: Path) -> float:
    """What the files take."""
    return round(sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6, 1)
