"""The index on disk: one folder per version, swapped by renaming a pointer, readable while it is being replaced.

    <home>/index/<shop>/current        the name of the version in use
    <home>/index/<shop>/<version>/     tantivy's files, and rows.jsonl: the facet values each product has

A version is complete before `current` names it, so a crash while building leaves the old one in use and a folder
that the next build removes. An update appends its rows first and commits after; rows without a commit are never asked for.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from typing import IO, Final

import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

from mercery.catalog.facets import Facet
from mercery.core.errors import MerceryError
from mercery.core.i18n import LANGS, Lang, Words
from mercery.core.ids import new_id
from mercery.search.document import BANDS, Document
from mercery.search.measures import MARK, Measured

FORMAT: Final = "6"
"""Raise when fields or analysis change: versions of another format are rebuilt."""
HEAP: Final = 64_000_000
_GRAM_WEIGHT: Final = 0.6


class IndexMissing(MerceryError):
    """There is no index of this shop yet, or none this program can read."""

    code = "search_index_missing"
    status = 503


@dataclass(frozen=True, slots=True)
class Row:
    """A product in the index: its id, titles, facet values (`name=value`) and amounts (`#name|dimension|low|high`)."""

    product_id: str
    titles: tuple[str, str]
    values: frozenset[str]


@dataclass(slots=True)
class Rows:
    """The rows of a version, read as far as the file goes; grows when another process appends."""

    path: Path
    rows: list[Row] = field(default_factory=list)
    labels: dict[str, Facet] = field(default_factory=dict)
    measured: dict[str, Measured] = field(default_factory=dict)
    amounts: set[str] = field(default_factory=set)
    bytes_read: int = 0

    def load(self) -> None:
        """Read what has been appended since the last time; a half-written last line waits."""
        with self.path.open("rb") as file:
            file.seek(self.bytes_read)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self.bytes_read += len(line)
                self._take(json.loads(line))

    def at(self, number: int) -> Row:
        """The row with that number."""
        if number >= len(self.rows):
            self.load()
        return self.rows[number]

    def _take(self, entry: dict[str, list[str]]) -> None:
        if "f" in entry:
            name, value, en, zh = entry["f"]
            self.labels[f"{name}={value}"] = Facet(name=name, value=value, label=Words(en, zh))
        elif "m" in entry:
            name, dimension, en, zh = entry["m"]
            self.measured[name + dimension] = Measured(name=name, dimension=dimension, label=Words(en, zh))
        else:
            product_id, en, zh, *values = entry["p"]
            self.amounts.update(value for value in values if value.startswith(MARK))
            self.rows.append(Row(product_id, (en, zh), frozenset(values)))


class SearchIndex:
    """One opened version."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = Rows(folder / "rows.jsonl")
        self.rows.load()
        self._index = tantivy.Index.open(str(folder))
        _register(self._index)
        self.schema = self._index.schema

    def searcher(self) -> tantivy.Searcher:
        """A view of the last commit."""
        self._index.reload()
        return self._index.searcher()

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
        searcher = self.searcher()
        result = searcher.search(query, limit)
        numbers = searcher.fast_field_values("row", [address for _, address in result.hits])
        hits = [
            (float(score), self.rows.at(int(number)))
            for (score, _), number in zip(result.hits, numbers, strict=True)
            if number is not None
        ]
        return int(getattr(result, "count", len(hits))), hits

    def count(self, query: Query) -> int:
        """How many match."""
        return int(getattr(self.searcher().search(query, 1), "count", 0))

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


def shop_folder(home: Path, shop_id: str) -> Path:
    """Where a shop's versions lie."""
    return home / "index" / shop_id


def current_version(home: Path, shop_id: str) -> str | None:
    """The version in use, None when there is none of this format."""
    try:
        name = (shop_folder(home, shop_id) / "current").read_text().strip()
    except FileNotFoundError:
        return None
    return name if name.startswith(f"v{FORMAT}_") and (shop_folder(home, shop_id) / name).is_dir() else None


def open_index(home: Path, shop_id: str) -> SearchIndex:
    """The version in use; IndexMissing when there is none or it is damaged."""
    name = current_version(home, shop_id)
    if name is None:
        raise IndexMissing("The search index of this shop is not built yet.", remedy="Run the job search:rebuild.")
    try:
        return SearchIndex(shop_folder(home, shop_id) / name)
    except (ValueError, OSError, json.JSONDecodeError) as error:
        raise IndexMissing(f"The search index cannot be read: {error}", remedy="Run the job search:rebuild.") from error


class NewVersion:
    """A version being written: add documents in batches, then publish. Leaving the block without that removes it."""

    def __init__(self, home: Path, shop_id: str) -> None:
        self._parent = shop_folder(home, shop_id)
        self._parent.mkdir(parents=True, exist_ok=True)
        self.name = new_id(f"v{FORMAT}")
        self._folder = self._parent / self.name
        self._folder.mkdir()
        index = tantivy.Index(_schema(), path=str(self._folder), reuse=False)
        _register(index)
        self._writer = index.writer(HEAP, 1)
        self._file = (self._folder / "rows.jsonl").open("w", encoding="utf-8")
        self._known: set[str] = set()
        self._count = 0
        self._published = False

    def __enter__(self) -> NewVersion:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if not self._published:
            shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, documents: Iterable[Document]) -> None:
        """Take products in."""
        self._count = _write(self._writer, self._file, documents, self._count, self._known)

    def publish(self) -> int:
        """Put the version to use, remove the others; returns how many products it has."""
        _finish(self._writer, self._file)
        with _locked(self._parent):
            _point(self._parent, self.name)
            self._published = True
            for old in self._parent.iterdir():
                if old.is_dir() and old.name < self.name:
                    shutil.rmtree(old, ignore_errors=True)
        return self._count


def update(home: Path, shop_id: str, changed: Sequence[Document], gone: Iterable[str]) -> None:
    """Replace and remove single products in the version in use."""
    parent = shop_folder(home, shop_id)
    with _locked(parent):
        opened = open_index(home, shop_id)
        index = tantivy.Index.open(str(opened.folder))
        _register(index)
        writer = index.writer(HEAP, 1)
        for product_id in (*gone, *(document.product_id for document in changed)):
            writer.delete_documents_by_term("id", product_id)
        with (opened.folder / "rows.jsonl").open("r+", encoding="utf-8") as file:
            file.truncate(opened.rows.bytes_read)
            file.seek(0, os.SEEK_END)
            known = {*opened.rows.labels, *opened.rows.measured}
            _write(writer, file, changed, len(opened.rows.rows), known)
            _finish(writer, file)


def _write(
    writer: tantivy.IndexWriter, file: IO[str], documents: Iterable[Document], first: int, known: set[str]
) -> int:
    number = first
    for number, one in enumerate(documents, first + 1):
        for line in _lines(one, known):
            file.write(line + "\n")
        writer.add_document(_tantivy_document(one, number - 1))
    return number


def _finish(writer: tantivy.IndexWriter, file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())
    writer.commit()
    writer.wait_merging_threads()


def _lines(document: Document, known: set[str]) -> Iterator[str]:
    keys = []
    for facet in document.facets:
        key = f"{facet.name}={facet.value}"
        keys.append(key)
        if key not in known:
            known.add(key)
            yield json.dumps({"f": [facet.name, facet.value, facet.label.en, facet.label.zh]}, ensure_ascii=False)
    for amount, of in document.amounts:
        keys.append(amount)
        if of.name + of.dimension not in known:
            known.add(of.name + of.dimension)
            yield json.dumps({"m": [of.name, of.dimension, of.label.en, of.label.zh]}, ensure_ascii=False)
    yield json.dumps({"p": [document.product_id, *document.titles, *keys]}, ensure_ascii=False)


def _tantivy_document(document: Document, number: int) -> tantivy.Document:
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


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", stored=False, indexed=False, fast=True)
    for band in BANDS:
        for lang in LANGS:
            builder.add_text_field(f"{band}_{lang}", stored=False, tokenizer_name="terms", index_option="freq")
    builder.add_text_field("gram", stored=False, tokenizer_name="terms", index_option="freq")
    for name in ("sku", "word"):
        builder.add_text_field(name, stored=False, tokenizer_name="terms", index_option="basic")
    builder.add_text_field("facet", stored=False, tokenizer_name="tabs", index_option="basic")
    return builder.build()


def _register(index: tantivy.Index) -> None:
    index.register_tokenizer("terms", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.register_tokenizer(
        "tabs", TextAnalyzerBuilder(Tokenizer.regex(r"[^\t]+")).filter(Filter.remove_long(200)).build()
    )


def _point(parent: Path, name: str) -> None:
    """Name the version in use, in one step."""
    fresh = parent / "current.new"
    with fresh.open("w") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(parent / "current")


@contextmanager
def _locked(parent: Path) -> Iterator[None]:
    """One writer per shop, over all processes of this machine."""
    with (parent / "write.lock").open("w") as file:
        flock(file, LOCK_EX)
        try:
            yield
        finally:
            flock(file, LOCK_UN)
