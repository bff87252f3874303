"""Recommenders side by side: simple ones everybody knows, and the shop's own blend through the product's own model.

Each learns from the same lines and is asked the same questions. What is known of a person is their history; where a question is
about pieces (a bag), the others go by those.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.blend import Blend
from mercery.recommendations.model.exact import Lines, Settings, gather
from mercery.recommendations.model.fitting import Case, examples, learnt, together
from mercery.recommendations.model.lists import Lists

Say = Callable[[str], None]
Ids = NDArray[Any]
Floats = NDArray[np.float64]
EASE_ITEMS: Final = 4000
"""EASE inverts items × items: only so many of the most bought ones take part."""
EASE_RIDGE: Final = 250.0
NEIGHBOURS: Final = 50
FACTORS: Final = 64
MOST_CASES: Final = 6000
"""So many cases of each lesson are learnt from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Lines known at a moment, and what was bought after it."""

    lines: Lines
    day: float
    cases: Sequence[Case]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What recommenders learn from. Pieces are whole numbers below `items`."""

    lines: Lines
    items: int
    day: float
    lessons: Sequence[Lesson]
    by_order: bool = False
    """Whether what goes together is counted within orders (to complete a bag), or over everything a person bought."""
    half_lives: tuple[float, float] = (180.0, 30.0)


class Recommender(Protocol):
    """Learns once, then answers."""

    name: str
    note: str
    """What has to be known of how it was run; empty where nothing has."""

    def learn(self, told: Told, say: Say) -> None:
        """Take in all there is to learn."""

    def best(self, case: Case, many: int) -> Ids:
        """The best pieces for a case, best first, without those it is about."""


def _top(scores: Floats, many: int, without: Sequence[int] = ()) -> Ids:
    """The numbers of the highest scores above zero, best first."""
    scores = scores.copy()
    scores[np.asarray(without, dtype=np.intp)] = 0.0
    many = min(many, len(scores))
    found = np.argpartition(-scores, many - 1)[:many] if many else np.zeros(0, dtype=np.intp)
    found = found[np.lexsort((found, -scores[found]))]
    return found[scores[found] > 0]


class Popularity:
    """What most people bought, for everybody."""

    name, note = "popularity", ""

    def learn(self, told: Told, say: Say) -> None:
        """Count lines."""
        self._order = np.argsort(-np.bincount(told.lines.items, minlength=told.items), kind="stable")

    def best(self, case: Case, many: int) -> Ids:
        """The same for everybody, but for what it is about."""
        first = self._order[: many + len(case.about)]
        return first[~np.isin(first, np.asarray(case.about, dtype=np.intp))][:many]


class Personal:
    """A person's own frequent pieces, ties by popularity, filled with the most popular ones."""

    name, note = "personal_popularity", ""

    def learn(self, told: Told, say: Say) -> None:
        """Count lines."""
        self._counts = np.bincount(told.lines.items, minlength=told.items)
        self._popular = Popularity()
        self._popular.learn(told, say)

    def best(self, case: Case, many: int) -> Ids:
        """Own pieces first."""
        own, counts = np.unique(case.history.items, return_counts=True)
        own = own[np.lexsort((own, -self._counts[own], -counts))]
        own = own[~np.isin(own, np.asarray(case.about, dtype=np.intp))][:many]
        filling = self._popular.best(case, many * 2)
        return np.concatenate([own, filling[~np.isin(filling, own)]])[:many]


class Cosine:
    """Item to item by the cosine of what was bought together, the nearest `NEIGHBOURS`."""

    name, note = "item_cosine", f"nearest {NEIGHBOURS}"

    def learn(self, told: Told, say: Say) -> None:
        """Count pairs."""
        lines = told.lines if told.by_order else _by_person(told.lines)
        plain = Settings(k=NEIGHBOURS, half_life=1e9, short_half_life=1e9, before=0.0, smoothed=0.0)
        self._lists = gather(lines, told.items, told.day, plain)

    def best(self, case: Case, many: int) -> Ids:
        """The sum over the pieces it goes by."""
        sources = _sources(case)
        ids, weights = self._lists.bought_with[sources], self._lists.bought_with_weights[sources]
        scores = np.bincount(np.maximum(ids, 0).ravel(), weights=weights.ravel(), minlength=self._lists.items)
        return _top(scores.astype(np.float64), many, case.about)


class Ease:
    """EASE (Steck, WWW 2019): a ridge regression of each piece on all others, in closed form."""

    name, note = "ease", ""

    def learn(self, told: Told, say: Say) -> None:
        """Invert the pieces' products, of the most bought ones."""
        counts = np.bincount(told.lines.items, minlength=told.items)
        self._kept = np.sort(np.argsort(-counts, kind="stable")[: min(EASE_ITEMS, int((counts > 0).sum()))])
        self.note = f"the {len(self._kept)} most bought of {int((counts > 0).sum())} pieces, ridge {EASE_RIDGE:g}"
        self._place = np.full(told.items, -1)
        self._place[self._kept] = np.arange(len(self._kept))
        self._items = told.items
        rows = _rows(told, self._place, len(self._kept))
        inverse = np.linalg.inv(
            (rows.T @ rows).toarray().astype(np.float32) + EASE_RIDGE * np.eye(len(self._kept), dtype=np.float32)
        )
        self._weights = inverse / -np.diag(inverse)
        np.fill_diagonal(self._weights, 0.0)

    def best(self, case: Case, many: int) -> Ids:
        """The sum of the weights of the pieces it goes by."""
        sources = self._place[_sources(case)]
        scores = np.zeros(self._items)
        scores[self._kept] = self._weights[sources[sources >= 0]].sum(axis=0)
        return _top(scores, many, case.about)


class Als:
    """Factors by alternating least squares (Hu, Koren, Volinsky 2008) as in `implicit`; a person is folded in."""

    name, note = "als", f"{FACTORS} factors"
    ridge, alpha = 0.05, 10.0

    def learn(self, told: Told, say: Say) -> None:
        """Factors of pieces; raises ImportError where `implicit` is not installed."""
        from implicit.als import AlternatingLeastSquares

        place = np.arange(told.items)
        model = AlternatingLeastSquares(
            factors=FACTORS, regularization=self.ridge, alpha=self.alpha, random_state=0, num_threads=1, use_gpu=False
        )
        model.fit(_rows(told, place, told.items), show_progress=False)
        self._factors = np.asarray(model.item_factors, dtype=np.float64)
        self._square = self._factors.T @ self._factors + self.ridge * np.eye(FACTORS)

    def best(self, case: Case, many: int) -> Ids:
        """The person's factors from the pieces it goes by, against all pieces."""
        mine = self._factors[_sources(case)]
        left = self._square + self.alpha * mine.T @ mine
        person = np.linalg.solve(left, (1.0 + self.alpha) * mine.sum(axis=0))
        return _top(self._factors @ person + 10.0, many, case.about)


class Ours:
    """The product's own: lists, weights learnt from what was bought after earlier moments, the blend."""

    name, note = "mercery", ""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings
        self.blend = Blend()

    def learn(self, told: Told, say: Say) -> None:
        """Learn the weights by the lessons, then work the lists out of everything."""
        long, short = told.half_lives
        settings = self._settings or Settings(half_life=long, short_half_life=short).for_orders(told.lines)
        parts = [
            examples(lesson.cases[:MOST_CASES], gather(lesson.lines, told.items, lesson.day, settings), seed=number)
            for number, lesson in enumerate(told.lessons)
        ]
        weights = learnt(together(parts), say=say) if parts else self.blend.visit
        self.blend = Blend(visit=weights, beside=weights)
        self.lists: Lists = gather(told.lines, told.items, told.day, settings)
        self.note = f"weights from {sum(len(part.starts) for part in parts)} cases, {self.lists.k} neighbours a piece"

    def best(self, case: Case, many: int) -> Ids:
        """By the blend."""
        return self.blend.score(case.history, self.lists, case.day, case.about).best(many)


def all_recommenders() -> list[Recommender]:
    """Everything that is compared; ours last."""
    return [Popularity(), Personal(), Cosine(), Als(), Ease(), Ours()]


def _sources(case: Case) -> NDArray[np.intp]:
    """The pieces others go by: those it is about, else everything the person bought."""
    return np.asarray(case.about if len(case.about) else np.unique(case.history.items), dtype=np.intp)


def _by_person(lines: Lines) -> Lines:
    """Everything a person bought, as one order."""
    return Lines.sorted(lines.people, np.zeros(len(lines.days)), lines.items)


def _rows(told: Told, place: Ids, columns: int) -> Any:
    """A sparse matrix of ones: people, or orders, × pieces."""
    from scipy.sparse import csr_matrix

    lines = told.lines if told.by_order else _by_person(told.lines)
    starts = lines.starts()
    order = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(lines.items))))
    column = place[lines.items]
    kept = column >= 0
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    return csr_matrix((ones, (order[kept], column[kept])), shape=(len(starts), columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one recommender answered, and what it took."""

    name: str
    lists: Sequence[Ids]
    seconds: float
    cpu_us: float
    note: str

    def costs(self) -> Mapping[str, object]:
        """Seconds to learn, CPU microseconds a request."""
        return {"learn_seconds": self.seconds, "cpu_us": self.cpu_us} | ({"note": self.note} if self.note else {})


def ask(recommender: Recommender, told: Told, trials: Sequence[Case], many: int, say: Say) -> Answers | None:
    """Learn and answer; None where it cannot run here."""
    started = time.perf_counter()
    try:
        recommender.learn(told, say)
    except ImportError as error:
        say(f"{recommender.name} is left out: {error}")
        return None
    seconds = time.perf_counter() - started
    cpu = time.thread_time()
    lists = [recommender.best(case, many) for case in trials]
    cpu_us = (time.thread_time() - cpu) * 1e6 / max(len(trials), 1)
    say(f"{recommender.name}: learnt in {seconds:.1f} s, {cpu_us:.0f} µs a request")
    return Answers(
        name=recommender.name, lists=lists, seconds=round(seconds, 2), cpu_us=round(cpu_us, 1), note=recommender.note
    )
