"""One expression on two engines, and both against what is worked out in memory."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import psycopg
import pytest

from mercery.core.database import psycopg_url
from mercery.core.errors import Invalid
from mercery.recommendations.batch.expressions import LINES, Measure, neighbours, popularity, repeats
from mercery.recommendations.batch.files import Line, LineWriter, read_result, statements, work_out
from mercery.recommendations.model.exact import Lines, Settings, gather

TODAY, ITEMS = 400.0, 60
MEASURE = Measure(today=TODAY, settings=Settings(half_life=90.0, short_half_life=20.0), k=ITEMS)


def made_up(seed: int = 5) -> pd.DataFrame:
    """Lines of customers who buy often, some of nobody known, an item twice in an order now and then."""
    random = np.random.default_rng(seed)
    rows = []
    for order in range(700):
        customer = f"c{int(90 * random.random() ** 3):02}" if random.random() < 0.9 else ""
        day = 400 - order * 0.5
        bought = (ITEMS ** random.random(int(random.integers(1, 6)))).astype(int) - 1
        rows += [(customer, f"o{order}", day, at, f"p{item:03}") for at, item in enumerate(sorted(bought))]
    return pd.DataFrame(rows, columns=list(LINES))


RESULTS = {"neighbours": neighbours, "popularity": popularity, "repeats": repeats}
KEYS = {"neighbours": ["item", "other"], "popularity": ["item"], "repeats": ["item", "bin"]}


def run(table: Any) -> dict[str, pd.DataFrame]:
    """Each result with its rows in one order."""
    return {
        name: build(table, MEASURE).to_pandas().sort_values(KEYS[name]).reset_index(drop=True)
        for name, build in RESULTS.items()
    }


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return made_up()


@pytest.fixture(scope="module")
def by_duckdb(lines: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, pd.DataFrame]:
    path = tmp_path_factory.mktemp("lines") / "order_lines.parquet"
    with LineWriter(path) as writer:
        writer.add(Line(*row) for row in lines.itertuples(index=False))
    return run(ibis.duckdb.connect().read_parquet(path))


@pytest.fixture
def postgres(database_url: str) -> Iterator[Any]:
    with psycopg.connect(psycopg_url(database_url)) as connection:
        yield ibis.postgres.from_connection(connection)


def test_duckdb_and_postgresql_give_the_same(
    lines: pd.DataFrame, by_duckdb: Mapping[str, pd.DataFrame], postgres: Any
) -> None:
    by_postgres = run(postgres.create_table("order_lines", lines))
    for name, one in by_duckdb.items():
        other = by_postgres[name]
        assert len(one) > 50
        assert one[KEYS[name]].equals(other[KEYS[name]].astype(one[KEYS[name]].dtypes.to_dict()))
        for column in set(one.columns) - set(KEYS[name]):
            np.testing.assert_allclose(one[column].astype(float), other[column].astype(float), rtol=1e-9, atol=1e-9)


def test_they_give_what_is_worked_out_in_memory(lines: pd.DataFrame, by_duckdb: Mapping[str, pd.DataFrame]) -> None:
    people = pd.factorize(lines.customer.where(lines.customer != "", lines.order))[0].astype(np.int64)
    items = lines.item.str[1:].astype(np.int64)
    settings = Settings(k=ITEMS, half_life=90.0, short_half_life=20.0)
    truth = gather(Lines.sorted(people, lines.day.to_numpy(), items.to_numpy()), ITEMS, TODAY, settings)
    found: dict[tuple[int, int], float] = {
        (int(one.item[1:]), int(one.other[1:])): one.cosine for one in by_duckdb["neighbours"].itertuples()
    }
    wanted = {
        (item, int(other)): float(weight)
        for item in range(ITEMS)
        for other, weight in zip(truth.bought_with[item], truth.bought_with_weights[item], strict=True)
        if other >= 0
    }
    assert found == pytest.approx(wanted, rel=1e-5)
    for one in by_duckdb["popularity"].itertuples():
        assert one.popularity == pytest.approx(truth.popularity[int(one.item[1:])], rel=1e-5)
        assert one.recent == pytest.approx(truth.recent_popularity[int(one.item[1:])], rel=1e-5)
    for one in by_duckdb["repeats"].itertuples():
        assert (one.seen, one.again) == (
            truth.seen[int(one.item[1:]), one.bin],
            truth.again[int(one.item[1:]), one.bin],
        )
    assert by_duckdb["repeats"].seen.sum() == truth.seen.sum()


def test_likelihood_and_lift_follow_from_the_counts(by_duckdb: Mapping[str, pd.DataFrame]) -> None:
    rows, counts = by_duckdb["neighbours"], by_duckdb["popularity"].set_index("item").popularity
    total = sum({day: 2 ** ((day - TODAY) / 90) for day in (400 - order * 0.5 for order in range(700))}.values())
    one = rows.iloc[17]
    assert one.probability == pytest.approx(one.together / counts[one["item"]])
    assert one.lift == pytest.approx(one.together * total / counts[one["item"]] / counts[one["other"]])
    assert one.cosine == pytest.approx(one.together / (math.sqrt(counts[one["item"]] * counts[one["other"]]) + 2))


@pytest.mark.parametrize(
    "dialect", ["duckdb", "postgres", "snowflake", "bigquery", "trino", "clickhouse", "databricks", "spark"]
)
def test_every_result_is_written_for_a_warehouse(dialect: str) -> None:
    found = statements(MEASURE, dialect, looks=True)
    assert list(found) == ["bought", "popularity", "repeats", "viewed", "looked"]
    assert all("order_lines" in found[name] for name in ("bought", "popularity", "repeats"))
    assert "looks" in found["viewed"]


def test_an_engine_nobody_knows_is_refused() -> None:
    with pytest.raises(Invalid, match="abacus"):
        statements(MEASURE, "abacus", looks=False)


def test_files_go_through_duckdb_and_are_read_back(tmp_path: Path) -> None:
    with LineWriter(tmp_path / "order_lines.parquet") as writer:
        writer.add([Line("ada", "1", 399.0, 0, "a"), Line("ada", "1", 399.0, 1, "b")])
        writer.add([Line("", "2", 400.0, 0, "a")])
    assert work_out(tmp_path, MEASURE) == {"bought": 2, "popularity": 2, "repeats": 0}
    [rows] = read_result(tmp_path, "bought")
    assert sorted(zip(rows["item"], rows["other"], strict=True)) == [("a", "b"), ("b", "a")]
    with pytest.raises(Invalid, match="not brought in"):
        list(read_result(tmp_path, "viewed"))
