"""Plain text and CSV: paragraphs, items and rows with their line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from mercery.core.files.encoding import utf8_copy
from mercery.core.files.problems import FileRefused
from mercery.core.files.tabular import find_delimiter
from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.reading.headings import Headings
from mercery.knowledge.documents.reading.piece import Opened, Piece
from mercery.knowledge.documents.reading.rows import cell_range, has_head, paired, row_text

_MARK: Final = re.compile(
    r"^(\s*)(?:[•●○▪■◦‣·*\-–—+]\s+|\(?(?:\d{1,3}|[a-z])[.)、．]\s+|\d{1,2}、|（[\d一二三四五六七八九十]+）|[①-⑳])"
)
_NUMBERED: Final = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S|第[\d一二三四五六七八九十百]+[章节條条]|[一二三四五六七八九十]+、)"
)
_UNDERLINE: Final = re.compile(r"^\s*(=|-|~|\*){3,}\s*$")
_ENDS: Final = re.compile(r"[.!?;,:。！？；，：]['\"”’)）]*$")
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_SAMPLE: Final = 1 << 16
_LOOKED_AT: Final = 40
_FILLED: Final = 60
"""Signs from which on a line may have been broken because it was full."""


@contextmanager
def as_utf8(path: Path, name: str, declared: str | None = None) -> Iterator[tuple[Path, str]]:
    """The text of a file in UTF-8, or the file itself and the encoding it says it has; Refused when none fits."""
    if declared is not None and _decodes(path, declared):
        yield path, declared
        return
    try:
        with utf8_copy(path, name) as text:
            yield text, "utf-8"
    except FileRefused as error:
        what = Words(
            "the encoding of its text is not known, or differs from place to place", "文字编码无法识别或前后不一"
        )
        place = error.problems[0].where() if error.problems else ""
        raise Refused("corrupt", file=name, place=place.removeprefix(f"{name}, "), what=what) from error


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as stream:
            while stream.read(_SAMPLE):
                pass
    except (LookupError, UnicodeDecodeError):
        return False
    return True


def open_text(path: Path, name: str, limits: Limits) -> Opened:
    """The file, opened; Refused."""
    return Opened(format="text", pieces=_text(path, name))


def _text(path: Path, name: str) -> Iterator[Piece]:
    with as_utf8(path, name) as (copy, encoding), copy.open(encoding=encoding) as stream:
        headings = Headings()
        block: list[str] = []
        start = 1
        for number, raw in enumerate(stream, 1):
            line = raw.rstrip().replace("\f", "").lstrip("\ufeff")
            if not line.strip():
                yield from _block(block, start, headings, alone=True)
                block = []
            elif block and _UNDERLINE.match(line) and len(block) == 1:
                yield _heading(block[0].strip(), start, headings, 1 if "=" in line else 2)
                block = []
            elif block and (_MARK.match(line) or _meant(block[-1], line)):
                yield from _block(block, start, headings, alone=False)
                block, start = [line], number
            else:
                start = start if block else number
                block.append(line)
        yield from _block(block, start, headings, alone=True)


def _meant(before: str, line: str) -> bool:
    """Whether a line was broken on purpose: it was far from full, or stands for a paragraph of its own."""
    width = sum(2 if _WIDE.match(sign) else 1 for sign in before)
    return width < _FILLED * 0.8 or width > _FILLED * 2.2


def _block(block: list[str], line: int, headings: Headings, *, alone: bool) -> Iterator[Piece]:
    if not block:
        return
    mark = _MARK.match(block[0])
    text = _joined(block)
    if len(block) == 1 and _heads(text, alone, bool(mark)):
        yield _heading(text, line, headings, _depth(text))
        return
    anchor = Anchor(line=line, headings=headings.path)
    if mark:
        text = text[len(mark.group().lstrip()) :].strip()
        if text:
            yield Piece(kind="item", text=text, anchor=anchor, level=1 + len(mark.group(1).expandtabs(4)) // 2)
    elif not _UNDERLINE.match(text):
        yield Piece(kind="paragraph", text=text, anchor=anchor)


def _joined(block: list[str]) -> str:
    text = ""
    for part in (" ".join(line.split()) for line in block):
        tight = not text or (_WIDE.match(text[-1]) and _WIDE.match(part))
        text += part if tight else f" {part}"
    return text


def _heads(text: str, alone: bool, marked: bool) -> bool:
    """A line that is a heading: short, alone or numbered, in capitals or numbered."""
    if len(text) > 80 or _ENDS.search(text) or not any(sign.isalpha() for sign in text):
        return False
    if _NUMBERED.match(text):
        return alone or not marked
    capitals = [sign for sign in text if sign.isalpha() and sign.lower() != sign.upper()]
    return alone and not marked and len(capitals) >= 3 and all(sign.isupper() for sign in capitals)


def _depth(text: str) -> int:
    if found := re.match(r"^(\d{1,2}(?:\.\d{1,2})*)", text):
        return 2 + found.group(1).count(".")
    if _NUMBERED.match(text):
        return 3 if re.match(r"^第\S+?[条條]", text) else 2
    return 1


def _heading(text: str, line: int, headings: Headings, level: int) -> Piece:
    above = headings.enter(level, text)
    return Piece(kind="heading", text=text, anchor=Anchor(line=line, headings=above), level=len(above) + 1)


def open_csv(path: Path, name: str, limits: Limits) -> Opened:
    """The file, opened; Refused."""
    return Opened(format="csv", pieces=_csv(path, name, limits))


def _csv(path: Path, name: str, limits: Limits) -> Iterator[Piece]:
    with as_utf8(path, name) as (copy, encoding), copy.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_SAMPLE)
        stream.seek(0)
        records = _records(stream, find_delimiter(sample, whole=len(sample) < _SAMPLE), name)
        first = list(islice(records, _LOOKED_AT))
        filled = [record for record in first if any(record[2])]
        widest = max((len(cells) for _, _, cells in filled), default=0)
        heads: list[str] = []
        if filled and has_head([cells for _, _, cells in filled]):
            heads = filled[0][2]
        count = 0
        for number, line, cells in _chained(first, records):
            if not (text := row_text(cells)) or (heads and number == filled[0][0]):
                continue
            count += len(cells)
            if count > limits.cells:
                raise Refused("too_many_cells", file=name, place=f"line {line}", most=f"{limits.cells:,}")
            anchor = Anchor(line=line, cell=cell_range(number, 0, max(0, len(cells) - 1)))
            if widest == 1:
                yield Piece(kind="paragraph", text=text, anchor=anchor)
            else:
                yield Piece(kind="row", text=text, anchor=anchor, cells=paired(heads, cells))


_Record = tuple[int, int, list[str]]
"""Number of the record, line on which it begins, cells."""


def _records(stream: Iterator[str], delimiter: str, name: str) -> Iterator[_Record]:
    reader = csv.reader(stream, delimiter=delimiter)
    line, number = 1, 0
    try:
        for cells in reader:
            number += 1
            yield number, line, [" ".join(cell.lstrip("\ufeff").split()) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        broken = Words("its quotation marks do not close", "引号未正确闭合")
        raise Refused("corrupt", file=name, place=f"line {line}", what=broken) from error


def _chained(first: list[_Record], rest: Iterator[_Record]) -> Iterator[_Record]:
    yield from first
    yield from rest
