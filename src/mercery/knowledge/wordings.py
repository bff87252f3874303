"""Answers by the words they are asked in: rare words, ideas, places and n-grams of every phrasing. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Features = dict[str, float]
Scores = NDArray[np.float64]

NEAREST: Final = 0.3
SECOND: Final = 0.2
WHOLE: Final = 0.5
"""Weights of the nearest phrasing, the second nearest, and the answer's whole vocabulary."""
ANSWER_TEXT: Final = 0.5
"""How much the words of the answer itself count in its vocabulary."""
FEWEST_WORDS: Final = 2
"""One word alone is a subject, not a question: it brings choices."""
COMMON_SHARE: Final = 0.12
"""A word or idea that a larger share of the answers has does not tell one from the others."""
IDEAS: Final = ("c:", "a:", "p:")
"""Prefixes of the features that stand for ideas, aspects and places."""

_QUESTION_WORDS: Final = frozenset(
    f"w:{word}"
    for word in "how much long mani when where whi what which who 多少 多少钱 钱 怎么 什么 哪里 哪儿 几 多久 为什么 怎么样".split()  # noqa: SIM905
)


class Wordings:
    """The phrasings of answers as weighted features; an answer is known by its place."""

    def __init__(self, owners: Sequence[int], phrasings: Sequence[Features], answers: Sequence[Features]) -> None:
        """`owners`: the answer of each phrasing."""
        self._owners = list(owners)
        holders: dict[str, set[int]] = defaultdict(set)
        for owner, vector in zip(owners, phrasings, strict=True):
            for name in vector:
                holders[name].add(owner)
        self._count = max(1, len(answers))
        self._rarity = {name: math.log(1 + self._count / len(held)) for name, held in holders.items()}
        self._unseen = math.log(1 + self._count)
        self.vectors = [self.weighted(vector) for vector in phrasings]
        self._postings = postings(self.vectors)
        self.members: list[list[int]] = [[] for _ in answers]
        for index, owner in enumerate(owners):
            self.members[owner].append(index)
        self._answers = [self.weighted(vector) for vector in answers]
        self._of_answers = postings(self._answers)
        self._having = self._who_has()
        self._ideas = [frozenset(name for name in vector if name[:2] in IDEAS) for vector in self.vectors]
        self._shared = [self._shared_ideas(members) for members in self.members]

    def _who_has(self) -> dict[str, list[tuple[int, int, bool]]]:
        """Feature to the answers that have it: in how many phrasings, and whether in the text of the answer."""
        found: dict[str, list[tuple[int, int, bool]]] = defaultdict(list)
        for owner, (members, answer) in enumerate(zip(self.members, self._answers, strict=True)):
            held = Counter(name for index in members for name in self.vectors[index])
            for name in dict.fromkeys((*held, *answer)):
                found[name].append((owner, held[name], name in answer))
        return found

    def weighted(self, vector: Features) -> Features:
        """The features by how rare they are, of length one."""
        raw = {name: weight * self._rarity.get(name, 0.6 * self._unseen) for name, weight in vector.items()}
        norm = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {name: weight / norm for name, weight in raw.items()}

    def similar(self, query: Features) -> Scores:
        """Cosine to each phrasing."""
        return likeness(query, self._postings, len(self.vectors))

    def scores(self, query: Features, similar: Scores, *, without: int | None = None) -> tuple[Scores, Scores]:
        """Each answer's score, and the cosine of its nearest phrasing. `without` leaves one phrasing out."""
        scores, nearest = np.zeros(len(self.members)), np.zeros(len(self.members))
        wholes = self._wholes(query, without)
        for owner, members in enumerate(self.members):
            near = sorted((float(similar[index]) for index in members if index != without), reverse=True)
            if near:
                second = near[1] if len(near) > 1 else near[0]
                scores[owner], nearest[owner] = NEAREST * near[0] + SECOND * second + WHOLE * wholes[owner], near[0]
        return scores, nearest

    def _wholes(self, query: Features, without: int | None) -> list[float]:
        """How much of the query's weight any phrasing of each answer (or its text) also has."""
        totals = [0.0] * len(self.members)
        own = self.vectors[without] if without is not None else {}
        owner_left_out = self._owners[without] if without is not None else None
        for name, weight in query.items():
            square = weight * weight
            for owner, held, in_text in self._having.get(name, ()):
                if held > (owner == owner_left_out and name in own):
                    totals[owner] += square
                elif in_text:
                    totals[owner] += ANSWER_TEXT * square
        return totals

    def in_answers(self, query: Features) -> Scores:
        """Cosine to the text of each answer itself."""
        return likeness(query, self._of_answers, len(self._answers))

    def telling(self, raw: Mapping[str, float], owner: int) -> bool:
        """Whether the message shares with the answer something that few others have: `how much` alone tells nothing."""
        if not asks_more_than_a_word(raw):
            return False
        few = math.log(1 + self._count / max(2.0, self._count * COMMON_SHARE))
        members = [self.vectors[index] for index in self.members[owner]]
        return any(
            self._rarity.get(name, 0.0) >= few and any(name in member for member in members)
            for name in raw
            if not name.startswith("g:") and name not in _QUESTION_WORDS
        )

    def missing(self, query: Mapping[str, float], owner: int, without: int | None) -> float:
        """Which part of the ideas that the phrasings of the answer share is not in the query."""
        shared = self._shared[owner]
        if without is not None:
            shared = self._shared_ideas([index for index in self.members[owner] if index != without])
        total = sum(shared.values())
        return sum(weight for name, weight in shared.items() if name not in query) / total if total else 0.0

    def _shared_ideas(self, members: Sequence[int]) -> dict[str, float]:
        """The ideas of these phrasings, each by how rare it is and how many of them have it."""
        shared: dict[str, float] = defaultdict(float)
        for index in members:
            for name in self.vectors[index]:
                if name[:2] in IDEAS:
                    shared[name] += self._rarity[name] / len(members)
        return shared

    def ideas_shared(self, query: Mapping[str, float], owner: int, without: int | None) -> float:
        """The largest share of ideas that the query has in common with a phrasing of the answer."""
        return self._shared_with(frozenset(name for name in query if name[:2] in IDEAS), owner, without)

    def ideas_shared_with_each(self, query: Mapping[str, float]) -> list[float]:
        """The same for each answer."""
        asked = frozenset(name for name in query if name[:2] in IDEAS)
        return [self._shared_with(asked, owner, None) if asked else 0.0 for owner in range(len(self.members))]

    def _shared_with(self, asked: frozenset[str], owner: int, without: int | None) -> float:
        theirs = (self._ideas[index] for index in self.members[owner] if index != without)
        return max((len(asked & one) / len(asked | one) for one in theirs if asked | one), default=0.0)


def asks_more_than_a_word(raw: Mapping[str, float]) -> bool:
    """Whether the features hold more than a subject."""
    return sum(name.startswith("w:") for name in raw) >= FEWEST_WORDS


def postings(vectors: Sequence[Features]) -> dict[str, list[tuple[int, float]]]:
    """Who holds which feature, and how much of it."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for index, vector in enumerate(vectors):
        for name, weight in vector.items():
            found[name].append((index, weight))
    return found


def likeness(query: Features, held: Mapping[str, list[tuple[int, float]]], count: int) -> Scores:
    """Cosine of a query to each of the `count` vectors of which `held` are the postings."""
    similar = [0.0] * count
    for name, weight in query.items():
        for index, other in held.get(name, ()):
            similar[index] += weight * other
    return np.array(similar)
