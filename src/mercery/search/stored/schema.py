"""tantivy's part of an index: the fields a product is found by."""

from __future__ import annotations

import tantivy
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from mercery.core.i18n import LANGS
from mercery.search.document import BANDS, Document


def schema() -> tantivy.Schema:
    """The fields: bands of words by language, Chinese pairs, article numbers, words as written, values of facets."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", stored=False, indexed=True, fast=True)
    for band in BANDS:
        for lang in LANGS:
            builder.add_text_field(f"{band}_{lang}", stored=False, tokenizer_name="terms", index_option="freq")
    builder.add_text_field("gram", stored=False, tokenizer_name="terms", index_option="freq")
    for name in ("sku", "word"):
        builder.add_text_field(name, stored=False, tokenizer_name="terms", index_option="basic")
    builder.add_text_field("facet", stored=False, tokenizer_name="tabs", index_option="basic")
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Tell an opened index how terms are told apart (our own code has cut them already), and to look for commits when it
    is asked: else a thread of each opened index watches its folder, and writes its lock into one that is being removed."""
    index.config_reader(reload_policy="manual")
    index.register_tokenizer("terms", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.register_tokenizer(
        "tabs", TextAnalyzerBuilder(Tokenizer.regex(r"[^\t]+")).filter(Filter.remove_long(200)).build()
    )


def tantivy_document(document: Document, number: int) -> tantivy.Document:
    """The product as tantivy takes it in; `number` is its row."""
    made = tantivy.Document()
    made.add_text("id", document.product_id)
    made.add_unsigned("row", number)
    for name, text in document.bands.items():
        made.add_text(name, text)
    made.add_text("gram", document.grams)
    made.add_text("sku", document.skus)
    made.add_text("word", document.surface)
    made.add_text("facet", "\t".join(f"{facet.name}={facet.value}" for facet in document.facets))
    return made
