"""A row of a table in words: "Japan: Standard €25.00; Delivery time 4–6 business days." Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.amounts import amounts

STEP: Final = re.compile(r"^(?:#|no\.?|nr\.?|step|step no\.?|order|sequence|序号|步骤|编号)$", re.IGNORECASE)
_NAME: Final = 40
"""Characters of a cell that can be a name."""
_LONG: Final = 250
"""Characters of a row from which it is told in its sentences."""
_LEANS: Final = re.compile(
    r"\b(?:from|until|till|to|by|within|over|under|above|below|before|after|since|than|than or equal to)$|[起至前后内满过]$",
    re.IGNORECASE,
)
"""A column's name that would read on to the figure as a condition ("Free from €200"), which the row itself does not state."""
_CHINESE_AMOUNT: Final = re.compile(r"[\d.,]+(?:\s?[至到–-]\s?[\d.,]+)?[\u4e00-\u9fff]")
"""An amount that reads on from its column's name: 时效4至6天; "15 分钟" and "€12" stand apart."""
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
    return f"{number.rstrip('.')}. {told_cells(texts)}"


def told_cells(texts: Sequence[str]) -> str:
    """Cells of a step: its name and what to do on one line, what else there is on lines below."""
    if len(texts) > 1 and len(texts[0]) <= _NAME and not texts[0].endswith((".", ":", "。", "：")):
        texts = [f"{texts[0]}: {texts[1]}", *texts[2:]]
    return "\n  • ".join(texts)


def stands(text: str, row: Passage) -> bool:
    """Whether each number of a text stands in the row itself."""
    stated = amounts(row.text)
    return all(any(one.same_as(other) for other in stated) for one in amounts(text))


def _told(name: str, values: Sequence[tuple[str, str]], lang: Lang) -> str:
    if sum(len(text) for _, text in values) > _LONG or (len(values) == 1 and len(values[0][1]) > _NAME):
        # Sentences speak for themselves: the names of their columns would only stand in between.
        return (
            "\n".join(text for _, text in values)
            if len(values) > 1
            else f"{name}{'：' if lang == 'zh' else ': '}{values[0][1]}"
        )
    if lang == "zh":
        return f"{name}：" + "；".join(_cell(head, text.rstrip("。"), "：") for head, text in values) + "。"
    return f"{name}: " + "; ".join(_cell(head, text.rstrip("."), ": ") for head, text in values) + "."


def _cell(head: str, text: str, between: str) -> str:
    if not head:
        return text
    if between == ": " and _figure(text) and not _LEANS.search(head):
        return f"{head} {text}"
    if between == "：" and _CHINESE_AMOUNT.match(text) and not _LEANS.search(head):
        return f"{head}{text}"
    return f"{head}{between}{text}"


def _figure(text: str) -> bool:
    """Whether a value starts with a number, so that its column's name reads on to it: "Express €14.50"."""
    return bool(re.match(r"[€$£¥]?\s?\d", text))
