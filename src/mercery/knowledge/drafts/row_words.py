"""A row of a table in words: "Japan: Standard €25.00; Delivery time 4–6 business days." Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.amounts import amounts

STEP: Final = re.compile(r"^(?:#|no\.?|nr\.?|step|step no\.?|order|sequence|序号|步骤|编号)$", re.IGNORECASE)
NOTHING: Final = ("-", "–", "—", "/", "n/a", "无", "")


def row_cells(row: Passage) -> list[tuple[str, str]]:
    """The cells that hold something, without the number of the row."""
    cells = [(head.strip(), text.strip()) for head, text in row.cells if text.strip().lower() not in NOTHING]
    return cells[1:] if cells and STEP.match(cells[0][0]) and len(cells) > 2 else cells


def row_line(row: Passage, *, skipped: int = 0) -> str:
    """What the other columns say of the first, after those `skipped`. A head with a number that the row itself does not
    name is left out; steps are told without heads."""
    cells = row_cells(row)[skipped:]
    if len(cells) < 2:
        return row.text
    if row.cells[0] != cells[0] and STEP.match(row.cells[0][0].strip()):
        return _step(row.cells[0][1].strip(), [text for _, text in cells])
    name, values = cells[0][1], [(head if stands(head, row) else "", text) for head, text in cells[1:]]
    return _told(name, values, row.lang)


def _step(number: str, texts: Sequence[str]) -> str:
    name = texts[0] if len(texts) > 1 and len(texts[0]) <= 40 else ""
    told = f"{name}: {' '.join(texts[1:])}" if name else " ".join(texts)
    return f"{number.rstrip('.')}. {told}"


def stands(text: str, row: Passage) -> bool:
    """Whether each number of a text stands in the row itself."""
    stated = amounts(row.text)
    return all(any(one.same_as(other) for other in stated) for one in amounts(text))


def _told(name: str, values: Sequence[tuple[str, str]], lang: Lang) -> str:
    if len(values) == 1 and len(values[0][1]) > 40:
        return f"{name}：{values[0][1]}" if lang == "zh" else f"{name}: {values[0][1]}"
    if lang == "zh":
        return (
            f"{name}："
            + "；".join(
                f"{head}{text.rstrip('。')}" if _figure(text) else f"{head}{'：' if head else ''}{text.rstrip('。')}"
                for head, text in values
            )
            + "。"
        )
    told = "; ".join(
        f"{head} {text.rstrip('.')}".strip() if _figure(text) else f"{head}{': ' if head else ''}{text.rstrip('.')}"
        for head, text in values
    )
    return f"{name}: {told}."


def _figure(text: str) -> bool:
    """Whether a value starts with a number, so that its column's name reads on to it: "Express €14.50"."""
    return bool(re.match(r"[€$£¥]?\s?\d", text))
