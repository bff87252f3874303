"""From words to products: spelling, all words if possible, else as many as possible, and which were left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from tantivy import Occur, Query

from mercery.core.i18n import LANGS
from mercery.search.document import sku_key
from mercery.search.filters import CHOOSABLE, Candidate
from mercery.search.index import SearchIndex
from mercery.search.pool import Pool
from mercery.search.query.repairs import FUNCTION_WORDS
from mercery.search.query.writing import plain
from mercery.search.spelling import Correction, Spelling
from mercery.search.stored.vectors import Numbers
from mercery.search.words import Word, fold, grams, is_chinese, stem

_Must = tuple[Occur, Query]
MOST_CANDIDATES: Final = 2_000
"""Candidates looked at for limits of price and for sorting."""
MOST_COUNTED: Final = 30_000
"""Products whose values are counted; beyond, counts are of the candidates."""
MOST_NAMES: Final = 20
"""Names looked at for a whole one: the shortest come first."""
MOST_UNWANTED: Final = 200_000
MOST_WORDS: Final = 12
MOST_SOME: Final = 300
"""Candidates with only some of the words that are looked at."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All products that answer a query, beyond the candidates that are looked at."""

    index: SearchIndex
    query: Query | None
    """None: nothing narrows, and it is the whole shop."""
    total: int

    def pool(self) -> Pool | None:
        """They as a pool to be counted; None where there are too many."""
        if self.total > MOST_COUNTED:
            return None
        numbers = self.index.every_number(self.query, self.total)
        return Pool(self.index.rows, numbers, np.zeros(len(numbers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Products for the words of a query."""

    total: int
    candidates: Sequence[Candidate]
    everything: Everything | None = None
    """All of them, where `candidates` are only the best."""
    left_out: tuple[str, ...] = ()
    """Words none of the candidates has, as the shopper wrote them."""
    corrections: tuple[Correction, ...] = ()
    words: tuple[Word, ...] = ()
    """The words searched for, after correction."""

    @property
    def capped(self) -> bool:
        """Whether there are more than were looked at."""
        return self.total > len(self.candidates)


@dataclass(frozen=True, slots=True)
class _Term:
    word: Word
    query: Query


def match(
    index: SearchIndex,
    words: Sequence[Word],
    spelling: Spelling,
    *,
    text: str = "",
    facets: Mapping[str, Sequence[str]] | None = None,
    unwanted: Sequence[str] = (),
    excluded: Mapping[str, Sequence[str]] | None = None,
    limit: int = MOST_CANDIDATES,
) -> Matches:
    """The products that have most of `words`, the best first; with no words, all. `facets` and `excluded` narrow
    beforehand, and none has an `unwanted` word (several terms with spaces between: not all of them)."""
    musts = _limits(index, facets, unwanted, excluded)
    if not words:
        query = _all_of(index, [Query.all_query()], 1, musts)
        total, pool = _pool(index, query, limit, 0)
        return Matches(total=total, candidates=pool, everything=_beyond(index, query if musts else None, total, pool))
    by_sku = _pool(index, index.sku_query(sku_key(text)), 3, len(words))[1] if text else None
    if by_sku:
        return Matches(total=len(by_sku), candidates=by_sku, words=tuple(words))
    terms, unknown, corrections = _known_terms(index, words[:MOST_WORDS], spelling)
    for wanted in range(len(terms), 0, -1):
        query = _all_of(index, [term.query for term in terms], wanted, musts)
        total, pool = _pool(index, query, limit, wanted)
        if total:
            missing = _missing(index, terms, wanted, musts)
            return Matches(
                total=total,
                candidates=pool,
                everything=_beyond(index, query, total, pool),
                left_out=(*unknown, *missing),
                corrections=tuple(corrections),
                words=tuple(term.word for term in terms),
            )
    return Matches(total=0, candidates=(), left_out=tuple(unknown), corrections=tuple(corrections))


def match_some(
    index: SearchIndex,
    words: Sequence[Word],
    *,
    facets: Mapping[str, Sequence[str]] | None = None,
    unwanted: Sequence[str] = (),
    limit: int = MOST_SOME,
) -> Pool:
    """Products with any of the words, or with characters of a Chinese one, the best first: for when none has all."""
    musts = _limits(index, facets, unwanted)
    each = [word_query(index, word) for word in words[:MOST_WORDS]]
    for word in words[:MOST_WORDS]:
        if word.chinese:
            each += [
                Query.term_query(index.schema, "gram", piece, "freq") for piece in dict.fromkeys(grams(word.surface))
            ]
    if not each:
        return Pool(index.rows, np.zeros(0, dtype=np.int64), np.zeros(0))
    return _pool(index, _all_of(index, each, 1, musts), limit, 1)[1]


def _limits(
    index: SearchIndex,
    facets: Mapping[str, Sequence[str]] | None,
    unwanted: Sequence[str],
    excluded: Mapping[str, Sequence[str]] | None = None,
) -> list[_Must]:
    """What every product has to have, or must not have."""
    musts = [(Occur.Must, index.facet_query(name, values)) for name, values in (facets or {}).items()]
    musts += [(Occur.MustNot, _named(index, one.split())) for one in unwanted]
    for name, gone in (excluded or {}).items():
        head = f"{name}="
        if name not in CHOOSABLE:
            musts.append((Occur.MustNot, index.facet_query(name, gone)))
        elif others := [
            key[len(head) :] for key in index.rows.labels if key.startswith(head) and key[len(head) :] not in gone
        ]:
            # Who has the unwanted colour may have another one, too.
            only = [(Occur.Must, index.facet_query(name, gone)), (Occur.MustNot, index.facet_query(name, others))]
            musts.append((Occur.MustNot, Query.boolean_query(only)))
        else:
            musts.append((Occur.MustNot, index.facet_query(name, gone)))
    return musts


def having_unwanted(index: SearchIndex, unwanted: Sequence[str]) -> Numbers:
    """The rows of products that have an unwanted word."""
    found = [index.every_number(_named(index, one.split()), MOST_UNWANTED) for one in unwanted]
    return np.concatenate([*found, np.zeros(0, dtype=np.int64)])


def of_products(index: SearchIndex, product_ids: Sequence[str]) -> tuple[Candidate, ...]:
    """Products by their ids, whatever their words; those the index does not have are left out."""
    if not product_ids:
        return ()
    query = Query.term_set_query(index.schema, "id", list(product_ids))
    return tuple(_pool(index, query, len(product_ids), 0)[1])


def word_query(index: SearchIndex, word: Word) -> Query:
    """Products with the word or, for less, with what else it may be called."""
    own = index.word_query(word.term, chinese=word.chinese)
    if not word.also:
        return own
    others = [Query.boost_query(_together(index, one.terms), one.weight) for one in word.also]
    return Query.disjunction_max_query([own, *others], 0.0)


def _together(index: SearchIndex, terms: Sequence[str]) -> Query:
    each = [index.word_query(term, chinese=is_chinese(term)) for term in terms]
    return each[0] if len(each) == 1 else Query.boolean_query([(Occur.Must, one) for one in each])


def _named(index: SearchIndex, terms: Sequence[str]) -> Query:
    """Products with all these terms in name, kind or attributes: what a description says of other pieces does not count."""
    each = [
        Query.boolean_query(
            [
                (Occur.Should, Query.term_query(index.schema, f"{band}_{lang}", term, "freq"))
                for band in ("title", "kind", "detail")
                for lang in LANGS
            ]
        )
        for term in terms
    ]
    return Query.boolean_query([(Occur.Must, one) for one in each])


def missing_words(index: SearchIndex, words: Sequence[Word], product_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each product, the words it does not have."""
    found: dict[str, list[str]] = {product_id: [] for product_id in product_ids}
    among = Query.term_set_query(index.schema, "id", list(product_ids))
    for word in words:
        query = Query.boolean_query([(Occur.Must, word_query(index, word)), (Occur.Must, among)])
        having = {row.product_id for _, row in index.found(query, max(1, len(product_ids)))[1]}
        for product_id in product_ids:
            if product_id not in having:
                found[product_id].append(word.surface)
    return {product_id: tuple(lacking) for product_id, lacking in found.items()}


def names_a_product(index: SearchIndex, words: Sequence[Word]) -> bool:
    """Whether at least two words, and all of them, stand in one product's name."""
    return len(words) > 1 and index.count(_in_one_name(index, words)) > 0


def whole_name_in(index: SearchIndex, words: Sequence[Word], same: str) -> bool:
    """Whether the plain text `same` holds the whole name of a product that has all its words."""
    said = same.lower()
    found = index.found(_in_one_name(index, words), MOST_NAMES)[1]
    return any(plain(title).lower() in said for _, row in found for title in row.titles if title)


def _in_one_name(index: SearchIndex, words: Sequence[Word]) -> Query:
    each = []
    for word in words:
        either = [Query.term_query(index.schema, f"title_{lang}", word.term, "freq") for lang in LANGS]
        each.append((Occur.Must, Query.boolean_query([(Occur.Should, one) for one in either])))
    return Query.boolean_query(each)


def _all_of(index: SearchIndex, queries: Sequence[Query], wanted: int, musts: Sequence[_Must]) -> Query:
    words = Query.boolean_query([(Occur.Should, one) for one in queries], minimum_number_should_match=wanted)
    return Query.boolean_query([(Occur.Must, words), *musts]) if musts else words


def _known_terms(
    index: SearchIndex, words: Sequence[Word], spelling: Spelling
) -> tuple[list[_Term], list[str], list[Correction]]:
    """The words the shop has, those it has not, and those it spells otherwise."""
    terms: list[_Term] = []
    unknown: list[str] = []
    corrections: list[Correction] = []
    for word in words:
        query = word_query(index, word)
        if index.surely_has(word.term, chinese=word.chinese) or index.count(query):
            terms.append(_Term(word, query))
            continue
        as_said = word.chinese or word.surface.lower() in FUNCTION_WORDS
        meant = None if as_said else spelling.nearest(fold(word.surface))
        if meant is None:
            unknown.append(word.surface)
            continue
        corrected = Word(meant, stem(meant), word.start, word.end)
        terms.append(_Term(corrected, index.word_query(corrected.term, chinese=False)))
        corrections.append(Correction(said=word.surface, meant=meant))
    return terms, unknown, corrections


def _missing(index: SearchIndex, terms: Sequence[_Term], wanted: int, musts: Sequence[_Must]) -> list[str]:
    """The words that no product among the best ones has."""
    if wanted == len(terms):
        return []
    best = _all_of(index, [term.query for term in terms], wanted, musts)
    return [
        term.word.surface
        for term in terms
        if not index.count(Query.boolean_query([(Occur.Must, best), (Occur.Must, term.query)]))
    ]


def _beyond(index: SearchIndex, query: Query | None, total: int, pool: Pool) -> Everything | None:
    return Everything(index, query, total) if total > len(pool) else None


def _pool(index: SearchIndex, query: Query, limit: int, matched: int) -> tuple[int, Pool]:
    """How many answer the query, and the best of them."""
    total, numbers, scores = index.found_numbers(query, limit)
    return total, Pool(index.rows, numbers, scores, matched)
