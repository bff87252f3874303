"""What the index keeps of a product: its words in bands of weight, and the values it can be filtered by. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.facets import Facet, product_facets
from mercery.catalog.product import Product
from mercery.catalog.slug import category_handle, slug
from mercery.claims.values import Flag, Materials, Statement, Terms, Text, Value
from mercery.core.i18n import LANGS, Lang, Words
from mercery.search.measures import Measured, amounts
from mercery.search.words import fold, grams, index_terms, words

BANDS: Final[dict[str, float]] = {"title": 4.0, "kind": 2.5, "detail": 1.2, "text": 0.5}
"""Bands of words and their weight: the name; category, brand and what it is chosen by; attributes and tags; description."""


_MEANING_VALUES: Final = 240
_MEANING_DESCRIPTION: Final = 400
"""Characters of values and of the description that go into a vector: a small model blurs what is long."""

COLLECTION: Final = "collection"
MADE_OF: Final = "made_of"
"""The facet that tells each part and what it is made of (`lining.pigskin`), for limits such as "no leather at all"."""
HIDDEN_FACETS: Final = frozenset({COLLECTION, MADE_OF})
"""Facets that pages and limits choose by, shoppers do not."""


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
    meaning: str
    """What its vector is worked out from: see `meaning_of`."""


def document(product: Product, collections: Mapping[str, Words] | None = None) -> Document:
    """The document of `product`; `collections` gives the names of the collections it may be in, by handle."""
    facets = (*_categories(product), *product_facets(product), *_collections(product), *_made_of(product))
    bands: dict[str, str] = {}
    for lang in LANGS:
        for band, texts in _bands(product, facets, lang, collections or {}).items():
            bands[f"{band}_{lang}"] = " ".join(index_terms(" \n ".join(texts)))
    named = " ".join([product.title.zh, *(facet.label.zh for facet in facets if facet.name not in HIDDEN_FACETS)])
    return Document(
        product_id=product.id,
        bands=bands,
        grams=" ".join(grams(named)),
        skus=" ".join(sku_key(code) for variant in product.variants for code in (variant.sku, variant.barcode) if code),
        surface=" ".join(_surface(product, facets)),
        facets=facets,
        amounts=tuple(amounts(product)),
        titles=(product.title.text("en"), product.title.text("zh")),
        meaning=meaning_of(product, ("en", "zh")),
    )


def meaning_of(product: Product, langs: Sequence[Lang]) -> str:
    """The product in a few words in each language the model knows: name, kind, brand, what it is made of and looks like,
    and how its description begins."""
    texts = dict.fromkeys(_meaning(product, lang) for lang in langs)
    return "\n".join(text for text in texts if text)


def _meaning(product: Product, lang: Lang) -> str:
    values = [text.text(lang) for attribute in product.attributes for text in _texts(attribute.value)]
    options = [value.text(lang) for option in product.options for value in option.values]
    kind = " ".join(step.text(lang) for step in product.category[-2:])
    said = dict.fromkeys([*options, *values, *product.tags])
    parts = [
        product.title.text(lang),
        kind,
        product.brand or "",
        ", ".join(said)[:_MEANING_VALUES],
        product.description.text(lang)[:_MEANING_DESCRIPTION],
    ]
    return ". ".join(part for part in parts if part)


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


def _made_of(product: Product) -> Iterator[Facet]:
    for attribute in product.attributes:
        if isinstance(attribute.value, Materials):
            for one in attribute.value.parts:
                material = slug(one.material.en or one.material.zh)
                yield Facet(name=MADE_OF, value=f"{slug(one.part)}.{material}"[:120], label=one.material)


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
        "kind": [said(facet.label) for facet in facets if facet.name not in HIDDEN_FACETS],
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
    for text in (product.title, *(facet.label for facet in facets if facet.name not in HIDDEN_FACETS)):
        for word in (*words(text.en), *words(text.zh)):
            yield word.term if word.chinese else fold(word.surface)
