"""Finds the approved answer a message asks for, or the three likeliest, or nothing. Pure, lexical.

Each answer is known by its phrasings and its own text. A message is compared with every phrasing (cosine over rare
words, ideas, places and n-grams); an answer's score blends its nearest phrasing, its two nearest and its whole
vocabulary. How sure that is is learnt from the phrasings themselves: each is asked in turn with itself left out, and once
more with its whole answer left out, when every answer would be wrong. The threshold is the lowest from which, by these
trials, answers are right often enough (`sureness.threshold`). An answer that cannot be what is asked (`fitting.misfit`)
is never given without asking back; the words of a phrasing itself are always enough.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Lang
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.features import features
from mercery.knowledge.fitting import misfit, profile
from mercery.knowledge.sureness import NEVER, Signs, Sureness, Trial, learn, threshold

UNKNOWN_WEIGHT: Final = 0.5
"""How much a question the shop has no answer for counts against a question it has, when the threshold is chosen."""
CHOICE_FLOOR: Final = 0.16
"""Below this score an answer is not even worth offering as one of three."""
SHARPNESS: Final = 12.0
"""How strongly the best score stands out when its share among all is counted."""
MOST_TRIALS: Final = 400
NEAREST: Final = 0.3
SECOND: Final = 0.2
WHOLE: Final = 0.5
"""Weights of the nearest phrasing, the second nearest, and the answer's whole vocabulary."""
FEWEST_WORDS: Final = 2
"""One word alone is a subject, not a question: it brings choices."""
COMMON_SHARE: Final = 0.12
"""A word or idea that a larger share of the answers has does not tell one from the others."""
ANSWER_TEXT: Final = 0.5
"""How much the words of the answer itself count in its vocabulary."""

IDEAS: Final = ("c:", "a:", "p:")
"""Prefixes of the features that stand for ideas, aspects and places."""

_QUESTION_WORDS: Final = frozenset(
    f"w:{word}"
    for word in "how much long mani when where whi what which who 多少 多少钱 钱 怎么 什么 哪里 哪儿 几 多久 为什么 怎么样".split()  # noqa: SIM905
)

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
    """The probability that the first candidate is right."""
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
        self._profiles = [
            profile((text for owner, text in self._texts if owner == index), answer)
            for index, answer in enumerate(whole)
        ]
        self._exact = {_plain(text): self.keys[owner] for owner, text in self._texts}
        self._model: Sureness | None = None
        self._build([features(text) for _, text in self._texts], [features(text) for text in whole])
        self.threshold = self._calibrate()

    def exact(self, text: str) -> str | None:
        """The key of the answer of which the text is a phrasing, capitals and marks aside."""
        return self._exact.get(_plain(text))

    def match(self, text: str) -> Match:
        """The answer to `text`, or the choices, or nothing."""
        raw = features(text)
        scored = self._scores(self._weighted(raw))
        exact = self.exact(text)
        fits = (
            exact is not None
            or not scored
            or (self._telling(raw, scored[0][1]) and misfit(text, self._profiles[scored[0][1]]) is None)
        )
        return self._judge(scored, self._signs(raw, scored, None), exact=exact, fits=fits)

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

    def _telling(self, raw: Mapping[str, float], owner: int) -> bool:
        """Whether the message shares with the answer something that few others have: `how much` alone tells nothing."""
        if sum(name.startswith("w:") for name in raw) < FEWEST_WORDS:
            return False
        few = math.log(1 + len(self.keys) / max(2.0, len(self.keys) * COMMON_SHARE))
        members = [self._vectors[index] for index in self._members[owner]]
        return any(
            self._rarity.get(name, 0.0) >= few and any(name in member for member in members)
            for name in raw
            if not name.startswith("g:") and name not in _QUESTION_WORDS
        )

    def _missing(self, query: Mapping[str, float], owner: int, without: int | None) -> float:
        """Which part of the ideas that the phrasings of the answer share is not in the query."""
        members = [self._vectors[index] for index in self._members[owner] if index != without]
        shared: dict[str, float] = defaultdict(float)
        for vector in members:
            for name in vector:
                if name[:2] in IDEAS:
                    shared[name] += self._rarity[name] / len(members)
        total = sum(shared.values())
        return sum(weight for name, weight in shared.items() if name not in query) / total if total else 0.0

    def _judge(self, scored: list[tuple[float, int]], signs: Signs, *, exact: str | None, fits: bool) -> Match:
        candidates = [
            Candidate(key=self.keys[owner], score=round(score, 4))
            for score, owner in scored[:3]
            if score >= CHOICE_FLOOR
        ]
        if exact:
            rest = [one for one in candidates if one.key != exact]
            candidates = [Candidate(key=exact, score=1.0), *rest][:3]
        sure = 1.0 if exact else (self._model.of(signs) if self._model and scored else 0.0)
        direct = bool(candidates) and (exact is not None or (fits and sure >= self.threshold))
        verdict: Verdict = "direct" if direct else ("choices" if candidates else "none")
        return Match(
            verdict=verdict, candidates=tuple(candidates), sure=round(sure, 4), threshold=round(self.threshold, 4)
        )

    def _signs(self, raw: dict[str, float], scored: Sequence[tuple[float, int]], without: int | None) -> Signs:
        """What tells a right match from a wrong one: scores, leads, and how ideas and words are shared."""
        first, second, third = ([score for score, _ in scored[:3]] + [0.0, 0.0, 0.0])[:3]
        members = [self._vectors[i] for i in self._members[scored[0][1]] if i != without] if scored else []
        asked = {name for name in raw if name[:2] in IDEAS}
        theirs = [{name for name in member if name[:2] in IDEAS} for member in members]
        words = [name for name in raw if name.startswith("w:")]
        known: set[str] = set().union(*members, self._answer_vectors[scored[0][1]]) if scored else set()
        strange = [self._rarity.get(name, self._unseen) for name in (*words, *asked) if name not in known]
        crowd = sum(math.exp(SHARPNESS * score) for score, _ in scored) or 1.0
        return (
            first,
            first - second,
            second - third,
            max((len(asked & one) / len(asked | one) for one in theirs if asked | one), default=0.0),
            len(asked & set().union(*theirs)) / len(asked) if asked and theirs else 0.0,
            sum(any(name in member for member in members) for name in words) / len(words) if words else 0.0,
            math.exp(SHARPNESS * first) / crowd,
            1 / (1 + len(words)),
            self._missing(raw, scored[0][1], without) if scored else 1.0,
            max(strange, default=0.0) / self._unseen,
            sum(name not in known for name in asked) / (1 + len(asked)),
        )

    def _calibrate(self) -> float:
        """Ask every phrasing with itself left out, and with its whole answer left out; learn from both."""
        trials: list[Trial] = []
        step = max(1, len(self._texts) // MOST_TRIALS)
        for index in range(0, len(self._texts), step):
            owner, text = self._texts[index]
            if len(self._members[owner]) < 2:
                continue
            raw = features(text)
            scored = self._scores(self._vectors[index], without=index)
            right = bool(scored) and scored[0][1] == owner
            trials.append(Trial(signs=self._signs(raw, scored, index), weight=1.0, right=right))
            unknown = [one for one in scored if one[1] != owner]
            trials.append(Trial(signs=self._signs(raw, unknown, None), weight=UNKNOWN_WEIGHT, right=False))
        self._model = learn(trials)
        return threshold(self._model, trials) if self._model else NEVER


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
