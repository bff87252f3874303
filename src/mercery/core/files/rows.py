"""The rows of a table, or the objects of a JSON text, as one thing: cells by heading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mercery.core.errors import MerceryError
from mercery.core.files.encoding import utf8_copy
from mercery.core.files.problems import ProblemLog
from mercery.core.files.records import is_json_lines, json_lines, read_document, records_of
from mercery.core.files.tabular import Row, heading, open_table


def columns_of(path: Path) -> set[str]:
    """The headings or keys of a file as compared; empty when it cannot be read so far."""
    try:
        with utf8_copy(path, path.name) as text:
            head = text.open(encoding="utf-8").read(64).lstrip()
            if head[:1] in "{[" and head:
                row = next(iter(_json(text, path.name)), None)
                return {heading(str(key)) for key in row.cells} if row else set()
            return set() if head[:1] == "<" else set(open_table(text, path.name).header)
    except (MerceryError, OSError, UnicodeError):
        return set()


def rows_of(path: Path, name: str, log: ProblemLog) -> Iterator[Row]:
    """The rows of a table, or the objects of JSON, with cells by heading."""
    with utf8_copy(path, name) as text:
        with text.open(encoding="utf-8") as stream:
            head = stream.read(64).lstrip()
        if head[:1] in ("{", "["):
            yield from _json(text, name)
        else:
            yield from open_table(text, name).rows(log)


def _json(text: Path, name: str) -> Iterator[Row]:
    if is_json_lines(text):
        records = json_lines(text, name)
    else:
        data, lines = read_document(text, name)
        records = iter(records_of(data, lines, name))
    for record in records:
        yield Row(record.line or 0, {heading(str(key)): value for key, value in record.data.items()})
