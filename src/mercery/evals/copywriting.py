"""`mercery eval copy DIR`: is what may not be said caught in copy, and does copy of our own name what is known and no more?

Reads what DIR holds of: files of {"content": "type#value*…", "summary"} lines (people's copy beside its attributes) or
{"attributes": [[type, value]], "title"} lines, plain or gzipped, and one .json of lists of forbidden words.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mercery.core.errors import Invalid
from mercery.evals import copywriting_law
from mercery.evals.copywriting_pieces import Content, distinct3, named, pieces_of, vocabulary
from mercery.evals.registry import Result, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The rows of one file."""

    name: str
    contents: tuple[Content, ...]
    texts: tuple[str, ...]
    """What people wrote of each."""
    are_copy: bool
    """Whether they are running text; else titles."""


def run(paths: list[Path], say: Say) -> Result:
    """Figures as docs/guide/examining.md defines them; those at the top are of the files of copy."""
    sources = [source for path in paths for file in _files(path) if (source := _source(file))]
    if not sources:
        remedy = "Name a folder with lines of {content, summary} or {attributes, title}."
        raise Invalid("There is no copy to examine.", remedy=remedy)
    words = [word for path in paths for file in _lists(path) for word in copywriting_law.listed_words(file)]
    copy = [one for one in sources if one.are_copy] or sources
    figures: dict[str, Any] = copywriting_law.figures([text for one in copy for text in one.texts], words, say)
    by_source = {source.name: _written(source, say) for source in sources}
    figures |= by_source[copy[0].name] | {"by_source": by_source}
    return Result(n=sum(len(one.contents) for one in sources), figures=figures)


def _written(source: Source, say: Say) -> dict[str, Any]:
    known = vocabulary(source.contents)
    written = [(content, piece.text()) for content, piece in pieces_of(source.contents, say)]
    own = named(written, known)
    people = named(list(zip(source.contents, source.texts, strict=True)), known)
    for content, text in sorted(written, key=lambda one: len(one[1]))[:3]:
        say(f"shortest: {content.key}: {text!r}")
    return {
        "coverage": own.coverage,
        "invention": own.invention,
        "distinct3": distinct3([text for _, text in written]),
        "pieces": len(written),
        "empty_pieces": sum(not text for _, text in written),
        "invented": own.invented,
        "people": {
            "coverage": people.coverage,
            "invention": people.invention,
            "distinct3": distinct3(source.texts),
        },
    }


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted([*path.glob("*.jsonl"), *path.glob("*.jsonl.gz")])


def _lists(path: Path) -> list[Path]:
    return sorted(path.glob("*.json")) if path.is_dir() else []


def _source(file: Path) -> Source | None:
    rows = list(_rows(file))
    if rows and all("content" in row and "summary" in row for row in rows):
        return Source(name=_name(file), contents=_contents(rows), texts=_texts(rows, "summary"), are_copy=True)
    if rows and all("attributes" in row and "title" in row for row in rows):
        return Source(name=_name(file), contents=_contents(rows), texts=_texts(rows, "title"), are_copy=False)
    return None


def _name(file: Path) -> str:
    return file.name.removesuffix(".gz").removesuffix(".jsonl")


def _texts(rows: Sequence[dict[str, Any]], field: str) -> tuple[str, ...]:
    return tuple(str(row[field]) for row in rows)


def _contents(rows: Sequence[dict[str, Any]]) -> tuple[Content, ...]:
    return tuple(Content(key=str(row.get("id", place)), pairs=tuple(_pairs(row))) for place, row in enumerate(rows, 1))


def _pairs(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "attributes" in row:
        yield from ((str(kind), str(value)) for kind, value in row["attributes"] if value)
        return
    for pair in str(row["content"]).split("*"):
        kind, _, value = pair.partition("#")
        if kind and value:
            yield kind, value


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8")
    for line, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        try:
            body = json.loads(row)
        except json.JSONDecodeError as error:
            raise Invalid(f"{file}, line {line} is no JSON: {error.msg}.", remedy="Write one object a line.") from None
        if isinstance(body, dict):
            yield body
