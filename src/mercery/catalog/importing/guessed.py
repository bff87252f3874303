"""Files of no known system: the mapping guessed from headings and values, or taken as a person gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from mercery.catalog.importing.diff import EVERYTHING, Part
from mercery.catalog.importing.draft import Context
from mercery.catalog.importing.fields import NAMES, places
from mercery.catalog.importing.formats import generic
from mercery.catalog.importing.formats.nested import nodes
from mercery.catalog.importing.guess import FieldMapping, Guess, Sampler, guess_mapping, writes_comma_decimals
from mercery.catalog.importing.in_chinese import in_chinese
from mercery.catalog.importing.option_columns import option_pairs
from mercery.catalog.product import Product
from mercery.core.files.problems import ProblemLog, refused
from mercery.core.files.records import Record
from mercery.core.files.tabular import Row, Table, heading, text_of

SAMPLED: Final = 500
_NESTED: Final = frozenset(heading(name) for name in NAMES["variants"])


@dataclass(slots=True, kw_only=True)
class GuessedSource:
    """A mapping and the reading by it."""

    mapping: FieldMapping
    confidence: float
    says: frozenset[Part]
    read: Callable[[], Iterator[Product]]


def two_headings(table: Table) -> Table:
    """The table under its lower heading, where two stand: names for programs above names for people."""
    below = table.below()
    if below is None or len(below.header) < 3:
        return table
    known = places()
    named = sum(any(name in words for words in known.values()) for name in below.header if name)
    filled = sum(not name.startswith("column ") for name in below.header)
    return below if named >= 3 and named >= 0.25 * filled else table


def from_table(table: Table, context: Context, mapping: dict[str, Any] | None) -> GuessedSource:
    """The products of a table of no known system."""
    return _guessed(
        lambda: table.rows(context.log),
        lambda: table.rows(ProblemLog(table.name)),
        list(table.raw_header),
        context,
        mapping,
    )


def from_records(
    records: Callable[[], Iterator[Record]], context: Context, mapping: dict[str, Any] | None
) -> GuessedSource:
    """The products of a list of objects; `records` gives them anew at each call."""

    def rows() -> Iterator[Row]:
        for record in records():
            yield Row(record.line or 0, {heading(key): value for key, value in record.data.items()})

    raw: dict[str, str] = {}
    for number, record in enumerate(records()):
        if number >= SAMPLED:
            break
        for key in record.data:
            raw.setdefault(heading(key), key)
    return _guessed(rows, rows, list(raw.values()), context, mapping)


def _guessed(
    rows: Callable[[], Iterator[Row]],
    quiet: Callable[[], Iterator[Row]],
    columns: list[str],
    context: Context,
    given: dict[str, Any] | None,
) -> GuessedSource:
    columns, samples = _samples(quiet, columns)
    mapping = (
        _given(given, columns, samples, context)
        if given
        else guess_mapping(columns, samples, currency=context.currency)
    )
    mapping = replace(mapping, samples={column: tuple(samples.get(column, ())[:3]) for column in columns})
    confidence = min(
        mapping.confidence("title"), max(mapping.confidence(field) for field in ("price", "prices", "sale"))
    )
    passes = iter((quiet, rows))

    def reread() -> Iterator[Row]:
        return next(passes)()

    says: frozenset[Part] = EVERYTHING - {
        part for part, field in (("stock", "stock"), ("was", "was"), ("status", "status")) if not mapping.column(field)
    }
    says |= {"was"} if mapping.column("sale") else frozenset()
    return GuessedSource(
        mapping=mapping,
        confidence=confidence,
        says=says,
        read=lambda: generic.read(reread, mapping, context),
    )


def _samples(rows: Callable[[], Iterator[Row]], columns: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    sampler = Sampler()
    raw = {heading(column): column for column in columns}
    for number, row in enumerate(rows()):
        if number >= SAMPLED:
            break
        for column, value in row.cells.items():
            sampler.add(raw.setdefault(column, column), text_of(value))
            if column in _NESTED and (inner := nodes(value)):
                _sample_nested(inner, raw, sampler)
            elif column == "master variant" and isinstance(value, dict):
                _sample_nested([value], raw, sampler)
    return list(raw.values()), sampler.found


def _sample_nested(value: list[Any], raw: dict[str, str], sampler: Sampler) -> None:
    for inner in value[:20]:
        if isinstance(inner, dict):
            for key, item in inner.items():
                sampler.add(raw.setdefault(heading(str(key)), str(key)), text_of(item))


def _given(given: dict[str, Any], columns: list[str], samples: dict[str, list[str]], context: Context) -> FieldMapping:
    """The mapping of a mapping file or of the console's form, checked against the columns."""
    known = {heading(column): column for column in columns}
    fields = given.get("fields", {})
    guesses = []
    for field, column in fields.items():
        if not column:
            continue
        if heading(str(column)) not in known:
            raise refused(
                context.log.file,
                f"The mapping names the column '{column}', which is not in the file.",
                f"The file has: {', '.join(columns)}.",
                line=1,
                zh=f"字段对应中的“{column}”列不在文件中。文件的列：{'、'.join(columns)}。",
            )
        guesses.append(Guess(field=field, column=known[heading(str(column))], confidence=1.0))
    used = {heading(guess.column) for guess in guesses}
    chosen = given.get("chinese")
    chinese = {
        column: other
        for column, other in in_chinese(columns, samples).items()
        if heading(column) not in used and (chosen is None or column in chosen)
    }
    options = tuple(known[heading(str(column))] for column in given.get("options", ()) if heading(str(column)) in known)
    listed = given.get("attributes")
    rest = [
        column for column in columns if heading(column) not in used and column not in options and column not in chinese
    ]
    attributes = rest if listed is None else [column for column in rest if column in listed]
    prices = [
        value for guess in guesses if guess.field in ("price", "was", "sale") for value in samples.get(guess.column, ())
    ]
    return FieldMapping(
        guesses=tuple(guesses),
        options=options,
        option_pairs=option_pairs([column for column in rest if column not in options]),
        attributes=tuple(attributes),
        chinese=chinese,
        confirmed=True,
        comma_decimal=writes_comma_decimals(prices),
    )
