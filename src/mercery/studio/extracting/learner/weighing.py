"""Weighing the likeliest stretches of a text once more, by what each model says of them and of the other attributes, what
was counted, and where they stand: trees that learnt from texts the models had not seen."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.lore import LONGEST, Lore, plain
from mercery.studio.extracting.learner.span_model import Guess
from mercery.studio.extracting.learner.spans import by_place
from mercery.studio.extracting.learner.tokens import Token, shape, tokens

_BEST: Final = 8
_LEAST: Final = 1e-6
_MANY: Final = 5_000
"""Rows from which more trees are worth their time."""
_UNSAID: Final = 7
"""One in so many of the attributes that complete examples do not name is learnt from: there are many of them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a text that may be a value, with what each model says of it."""

    first: int
    more: int
    each: tuple[float, ...]

    @property
    def p(self) -> float:
        """What the models say together."""
        return sum(self.each) / len(self.each)

    @property
    def last(self) -> int:
        """The last token."""
        return self.first + self.more


@dataclass(frozen=True, slots=True)
class Option:
    """What may be the value of one attribute."""

    best: tuple[Candidate, ...]
    none: tuple[float, ...]


def joined(guesses: Sequence[Mapping[str, Guess]]) -> dict[str, Option]:
    """What several models guess of one text, together."""
    found: dict[str, Option] = {}
    for attribute in guesses[0]:
        rows: dict[tuple[int, int], list[float]] = {}
        for number, guess in enumerate(guesses):
            for one in guess[attribute].best:
                rows.setdefault((one.first, one.more), [_LEAST] * len(guesses))[number] = one.p
        best = sorted(
            (Candidate(*place, tuple(each)) for place, each in rows.items()),
            key=lambda one: (-one.p, one.first, one.more),
        )
        found[attribute] = Option(tuple(best[:_BEST]), tuple(guess[attribute].none for guess in guesses))
    return found


class Features:
    """Turns candidates into rows of numbers."""

    def __init__(self, lore: Lore, numbers: Mapping[tuple[str, str], int]) -> None:
        self._lore = lore
        self._numbers = numbers
        """(category, attribute) to a number."""

    def rows(self, example: Example, options: Mapping[str, Option]) -> dict[str, list[list[float]]]:
        """For each attribute a row for each of its candidates."""
        parts = tokens(example.text)
        low = [part.text.lower() for part in parts]
        places = by_place(parts)
        cover = np.zeros((len(options), len(parts)))
        exact: dict[tuple[int, int], dict[int, float]] = {}
        for number, option in enumerate(options.values()):
            for one in option.best:
                cover[number, one.first : one.last + 1] += one.p
                exact.setdefault((one.first, one.more), {})[number] = one.p
        commas = np.cumsum([word in ",;|，；" for word in low]) if low else np.zeros(0)
        found: dict[str, list[list[float]]] = {}
        for number, (attribute, option) in enumerate(options.items()):
            others = np.delete(cover, number, axis=0)
            rivals = others.max(axis=0) if len(others) else np.zeros(len(parts))
            found[attribute] = [
                [
                    *self._models(option, rank),
                    *self._counted(example, attribute, parts, low, one),
                    one.more + 1, parts[one.last].stop - parts[one.first].start, one.first, one.first / len(parts), one.last / len(parts),
                    float(commas[one.first - 1]) if one.first else 0.0, float(commas[-1] - commas[one.last]),
                    *places[one.first, one.more][:7], *_look(example.text[parts[one.first].start : parts[one.last].stop]),
                    max((p for other, p in exact[one.first, one.more].items() if other != number), default=0.0),
                    *_around(rivals, one), *_rivals(option, one), len(parts), len(option.best),
                ]
                for rank, one in enumerate(option.best)
            ]  # fmt: skip
        return found

    def _models(self, option: Option, rank: int) -> list[float]:
        one, best = option.best[rank], option.best
        none = sum(option.none) / len(option.none)
        ahead = np.log(one.p + _LEAST) - np.log(best[1].p + _LEAST) if rank == 0 and len(best) > 1 else 0.0
        logs = [float(np.log(p + _LEAST)) for p in (one.p, none, *one.each, *option.none)]
        return [*logs, rank, best[0].p - one.p, float(ahead)]

    def _counted(
        self, example: Example, attribute: str, parts: Sequence[Token], low: Sequence[str], one: Candidate
    ) -> list[float]:
        lore, kind = self._lore, example.category
        string = plain(example.text[parts[one.first].start : parts[one.last].stop])
        here = lore.values.get((kind, attribute, string), 0)
        other = lore.elsewhere.get((attribute, string), 0) - here
        total, texts = lore.any.get((kind, string), 0) - here, lore.strings.get((kind, string), 0)
        stated, absent = lore.stated.get((kind, attribute), 0), lore.absent.get((kind, attribute), 0)
        inner = low[one.first : one.last + 1]
        before = low[one.first - 1] if one.first else "<"
        after = low[one.last + 1] if one.last + 1 < len(low) else ">"
        words = [lore.words.get((kind, word), 0) for word in inner]
        within = [
            lore.within.get((kind, attribute, word), 0) / (count + 1) for word, count in zip(inner, words, strict=True)
        ]

        def share(table: Mapping[tuple[str, str, str], int], word: str) -> float:
            return table.get((kind, attribute, word), 0) / (lore.words.get((kind, word), 0) + 1)

        shapes = " ".join(shape(part.text) for part in parts[one.first : one.last + 1])
        return [
            self._numbers.get((kind, attribute), -1), np.log1p(here), np.log1p(other), np.log1p(total), np.log1p(texts),
            here / (texts + 0.5), total / (texts + 0.5), np.log1p(stated), absent / (absent + stated + 1),
            stated / max(lore.texts.get(kind, 0), 1),
            lore.lengths.get((kind, attribute, min(one.more + 1, LONGEST - 1)), 0) / (stated + 1),
            share(lore.first, inner[0]), share(lore.last, inner[-1]), share(lore.within, after), share(lore.within, before),
            lore.before.get((kind, attribute, before), 0) / (stated + 1),
            lore.after.get((kind, attribute, after), 0) / (stated + 1),
            sum(within) / len(within), min(within), max(within), sum(count > 0 for count in words) / len(words),
            np.log1p(lore.shapes.get((kind, attribute, shapes), 0)),
        ]  # fmt: skip


def _look(surface: str) -> tuple[bool, ...]:
    return any(sign.isdigit() for sign in surface), surface.isupper(), surface[:1].isupper(), surface.islower()


def _around(rivals: Any, one: Candidate) -> tuple[float, ...]:
    """How much other attributes want these tokens, and those beside them."""
    inner = rivals[one.first : one.last + 1]
    left = rivals[one.first - 1] if one.first else 0.0
    right = rivals[one.last + 1] if one.last + 1 < len(rivals) else 0.0
    return float(inner.mean()), float(inner.max()), float(left), float(right)


def _rivals(option: Option, one: Candidate) -> tuple[float, ...]:
    """What speaks for longer and for shorter stretches around and inside, and how many cross this one."""
    longer = shorter = crossing = 0.0
    for other in option.best:
        crossing += other.first <= one.last and one.first <= other.last
        if other == one:
            continue
        if other.first <= one.first and other.last >= one.last:
            longer = max(longer, other.p)
        elif other.first >= one.first and other.last <= one.last:
            shorter = max(shorter, other.p)
    return longer, shorter, crossing


class Weigher:
    """Trees over the rows of candidates (gradient boosting over histograms)."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed

    def learn(self, rows: Floats, right: Sequence[bool]) -> Weigher:
        """Learn which candidates were right; returns itself."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        self._one_answer = len(set(right)) < 2
        self._trees: Any = HistGradientBoostingClassifier(
            max_iter=200 if len(rows) > _MANY else 60, learning_rate=0.06, max_leaf_nodes=20, min_samples_leaf=20, l2_regularization=1.0,
            early_stopping=False, random_state=self._seed,
        )  # fmt: skip
        if not self._one_answer:
            self._trees.fit(rows, np.array(right))
        return self

    def weigh(self, rows: Floats) -> Floats:
        """The probability of each row to be right."""
        if self._one_answer:
            return np.zeros(len(rows), np.float32)
        found: Floats = self._trees.predict_proba(rows)[:, 1]
        return found


def counts(example: Example, attribute: str) -> bool:
    """Whether something is learnt from the pair. Which of the unnamed ones do is always the same."""
    if attribute in example.values or example.strict:
        return True
    return example.complete and zlib.crc32(f"{attribute}\n{example.text}".encode()) % _UNSAID == 0
