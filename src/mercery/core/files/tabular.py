"""Tables as text: the delimiter found, quotes as every exporter writes them, rows with the line they begin on."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from mercery.core.files.problems import ProblemLog, refused

csv.field_size_limit(16 << 20)
_DELIMITERS: Final = ",;\t|"
_LINE_END: Final = re.compile(r"[^0-9a-z\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins on and its cells by heading (as `heading` makes them), stripped."""

    line: int
    cells: dict[str, Any]

    def get(self, *names: str) -> str:
        """The first of the named cells that is not empty."""
        cells = self.cells
        for name in names:
            value = cells.get(name)
            if value:
                return str(value)
        return ""


@lru_cache(maxsize=4096)
def heading(text: str) -> str:
    """A heading as compared: lower case, anything but letters and digits one space."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text.strip().lstrip("\ufeff"))
    return _LINE_END.sub(" ", spaced.casefold()).strip()


def text_of(value: Any) -> str:
    """A cell as text; a list's texts joined, a text in languages in English before Chinese."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        for key in ("en", "zh", "name", "title", "value", "url", "src", "amount"):
            if value.get(key) not in (None, ""):
                return text_of(value[key])
        return ""
    if isinstance(value, list):
        return ", ".join(text for item in value if (text := text_of(item)))
    return str(value).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table file: where it lies, its delimiter and headings (raw and as compared)."""

    path: Path
    name: str
    delimiter: str
    raw_header: tuple[str, ...]
    header: tuple[str, ...]

    def has(self, *names: str) -> bool:
        """Whether all the headings are there."""
        return all(name in self.header for name in names)

    def raw(self, name: str) -> str:
        """The heading as the file writes it."""
        return self.raw_header[self.header.index(name)] if name in self.header else name

    def rows(self, log: ProblemLog) -> Iterator[Row]:
        """All records but empty ones. A record with the wrong number of cells is reported and left out."""
        width = len(self.header)
        with self.path.open(encoding="utf-8", newline="") as stream:
            lines = _Lines(stream)
            reader = csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.delimiter != "\t")
            start = 1
            first = True
            while True:
                lines.record.clear()
                try:
                    values = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise refused(self.name, f"The table is malformed: {error}.", line=start) from error
                line, start = start, reader.line_num + 1
                _check_closed(lines, self, line)
                values = [value.strip() for value in values]
                if not any(values):
                    continue
                if first:
                    first = False
                    continue
                if len(values) != width and not self._fits(values, line, log):
                    continue
                yield Row(line, dict(zip(self.header, values, strict=False)))

    def _fits(self, values: list[str], line: int, log: ProblemLog) -> bool:
        width = len(self.header)
        if len(values) > width and not any(values[width:]):
            return True
        log.stop(
            f"The row has {len(values)} columns, the heading has {width}.",
            "Check quotes and delimiters in this row.",
            line=line,
        )
        return False


class _Lines:
    """Lines on their way to the reader, the current record's kept."""

    def __init__(self, stream: Iterator[str]) -> None:
        self._stream = stream
        self.record: list[str] = []
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._stream)
        except StopIteration:
            self.ended = True
            raise
        self.record.append(line)
        return line


def _check_closed(lines: _Lines, table: Table, line: int) -> None:
    """A quote left open swallows the rest of the file; csv itself says nothing then."""
    if not lines.ended:
        return
    try:
        list(csv.reader(lines.record, delimiter=table.delimiter, strict=True, skipinitialspace=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise refused(
                table.name, "A quote is opened and never closed; the file may be cut off.", "Close it.", line=line
            ) from error


def open_table(path: Path, name: str) -> Table:
    """The table at `path` (UTF-8). Refused when it has no heading row or a heading twice."""
    delimiter = find_delimiter(path)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, skipinitialspace=delimiter != "\t")
        try:
            values = next((row for row in reader if any(cell.strip() for cell in row)), None)
        except csv.Error as error:
            raise refused(name, f"The table is malformed: {error}.", line=1) from error
    if values is None:
        raise refused(name, "The file is empty.", "Export it again.")
    raw = [value.strip().lstrip("\ufeff") for value in values]
    while raw and not raw[-1]:
        raw.pop()
    return Table(path=path, name=name, delimiter=delimiter, raw_header=tuple(raw), header=_unique(raw))


def _unique(raw: list[str]) -> tuple[str, ...]:
    """Headings as compared; a repeated one gets a number, an empty one a place."""
    seen: dict[str, int] = {}
    names = []
    for place, text in enumerate(raw, start=1):
        name = heading(text) or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return tuple(names)


def find_delimiter(path: Path) -> str:
    """The sign that divides the heading row most often outside quotes."""
    with path.open(encoding="utf-8") as stream:
        line = next((line for line in stream if line.strip()), "")
    bare = re.sub(r'"(?:[^"]|"")*"', "", line)
    return max(_DELIMITERS, key=lambda sign: (bare.count(sign), -_DELIMITERS.index(sign)))


def grouped(rows: Iterator[Row], group_of: Callable[[Row], str | None]) -> Iterator[list[Row]]:
    """Records with the same group together, groups in order of first appearance, wherever their rows stand.

    None continues the group before. Rows wait in a temporary file, so memory holds only their places.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    contiguous = True
    with tempfile.TemporaryFile() as spool:
        position = 0
        current: str | None = None
        for row in rows:
            key = group_of(row)
            if key is None:
                key = current if current is not None else ""
            contiguous = contiguous and (key == current or key not in places)
            current = key
            body = json.dumps([row.line, row.cells], ensure_ascii=False).encode()
            spool.write(body)
            places.setdefault(key, []).append((position, len(body)))
            position += len(body)
        if contiguous:
            spool.seek(0)
        for group in places.values():
            found = []
            for at, length in group:
                if not contiguous:
                    spool.seek(at)
                line, cells = json.loads(spool.read(length))
                found.append(Row(line, cells))
            yield found
