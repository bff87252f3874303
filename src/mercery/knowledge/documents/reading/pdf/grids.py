"""Tables that are ruled: from lines on the page to cells. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mercery.knowledge.documents.reading.pdf.lines import joined, lines_of
from mercery.knowledge.documents.reading.pdf.page import Line, Rule, Word

_NEAR: Final = 3.0
"""Points within which two ends meet or two lines are one."""

_MOST_CELLS: Final = 4000
"""Cells beyond which lines are a drawing, not a table."""
_MOST_RULES: Final = 3000


@dataclass(slots=True)
class Table:
    """Rows of cells, with where the table begins among the words of its page."""

    rows: list[list[str]]
    bold: list[bool]
    """Whether each row is set in bold throughout."""
    top: float
    left: float
    right: float
    first: int
    """Place of its first word."""
    taken: frozenset[int]
    """Places of its words."""


@dataclass(slots=True)
class _Grid:
    xs: list[float]
    ys: list[float]
    rules: list[Rule]


def ruled_tables(words: Sequence[Word], rules: Sequence[Rule]) -> list[Table]:
    """The tables whose cells are ruled, in order of their first word. A single box is none."""
    found = []
    for group in _groups(rules) if len(rules) <= _MOST_RULES else ():
        grid = _grid(group)
        if grid is not None and (table := _filled(grid, words)) is not None:
            found.append(table)
    return sorted(found, key=lambda table: table.first)


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that meet, directly or through others."""
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    parent = {id(rule): id(rule) for rule in rules}

    def root(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for one in level:
        for other in upright:
            if _meet(one, other):
                parent[root(id(one))] = root(id(other))
    groups: dict[int, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(root(id(rule)), []).append(rule)
    return [group for group in groups.values() if len(group) >= 4]


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _NEAR <= upright.at <= level.end + _NEAR
        and upright.start - _NEAR <= level.at <= upright.end + _NEAR
    )


def _grid(group: Sequence[Rule]) -> _Grid | None:
    xs = _apart(rule.at for rule in group if not rule.level)
    ys = _apart(rule.at for rule in group if rule.level)
    if len(xs) < 3 or len(ys) < 3 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    return _Grid(xs, ys, list(group))


def _apart(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _filled(grid: _Grid, words: Sequence[Word]) -> Table | None:
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    homes = _homes(grid)
    held: dict[tuple[int, int], list[Word]] = {}
    taken = []
    for place, word in enumerate(words):
        row = _between(grid.ys, word.base - word.size * 0.3)
        column = _between(grid.xs, (word.x0 + min(word.x1, word.x0 + word.size)) / 2)
        if row is not None and column is not None:
            held.setdefault(homes[row, column], []).append(word)
            taken.append(place)
    if len(held) < 2:
        return None
    texts = {place: joined(_top_down(lines_of(inside))) for place, inside in held.items()}
    cells = [[texts.get(homes[row, column], "") for column in range(columns)] for row in range(rows)]
    for row in range(rows):
        for column in range(1, columns):
            if homes[row, column] == homes[row, column - 1]:
                cells[row][column] = ""
    bold = [all(word.bold for column in range(columns) for word in held.get((row, column), ())) for row in range(rows)]
    kept = [row for row in range(rows) if any(cells[row])]
    return Table(
        rows=[cells[row] for row in kept],
        bold=[bold[row] for row in kept],
        top=grid.ys[0],
        left=grid.xs[0],
        right=grid.xs[-1],
        first=taken[0],
        taken=frozenset(taken),
    )


def _top_down(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (round(line.base), line.x0))


def _between(edges: Sequence[float], value: float) -> int | None:
    place = bisect_right(edges, value) - 1
    return place if 0 <= place < len(edges) - 1 else None


def _homes(grid: _Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell the upper left cell of the merged one it is part of: a cell goes on where no rule parts it from the
    one before."""
    left, above = _parted(grid)
    homes: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(grid.ys) - 1):
        for column in range(len(grid.xs) - 1):
            first = column
            while first > 0 and (row, first) not in left:
                first -= 1
            top = row
            while top > 0 and (top, first) not in above:
                top -= 1
            homes[row, column] = top, first
    return homes


def _parted(grid: _Grid) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Cells that a rule parts from the one on their left, and those that one parts from the one above."""
    rows = [(top + bottom) / 2 for top, bottom in pairwise(grid.ys)]
    columns = [(left + right) / 2 for left, right in pairwise(grid.xs)]
    left: set[tuple[int, int]] = set()
    above: set[tuple[int, int]] = set()
    for rule in grid.rules:
        edges, middles = (grid.ys, columns) if rule.level else (grid.xs, rows)
        start, end = bisect_left(middles, rule.start), bisect_right(middles, rule.end)
        for edge in range(bisect_left(edges, rule.at - _NEAR), bisect_right(edges, rule.at + _NEAR)):
            if rule.level:
                above.update((edge, column) for column in range(start, end))
            else:
                left.update((row, edge) for row in range(start, end))
    return left, above
