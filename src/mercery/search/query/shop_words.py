"""What a reading asks of a shop's index: whether a word is in use, how often, in names, and what it is spelt like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from mercery.catalog.facets import Facet
from mercery.core.i18n import LANGS
from mercery.search.document import BANDS
from mercery.search.index import SearchIndex
from mercery.search.spelling import Spelling

_FIELDS: Final = tuple(f"{band}_{lang}" for band in BANDS for lang in LANGS)


class ShopWords(Protocol):
    """The words of a shop."""

    def has(self, term: str) -> bool:
        """Whether any product is found by the term."""
        ...

    def in_names(self, term: str) -> bool:
        """Whether it stands in a product's name."""
        ...

    def nearest(self, word: str) -> str | None:
        """The shop's word that a word nobody uses was probably meant to be."""
        ...


class IndexWords:
    """The words of an opened index at this moment."""

    def __init__(self, index: SearchIndex, spelling: Spelling) -> None:
        self._searcher, self._spelling = index.searcher(), spelling

    def has(self, term: str) -> bool:
        """Whether any product is found by the term."""
        known = any(self._searcher.doc_freq(name, term) for name in _FIELDS)
        return known or bool(len(term) <= 2 and self._searcher.doc_freq("gram", term))

    def in_names(self, term: str) -> bool:
        """Whether it stands in a product's name."""
        return any(self._searcher.doc_freq(f"title_{lang}", term) for lang in LANGS)

    def nearest(self, word: str) -> str | None:
        """The shop's word that a word nobody uses was probably meant to be."""
        return self._spelling.nearest(word)


def is_distinct(index: SearchIndex, word: str, brands: Sequence[Facet]) -> bool:
    """Whether nearly every product that has the word is of one of these brands: `face` is no brand where creams are sold."""
    searcher = index.searcher()
    having = max(searcher.doc_freq(f"{band}_{lang}", word) for band in ("title", "kind") for lang in LANGS)
    of_brand = sum(searcher.doc_freq("facet", f"brand={facet.value}") for facet in brands)
    return having <= 1.1 * of_brand
