"""Lines out of the shop as Parquet, and what was worked out of them elsewhere back in.

    order_lines.parquet   looks.parquet                      what `mercery recommendations lines` writes (`expressions.LINES`)
    bought.parquet  viewed.parquet  popularity.parquet  looked.parquet  repeats.parquet
                                                             what the expressions give, under their columns' names

`viewed` and `looked` may be missing; the others may not. A file may also be a folder of Parquet files, as engines write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from mercery.core.errors import Invalid, Problem
from mercery.recommendations.batch.expressions import LINES, Measure, lines_table, neighbours, popularity, repeats

if TYPE_CHECKING:
    import ibis.expr.types as ir

ORDERS: Final = "order_lines"
LOOKS: Final = "looks"
_NEIGHBOURS: Final = ("item", "other", "rank", "together", "cosine")
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "bought": _NEIGHBOURS,
    "popularity": ("item", "popularity", "recent"),
    "repeats": ("item", "bin", "seen", "again"),
    "viewed": _NEIGHBOURS,
    "looked": ("item", "popularity"),
}
OPTIONAL: Final = frozenset({"viewed", "looked"})
MEMORY: Final = "2GB"
"""What DuckDB takes at most; what does not fit goes to disk beside the files."""
_BATCH: Final = 65_536


@dataclass(frozen=True, slots=True)
class Line:
    """One item of an order, or of a visitor's day."""

    customer: str
    order: str
    day: float
    line: int
    item: str


class LineWriter:
    """Writes lines as Parquet, so many at a time."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds = {"string": pa.string(), "float64": pa.float64(), "int64": pa.int64()}
        self._schema = pa.schema([(name, kinds[kind]) for name, kind in LINES.items()])
        self._writer = pq.ParquetWriter(path, self._schema)

    def __enter__(self) -> LineWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._writer.close()

    def add(self, lines: Iterable[Line]) -> int:
        """Write some; returns how many."""
        import pyarrow as pa

        taken = list(lines)
        columns = [[getattr(one, name) for one in taken] for name in LINES]
        self._writer.write_table(pa.table(columns, schema=self._schema))
        return len(taken)


def results(measure: Measure, *, looks: bool) -> dict[str, ir.Table]:
    """The expressions by the name of the file each becomes, over tables named ORDERS and LOOKS."""
    orders = lines_table(ORDERS)
    found = {
        "bought": neighbours(orders, measure),
        "popularity": popularity(orders, measure),
        "repeats": repeats(orders, measure),
    }
    if looks:
        seen = lines_table(LOOKS)
        alone = Measure(today=measure.today, settings=measure.settings, k=measure.k, tail=0)
        found |= {"viewed": neighbours(seen, alone), "looked": popularity(seen, alone)}
    return found


def statements(measure: Measure, dialect: str, *, looks: bool) -> dict[str, str]:
    """The same as SQL of a dialect (`duckdb`, `postgres`, `snowflake`, `bigquery`, `trino`, `spark`, …). Invalid: unknown."""
    import ibis
    import sqlglot
    from ibis.common.exceptions import IbisError

    def written(one: ir.Table) -> str:
        if dialect != "spark":
            return str(ibis.to_sql(one, dialect=dialect))
        # Ibis writes Spark's SQL only with a session of it; Databricks' is Spark's with a few words more.
        return sqlglot.transpile(str(ibis.to_sql(one, dialect="databricks")), "databricks", "spark", pretty=True)[0]

    try:
        return {name: written(one) for name, one in results(measure, looks=looks).items()}
    except (IbisError, ValueError, AttributeError, ImportError) as error:
        raise Invalid(
            f"These expressions cannot be written for '{dialect}': {error}",
            remedy="Name one of duckdb, postgres, snowflake, bigquery, trino, clickhouse, databricks, spark.",
            zh=f"无法写成“{dialect}”的语句（{error}），可用：duckdb、postgres、snowflake、bigquery、trino、clickhouse、databricks、spark。",
        ) from error


def work_out(folder: Path, measure: Measure) -> dict[str, int]:
    """Run the expressions with DuckDB over the Parquet files of a folder, and lay the results beside them."""
    import ibis

    looks = (folder / f"{LOOKS}.parquet").exists()
    engine = ibis.duckdb.connect(temp_directory=str(folder / ".duckdb"), memory_limit=MEMORY)
    try:
        for name in (ORDERS, *([LOOKS] if looks else [])):
            engine.read_parquet(_source(folder / f"{name}.parquet"), table_name=name)
        written = {}
        for name, one in results(measure, looks=looks).items():
            engine.to_parquet(one, folder / f"{name}.parquet")
            written[name] = int(engine.read_parquet(folder / f"{name}.parquet").count().execute())
        return written
    finally:
        engine.disconnect()


def read_result(folder: Path, name: str) -> Iterator[dict[str, list[str | float | int | None]]]:
    """One result, some rows at a time, as columns. Invalid where the file or a column of it is missing or cannot be read."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    path = folder / f"{name}.parquet"
    if not path.exists():
        raise _broken(path, "The file is missing.")
    try:
        data = ds.dataset(path, format="parquet")
        # Engines that fold names (Snowflake: ITEM) mean the same.
        named = {one.lower(): one for one in data.schema.names}
        if missing := [one for one in COLUMNS[name] if one not in named]:
            raise _broken(path, f"The column '{missing[0]}' is missing.")
        for batch in data.to_batches(columns=[named[one] for one in COLUMNS[name]], batch_size=_BATCH):
            yield {one: batch.column(named[one]).to_pylist() for one in COLUMNS[name]}
    except (pa.ArrowException, OSError) as error:
        raise _broken(path, f"The file cannot be read: {error}") from error


def _source(path: Path) -> str:
    return f"{path}/*.parquet" if path.is_dir() else str(path)


def _broken(path: Path, what: str) -> Invalid:
    remedy = "Run the statements of `mercery recommendations sql` and save each result under its name."
    return Invalid(
        "The lists were not brought in.",
        problems=[
            Problem(
                message=what,
                remedy=remedy,
                file=path.name,
                zh=f"推荐列表未导入（{what}），请运行 `mercery recommendations sql` 的语句，并按名称保存各项结果。",
            )
        ],
        zh=f"推荐列表未导入（{what}），请运行 `mercery recommendations sql` 的语句，并按名称保存各项结果。",
    )
