"""Rows of passages as tables: columns in their order, and an empty cell where a row holds nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.heading_words import is_question
from mercery.knowledge.drafts.row_words import STEP

QUESTIONS: Final = re.compile(r"^(?:questions?|q|faq|customer asks|asked|问题?|提问|客户问题|常见问题)$", re.IGNORECASE)
_ANSWERS: Final = re.compile(
    r"^(?:answers?|a|replies|reply|response|our answer|答案?|回答|回复|答复|解答)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under the same columns; a cell that holds nothing is empty."""

    columns: tuple[str, ...]
    rows: tuple[Passage, ...]
    cells: tuple[tuple[str, ...], ...]


def in_steps_table(table: Table) -> bool:
    """Whether the rows are the steps of one procedure: told together, by the section they stand in."""
    if len(table.rows) > 40 or len(table.columns) < 2 or not STEP.match(table.columns[0].strip()):
        return False
    numbers = [cells[0].strip(". )") for cells in table.cells]
    return [one for one in numbers if one.isdigit()] == [str(at) for at in range(1, len(numbers) + 1)]


def tables(body: Sequence[Passage]) -> list[Table]:
    """The tables among the passages."""
    found: list[list[Passage]] = []
    last: Passage | None = None
    for one in body:
        if one.kind == "row" and one.cells:
            if last is not None and last.kind == "row" and _belong(found[-1][-1], one):
                found[-1].append(one)
            else:
                found.append([one])
        last = one
    return [_aligned(rows) for rows in found]


def _belong(one: Passage, other: Passage) -> bool:
    if one.anchor.sheet != other.anchor.sheet or one.anchor.headings != other.anchor.headings:
        return False
    heads, others = {head for head, _ in one.cells}, {head for head, _ in other.cells}
    return bool((heads & others) - {""}) or heads == others == {""}


def _aligned(rows: Sequence[Passage]) -> Table:
    columns: list[str] = []
    if any(head for row in rows for head, _ in row.cells):
        for row in rows:
            place = 0
            for head, _ in row.cells:
                if head not in columns:
                    columns.insert(place, head)
                place = columns.index(head) + 1
        cells = [tuple(dict(row.cells).get(column, "").strip() for column in columns) for row in rows]
    else:
        columns = [""] * max(len(row.cells) for row in rows)
        cells = [
            tuple((text.strip() for _, text in row.cells)) + ("",) * (len(columns) - len(row.cells)) for row in rows
        ]
    return Table(columns=tuple(columns), rows=tuple(rows), cells=tuple(cells))


def question_columns(table: Table) -> tuple[int, int] | None:
    """Which columns hold questions and their answers; None in a table of another kind."""
    asked = next((at for at, head in enumerate(table.columns) if QUESTIONS.match(head.strip())), None)
    told = next((at for at, head in enumerate(table.columns) if _ANSWERS.match(head.strip())), None)
    if asked is not None and told is not None:
        return asked, told
    for at in range(min(2, len(table.columns) - 1)):
        if sum(is_question(cells[at]) for cells in table.cells) >= 0.6 * len(table.cells):
            return at, at + 1
    return None
