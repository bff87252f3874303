"""The files of a shop as tables of DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mercery.core.errors import MerceryError
from mercery.experiments.warehouse.datasets import DATASETS, arrow_schema
from mercery.experiments.warehouse.layout import files_of

if TYPE_CHECKING:
    import duckdb

MEMORY: Final = "1GB"
"""Beyond that DuckDB works on disk."""


class BadQuestion(MerceryError):
    """DuckDB cannot answer a question as it is put."""

    code = "warehouse_question"


@contextmanager
def opened(folder: Path, *, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with a view for each table of the warehouse; one of which there are no files yet is empty."""
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET temp_directory = ?", [str(folder / ".spilled")])
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        for name, of in DATASETS.items():
            if files_of(folder, name):
                place = str(folder / name / "*.parquet").replace("'", "''")
                connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{place}')")  # noqa: S608
            else:
                connection.register(name, arrow_schema(of).empty_table())
        yield connection
    finally:
        connection.close()


def answered(connection: duckdb.DuckDBPyConnection, sql: str, given: dict[str, object]) -> duckdb.DuckDBPyRelation:
    """The answer, not yet fetched; BadQuestion when DuckDB does not understand."""
    import duckdb

    try:
        return connection.sql(sql, params={name: value for name, value in given.items() if f"${name}" in sql})
    except duckdb.Error as error:
        raise BadQuestion(
            f"DuckDB says: {str(error).strip().splitlines()[0]}",
            remedy="`mercery warehouse tables` lists tables and columns.",
        ) from error
