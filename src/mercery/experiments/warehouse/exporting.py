"""Ways out: a folder of Parquet files, a file of DuckDB, or a PostgreSQL elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mercery.core.errors import MerceryError
from mercery.experiments.warehouse.datasets import DATASETS, VERSION, arrow_schema
from mercery.experiments.warehouse.duck import opened
from mercery.experiments.warehouse.layout import files_of, whole_file

if TYPE_CHECKING:
    import pyarrow as pa

Say = Callable[[str], None]
_ROWS: Final = 50_000
_ARRIVING: Final = "_arriving"
_POSTGRESQL: Final = ("postgresql://", "postgres://")


class NotExported(MerceryError):
    """The target does not take the tables."""

    code = "warehouse_not_exported"


def export(folder: Path, target: str, say: Say) -> Mapping[str, int]:
    """Write every table to `target`, in place of what an earlier export wrote there; rows by table.

    `postgresql://…` is a database, a name that ends in `.duckdb` a file, anything else a folder.
    """
    if target.startswith(_POSTGRESQL):
        return _to_postgresql(folder, target, say)
    if target.endswith(".duckdb"):
        return _to_duckdb(folder, Path(target))
    return _to_folder(folder, Path(target))


def _to_folder(folder: Path, target: Path) -> Mapping[str, int]:
    """Day by day: a file that lies there with the same size and time is left alone, so that a second export copies little."""
    import pyarrow.parquet as pq

    counts = dict.fromkeys(DATASETS, 0)
    for name in DATASETS:
        files = files_of(folder, name)
        for file in files:
            counts[name] += pq.read_metadata(file).num_rows
            _copy(file, target / name / file.name)
        kept = {file.name for file in files}
        for old in (target / name).glob("*.parquet"):
            if old.name not in kept:
                old.unlink()
    said = {
        name: {"about": of.about, "rows": counts[name], "columns": {f.name: str(f.type) for f in arrow_schema(of)}}
        for name, of in DATASETS.items()
    }
    with whole_file(target / "tables.json") as unfinished:
        unfinished.write_text(json.dumps({"version": VERSION, "tables": said}, indent=1), "utf-8")
    return counts


def _copy(file: Path, target: Path) -> None:
    new = file.stat()
    if target.exists():
        old = target.stat()
        if (old.st_size, old.st_mtime_ns) == (new.st_size, new.st_mtime_ns):
            return
    with whole_file(target) as unfinished:
        shutil.copy2(file, unfinished)


def _to_duckdb(folder: Path, target: Path) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    with whole_file(target) as unfinished, opened(folder) as connection:
        place = str(unfinished).replace("'", "''")
        connection.execute(f"ATTACH '{place}' AS target")
        for name in DATASETS:
            connection.execute(f"CREATE TABLE target.{name} AS SELECT * FROM {name}")  # noqa: S608
            counts[name] = _count(connection, f"target.{name}")
        connection.execute("DETACH target")
    return counts


def _to_postgresql(folder: Path, target: str, say: Say) -> Mapping[str, int]:
    """Tables are declared by Ibis and filled by COPY, under other names; at the end all change place in one transaction."""
    import ibis
    import psycopg

    counts: dict[str, int] = {}
    try:
        warehouse = ibis.connect(target)
        with opened(folder) as connection, psycopg.connect(target) as filling:
            for name, of in DATASETS.items():
                arriving = f"{name}{_ARRIVING}"
                # Not by Ibis: version 12 drops a table without a name here.
                filling.execute(f"DROP TABLE IF EXISTS {arriving}".encode())
                filling.commit()
                warehouse.create_table(arriving, schema=ibis.Schema.from_pyarrow(arrow_schema(of)))
                reader = connection.sql(f"SELECT * FROM {name}").to_arrow_reader(_ROWS)  # noqa: S608
                counts[name] = _fill(filling, arriving, reader)
                say(f"{name}: {counts[name]} rows")
            for name in DATASETS:
                filling.execute(f"DROP TABLE IF EXISTS {name}".encode())
                filling.execute(f"ALTER TABLE {name}{_ARRIVING} RENAME TO {name}".encode())
        warehouse.disconnect()
    except psycopg.Error as error:
        raise NotExported(
            f"The database does not take the tables: {str(error).strip().splitlines()[0]}",
            remedy="Give a role that may create tables, and names no table of ours depends on.",
        ) from error
    return counts


def _fill(filling: Any, table: str, reader: pa.RecordBatchReader) -> int:
    count = 0
    with filling.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
        for batch in reader:
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                copy.write_row(row)
            count += batch.num_rows
    return count


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
