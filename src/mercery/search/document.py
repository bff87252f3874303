"""What the index keeps of a product: its words in bands of weight, and the values it can be filtered by. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mercery.catalog.facets import Facet, product_facets
from mercery.catalog.product import Product
from mercery.catalog.slug import category_handle
from mercery.claims.values import Flag, Materials, Statement, Terms, Text, Value
from mercery.core.i18n import LANGS, Lang, Words
from mercery.search.measures import Measured, amounts
from mercery.search.words import fold, grams, index_terms, is_chinese, words

BANDS: Final[dict[str, float]] = {"title": 4.0, "kind": 2.5, "detail": 1.2, "text": 0.5}
"""Bands of words and their weight: the name; category, brand and what it is chosen by; attributes and tags; description."""


COLLECTION: Final = "collection"
"""The facet that tells collections; pages choose by it, shoppers do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One product as the index takes it in."""

    product_id: str
    bands: dict[str, str]
    """Field name (`title_en`, …) to terms separated by spaces."""
    grams: str
    skus: str
    surface: str
    """Words as written, for completing and correcting what a shopper types."""
    facets: tuple[Facet, ...]
    amounts: tuple[tuple[str, Measured], ...]
    """Its measures, to be compared as numbers."""
    titles: tuple[str, str]


def document(product: Product, collections: Mapping[str, Words] | None = None) -> Document:
    """The document of `product`; `collections` gives the names of the collections it may be in, by handle."""
    facets = (*_categories(product), *product_facets(product), *_collections(product))
    bands: dict[str, str] = {}
    for lang in LANGS:
        for band, texts in _bands(product, facets, lang, collections or {}).items():
            bands[f"{band}_{lang}"] = " ".join(index_terms(" \n ".join(texts)))
    named = " ".join([product.title.zh, *(facet.label.zh for facet in facets if facet.name != COLLECTION)])
    return Document(
        product_id=product.id,
        bands=bands,
        grams=" ".join(grams(named)),
        skus=" ".join(sku_key(code) for variant in product.variants for code in (variant.sku, variant.barcode) if code),
        surface=" ".join(_surface(product, facets)),
        facets=facets,
        amounts=tuple(amounts(product)),
        titles=(product.title.text("en"), product.title.text("zh")),
    )


def sku_key(text: str) -> str:
    """An article number without spaces and case."""
    return "".join(text.lower().split())


def category_key(path: tuple[Words, ...]) -> str:
    """The category's address: `bags/totes`."""
    return category_handle(tuple(step.en or step.zh for step in path))


def _categories(product: Product) -> Iterator[Facet]:
    for depth in range(1, len(product.category) + 1):
        path = product.category[:depth]
        yield Facet(name="category", value=category_key(path), label=path[-1])


def _collections(product: Product) -> Iterator[Facet]:
    for handle in product.collections:
        yield Facet(name=COLLECTION, value=handle, label=Words(handle, handle))


def _bands(
    product: Product, facets: tuple[Facet, ...], lang: Lang, collections: Mapping[str, Words]
) -> dict[str, list[str]]:
    def said(text: Words) -> str:
        return text.zh if lang == "zh" else text.en

    def named(handle: str) -> str:
        name = collections.get(handle)
        return handle.replace("-", " ") + (f" {said(name)}" if name else "")

    attributes = [said(text) for attribute in product.attributes for text in _texts(attribute.value)]
    labels = [said(attribute.label) for attribute in product.attributes if isinstance(attribute.value, Flag)]
    return {
        "title": [said(product.title)],
        "kind": [said(facet.label) for facet in facets if facet.name != COLLECTION],
        "detail": [*attributes, *labels, *product.tags, *(named(one) for one in product.collections)],
        "text": [said(product.description)],
    }


def _texts(value: Value) -> Iterator[Words]:
    match value:
        case Text(text) | Statement(text):
            yield text
        case Terms(items):
            yield from items
        case Materials(parts):
            yield from (part.material for part in parts)
        case _:
            pass


def _surface(product: Product, facets: tuple[Facet, ...]) -> Iterator[str]:
    for text in (product.title, *(facet.label for facet in facets if facet.name != COLLECTION)):
        for word in (*words(text.en), *words(text.zh)):
            yield word.surface if is_chinese(word.surface) else fold(word.surface)
