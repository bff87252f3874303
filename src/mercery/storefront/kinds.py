"""What may be called a match: pieces of the kind asked for, and none that are only like a question about service. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mercery.catalog.product import Product
from mercery.catalog.slug import slug
from mercery.search.query.questions import asks_for_service, is_service_word
from mercery.search.result import SearchResult
from mercery.search.words import index_terms


def as_served(result: SearchResult) -> SearchResult:
    """The result of a question about service: its words are nothing a piece could lack, and what is only close to them is
    no result. Every other result as it is."""
    if not asks_for_service(result.query):
        return result
    left = [one for one in result.left_out if not (is_service_word(one.en) or is_service_word(one.zh))]
    close_only = bool(result.product_ids) and all(one in result.near for one in result.product_ids)
    if any(part.kind == "facet" for part in result.reading.parts) or not (left or close_only):
        words = tuple(one for one in result.reading.words if not is_service_word(one.surface))
        return replace(
            result,
            reading=replace(result.reading, words=words),
            left_out=tuple(part.label for part in result.dropped),
            reasons={},
        )
    return replace(
        result, product_ids=(), total=0, close=(), left_out=(), dropped=(), corrections=(), facets=(), price_buckets=(),
        in_stock=0, on_sale=0, near=frozenset(), brought=(), marks={}, reasons={},
    )  # fmt: skip


def names_kind(product: Product, term: str) -> bool:
    """Whether the word is in the piece's name or in what it is filed under."""
    told = [product.title, *product.category]
    return any(term in index_terms(text) for words in told for text in (words.en, words.zh))


def unnamed(result: SearchResult, shown: Sequence[Product]) -> tuple[str, ...]:
    """The words that are in no shown piece's name or kind, where nothing meets everything and no kind was understood."""
    if result.exact or any(part.facet == "category" for part in result.reading.parts):
        return ()
    words = [one for one in result.reading.words if not any(sign.isdigit() for sign in one.surface)]
    return tuple(one.surface for one in words if not any(names_kind(piece, one.term) for piece in shown))


def only_mentions(result: SearchResult, product: Product, shown: Sequence[Product]) -> str:
    """The word the piece only tells of, while another shown piece is called by it; empty where there is none."""
    for word in result.reading.words:
        if not names_kind(product, word.term) and any(names_kind(one, word.term) for one in shown):
            return word.surface
    return ""


def worded_options(result: SearchResult, product: Product) -> dict[str, tuple[str, ...]]:
    """The values of options that have a word of the search in them: a piece found by `green` is shown in bottle green."""
    terms = {one.term for one in result.reading.words}
    found = {}
    for option in product.options:
        having = [
            slug(value.en or value.zh)
            for value in option.values
            if terms.intersection([*index_terms(value.en), *index_terms(value.zh)])
        ]
        if having:
            found[option.name] = tuple(having)
    return found
