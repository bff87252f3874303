"""How well the words of a query agree with what each candidate says, field by field. Pure.

BM25F (Robertson, Zaragoza and Taylor, 2004): how often a word stands in a field is weighed by the field and its length,
added up over the fields and only then saturated, so that a word that stands in the name, the brand and the description
counts once and well, and does not make up for another word that is missing. Divided by what the best possible candidate
would have, so that 1 means: every word, in every place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SATURATION: Final = 1.2
LENGTH: Final = 0.75
"""How much a long field counts for less: the usual constants of BM25."""
PIECES: Final = 0.8
"""What all characters of a Chinese word are worth where the word itself is not there: people cut words differently."""


class FieldTerms(Protocol):
    """The terms of the candidates by field."""

    @property
    def rows(self) -> int: ...
    @property
    def lengths(self) -> Floats: ...
    def frequencies(self, number: int, /) -> Floats: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to say a word: all of these terms together, worth `weight` of the word itself."""

    numbers: tuple[int, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWord:
    """A word of the query."""

    surface: str
    ways: tuple[Way, ...]
    """The word itself first."""
    rarity: float
    """Its inverse document frequency: how telling it is in this shop."""
    pieces: tuple[tuple[int, float], ...] = ()
    """Of a Chinese word: its characters and pairs with their rarity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How the candidates agree with the words."""

    score: Floats
    """From 0 to 1."""
    fields: tuple[NDArray[np.bool_], ...]
    """For each word, candidates by fields: whether the word itself stands there."""
    otherwise: tuple[NDArray[np.bool_], ...]
    """The same for other ways to say it."""
    coverage: Floats
    """The share of the words' weight a candidate has at all."""


def agreement(said: FieldTerms, words: Sequence[AskedWord], weights: Floats, averages: Floats) -> Agreement:
    """How `said` agrees with `words`; `weights` and `averages` (of lengths) are by field."""
    total, covered = np.zeros(said.rows), np.zeros(said.rows)
    if not words:
        return Agreement(score=total, fields=(), otherwise=(), coverage=covered)
    norms = weights / (1 - LENGTH + LENGTH * said.lengths / averages)
    fields, otherwise = [], []
    for word in words:
        saturated, has, itself, others = _saturated(said, word, norms)
        fields.append(itself)
        otherwise.append(others)
        if word.pieces:
            share = _share(said, word.pieces)
            saturated, has = np.maximum(saturated, PIECES * share), np.maximum(has, share)
        total += word.rarity * saturated
        covered += word.rarity * has
    whole = sum(word.rarity for word in words)
    return Agreement(score=total / whole, fields=tuple(fields), otherwise=tuple(otherwise), coverage=covered / whole)


def _saturated(
    said: FieldTerms, word: AskedWord, norms: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """How well each candidate has the word, in the way of saying it that does best; how far it has it at all; and where the
    word itself stands, and where another way to say it.

    What another way is worth is taken off afterwards: before, a word in a short name would be as good as the one asked for.
    """
    best, has = np.zeros(said.rows), np.zeros(said.rows)
    itself, others = (np.zeros(said.lengths.shape, dtype=np.bool_) for _ in range(2))
    for place, way in enumerate(word.ways):
        counts = said.frequencies(way.numbers[0])
        for number in way.numbers[1:]:
            counts = np.minimum(counts, said.frequencies(number))
        weighed = np.asarray((counts * norms).sum(axis=1))
        best = np.maximum(best, way.weight * weighed / (SATURATION + weighed))
        has = np.maximum(has, way.weight * counts.any(axis=1))
        stands = others if place else itself
        stands |= counts > 0
    return best, has, itself, others


def _share(said: FieldTerms, pieces: Sequence[tuple[int, float]]) -> Floats:
    """The share of the word's characters, by their rarity, that a candidate has anywhere."""
    found = np.zeros(said.rows)
    for number, rarity in pieces:
        found += rarity * said.frequencies(number).any(axis=1)
    return found / max(sum(rarity for _, rarity in pieces), 1e-9)
