"""Writing the days of a shop as Parquet files: those that are missing, and those that have changed since.

Each file carries a mark of the rows it was written from. A day is written anew when its mark in the database is another
one: because an order changed, a return came, an event arrived late, or a visitor was removed. Files of days that are gone
from the database go too. A run that is broken off leaves whole files, and the next one goes on. Visitors and customers
leave as pseudonyms: a keyed digest, the same for one person in every table of a shop.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
from sqlalchemy import SelectBase, make_url

from mercery.core.database import psycopg_url
from mercery.core.logging import get_logger
from mercery.core.outgoing import Outgoing
from mercery.experiments.warehouse.datasets import DATASETS, VERSION, arrow_schema
from mercery.experiments.warehouse.layout import WHOLE, file_of, files_of, sweep, whole_file
from mercery.web.secret import mac

if TYPE_CHECKING:
    import pyarrow as pa

log = get_logger(__name__)
_DIALECT: Final = make_url("postgresql+psycopg://").get_dialect()()
_MARK: Final = b"mercery.mark"
_VERSION: Final = b"mercery.version"
_LEFT_BEHIND: Final = 24 * 3600.0
_BLOCK: Final = 4 << 20
"""Bytes of CSV turned into columns at once; memory does not grow with the day."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a run did, over all tables."""

    files: int
    rows: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whose rows, and from where."""

    url: str
    shop_id: str
    timezone: str


def snapshot(source: Source, folder: Path, *, until: date | None, say: Say = lambda _: None) -> Written:
    """Bring the files in `folder` up to date with the days before `until` (None: with all there are, today's too).

    Blocks for as long as it takes; call it in a thread. psycopg errors and OSError break it off between two files.
    """
    sweep(folder, older_than=time.time() - _LEFT_BEHIND)
    written = Written(files=0, rows=0, unchanged=0, removed=0)
    with psycopg.connect(psycopg_url(source.url), autocommit=True) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        for one in DATASETS.values():
            done = _table(connection, source, folder, one, until)
            if done.files or done.removed:
                say(f"{one.name}: {done.files} files written with {done.rows} rows, {done.removed} removed")
            written = Written(
                files=written.files + done.files,
                rows=written.rows + done.rows,
                unchanged=written.unchanged + done.unchanged,
                removed=written.removed + done.removed,
            )
    return written


def pseudonym(shop_id: str, person: str) -> str:
    """What a visitor or customer is called in the warehouse. Only who has the installation's key can work it out."""
    return mac("warehouse", shop_id, person)[:24]


def day_begun(moment: datetime) -> date:
    """The day (UTC) that is not over yet at that moment."""
    return moment.astimezone(UTC).date()


def _table(
    connection: psycopg.Connection[Any], source: Source, folder: Path, of: Outgoing, until: date | None
) -> Written:
    marks = {day: mark for day, mark in connection.execute(_sql(of.marks(source.shop_id)).encode()) if _due(day, until)}
    rows, files, unchanged = 0, 0, 0
    for day, mark in marks.items():
        path = file_of(folder, of.name, day)
        if mark_of(path) == mark:
            unchanged += 1
            continue
        rows += _write(connection, source, of, day, str(mark), path)
        files += 1
    kept = {file_of(folder, of.name, day) for day in marks}
    gone = [path for path in files_of(folder, of.name) if path not in kept and _due(_day_of(path), until)]
    for path in gone:
        path.unlink(missing_ok=True)
    return Written(files=files, rows=rows, unchanged=unchanged, removed=len(gone))


def _due(day: date | None, until: date | None) -> bool:
    return day is None or until is None or day < until


def _day_of(path: Path) -> date | None:
    return None if path.stem == WHOLE else date.fromisoformat(path.stem)


def mark_of(path: Path) -> str | None:
    """The mark a file was written with; None where there is none, or it is of another version."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.exists():
        return None
    try:
        said: Mapping[bytes, bytes] = pq.read_schema(path).metadata or {}
    except (pa.ArrowInvalid, OSError):
        return None
    return said.get(_MARK, b"").decode() if said.get(_VERSION) == VERSION.encode() else None


def _write(
    connection: psycopg.Connection[Any], source: Source, of: Outgoing, day: date | None, mark: str, path: Path
) -> int:
    import pyarrow.parquet as pq

    schema = arrow_schema(of).with_metadata({_MARK: mark.encode(), _VERSION: VERSION.encode()})
    count = 0
    with whole_file(path) as unfinished, tempfile.TemporaryFile(dir=path.parent) as sent:
        query = _sql(of.rows(source.shop_id, source.timezone, day))
        with connection.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT csv)".encode()) as copy:
            for block in copy:
                sent.write(block)
        sent.flush()
        with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
            for batch in _batches(sent.fileno(), of):
                writer.write_batch(_named(batch, source.shop_id, of, schema))
                count += batch.num_rows
    return count


def _batches(handle: int, of: Outgoing) -> Iterator[pa.RecordBatch]:
    """What was sent, as columns; an empty field that stands in quotes is an empty text, one without is none."""
    import pyarrow.csv as csv

    if os.lseek(handle, 0, os.SEEK_END) == 0:
        return
    os.lseek(handle, 0, os.SEEK_SET)
    schema = arrow_schema(of, sent=True)
    with os.fdopen(os.dup(handle), "rb") as stream:
        yield from csv.open_csv(
            stream,
            read_options=csv.ReadOptions(column_names=schema.names, block_size=_BLOCK),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=schema,
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                null_values=[""],
                true_values=["t"],
                false_values=["f"],
            ),
        )


def _named(batch: pa.RecordBatch, shop_id: str, of: Outgoing, schema: pa.Schema) -> pa.RecordBatch:
    """The batch as it stands in the file, with pseudonyms for people."""
    import pyarrow as pa

    columns: Sequence[pa.Array] = [
        _pseudonyms(column, shop_id) if name in of.people else column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    ]
    cast = [column.cast(field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(cast, schema=schema)


def _pseudonyms(column: pa.Array, shop_id: str) -> pa.Array:
    import pyarrow as pa

    known = column.dictionary_encode()
    # `pa.array` of a list imports pandas first, which takes a second and 50 MB for nothing.
    names = pa.lib.StringBuilder()
    for one in known.dictionary.to_pylist():
        names.append(None if one is None else pseudonym(shop_id, one))
    return pa.DictionaryArray.from_arrays(known.indices, names.finish()).dictionary_decode()


def _sql(query: SelectBase) -> str:
    """The statement with its values in it: COPY takes none apart."""
    compiled = query.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
    return str(compiled)
