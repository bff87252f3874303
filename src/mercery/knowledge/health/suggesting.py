"""What could answer a gap: passages of the shop's documents that come near, and what persons have replied. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import Document, Passage
from mercery.knowledge.health.clustering import nearest_to
from mercery.knowledge.health.gaps import Gap

WORTH_SHOWING: Final = 0.16
WORTH_BEGINNING_WITH: Final = 0.28
"""Nearness, in the language of the passage, from which an answer may begin with its words. Between languages only ideas are
compared: enough to point at a passage, not to put its words into somebody's mouth."""
MOST: Final = 3
MOST_LOOKED_AT: Final = 600
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
    begins: bool = False
    """Whether an answer may begin with its words."""


def suggestions(gap: Gap, documents: Sequence[tuple[Document, Sequence[Passage]]]) -> list[Suggestion]:
    """The passages that come nearest to its questions, the best first; those far away are left out."""
    asked = [(text, lang) for lang, texts in gap.phrasings.items() for text in texts[:3]]
    every = [
        (document, passage)
        for document, passages in documents
        for passage in passages
        if passage.kind != "heading" and len(passage.text) >= _SHORTEST
    ]
    if not asked or not every:
        return []
    places = _likely(every, " ".join(text for text, _ in asked))
    texts = [(_with_heading(passage), passage.lang) for _, passage in places]
    near = nearest_to(asked, texts)
    best = sorted(range(len(places)), key=lambda at: -near[at])[:MOST]
    own = {
        lang: nearest_to([one for one in asked if one[1] == lang], texts)
        for lang in {texts[at][1] for at in best if near[at] >= WORTH_SHOWING}
    }
    return [
        Suggestion(
            text=places[at][1].text, lang=places[at][1].lang, near=round(float(near[at]), 3), document=places[at][0],
            passage=places[at][1], begins=bool(own[texts[at][1]][at] >= WORTH_BEGINNING_WITH),
        )
        for at in best
        if near[at] >= WORTH_SHOWING
    ]  # fmt: skip


def _likely(places: Sequence[tuple[Document, Passage]], asked: str) -> Sequence[tuple[Document, Passage]]:
    """Of very many passages those that share plain words with the questions; the close look takes about a millisecond each."""
    if len(places) <= MOST_LOOKED_AT:
        return places
    wanted = _plain_words(asked)
    return sorted(places, key=lambda place: -len(wanted & _plain_words(_with_heading(place[1]))))[:MOST_LOOKED_AT]


def _plain_words(text: str) -> set[str]:
    """Beginnings of words, and pairs of Chinese characters."""
    low = text.lower()
    chinese = re.findall(r"[\u3400-\u9fff]+", low)
    return {word[:5] for word in re.findall(r"[a-z]{4,}", low)} | {
        run[at : at + 2] for run in chinese for at in range(len(run) - 1)
    }


def _with_heading(passage: Passage) -> str:
    """What a passage says is said under its heading: "Switzerland" above, "within five days" below."""
    return "\n".join([*passage.anchor.headings[-1:], passage.text])
