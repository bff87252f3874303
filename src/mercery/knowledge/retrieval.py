"""Finds the approved answer a message asks for, or the three likeliest, or nothing. Pure: vectors are handed in.

A message is compared with every phrasing of every answer by its words (`wordings.py`) and, where vectors of the phrasings
are handed in, by its meaning (`meaning.py`). For the model that ships, weights learnt from many shops tell which answer is
asked for and how likely (`ranking.py`). Without them words and meaning count alike, and how sure a match is is learnt
from the phrasings themselves: each is asked in turn with itself left out, and once more with its whole answer left out,
when every answer would be wrong; so it would be for common questions that no answer covers (`background.py`). The threshold is the lowest from which, by these
trials, answers are right often enough (`sureness.threshold`). An answer that cannot be what is asked (`fitting`) is never
given without asking back; the words of a phrasing itself are always enough.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from mercery.core.i18n import Lang
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.background import Background
from mercery.knowledge.evidence import evidence
from mercery.knowledge.features import features
from mercery.knowledge.fitting import contrary, misfit, profile
from mercery.knowledge.meaning import Meaning, Meant, Nearness, Vector
from mercery.knowledge.ranking import Matrix, Ranking
from mercery.knowledge.sameness import plain_half, taught_half
from mercery.knowledge.sureness import NEVER, Signs, Sureness, Trial, learn, threshold
from mercery.knowledge.wordings import Features, Scores, Wordings, asks_more_than_a_word

UNKNOWN_WEIGHT: Final = 0.25
"""How much a question whose answer is left out counts against one that has an answer, when the threshold is chosen."""
FOREIGN_WEIGHT: Final = 0.5
"""How much the common questions that no answer covers count, all together, for each question of the shop's own."""
CHOICE_FLOOR: Final = 0.12
"""Below this score no answer is even worth offering as one of three."""
SECOND_FLOOR: Final = 0.05
"""Below this score an answer is not worth offering beside a better one."""
SHARPNESS: Final = 12.0
"""How strongly the best score stands out when its share among all is counted."""
MOST_TRIALS: Final = 400
MATCHES_KEPT: Final = 64
"""Messages of which the match is kept: those of the turns of this moment, 4 KB each."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A message (or a phrasing left out) held against every answer."""

    raw: Features
    worded: Scores
    """Each answer's score by words."""
    nearest: Scores
    """Cosine by words to the nearest phrasing of each answer."""
    meant: Meant | None
    common: tuple[float, float]
    """Likeness to the nearest common question that no answer covers: by words, by meaning."""
    without: int | None = None
    signs: Matrix | None = None
    """What a learnt ranking weighs: a row for each answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blend:
    """How scores by meaning are put on the scale of scores by words, which the floors are meant for."""

    worded: float
    near: float
    learnt: float
    scale: float
    shift: float

    def of(self, asked: _Asked) -> Scores:
        """Each answer's score by words and meaning, in equal parts."""
        if asked.meant is None:
            return asked.worded
        return self.scale * (self.mixed(asked.worded, asked.meant)) + self.shift

    def mixed(self, worded: Scores, meant: Meant) -> Scores:
        """The blend on a scale of its own."""
        return worded / self.worded + (meant.near / self.near + meant.learnt / self.learnt) / 2


_BY_WORDS: Final = _Blend(worded=1.0, near=1.0, learnt=1.0, scale=1.0, shift=0.0)


class AnswerIndex:
    """All answers of a shop in one language, ready to be asked."""

    def __init__(
        self,
        answers: Sequence[ApprovedAnswer],
        lang: Lang,
        vectors: Mapping[str, Vector] | None = None,
        ranking: Ranking | None = None,
    ) -> None:
        """`vectors`: of every text in `texts_of(answers, lang)`; without them words alone decide.

        `ranking`: weights learnt for the model the vectors come from; without them the shop's phrasings are learnt from.
        """
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
        self._matched: dict[tuple[str, bytes | None], Match] = {}
        self._exact = {_plain(text): self.keys[owner] for owner, text in self._texts}
        owners, texts = [owner for owner, _ in self._texts], [text for _, text in self._texts]
        self._words = Wordings(owners, [features(text) for text in texts], [features(text) for text in whole])
        self._ranking = ranking if vectors and texts else None
        self._plain: Nearness | None = None
        if self._ranking is not None and vectors:
            members = [np.flatnonzero(np.asarray(owners) == place) for place in range(len(whole))]
            self._plain = Nearness(plain_half(_stacked(texts, vectors)), members, plain_half(_stacked(whole, vectors)))
            vectors = {text: taught_half(vector) for text, vector in vectors.items()}
        self._meaning = Meaning(texts, owners, whole, vectors) if vectors and texts else None
        self._background = Background(lang, self._words, self._meaning, vectors or {})
        self._blend = _BY_WORDS
        self._model: Sureness | None = None
        self.threshold = self._ranking.threshold if self._ranking is not None else self._calibrate()

    @property
    def needs_vector(self) -> bool:
        """Whether messages are asked with their vector."""
        return self._meaning is not None

    def exact(self, text: str) -> str | None:
        """The key of the answer of which the text is a phrasing, capitals and marks aside."""
        return self._exact.get(_plain(text))

    def match(self, text: str, vector: Vector | None = None) -> Match:
        """The answer to `text`, or the choices, or nothing. `vector`: the message's own, where `needs_vector`.

        Kept for the messages asked last: a turn asks for the same words from several sides.
        """
        key = text, None if vector is None else vector.tobytes()
        known = self._matched.get(key)
        if known is None:
            known = self._matched[key] = self._match(text, vector)
            while len(self._matched) > MATCHES_KEPT:
                with suppress(KeyError, StopIteration, RuntimeError):  # another thread was here
                    del self._matched[next(iter(self._matched))]
        return known

    def _match(self, text: str, vector: Vector | None) -> Match:
        asked = self._asked(text, vector)
        scores, chances = self._scored(asked)
        exact = self.exact(text)
        if not len(scores) or not np.any(asked.worded > 0):
            return self._judge(np.zeros(0), 0.0, exact=exact, fits=False)
        best = int(scores.argmax())
        fits = exact is not None or self._fits(text, asked, best)
        return self._judge(scores, chances(best), exact=exact, fits=fits)

    def _fits(self, text: str, asked: _Asked, best: int) -> bool:
        """Whether nothing speaks against giving the best answer at once, however sure it is.

        To learnt weights words shared and misfits are signs among others, so that less is left to stop an answer.
        """
        if asked.signs is None:
            return self._words.telling(asked.raw, best) and misfit(text, self._profiles[best]) is None
        return asks_more_than_a_word(asked.raw) and contrary(text, self._profiles[best]) is None

    def evidence(self, text: str, vector: Vector, *, hide: int | None = None) -> tuple[Matrix, tuple[float, float]]:
        """What a ranking weighs, to learn one from: the signs of each answer, and likeness to common questions."""
        asked = self._asked(text, vector, hide=hide)
        if asked.signs is None:
            raise ValueError("Only an index with a ranking has signs to weigh.")
        return asked.signs, asked.common

    def foreign(self) -> list[tuple[int, str, Vector | None]]:
        """Common questions that no answer covers: their subject, words and vector."""
        return self._background.foreign()

    def _scored(self, asked: _Asked) -> tuple[Scores, Callable[[int], float]]:
        """Each answer's score, and how sure one of them would be."""
        if self._ranking is not None and asked.signs is not None and len(asked.signs):
            sure = self._ranking.chances(asked.signs, asked.common)
            return self._ranking.scores(asked.signs), lambda best: float(sure[best])
        scores = self._blend.of(asked)
        model = self._model
        return scores, lambda best: model.of(self._signs(asked, scores)) if model else 0.0

    def _asked(self, text: str, vector: Vector | None, *, hide: int | None = None) -> _Asked:
        """`hide` leaves a common subject out."""
        raw = features(text)
        query = self._words.weighted(raw)
        worded, nearest = self._words.scores(query, self._words.similar(query))
        given = vector
        if self._meaning is None:
            vector = None
        elif vector is None:
            raise ValueError("This index asks for the message's vector.")
        elif self._ranking is not None:
            vector = taught_half(vector)
        meant = self._meaning.of(text, vector) if self._meaning is not None and vector is not None else None
        common = self._background.nearest(query, vector, hide=hide)
        signs = None
        if self._plain is not None and meant is not None and given is not None:
            plain = self._plain.of(plain_half(given))
            signs = evidence(text, raw, self._words, self._profiles, (worded, nearest), meant, plain)
        return _Asked(raw=raw, worded=worded, nearest=nearest, meant=meant, common=common, signs=signs)

    def _left_out(self, index: int) -> _Asked:
        """A phrasing asked as if the shop did not know it."""
        query = self._words.vectors[index]
        worded, nearest = self._words.scores(query, self._words.similar(query), without=index)
        return _Asked(
            raw=features(self._texts[index][1]),
            worded=worded,
            nearest=nearest,
            meant=self._meaning.left_out(index) if self._meaning is not None else None,
            common=self._background.nearest(query, self._meaning.vectors[index] if self._meaning is not None else None),
            without=index,
        )

    def _judge(self, scores: Scores, sure: float, *, exact: str | None, fits: bool) -> Match:
        worth = bool(len(scores)) and float(scores.max()) >= CHOICE_FLOOR
        order = np.argsort(-scores, kind="stable")[:3] if worth else ()
        candidates = [
            Candidate(key=self.keys[owner], score=round(float(scores[owner]), 4))
            for owner in order
            if scores[owner] >= SECOND_FLOOR
        ]
        if exact:
            rest = [one for one in candidates if one.key != exact]
            candidates = [Candidate(key=exact, score=1.0), *rest][:3]
        sure = 1.0 if exact else sure
        direct = bool(candidates) and (exact is not None or (fits and sure >= self.threshold))
        verdict: Verdict = "direct" if direct else ("choices" if candidates else "none")
        return Match(
            verdict=verdict, candidates=tuple(candidates), sure=round(sure, 4), threshold=round(self.threshold, 4)
        )

    def _signs(self, asked: _Asked, scores: Scores, *, but: int | None = None) -> Signs:
        """What speaks for the best answer; more of each sign speaks more for it. `but` leaves an answer out."""
        if but is not None:
            scores = scores.copy()
            scores[but] = -math.inf
        best = int(scores.argmax())
        powers = np.exp(SHARPNESS * (scores - scores[best]))
        signs = (
            float(scores[best]),
            _lead(scores, best, but),
            float(1.0 / powers.sum()),
            -self._words.missing(asked.raw, best, asked.without),
            float(asked.nearest[best] - asked.common[0]),
        )
        if asked.meant is None:
            return signs
        nearest, near, learnt = asked.meant.nearest, asked.meant.near, asked.meant.learnt
        return (
            *signs,
            self._words.ideas_shared(asked.raw, best, asked.without),
            float(near[best]),
            float(learnt[best]),
            _lead(learnt, best, but),
            float(_lead(asked.worded, best, but) >= 0),
            float(_lead(near, best, but) >= 0),
            float(_lead(learnt, best, but) >= 0),
            float(nearest[best] - asked.common[1]),
            float(near[best] - asked.common[1]),
        )

    def _calibrate(self) -> float:
        """Ask every phrasing with itself left out, and with its whole answer left out, and every foreign question."""
        step = max(1, len(self._texts) // MOST_TRIALS)
        own = [
            (self._texts[index][0], self._left_out(index))
            for index in range(0, len(self._texts), step)
            if len(self._words.members[self._texts[index][0]]) > 1
        ]
        if len(self.keys) < 2 or not own:
            return NEVER
        self._blend = _blend(own)
        trials = []
        for owner, asked in own:
            scores = self._blend.of(asked)
            right = int(scores.argmax()) == owner
            trials.append(Trial(signs=self._signs(asked, scores), weight=1.0, right=right))
            # With its answer gone, the phrasings of the others are all there.
            unknown = self._signs(replace(asked, without=None), scores, but=owner)
            trials.append(Trial(signs=unknown, weight=UNKNOWN_WEIGHT, right=False))
        foreign = self._background.foreign()
        for subject, text, vector in foreign:
            asked = self._asked(text, vector, hide=subject)
            weight = FOREIGN_WEIGHT * len(own) / len(foreign)
            trials.append(Trial(signs=self._signs(asked, self._blend.of(asked)), weight=weight, right=False))
        self._model = learn(trials)
        return threshold(self._model, trials) if self._model else NEVER


def _stacked(texts: Sequence[str], vectors: Mapping[str, Vector]) -> Vector:
    return np.stack([vectors[text] for text in texts]).astype(np.float32)


def texts_of(answers: Sequence[ApprovedAnswer], lang: Lang) -> list[str]:
    """The texts of which an index with meaning needs the vectors."""
    own = [
        text for answer in answers if (asked := answer.asked_as(lang)) for text in (*asked, answer.answer.text(lang))
    ]
    return list(dict.fromkeys([*own, *Background.texts(lang)]))


def _blend(own: Sequence[tuple[int, _Asked]]) -> _Blend:
    """Words and meaning spread alike over the answers; right and other answers score on average as they do by words."""
    if own[0][1].meant is None:
        return _BY_WORDS
    worded = np.stack([asked.worded for _, asked in own])
    near = np.stack([asked.meant.near for _, asked in own if asked.meant])
    learnt = np.stack([asked.meant.learnt for _, asked in own if asked.meant])
    plain = _Blend(worded=_spread(worded), near=_spread(near), learnt=_spread(learnt), scale=1.0, shift=0.0)
    mixed = np.stack([plain.mixed(asked.worded, asked.meant) for _, asked in own if asked.meant])
    is_right = np.zeros(worded.shape, dtype=np.bool_)
    is_right[np.arange(len(own)), [owner for owner, _ in own]] = True
    high, low = float(mixed[is_right].mean()), float(mixed[~is_right].mean())
    wanted_high, wanted_low = float(worded[is_right].mean()), float(worded[~is_right].mean())
    scale = (wanted_high - wanted_low) / (high - low) if high > low else 1.0
    return replace(plain, scale=scale, shift=wanted_low - scale * low)


def _spread(scores: Scores | Vector) -> float:
    return float((scores - scores.mean(axis=1, keepdims=True)).std()) or 1.0


def _lead(scores: Scores | Vector, best: int, but: int | None) -> float:
    """How far the best answer is ahead of the best other one."""
    others = [float(score) for owner, score in enumerate(scores) if owner not in (best, but)]
    return float(scores[best]) - max(others, default=0.0)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
