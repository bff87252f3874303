"""Lines of a page put into headings, paragraphs, items and rows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from mercery.knowledge.documents.reading.pdf.columns import aligned_tables
from mercery.knowledge.documents.reading.pdf.grids import Table, ruled_tables
from mercery.knowledge.documents.reading.pdf.lines import is_marker, joined, lines_of
from mercery.knowledge.documents.reading.pdf.page import Line, Page, Word
from mercery.knowledge.documents.reading.pdf.style import NUMBERED, Style, type_of

_ENDS: Final = re.compile(r"[.!?:;。！？：；]['\"”’)）]*$")
_LEADER: Final = re.compile(r"(?:\.{4,}|(?:\.\s){4,}|…{2,}|·{4,})\s*(?:\d{1,4}|[ivxlc]{1,7})?\s*$|(?:\.\s?){12,}")
"""Dots that lead to a page number: a line of the table of contents."""
_BROKEN_WORD: Final = re.compile(r"[^\W\d_]-$")
_DASHES: Final = frozenset("·∙-–—*")
"""Markers that are also signs within a sentence."""
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class Block:
    """Lines that belong together."""

    kind: Literal["heading", "paragraph", "item"]
    lines: list[Line]
    level: int = 0
    left: float = 0.0
    """Where the words of an item begin."""

    def text(self, style: Style) -> str:
        """The lines as one text, an item without its marker."""
        return joined(self.lines, style.known)

    @property
    def open_ended(self) -> bool:
        """Whether the sentence has not ended."""
        return not _ENDS.search(self.lines[-1].text.rstrip())


@dataclass(slots=True)
class Rows:
    """A table."""

    rows: list[list[str]]
    bold: list[bool]


@dataclass(slots=True)
class _Flow:
    page: Page
    style: Style
    right: float
    items: list[float] = field(default_factory=list)
    """Where the markers of the lists stand that the present item is nested in."""


def blocks_of(page: Page, style: Style) -> Iterator[Block | Rows]:
    """What the page holds, in the order of the file, without what runs along on every page."""
    lines = [line for line in lines_of(page.words) if not style.is_running(line, page)]
    kept = {id(word) for line in lines for word in line.words}
    words = [word for word in page.words if id(word) in kept]
    tables = ruled_tables(words, page.rules)
    inside = {id(words[place]) for table in tables for place in table.taken}
    order = {id(word): place for place, word in enumerate(words)}
    rest: list[Line] = []
    waiting = list(tables)
    for line in lines_of(word for word in words if id(word) not in inside):
        while waiting and waiting[0].first < order[id(line.words[0])]:
            yield from _written(rest, page, style)
            rest = []
            yield _rows(waiting.pop(0))
        rest.append(line)
    yield from _written(rest, page, style)
    for table in waiting:
        yield _rows(table)


def _rows(table: Table) -> Rows:
    return Rows(table.rows, table.bold)


def _written(lines: Sequence[Line], page: Page, style: Style) -> Iterator[Block | Rows]:
    lines = [line for line in lines if not _LEADER.search(line.text)]
    place = 0
    for table in aligned_tables(lines):
        yield from _flowing(lines[place : table.start], page, style)
        yield Rows(table.rows, table.bold)
        place = table.end
    yield from _flowing(lines[place:], page, style)


def _flowing(lines: Sequence[Line], page: Page, style: Style) -> Iterator[Block]:
    flow = _Flow(page, style, 0.0)
    block: Block | None = None
    rights = _right_ends(lines, style.leading)
    for line, right in zip(lines, rights, strict=True):
        flow.right = right
        if block is not None and _goes_on(block, line, flow):
            block.lines.append(line)
            continue
        if block is not None:
            yield block
        block = _begun(line, flow)
    if block is not None:
        yield block


def _begun(line: Line, flow: _Flow) -> Block:
    level = flow.style.heading_level(line)
    first = line.words[0].text
    if level is not None:
        flow.items.clear()
        return Block("heading", [line], level=level + _depth(line.text))
    marked = is_marker(first) and len(line.words) > 1
    glued = None if marked else _glued_marker(first)
    if marked or glued:
        while flow.items and flow.items[-1] > line.x0 + 3:
            flow.items.pop()
        if not flow.items or flow.items[-1] < line.x0 - 3:
            flow.items.append(line.x0)
        words = line.words[1:] if marked else [_cut(line.words[0], len(glued or "")), *line.words[1:]]
        return Block("item", [Line(words)], level=len(flow.items), left=words[0].x0)
    flow.items.clear()
    return Block("paragraph", [line], left=line.x0)


def _depth(text: str) -> int:
    """Headings of one type may be told apart by their numbers: 2.1 stands below 2."""
    numbered = NUMBERED.match(text)
    return numbered["figures"].count(".") if numbered and numbered["figures"] else 0


def _glued_marker(word: str) -> str | None:
    """A marker that stands at its word without a space, as in Chinese texts."""
    found = re.match(
        r"^(?:[•●○▪■◦‣·\uf0b7\uf0a7]|[①-⑳]|（[\d一二三四五六七八九十]+）|\d{1,2}、|\d{1,2}\.(?=[\u4e00-\u9fff]))", word
    )
    return found.group(0) if found and len(word) > len(found.group(0)) else None


def _cut(word: Word, count: int) -> Word:
    share = count / max(1, len(word.text))
    return replace(word, text=word.text[count:], x0=word.x0 + (word.x1 - word.x0) * share)


def _goes_on(block: Block, line: Line, flow: _Flow) -> bool:
    """Whether a line belongs to the block before it."""
    last = block.lines[-1]
    step = line.base - last.base
    size = max(last.size, line.size)
    if not 0 < step <= _widest_step(block, flow) * size or abs(last.size - line.size) > 0.6:
        return False
    if block.kind == "heading":
        return type_of(last) == type_of(line) and not NUMBERED.match(line.text) and not _fits(line, last, flow)
    if _starts_anew(block, line, flow):
        return False
    if block.kind == "item":
        return (
            line.x0 >= block.left - 3
            or (len(block.lines) > 1 and abs(line.x0 - last.x0) <= 3)
            or last.x1 > flow.right * 0.85
        )
    indented = len(block.lines) > 1 and line.x0 - last.x0 > line.size * 0.8
    return not indented and line.x0 - block.lines[0].x0 <= line.size * 3


def _widest_step(block: Block, flow: _Flow) -> float:
    """How far the next line may stand from the last one, in times of the size of type: its own lines tell best."""
    if len(block.lines) > 1:
        before, last = block.lines[-2:]
        if last.base > before.base:
            return 1.15 * (last.base - before.base) / max(before.size, last.size)
    return max(flow.style.leading, 1.0) * 1.22


def _starts_anew(block: Block, line: Line, flow: _Flow) -> bool:
    first = line.words[0].text
    full = not _fits(line, block.lines[-1], flow)
    marked = is_marker(first) and len(line.words) > 1 and not (full and _within_text(block, first))
    if marked or _glued_marker(first) or not full:
        return True
    return line.bold != block.lines[-1].bold and bool(flow.style.heading_level(line))


def _within_text(block: Block, first: str) -> bool:
    """Whether what looks like a marker is only how a full line happened to go on: "within / 30. …" or "– as said"."""
    if not block.open_ended:
        return False
    return first in _DASHES or (block.kind == "paragraph" and first[0].isdigit() and len(block.lines) > 1)


def _fits(line: Line, last: Line, flow: _Flow) -> bool:
    """Whether the first word would have found room on the line before: then the break was meant."""
    first = line.words[0]
    if _BROKEN_WORD.search(last.text):
        return False
    width = min(first.x1 - first.x0, first.size * 1.5) if _WIDE.match(first.text) else first.x1 - first.x0
    return last.x1 + width + first.size * 0.6 < flow.right


def _right_ends(lines: Sequence[Line], leading: float) -> list[float]:
    """How far the column of each line reaches: its neighbours tell where several of them are full, else all lines that
    begin below each other."""
    ends: list[float] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _next_of(lines[end - 1], lines[end], leading):
            end += 1
        run = lines[start:end]
        reach = max(line.x1 for line in run)
        if sum(line.x1 >= reach - 2 * line.size for line in run) < max(2, len(run) // 2):
            left, size = run[0].x0, run[0].size
            below = (one.x1 for one in lines if abs(one.x0 - left) <= 3 * size and abs(one.size - size) <= 0.6)
            reach = max(reach, *below)
        ends += [reach] * len(run)
        start = end
    return ends


def _next_of(last: Line, line: Line, leading: float) -> bool:
    step = line.base - last.base
    return 0 < step <= leading * line.size * 1.22 and abs(last.size - line.size) <= 0.6 and line.x0 < last.x1
