"""Finds the approved answer a message asks for, or the three likeliest, or nothing. Pure, lexical.

Each answer is known by its phrasings and its own text. A message is compared with every phrasing (cosine over rare
words, ideas, places and n-grams); an answer's score blends its nearest phrasing, its two nearest and its whole
vocabulary. How sure that is is learnt from the phrasings themselves: each is asked in turn with itself left out, and once
more with its whole answer left out, when every answer would be wrong. The threshold is the lowest score at which the
answers so given were right often enough.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Lang
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.features import features

PRECISION: Final = 0.97
"""Share of answers that must have been right, in leaving-one-out, at the chosen threshold."""
UNKNOWN_WEIGHT: Final = 0.5
"""How much a question the shop has no answer for counts against a question it has, when the threshold is chosen."""
CHOICE_FLOOR: Final = 0.16
"""Below this score an answer is not even worth offering as one of three."""
NEAREST: Final = 0.3
SECOND: Final = 0.2
WHOLE: Final = 0.5
"""Weights of the nearest phrasing, the second nearest, and the answer's whole vocabulary."""
ANSWER_TEXT: Final = 0.5
"""How much the words of the answer itself count in its vocabulary."""

Verdict = Literal["direct", "choices", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One answer and how well it fits."""

    key: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What was found for a message."""

    verdict: Verdict
    candidates: tuple[Candidate, ...]
    """Best first, at most three."""
    sure: float
    """The figure compared with the threshold: score and lead together."""
    threshold: float


class AnswerIndex:
    """All answers of a shop in one language, ready to be asked."""

    def __init__(self, answers: Sequence[ApprovedAnswer], lang: Lang) -> None:
        self.keys: list[str] = []
        self._texts: list[tuple[int, str]] = []
        whole: list[str] = []
        for answer in answers:
            asked = answer.asked_as(lang)
            if asked:
                self._texts += [(len(self.keys), text) for text in asked]
                whole.append(answer.answer.text(lang))
                self.keys.append(answer.key)
        self._exact = {_plain(text): self.keys[owner] for owner, text in self._texts}
        self._build([features(text) for _, text in self._texts], [features(text) for text in whole])
        self.threshold = self._calibrate()

    def exact(self, text: str) -> str | None:
        """The key of the answer of which the text is a phrasing, capitals and marks aside."""
        return self._exact.get(_plain(text))

    def match(self, text: str) -> Match:
        """The answer to `text`, or the choices, or nothing."""
        return self._judge(self._scores(self._vector(features(text))))

    def _build(self, phrasings: list[dict[str, float]], answers: list[dict[str, float]]) -> None:
        """Rarity of every feature over answers, then the vectors and who holds which feature."""
        holders: dict[str, set[int]] = defaultdict(set)
        for (owner, _), vector in zip(self._texts, phrasings, strict=True):
            for name in vector:
                holders[name].add(owner)
        count = max(1, len(self.keys))
        self._rarity = {name: math.log(1 + count / len(owners)) for name, owners in holders.items()}
        self._unseen = math.log(1 + count)
        self._vectors = [self._weighted(vector) for vector in phrasings]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, vector in enumerate(self._vectors):
            for name, weight in vector.items():
                self._postings[name].append((index, weight))
        self._members: list[list[int]] = [[] for _ in self.keys]
        for index, (owner, _) in enumerate(self._texts):
            self._members[owner].append(index)
        self._answer_vectors = [self._weighted(vector) for vector in answers]

    def _weighted(self, vector: dict[str, float]) -> dict[str, float]:
        raw = {name: weight * self._rarity.get(name, 0.6 * self._unseen) for name, weight in vector.items()}
        norm = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {name: weight / norm for name, weight in raw.items()}

    def _vector(self, vector: dict[str, float]) -> dict[str, float]:
        return self._weighted(vector)

    def _scores(self, query: dict[str, float], *, without: int | None = None) -> list[tuple[float, int]]:
        """Each answer's score, best first. `without` leaves one phrasing out."""
        similar = [0.0] * len(self._vectors)
        for name, weight in query.items():
            for index, other in self._postings.get(name, ()):
                similar[index] += weight * other
        scored = []
        for owner, members in enumerate(self._members):
            near = sorted((similar[index] for index in members if index != without), reverse=True)
            if near:
                second = near[1] if len(near) > 1 else near[0]
                whole = self._whole(query, owner, without)
                scored.append((NEAREST * near[0] + SECOND * second + WHOLE * whole, owner))
        scored.sort(reverse=True)
        return scored

    def _whole(self, query: dict[str, float], owner: int, without: int | None) -> float:
        """How much of the query's weight any phrasing of the answer (or its text) also has."""
        members = [self._vectors[index] for index in self._members[owner] if index != without]
        answer, total = self._answer_vectors[owner], 0.0
        for name, weight in query.items():
            if any(name in vector for vector in members):
                total += weight * weight
            elif name in answer:
                total += ANSWER_TEXT * weight * weight
        return total

    def _judge(self, scored: list[tuple[float, int]]) -> Match:
        candidates = tuple(
            Candidate(key=self.keys[owner], score=round(score, 4))
            for score, owner in scored[:3]
            if score >= CHOICE_FLOOR
        )
        sure = _sure(scored)
        verdict: Verdict = "direct" if candidates and sure >= self.threshold else ("choices" if candidates else "none")
        return Match(verdict=verdict, candidates=candidates, sure=round(sure, 4), threshold=round(self.threshold, 4))

    def _calibrate(self) -> float:
        """The lowest sureness from which on the answers of leaving-one-out were right often enough."""
        trials: list[tuple[float, float, bool]] = []
        for index, (owner, _) in enumerate(self._texts):
            if len(self._members[owner]) < 2:
                continue
            scored = self._scores(self._vectors[index], without=index)
            trials.append((_sure(scored), 1.0, bool(scored) and scored[0][1] == owner))
            unknown = [one for one in scored if one[1] != owner]
            trials.append((_sure(unknown), UNKNOWN_WEIGHT, False))
        return threshold_for(trials)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def _sure(scored: Sequence[tuple[float, int]]) -> float:
    """Score of the best and its lead over the next, as one figure."""
    if not scored:
        return 0.0
    best = scored[0][0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    return best + 1.5 * (best - second)


def threshold_for(trials: Sequence[tuple[float, float, bool]], precision: float = PRECISION) -> float:
    """The lowest sureness at which the weighted share of right trials at or above it is `precision`; 1.0 without trials.

    Small numbers are not trusted: one wrong trial is always added, so that a threshold needs some thirty right answers.
    """
    best, right, wrong = 10.0, 0.0, 0.0
    for sure, weight, ok in sorted(trials, reverse=True):
        right += weight if ok else 0.0
        wrong += 0.0 if ok else weight
        if right / (right + wrong + 0.5) >= precision:
            best = sure
    return best if trials else 1.0
