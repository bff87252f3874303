"""What could answer a gap: passages of the shop's documents that come near, and what persons have replied. Pure.

A passage is shown only where the nearest one is the right one two times in three; how that was measured, and why a passage
in the other language is never shown, is decision 63.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mercery.core.i18n import LANGS, Lang
from mercery.knowledge.documents.document import Document, Passage
from mercery.knowledge.health.clustering import nearest_to
from mercery.knowledge.health.gaps import Gap

WORTH_SHOWING: Final[Mapping[Lang, float]] = {"en": 0.48, "zh": 0.26}
"""Nearness by words from which a passage is shown."""
WORTH_SHOWING_BY_MEANING: Final = 0.8
"""The same in English where the meaning of both was compared too."""
MOST: Final = 3
MOST_LOOKED_AT: Final = 600
MOST_UNDERSTOOD: Final = 40
"""Passages nearest by words whose meaning is compared; each takes some milliseconds."""
_SHORTEST: Final[Mapping[Lang, int]] = {"en": 25, "zh": 8}
"""Characters of a passage that can answer anything."""
_MEANING_FROM: Final = 0.3
"""Cosine at which two texts begin to be near."""

Place = tuple[Document, Passage, str]
"""A passage, and the question that stands right above it, if one does."""
Nearness = NDArray[np.float64]


class Understands(Protocol):
    """Rows of length one for English texts, near each other where the texts are on one matter."""

    def __call__(self, texts: Sequence[str], /) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A text that may answer: a passage with its document. An answer may begin with its words."""

    text: str
    lang: Lang
    near: float
    document: Document
    passage: Passage


def suggestions(
    gap: Gap, documents: Sequence[tuple[Document, Sequence[Passage]]], understands: Understands | None = None
) -> list[Suggestion]:
    """The passages near enough to its questions in their own language, the best first. `understands`: of English texts."""
    found = [
        one for lang in LANGS
        for one in _near(list(gap.phrasings[lang][:3]), lang, documents, understands if lang == "en" else None)
    ]  # fmt: skip
    return sorted(found, key=lambda one: -one.near)[:MOST]


def _near(
    asked: Sequence[str],
    lang: Lang,
    documents: Sequence[tuple[Document, Sequence[Passage]]],
    understands: Understands | None,
) -> list[Suggestion]:
    every = [
        (document, passage, before.text if before is not None and _asks(before) else "")
        for document, passages in documents
        for before, passage in pairwise([None, *passages])
        if passage is not None and passage.lang == lang and _may_answer(passage)
    ]
    if not asked or not every:
        return []
    places = _likely(every, " ".join(asked))
    texts = [_with_heading(place) for place in places]
    near = nearest_to([(text, lang) for text in asked], [(text, lang) for text in texts])
    if understands is not None:
        near = _with_meaning(near, asked, texts, understands)
    least = WORTH_SHOWING[lang] if understands is None else WORTH_SHOWING_BY_MEANING
    return [
        Suggestion(
            text=places[at][1].text, lang=lang, near=round(float(near[at]), 3), document=places[at][0],
            passage=places[at][1],
        )
        for at in np.argsort(-near, kind="stable")[:MOST]
        if near[at] >= least
    ]  # fmt: skip


def _with_meaning(near: Nearness, asked: Sequence[str], texts: Sequence[str], understands: Understands) -> Nearness:
    """The nearness of words and of meaning added up, for those that are nearest by words."""
    at = np.argsort(-near, kind="stable")[:MOST_UNDERSTOOD]
    rows = understands([*asked, *(texts[place] for place in at)]).astype(np.float64)
    cosines = (rows[len(asked) :] @ rows[: len(asked)].T).max(axis=1)
    whole = near.copy()
    whole[at] += np.maximum(0.0, (cosines - _MEANING_FROM) / (1 - _MEANING_FROM))
    return whole


def _likely(places: Sequence[Place], asked: str) -> Sequence[Place]:
    """Of very many passages those that share plain words with the questions; the close look takes about a millisecond each."""
    if len(places) <= MOST_LOOKED_AT:
        return places
    wanted = _plain_words(asked)
    return sorted(places, key=lambda place: -len(wanted & _plain_words(_with_heading(place))))[:MOST_LOOKED_AT]


def _plain_words(text: str) -> set[str]:
    """Beginnings of words, and pairs of Chinese characters."""
    low = text.lower()
    chinese = re.findall(r"[\u3400-\u9fff]+", low)
    return {word[:5] for word in re.findall(r"[a-z]{4,}", low)} | {
        run[at : at + 2] for run in chinese for at in range(len(run) - 1)
    }


def _may_answer(passage: Passage) -> bool:
    return passage.kind != "heading" and len(passage.text) >= _SHORTEST[passage.lang] and not _asks(passage)


def _asks(passage: Passage) -> bool:
    """Where a document sets its questions as plain text: who asks is not answered by the question."""
    return passage.text.rstrip().endswith(("?", "？"))


def _with_heading(place: Place) -> str:
    """What a passage says is said under its heading: "Switzerland" above, "within five days" below."""
    _, passage, question = place
    return "\n".join([*([question] if question else passage.anchor.headings[-1:]), passage.text])
