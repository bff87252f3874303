"""Tables as text: the delimiter found, quotes as every exporter writes them, rows with the line they begin on."""

from __future__ import annotations

import csv
import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from mercery.core.files.problems import ProblemLog, refused

csv.field_size_limit(16 << 20)
_DELIMITERS: Final = ",;\t|"
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_SAMPLE: Final = 1 << 16
_LOOKED_AT: Final = 40
"""Records looked at to find the delimiter and the heading row."""


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
    """A heading as compared: lower case without accents, anything but letters and digits (of any script) one space."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", re.sub(r"^g:(?=\w)", "", text.strip().lstrip("\ufeff")))
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", spaced).casefold())
    bare = unicodedata.normalize("NFC", "".join(sign for sign in parted if not unicodedata.combining(sign)))
    return _BETWEEN_WORDS.sub(" ", bare).strip()


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
    header_line: int = 1
    """Lines before it (a title, remarks, `sep=;`) are no part of the table."""

    def has(self, *names: str) -> bool:
        """Whether all the headings are there."""
        return all(name in self.header for name in names)

    def raw(self, name: str) -> str:
        """The heading as the file writes it."""
        return self.raw_header[self.header.index(name)] if name in self.header else name

    def below(self) -> Table | None:
        """The same table with its first record as the heading, for files that carry two; None when there is none."""
        with self.path.open(encoding="utf-8", newline="") as stream:
            sample = stream.read(_SAMPLE)
        records = [
            each for each in _sample_records(sample, self.delimiter, 0, whole=True) if each[0] > self.header_line
        ]
        return _headed(self.path, self.name, self.delimiter, *records[0]) if records else None

    def rows(self, log: ProblemLog, *, short_rows: bool = False) -> Iterator[Row]:
        """All records but empty ones. A record with the wrong number of cells is reported and left out.

        `short_rows`: the system that wrote the file leaves out empty cells at a row's end.
        """
        width = len(self.header)
        with self.path.open(encoding="utf-8", newline="") as stream:
            lines = _Lines(islice(stream, self.header_line - 1, None))
            reader = csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.delimiter != "\t")
            start = self.header_line
            first = True
            while True:
                lines.record.clear()
                try:
                    values = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise refused(
                        self.name,
                        f"The table is malformed: {error}.",
                        line=start,
                        zh=f"表格格式有误（{error}），请修改该行。",
                    ) from error
                line, start = start, self.header_line + reader.line_num
                _check_closed(lines, self, line)
                values = [_bare(value) for value in values]
                if not any(values):
                    continue
                if first:
                    first = False
                    continue
                if len(values) < width and short_rows:
                    values += [""] * (width - len(values))
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
            zh=f"此行有 {len(values)} 列，表头有 {width} 列，请检查该行的引号与分隔符。",
        )
        return False


def _bare(value: str) -> str:
    """A cell without the space around it and without `="…"`, which keeps Excel from making a number of it."""
    value = value.strip()
    return value[2:-1] if value.startswith('="') and value.endswith('"') and len(value) > 3 else value


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
                table.name,
                "A quote is opened and never closed; the file may be cut off.",
                "Close it.",
                line=line,
                zh="引号未闭合，文件可能不完整。请补上引号，或重新导出。",
            ) from error


def open_table(path: Path, name: str) -> Table:
    """The table at `path` (UTF-8). Refused when it has no heading row."""
    with path.open(encoding="utf-8", newline="") as stream:
        sample = stream.read(_SAMPLE)
        whole = not stream.read(1)
    skipped, delimiter = _said_separator(sample)
    delimiter = delimiter or find_delimiter(sample, whole=whole)
    records = _sample_records(sample, delimiter, skipped, whole=whole)
    if not records:
        raise refused(name, "The file is empty.", "Export it again.", line=1, zh="文件为空，请重新导出。")
    line, values = records[_heading_place([cells for _, cells in records])]
    return _headed(path, name, delimiter, line, values)


def _headed(path: Path, name: str, delimiter: str, line: int, values: list[str]) -> Table:
    raw = [value.strip().lstrip("\ufeff") for value in values]
    while raw and not raw[-1]:
        raw.pop()
    return Table(
        path=path, name=name, delimiter=delimiter, raw_header=tuple(raw), header=_unique(raw), header_line=line
    )


def _said_separator(sample: str) -> tuple[int, str]:
    """Lines to leave out, and the sign that Excel's own first line `sep=;` names."""
    first = sample.lstrip("\ufeff").partition("\n")[0].strip().strip('"')
    said = _SEPARATOR_LINE.match(first)
    return (1, said[1]) if said else (0, "")


def _sample_records(sample: str, delimiter: str, skipped: int, *, whole: bool) -> list[tuple[int, list[str]]]:
    """The first records that are not empty, each with the line it begins on."""
    lines = sample.splitlines(keepends=True)
    if not whole and len(lines) > 1:
        lines.pop()
    reader = csv.reader(lines[skipped:], delimiter=delimiter, skipinitialspace=delimiter != "\t")
    found: list[tuple[int, list[str]]] = []
    line = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, cells))
            line = skipped + reader.line_num + 1
            if len(found) >= _LOOKED_AT:
                break
    except csv.Error:
        pass
    return found


def _heading_place(records: list[list[str]]) -> int:
    """Where the heading stands: below remarks (`# …`) and below titles that fill one cell of many."""
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in records]
    for place, cells in enumerate(records[:-1]):
        first = next(cell for cell in cells if cell.strip()).strip().lstrip("\ufeff")
        remark = first.startswith("#") and len(records[place + 1]) >= len(cells) > 0
        title = filled[place] == 1 and max(filled[place + 1 : place + 8]) >= 3
        if not (remark or title):
            return place
    return len(records) - 1


def _unique(raw: list[str]) -> tuple[str, ...]:
    """Headings as compared; a repeated one gets a number, an empty one a place."""
    seen: dict[str, int] = {}
    names = []
    for place, text in enumerate(raw, start=1):
        name = heading(text) or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return tuple(names)


def find_delimiter(sample: str, *, whole: bool = True) -> str:
    """The sign that parts the first records into the same number of cells, and into the most."""

    def fitness(sign: str) -> tuple[bool, int, bool, int]:
        records = [cells for _, cells in _sample_records(sample, sign, 0, whole=whole)]
        if not records:
            return False, 0, False, 0
        widths, place = Counter(map(len, records)), _heading_place(records)
        head = len(records[place])
        return head > 1 and widths[head] >= 0.7 * len(records), head, place == 0, -_DELIMITERS.index(sign)

    return max(_DELIMITERS, key=fitness)


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
