"""A file of any known format as a stream of drafts: recognise it, or take the format that was named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from mercery.catalog.importing.diff import EVERYTHING, Part
from mercery.catalog.importing.draft import Context
from mercery.catalog.importing.formats import (
    bigcommerce,
    commercetools,
    generic,
    google_merchant,
    magento,
    magento_one,
    medusa,
    mercery_json,
    prestashop,
    saleor,
    saleor_fixture,
    schema_org,
    shopify,
    spree,
    vendure,
    wix,
    woocommerce,
    woocommerce_xml,
)
from mercery.catalog.importing.guess import FieldMapping, writes_comma_decimals
from mercery.catalog.importing.guessed import SAMPLED, GuessedSource, from_records, from_table, two_headings
from mercery.catalog.product import Product
from mercery.core.files.encoding import utf8_copy
from mercery.core.files.problems import ProblemLog, refused
from mercery.core.files.records import is_json_lines, json_lines, read_document, read_yaml, records_of
from mercery.core.files.tabular import Table, open_table
from mercery.core.files.xml_records import xml_records


class TableFormat(Protocol):
    """A format whose files are tables."""

    NAME: str

    def likeness(self, table: Table) -> float: ...
    def read(self, table: Table, context: Context) -> Iterator[Product]: ...


TABLES: Final[tuple[TableFormat, ...]] = (
    shopify,
    woocommerce,
    magento,
    magento_one,
    vendure,
    saleor,
    spree,
    medusa,
    google_merchant,
    wix,
    bigcommerce,
    prestashop,
    commercetools,
)
FORMATS: Final = (*(each.NAME for each in TABLES), schema_org.NAME, mercery_json.NAME, generic.NAME)
_LEAST: Final = 0.6
_SOUGHT_IN: Final = 32 << 20
"""Bytes of linked data in which the line of a product is looked for."""
_ROOT_OF_FEEDS: Final = re.compile(r"<(\w+:)?(rss|feed|rdf)[\s>]")


@dataclass(slots=True, kw_only=True)
class Opened:
    """A recognised file, ready to be read once."""

    name: str
    format: str
    confidence: float
    mapping: FieldMapping | None
    says: frozenset[Part]
    log: ProblemLog
    read: Callable[[], Iterator[Product]]

    @property
    def sure(self) -> bool:
        """Whether it may be imported without asking."""
        return self.mapping is None or self.mapping.sure


@contextmanager
def open_file(
    path: Path, *, currency: str, name: str = "", format_: str | None = None, mapping: dict[str, Any] | None = None
) -> Iterator[Opened]:
    """The file at `path`. Raises FileRefused when it cannot even be opened; later problems are in `log`.

    `currency`: the shop's, used where the file names none. `format_`: one of FORMATS. `mapping`: as a mapping file holds it.
    """
    name = name or path.name
    if format_ and format_ not in FORMATS:
        raise refused(
            name,
            f"The format '{format_}' is unknown.",
            f"Name one of {', '.join(FORMATS)}.",
            zh=f"没有“{format_}”这种格式，可用：{'、'.join(FORMATS)}。",
        )
    with utf8_copy(path, name) as text:
        context = Context(log=ProblemLog(name), currency=currency)
        yield _open(text, name, context, format_, mapping, _extension(path))


def _extension(path: Path) -> str:
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _open(
    text: Path, name: str, context: Context, format_: str | None, mapping: dict[str, Any] | None, extension: str
) -> Opened:
    with text.open(encoding="utf-8") as stream:
        head = stream.read(1 << 16).lstrip("\ufeff \t\r\n")
    if not head:
        raise refused(name, "The file is empty.", "Export it again.", line=1, zh="文件为空，请重新导出。")
    if "\x00" in head:
        raise refused(
            name,
            "This is not a text file.",
            "Export a CSV, JSON, XML or YAML file.",
            line=1,
            zh="这不是文本文件。请导出为 CSV、JSON、XML 或 YAML 文件。",
        )
    if head.startswith("<"):
        return _markup(text, head, name, context, mapping, extension)
    if head[0] in "{[":
        return _json(text, name, context, mapping, extension)
    if extension in (".json", ".jsonl", ".ndjson"):
        return _document(*read_document(text, name), name, context, mapping)
    if extension in (".xml", ".rss", ".atom"):
        raise refused(name, "This is not XML.", "Export the feed again.", line=1, zh="这不是 XML，请重新导出商品数据。")
    if extension in (".yaml", ".yml") or head.startswith("---\n"):
        return _document(*read_yaml(text, name), name, context, mapping)
    return _table(open_table(text, name), context, format_, mapping)


def _markup(
    text: Path, head: str, name: str, context: Context, mapping: dict[str, Any] | None, extension: str
) -> Opened:
    lower = head[:4096].casefold()
    page = "<html" in lower or "<!doctype html" in lower
    if page and extension in (".csv", ".tsv", ".txt", ".json", ".xml") and "ld+json" not in head:
        message = "This is a web page, not an export: a login or an error was saved in its place."
        raise refused(
            name,
            message,
            "Sign in to the shop system and export again.",
            line=1,
            zh="这是网页而非导出文件，可能误存了登录页或错误页。请登录原店铺系统重新导出。",
        )
    if "<html" in lower or "<!doctype html" in lower or "<script" in lower:
        return _opened(schema_org.NAME, 0.95, context, lambda: schema_org.read_page(text, name, context))
    if woocommerce_xml.is_export(lower):
        return _opened(woocommerce_xml.NAME, 0.97, context, lambda: woocommerce_xml.read(text, name, context))
    if _ROOT_OF_FEEDS.search(lower) or "base.google.com/ns/1.0" in lower:
        return _opened(google_merchant.NAME, 0.95, context, lambda: google_merchant.read_xml(text, name, context))
    return _mapped(from_records(lambda: xml_records(text, name), context, mapping), context)


def _json(text: Path, name: str, context: Context, mapping: dict[str, Any] | None, extension: str) -> Opened:
    if is_json_lines(text) or extension in (".jsonl", ".ndjson"):
        first = next(json_lines(text, name), None)
        if first is not None and mercery_json.is_ours(first.data):
            return _opened(mercery_json.NAME, 0.99, context, lambda: mercery_json.read(json_lines(text, name), context))
        return _mapped(from_records(lambda: json_lines(text, name), context, mapping), context)
    source = text.read_text(encoding="utf-8") if text.stat().st_size < _SOUGHT_IN else ""
    return _document(*read_document(text, name), name, context, mapping, source)


def _document(
    data: Any, lines: list[int], name: str, context: Context, mapping: dict[str, Any] | None, source: str = ""
) -> Opened:
    if data is None:
        raise refused(name, "The document is empty.", "Export it again.", line=1, zh="文件内容为空，请重新导出。")
    if saleor_fixture.is_fixture(data):
        return _opened(saleor.NAME, 0.98, context, lambda: saleor_fixture.read_fixture(data, lines, context))
    if _names_schema(data):
        return _opened(schema_org.NAME, 0.98, context, lambda: schema_org.read(data, source, context))
    records = records_of(data, lines, name)
    if mercery_json.is_ours(records[0].data):
        return _opened(mercery_json.NAME, 0.99, context, lambda: mercery_json.read(iter(records), context))
    return _mapped(from_records(lambda: iter(records), context, mapping), context)


def _names_schema(data: Any) -> bool:
    first = data[0] if isinstance(data, list) and data else data
    return isinstance(first, dict) and ("@context" in first or "@graph" in first or "@type" in first)


def _opened(format_: str, confidence: float, context: Context, read: Callable[[], Iterator[Product]]) -> Opened:
    return Opened(
        name=context.log.file,
        format=format_,
        confidence=confidence,
        mapping=None,
        says=EVERYTHING,
        log=context.log,
        read=read,
    )


def _table(table: Table, context: Context, format_: str | None, mapping: dict[str, Any] | None) -> Opened:
    if len(table.header) < 2 and format_ is None:
        raise refused(
            table.name,
            "The file has one column only; it is no table of products.",
            "Check the delimiter.",
            line=1,
            zh="文件只有一列，不是商品表，请检查分隔符。",
        )
    scored = [(each.likeness(table), each) for each in TABLES]
    likeness, best = max(scored, key=lambda pair: pair[0])
    if format_ and format_ != generic.NAME:
        likeness, best = next(((score, each) for score, each in scored if format_ == each.NAME), (0.0, best))
        if format_ != best.NAME:
            raise refused(
                table.name,
                f"A table cannot be read as {format_}.",
                "Leave the format out.",
                zh=f"表格不能按 {format_} 读取，请不要指定格式。",
            )
    if mapping is None and format_ != generic.NAME and (likeness >= _LEAST or format_):
        context.comma_decimal = _comma_decimal(table)
        opened = _opened(best.NAME, max(likeness, 0.5), context, lambda: best.read(table, context))
        opened.says = _says(table.header)
        return opened
    return _mapped(from_table(two_headings(table), context, mapping), context)


def _mapped(source: GuessedSource, context: Context) -> Opened:
    return Opened(
        name=context.log.file, format=generic.NAME, confidence=source.confidence, mapping=source.mapping,
        says=source.says, log=context.log, read=source.read,
    )  # fmt: skip


def _comma_decimal(table: Table) -> bool | None:
    values = []
    for number, row in enumerate(table.rows(ProblemLog(table.name))):
        if number >= SAMPLED:
            break
        values += [value for column, value in row.cells.items() if "price" in column and value]
    return writes_comma_decimals(values) or None


def _says(header: tuple[str, ...]) -> frozenset[Part]:
    silent: set[Part] = set()
    words: tuple[tuple[Part, tuple[str, ...]], ...] = (
        ("stock", ("stock", "qty", "quantity", "inventory", "availability", "warehouse")),
        ("was", ("compare", "sale price", "special price", "regular price")),
        ("status", ("status", "published", "online", "visibility")),
    )
    for part, marks in words:
        if not any(mark in column for column in header for mark in marks):
            silent.add(part)
    return EVERYTHING - silent
