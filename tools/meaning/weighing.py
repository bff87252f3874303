"""Learns how to weigh the signs by which an answer is found, from shops that are asked.

Each shop is laid out many times: a part of its subjects is taken away (nothing answers them), of the others some phrasings
are known and the rest are asked, and so are common questions that no answer covers. A conditional logit is fitted to what
the index says of each answer.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from tools.meaning.material import Subject

from mercery.core.i18n import Lang, Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.meaning import Vector
from mercery.knowledge.ranking import OUTSIDE, SIGNS, Ranking, from_json
from mercery.knowledge.retrieval import AnswerIndex

TAKEN_AWAY: Final = 0.25
KNOWN: Final = (6, 6, 5, 6, 4, 3)
"""How many phrasings are known, by turns."""
ASKED: Final = 3
WITHOUT: Final = 20
"""Messages asked of each shop which none of its answers answers."""
COMMON: Final = 12
"""Common questions asked of each shop."""
PENALTY: Final = 1.0

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """One question asked of one shop: the signs of each answer, and the place of the right one (-1: none)."""

    signs: Matrix
    outside: tuple[float, float]
    right: int


def lay_out(
    subjects: Sequence[Subject], vectors: Mapping[str, Vector], seed: int, without: Sequence[str] = ()
) -> list[Asked]:
    """One shop with a part of its subjects, asked. `without`: messages that it does not answer."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    order = chance.sample(subjects, len(subjects))
    gone, kept = order[: int(TAKEN_AWAY * len(order))], order[int(TAKEN_AWAY * len(order)) :]
    answers: list[ApprovedAnswer] = []
    asked: list[tuple[str, int]] = []
    for place, subject in enumerate(kept):
        texts = chance.sample(subject.texts, len(subject.texts))
        known = max(2, min(KNOWN[seed % len(KNOWN)], len(texts) - 2))
        phrasings: dict[Lang, tuple[str, ...]] = {"en": tuple(texts[1:known])}
        question, answer = Words(texts[0]), Words(subject.answer)
        answers.append(ApprovedAnswer(key=str(place), question=question, answer=answer, phrasings=phrasings))
        asked += [(text, place) for text in texts[known : known + ASKED]]
    asked += [(text, -1) for subject in gone for text in chance.sample(subject.texts, min(ASKED, len(subject.texts)))]
    asked += [(text, -1) for text in chance.sample(without, min(WITHOUT, len(without)))]
    index = AnswerIndex(answers, "en", vectors, unweighed())
    found = _asked(index, vectors, asked)
    foreign = index.foreign()
    for place, text, _ in chance.sample(foreign, min(COMMON, len(foreign))):
        found.append(Asked(*index.evidence(text, vectors[text], hide=place), -1))
    return found


def whole_shop(
    subjects: Sequence[Subject], messages: Sequence[tuple[str, int]], vectors: Mapping[str, Vector]
) -> list[Asked]:
    """A shop with all that it knows, asked messages that others wrote, each with the place of its answer or -1."""
    answers = [
        ApprovedAnswer(
            key=str(place),
            question=Words(one.texts[0]),
            answer=Words(one.answer),
            phrasings={"en": one.texts[1:]},
        )
        for place, one in enumerate(subjects)
    ]
    return _asked(AnswerIndex(answers, "en", vectors, unweighed()), vectors, messages)


def _asked(index: AnswerIndex, vectors: Mapping[str, Vector], asked: Sequence[tuple[str, int]]) -> list[Asked]:
    return [Asked(*index.evidence(text, vectors[text]), right) for text, right in asked]


def unweighed() -> Ranking:
    """A ranking with no weights yet."""
    names = {"signs": SIGNS, "outside": OUTSIDE}
    blank: dict[str, Any] = {group: {name: [0.0, 1.0, 0.0, 1.0] for name in own} for group, own in names.items()}
    return from_json({**blank, "offset": 0.0, "threshold": 1.0, "scale": 1.0, "shift": 0.0})


def fit(rows: Sequence[Asked]) -> dict[str, Any]:
    """Weights of greatest likelihood, as `ranking.json` holds them; threshold and scale are still to come."""
    counts = [len(one.signs) for one in rows]
    starts = np.r_[0, np.cumsum(counts)[:-1]]
    signs, outside = np.concatenate([one.signs for one in rows]), np.array([one.outside for one in rows])
    centre, spread, signs = _standard(signs)
    out_centre, out_spread, outside = _standard(outside)
    owner = np.repeat(np.arange(len(rows)), counts)
    answerable = np.array([one.right >= 0 for one in rows])
    right = np.array([start + max(one.right, 0) for start, one in zip(starts, rows, strict=True)])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        inner, outer, offset = weights[: len(SIGNS)], weights[len(SIGNS) : -1], weights[-1]
        worth, none = signs @ inner, outside @ outer + offset
        most = np.maximum(np.maximum.reduceat(worth, starts), none)
        powers, none_power = np.exp(worth - most[owner]), np.exp(none - most)
        total = np.add.reduceat(powers, starts) + none_power
        happened = np.where(answerable, worth[right], none)
        share, none_share = powers / total[owner], none_power / total
        slope_inner = signs.T @ share - signs[right[answerable]].sum(0)
        slope_none = none_share - ~answerable
        slope = np.r_[slope_inner, outside.T @ slope_none, slope_none.sum()]
        held = np.r_[weights[:-1], 0.0]
        return float(-(happened - most - np.log(total)).sum() + PENALTY * held @ held / 2), slope + PENALTY * held

    found = minimize(loss, np.zeros(len(SIGNS) + len(OUTSIDE) + 1), jac=True, method="L-BFGS-B").x
    return {
        "signs": _named(SIGNS, centre, spread, found[: len(SIGNS)], scatter_of(rows)),
        "outside": _named(OUTSIDE, out_centre, out_spread, found[len(SIGNS) : -1]),
        "offset": round(float(found[-1]), 4),
        "threshold": 1.0,
        "scale": 1.0,
        "shift": 0.0,
    }


def _standard(rows: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    centre, spread = rows.mean(0), rows.std(0)
    spread[spread < 1e-3] = 1.0
    return centre, spread, (rows - centre) / spread


def _named(names: Sequence[str], *columns: Matrix) -> dict[str, list[float]]:
    return {name: [round(float(column[place]), 5) for column in columns] for place, name in enumerate(names)}


def scatter_of(rows: Sequence[Asked]) -> Matrix:
    """How far each sign spreads over the answers to one message."""
    made: Matrix = np.concatenate([one.signs - one.signs.mean(0) for one in rows]).std(0)
    made[made < 1e-3] = 1.0
    return made


@dataclass(frozen=True)
class Judged:
    """What became of each question."""

    sure: Matrix
    """The chance of the first answer."""
    right: Flags
    among_three: Flags
    answerable: Flags


def judged(weights: dict[str, Any], rows: Sequence[Asked]) -> Judged:
    """The answers to the questions."""
    ranking = from_json(weights)
    orders = [np.argsort(-ranking.scores(one.signs)) for one in rows]
    chances = [ranking.chances(one.signs, one.outside)[order[0]] for one, order in zip(rows, orders, strict=True)]
    return Judged(
        sure=np.array(chances),
        right=np.array([order[0] == one.right for one, order in zip(rows, orders, strict=True)]),
        among_three=np.array([one.right in order[:3] for one, order in zip(rows, orders, strict=True)]),
        answerable=np.array([one.right >= 0 for one in rows]),
    )


def together(*found: Judged) -> Judged:
    """The questions of several shops."""
    return Judged(*(np.concatenate([getattr(one, part.name) for one in found]) for part in fields(Judged)))


def threshold(found: Judged, wanted: float) -> float:
    """The lowest chance from which on enough answers are right."""
    order = np.argsort(-found.sure)
    shares = np.cumsum(found.right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= wanted)
    return float(found.sure[order][enough[-1]]) if len(enough) else 1.0


def scaled(weights: dict[str, Any], rows: Sequence[Asked]) -> dict[str, Any]:
    """Right and other answers score on average as they do by words."""
    ranking = from_json(weights)
    means = []
    own = [one for one in rows if one.right >= 0]
    for found in ([ranking.scores(one.signs) for one in own], [one.signs[:, SIGNS.index("worded")] for one in own]):
        pairs = list(zip(found, own, strict=True))
        means.append(float(np.mean([one[asked.right] for one, asked in pairs])))
        means.append(float(np.mean([np.delete(one, asked.right).mean() for one, asked in pairs])))
    scale = (means[2] - means[3]) / (means[0] - means[1])
    return {**weights, "scale": round(scale, 5), "shift": round(means[3] - scale * means[1], 5)}
