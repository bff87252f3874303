"""What the rules find in a document before it becomes drafts: ways to ask, an answer in the document's words, its passages."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.row_words import row_line

LONGEST = 3800
"""Characters of an answer at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One question with its answer, in the language of its passages."""

    asked: tuple[str, ...]
    """The question first, then other ways to put it."""
    answer: str
    passages: tuple[Passage, ...]
    lang: Lang
    category: str = ""
    under: tuple[str, ...] = ()
    """The headings it stands under: they tell it apart from another with the same question."""
    common: tuple[str, ...] = ()
    """Ways to ask that only hold where no other suggestion claims them: the usual questions about its topic."""


def listed(passages: tuple[Passage, ...] | list[Passage]) -> str:
    """Passages as the text of an answer: paragraphs on lines of their own, items with a dot, deeper ones indented."""
    levels = sorted({one.level for one in passages if one.kind == "item"})
    lines = []
    for one in passages:
        text = row_line(one) if one.kind == "row" else " ".join(one.text.split())
        lines.append(f"{'  ' * levels.index(one.level)}• {text}" if one.kind == "item" else text)
    return "\n".join(lines)


def shortened(passages: list[Passage]) -> list[Passage]:
    """As many passages as fit into an answer: the deepest items are left out first, then the last passages."""
    kept = list(passages)
    for level in sorted({one.level for one in kept if one.kind == "item"}, reverse=True)[:-1]:
        if _fit(kept) == len(kept):
            break
        kept = [one for one in kept if one.kind != "item" or one.level < level]
    return kept[: _fit(kept)]


def _fit(passages: list[Passage]) -> int:
    """How many of the passages an answer has room for."""
    room = LONGEST
    for place, one in enumerate(passages):
        # A line has a dot, its indent and its end beside its words.
        room -= len(row_line(one) if one.kind == "row" else one.text) + 3 + 2 * one.level
        if room < 0:
            return place
    return len(passages)
