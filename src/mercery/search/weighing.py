"""From an opened index to the features of its candidates: what stands between the index and the pure `ranking`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from mercery.search.index import SearchIndex
from mercery.search.ranking.heads import head_words, only_beside, phrase_end, together
from mercery.search.ranking.lexical import Agreement, AskedWord, Floats, Way, agreement
from mercery.search.ranking.meaning import Closeness, closeness
from mercery.search.ranking.model import WEIGHTS, Features, Weights, scores
from mercery.search.stored.terms import FIELDS, Said, term_number
from mercery.search.stored.vectors import Numbers, Vector
from mercery.search.words import Word, grams

SAMPLED_NAMES: Final = 3_000
_TITLE: Final = FIELDS.index("title_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What candidates are weighed against."""

    text: str
    words: tuple[Word, ...]
    """All that say something, also those that were read as limits."""
    things: tuple[Word, ...]
    """Those of them that may say what kind of thing is meant."""
    vector: Vector | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Candidates beside a query, by what they are: without offers, outcomes, or limits."""

    numbers: Numbers
    asked: tuple[AskedWord, ...]
    agreement: Agreement
    closeness: Closeness | None
    features: Features


def weigh(
    index: SearchIndex, heads: frozenset[int], query: Asked, numbers: Numbers, weights: Weights = WEIGHTS
) -> Weighed:
    """The rows `numbers` beside the query."""
    said = index.terms.of(numbers)
    asked = tuple(asked_word(index, word) for word in query.words)
    by_field = np.array([weights.of_field(name) for name in FIELDS])
    agreed = agreement(said, asked, by_field, index.terms.averages)
    ways = [{way.numbers[0] for way in word.ways if len(way.numbers) == 1} for word in asked]
    by_words = Features(
        words=agreed.score,
        covered=agreed.coverage,
        together=together(said.terms, said.cells, _TITLE, len(FIELDS), said.rows, ways),
    )
    close = _closeness(index, query.vector, numbers, scores(by_words, said.rows, weights))
    features = replace(
        by_words,
        near=None if close is None else close.query,
        kind=None if close is None else close.kind,
        beside=_beside(said, query, asked, heads),
    )
    return Weighed(numbers=numbers, asked=asked, agreement=agreed, closeness=close, features=features)


def asked_word(index: SearchIndex, word: Word) -> AskedWord:
    """The word with the other ways to say it, and how telling it is here."""
    others = [one for one in word.also if one.terms]
    ways = (
        Way(numbers=(term_number(word.term),)),
        *(Way(numbers=tuple(map(term_number, one.terms)), weight=one.weight) for one in others),
    )
    having = max([index.frequency(word.term), *(min(map(index.frequency, one.terms)) for one in others)])
    pieces: tuple[tuple[int, float], ...] = ()
    if word.chinese:
        each = dict.fromkeys(grams(word.surface))
        pieces = tuple((term_number(piece), _rarity(index.size, index.frequency(piece))) for piece in each)
    return AskedWord(surface=word.surface, ways=ways, rarity=_rarity(index.size, having), pieces=pieces)


def learnt_heads(index: SearchIndex) -> frozenset[int]:
    """The words that end compounds in the shop's names, from a sample of them."""
    size = len(index.rows)
    some = np.linspace(0, size - 1, min(size, SAMPLED_NAMES)).astype(np.int64) if size else np.zeros(0, dtype=np.int64)
    titles = [index.rows.titles(number)[0] for number in some.tolist()]
    return frozenset(term_number(term) for term in head_words(titles, _in_names_and_values(index)))


def _in_names_and_values(index: SearchIndex) -> Callable[[str], tuple[int, int]]:
    searcher = index.searcher()
    return lambda term: (int(searcher.doc_freq("title_en", term)), int(searcher.doc_freq("detail_en", term)))


def _closeness(index: SearchIndex, vector: Vector | None, numbers: Numbers, agreed: Floats) -> Closeness | None:
    if vector is None:
        return None
    rows, background = index.vectors(numbers), index.background()
    if rows is None or background is None or not len(background):
        return None
    return closeness(vector, rows, background, agreed)


def _rarity(size: int, having: int) -> float:
    """Inverse document frequency, in the form of BM25."""
    return math.log(1 + (max(size - having, 0) + 0.5) / (having + 0.5))


def _beside(said: Said, query: Asked, asked: Sequence[AskedWord], heads: frozenset[int]) -> Floats:
    head = _head(query)
    if head is None or not heads:
        return np.zeros(said.rows)
    every = {number for word in asked for way in word.ways for number in way.numbers}
    ways = {term_number(head.term), *(term_number(one.terms[0]) for one in head.also if len(one.terms) == 1)}
    return only_beside(said.terms, said.cells, _TITLE, len(FIELDS), said.rows, ways, every, heads)


def _head(query: Asked) -> Word | None:
    """The word that says what kind of thing is wanted: the last of its phrase, in English."""
    end = phrase_end(query.text)
    named = [word for word in query.things if not word.chinese and not any(sign.isdigit() for sign in word.surface)]
    before = [word for word in named if word.start < end] or named
    return before[-1] if before else None
