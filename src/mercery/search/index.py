"""An opened index: what tantivy finds by words, what vectors find by meaning, and the rows both lead to.

What lies on disk, how versions replace one another and what a crash leaves is told in `stored.versions`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Order, Query

from mercery.core.i18n import LANGS, Lang
from mercery.search.document import BANDS
from mercery.search.stored.rows import Held, Row, Rows, Values
from mercery.search.stored.schema import register
from mercery.search.stored.terms import FIELDS, Terms
from mercery.search.stored.vectors import Numbers, Vector, Vectors, open_vectors
from mercery.search.stored.versions import (
    IndexMissing,
    NewVersion,
    current_version,
    folder_in_use,
    reading,
    shop_folder,
    unfinished,
    update,
)

Matrix = NDArray[np.float32]
_GRAM_WEIGHT: Final = 0.6
SAMPLED: Final = 1_000
"""Rows that stand for all of them."""


class SearchIndex:
    """One opened version. It follows the changes that other processes make to it."""

    def __init__(self, folder: Path, model: str | None = None) -> None:
        self.folder = folder
        self.model = model
        """Whose vectors `nearest` and `cosines` go by; None: there are none."""
        self._index = tantivy.Index.open(str(folder))
        register(self._index)
        self.schema = self._index.schema
        self._meta = str(folder / "meta.json")
        self._seen = _stamp(self._meta)
        self._searcher = self._index.searcher()
        self.rows = Rows(folder)
        self.terms = Terms(folder)
        self._vectors: Vectors | None = None
        self._sample: tuple[str, Matrix] | None = None

    def searcher(self) -> tantivy.Searcher:
        """A view of the last commit."""
        seen = _stamp(self._meta)
        if seen is not None and seen != self._seen:
            self._index.reload()
            self._searcher = self._index.searcher()
            # After the commit: every row it names is in the journal by now.
            self.rows.load()
            self._seen = seen
        return self._searcher

    def word_query(self, term: str, *, chinese: bool) -> Query:
        """Products with this word in any band, weighted by the band."""
        fields = [(f"{band}_{lang}", weight) for band, weight in BANDS.items() for lang in LANGS]
        queries = [
            Query.boost_query(Query.term_query(self.schema, name, term, "freq"), weight)
            for name, weight in fields
            if not (chinese and name.endswith("_en"))
        ]
        if chinese and len(term) <= 2:
            queries.append(Query.boost_query(Query.term_query(self.schema, "gram", term, "freq"), _GRAM_WEIGHT))
        return Query.disjunction_max_query(queries, 0.1)

    def sku_query(self, key: str) -> Query:
        """The product with this article number."""
        return Query.boost_query(Query.term_query(self.schema, "sku", key, "basic"), 30.0)

    def facet_query(self, name: str, values: Iterable[str]) -> Query:
        """Products with one of these values, without effect on the score."""
        queries = [Query.term_query(self.schema, "facet", f"{name}={value}", "basic") for value in values]
        return Query.const_score_query(Query.boolean_query([(Occur.Should, one) for one in queries]), 0.0)

    def prefix_query(self, prefix: str) -> Query:
        """Products with a word in name or facets that starts like this."""
        return Query.fuzzy_term_query(self.schema, "word", prefix, distance=0, prefix=True)

    def exact_word_query(self, word: str) -> Query:
        """Products with this unstemmed word in name or facets."""
        return Query.term_query(self.schema, "word", word, "basic")

    def found(self, query: Query, limit: int) -> tuple[int, list[tuple[float, Row]]]:
        """How many match, and the best of them."""
        total, numbers, scores = self.found_numbers(query, limit)
        return total, list(zip(scores.tolist(), self.rows.several(numbers), strict=True))

    def found_numbers(self, query: Query, limit: int) -> tuple[int, Numbers, NDArray[np.float64]]:
        """The same as arrays: how many match, the rows of the best, and their scores."""
        searcher = self.searcher()
        result = searcher.search(query, limit)
        hits = result.hits
        if not hits:
            return 0, np.zeros(0, dtype=np.int64), np.zeros(0)
        scores, addresses = zip(*hits, strict=True)
        numbers = np.array(searcher.fast_field_values("row", list(addresses)), dtype=np.int64)
        return int(getattr(result, "count", len(numbers))), numbers, np.array(scores, dtype=np.float64)

    def every_number(self, query: Query | None, most: int) -> Numbers:
        """The rows of all that match (None: of all products), without scores; of more than `most` some."""
        if query is None:
            self.searcher()
            return np.flatnonzero(~self.rows.gone)
        hits = self.searcher().search(query, most, count=False, order_by_field="row", order=Order.Asc).hits
        # By that order, what a hit tells beside its place is the row itself.
        return np.array([number for number, _ in hits], dtype=np.int64)

    def nearest(self, vector: Vector, k: int, among: Numbers | None = None) -> list[tuple[Row, float]]:
        """The `k` products whose texts mean most nearly what `vector` means (of length one, by the same model), each with
        its cosine, the nearest first; `among` limits them to these rows. Empty where the shop has no vectors (yet), and
        without the products whose vector is still to be worked out: words find those.
        """
        numbers, cosines = self.nearest_numbers(vector, k, among)
        return list(zip(self.rows.several(numbers), cosines.tolist(), strict=True))

    def nearest_numbers(self, vector: Vector, k: int, among: Numbers | None = None) -> tuple[Numbers, Vector]:
        """The same as arrays of rows and cosines."""
        vectors = self._vectors_now(vector)
        if vectors is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        return vectors.nearest(vector, k, self.rows.gone, among)

    def cosines(self, vector: Vector, numbers: Numbers) -> Vector:
        """The cosine of `vector` with each of these rows (`Row.number`), in their order; 0 where nothing is known."""
        vectors = self._vectors_now(vector)
        return np.zeros(len(numbers), dtype=np.float32) if vectors is None else vectors.cosines(vector, numbers)

    def vectors(self, numbers: Numbers) -> Matrix | None:
        """The vectors of these rows, in their order; zeros for those that have none yet."""
        found = self._vectors
        return None if found is None or found.model != self.model else found.several(numbers)

    def background(self) -> Matrix | None:
        """The vectors of a sample of all rows, to tell how close to something is close; after `nearest` or `cosines`."""
        found = self._vectors
        if found is None or found.model != self.model:
            return None
        size = int(found.known.sum())
        if self._sample is None or self._sample[0] != found.model or len(self._sample[1]) < min(size, SAMPLED):
            have = np.flatnonzero(found.known)
            some = np.random.default_rng(size).choice(have, min(size, SAMPLED), replace=False)
            self._sample = found.model, found.several(np.sort(some))
        return self._sample[1]

    def _vectors_now(self, vector: Vector) -> Vectors | None:
        if self.model is None:
            return None
        self.searcher()
        if self._vectors is None or self._vectors.model != self.model:
            self._vectors = open_vectors(self.folder, self.model)
        else:
            self._vectors.refresh()
        return self._vectors if self._vectors is not None and len(vector) == self._vectors.dimensions else None

    def count(self, query: Query) -> int:
        """How many match."""
        return int(getattr(self.searcher().search(query, 1), "count", 0))

    def surely_has(self, term: str, *, chinese: bool) -> bool:
        """Whether a product has this word, where that can be told without a search: the engine's counts still hold
        products that are gone, so that a word of few may be one of those alone."""
        searcher = self.searcher()
        names = [name for name in FIELDS if not (chinese and name.endswith("_en"))]
        if not chinese or len(term) > 2:
            names.remove("gram")
        gone = int(np.count_nonzero(self.rows.gone))
        return any(int(searcher.doc_freq(name, term)) > gone for name in names)

    def frequency(self, term: str) -> int:
        """In how many products the term stands in the field where most have it."""
        searcher = self.searcher()
        return max(int(searcher.doc_freq(field, term)) for field in FIELDS)

    def vocabulary(self) -> dict[str, int]:
        """Every unstemmed word with the number of products that have it."""
        return dict(self.searcher().terms_with_prefix("word", ""))

    def title_frequency(self, term: str, lang: Lang) -> int:
        """How many products have the word in their name."""
        return int(self.searcher().doc_freq(f"title_{lang}", term))

    @property
    def size(self) -> int:
        """Products in the index."""
        return int(self.searcher().num_docs)


def open_index(home: Path, shop_id: str, model: str | None = None) -> SearchIndex:
    """The version in use; IndexMissing when there is none or it is damaged."""
    folder = folder_in_use(home, shop_id)
    with reading(folder):
        return SearchIndex(folder, model)


def _stamp(meta: str) -> tuple[int, int] | None:
    """Changes with every commit: tantivy puts a new file in the place of the old one. None: a newer version has taken
    this one's place, and what is open of it serves the searches that have begun."""
    try:
        stat = os.stat(meta)  # noqa: PTH116 - asked some thirty times a search, and a Path costs more than the question
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_ino


__all__ = [
    "Held",
    "IndexMissing",
    "NewVersion",
    "Row",
    "Rows",
    "SearchIndex",
    "Values",
    "current_version",
    "open_index",
    "shop_folder",
    "unfinished",
    "update",
]
