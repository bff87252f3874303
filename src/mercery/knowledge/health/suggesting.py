"""What could answer a gap: passages of the shop's documents that come near, and what persons have replied. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import Document, Passage
from mercery.knowledge.health.clustering import nearest_to
from mercery.knowledge.health.gaps import Gap

WORTH_SHOWING: Final = 0.16
MOST: Final = 3
_SHORTEST: Final = 25
"""Characters of a passage that can answer anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A text that may answer: a passage with its document, or a person's reply."""

    text: str
    lang: Lang
    near: float
    document: Document | None = None
    passage: Passage | None = None


def suggestions(gap: Gap, documents: Sequence[tuple[Document, Sequence[Passage]]]) -> list[Suggestion]:
    """The passages that come nearest to its questions, the best first; those far away are left out."""
    asked = [(text, lang) for lang, texts in gap.phrasings.items() for text in texts[:3]]
    places = [
        (document, passage)
        for document, passages in documents
        for passage in passages
        if passage.kind != "heading" and len(passage.text) >= _SHORTEST
    ]
    if not asked or not places:
        return []
    texts = [(_with_heading(passage), passage.lang) for _, passage in places]
    near = nearest_to(asked, texts)
    best = sorted(range(len(places)), key=lambda at: -near[at])[:MOST]
    return [
        Suggestion(
            text=places[at][1].text, lang=places[at][1].lang, near=round(float(near[at]), 3), document=places[at][0],
            passage=places[at][1],
        )
        for at in best
        if near[at] >= WORTH_SHOWING
    ]  # fmt: skip


def _with_heading(passage: Passage) -> str:
    """What a passage says is said under its heading: "Switzerland" above, "within five days" below."""
    return "\n".join([*passage.anchor.headings[-1:], passage.text])
