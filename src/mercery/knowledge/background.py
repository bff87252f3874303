"""Questions that customers of any shop ask: what a shop's answers are held against. Pure.

Likeness to the nearest answer is no proof that it is the one asked for: a question about parking is nearest to some
answer too. Beside the shop's answers therefore stand common questions of all shops. Where one of these is nearer, the
answer is less sure, and each of them also serves as a trial of which every answer would be wrong. A subject that an
answer of the shop covers takes no part: one that is as near to the phrasings of an answer as they are to each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.core.i18n import Lang
from mercery.knowledge.features import features
from mercery.knowledge.meaning import Meaning, Vector
from mercery.knowledge.wordings import Features, Wordings, likeness, postings

COVERED_SLACK: Final = 0.05
"""How much farther than its sisters a subject may be from the phrasings of an answer and still count as covered."""


class Background:
    """The common questions of one language beside the answers of a shop."""

    def __init__(self, lang: Lang, words: Wordings, meaning: Meaning | None, vectors: Mapping[str, Vector]) -> None:
        subjects = common_questions(lang)
        self._texts = [(place, text) for place, texts in enumerate(subjects) for text in texts]
        self._starts = np.flatnonzero(np.r_[True, np.diff([place for place, _ in self._texts]) > 0])
        self._postings = postings([words.weighted(features(text)) for _, text in self._texts])
        self._vectors = np.stack([vectors[text] for _, text in self._texts]) if meaning is not None else None
        among = np.array([words.similar(vector) for vector in words.vectors])
        near = np.array([self._worded(vector) for vector in words.vectors])
        self._covered = np.zeros(len(subjects), dtype=np.bool_)
        if len(words.vectors):
            self._covered |= covered(near, among, words.members)
        if meaning is not None and self._vectors is not None:
            meant = np.maximum.reduceat(meaning.vectors @ self._vectors.T, self._starts, axis=1)
            self._covered |= covered(meant, meaning.among, words.members)

    @staticmethod
    def texts(lang: Lang) -> list[str]:
        """All common questions of a language."""
        return [text for texts in common_questions(lang) for text in texts]

    def nearest(self, query: Features, vector: Vector | None, *, hide: int | None = None) -> tuple[float, float]:
        """Likeness to the nearest subject that no answer covers: by words, and by meaning."""
        taken = self._covered
        if hide is not None:
            taken = taken.copy()
            taken[hide] = True
        if taken.all():
            return 0.0, 0.0
        worded = float(self._worded(query)[~taken].max())
        if vector is None or self._vectors is None:
            return worded, 0.0
        meant = np.maximum.reduceat(self._vectors @ vector, self._starts)
        return worded, float(meant[~taken].max())

    def foreign(self) -> list[tuple[int, str, Vector | None]]:
        """The common questions that no answer covers, each with its subject and its vector."""
        return [
            (place, text, self._vectors[index] if self._vectors is not None else None)
            for index, (place, text) in enumerate(self._texts)
            if not self._covered[place]
        ]

    def _worded(self, query: Features) -> NDArray[np.float64]:
        found: NDArray[np.float64] = np.maximum.reduceat(
            likeness(query, self._postings, len(self._texts)), self._starts
        )
        return found


@cache
def common_questions(lang: Lang) -> tuple[tuple[str, ...], ...]:
    """The phrasings of each subject."""
    lines = files("mercery.knowledge").joinpath("common_questions.txt").read_text("utf-8").splitlines()
    found = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            english, _, chinese = line.partition("|")
            side = english if lang == "en" else chinese
            found.append(tuple(text.strip() for text in side.split(";") if text.strip()))
    return tuple(found)


def covered(near: NDArray[Any], among: NDArray[Any], members: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Which subjects the answers cover. `near`: each phrasing to each subject; `among`: to each other phrasing."""
    found = np.zeros(near.shape[1], dtype=np.bool_)
    for own in members:
        if len(own) > 1:
            sisters = among[np.ix_(own, own)].copy()
            np.fill_diagonal(sisters, -1.0)
            nearest = np.sort(sisters, axis=1)[:, -min(2, len(own) - 1) :].mean()
            found |= near[list(own)].mean(axis=0) >= nearest - COVERED_SLACK
    return found
