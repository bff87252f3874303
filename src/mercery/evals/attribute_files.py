"""Files of texts with the values of their attributes, in the forms researchers publish them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mercery.core.errors import Invalid, NotFound, Problem
from mercery.core.i18n import Lang
from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.words_of_goods import lang_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The texts of one file."""

    name: str
    lang: Lang
    examples: Sequence[Example]
    every_value: bool
    """Whether all values of a text are given, each as a pair that counts."""


def read_sets(place: Path) -> list[Titles]:
    """The files of a folder, or one file, in the order of their names."""
    if not place.exists():
        raise NotFound(f"There is nothing at {place}.", remedy="Give a folder with .jsonl files.")
    files = [place] if place.is_file() else sorted(path for path in place.iterdir() if ".jsonl" in path.name)
    return [made for made in (_titles(path) for path in files) if made.examples]


def _titles(path: Path) -> Titles:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows: list[Mapping[str, Any]] = []
    for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
        if line.strip():
            rows.append(_row(path, number, line))
    placed = any("spans" in row for row in rows)
    examples = [example for row in rows if (example := _example(row)) is not None]
    silent = any(not values for example in examples for values in example.values.values())
    if not silent:
        examples = [
            Example(text=one.text, category=one.category, values=one.values, complete=True, strict=placed)
            for one in examples
        ]
    sample = " ".join(one.text for one in examples[:50])
    return Titles(name=path.name.split(".jsonl")[0], lang=lang_of(sample), examples=examples, every_value=placed)


def _row(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        problem = Problem(message="This line is no JSON.", file=path.name, line=number)
        raise Invalid("The file cannot be read.", problems=(problem,), remedy="Write one object a line.") from error
    if not isinstance(row, dict):
        raise Invalid("A line of the file is no object.", remedy="Write one object a line.")
    return row


def _example(row: Mapping[str, Any]) -> Example | None:
    """`{input, category, target_scores}`, `{sentences, spans}`, or `{sentences: "Title: …, Attritute: …", labels}`."""
    if "target_scores" in row:
        values = {
            str(name): tuple(value.strip() for value in said if value != "n/a" and value.strip())
            for name, said in row["target_scores"].items()
        }
        return Example(text=str(row["input"]), category=str(row.get("category") or ""), values=values)
    text = str(row.get("sentences") or "")
    if "spans" in row:
        spans: dict[str, list[str]] = {}
        for span in row["spans"]:
            spans.setdefault(str(span["type"]), []).append(str(span["term"]))
        return Example(
            text=text, category="", values={name: tuple(dict.fromkeys(said)) for name, said in spans.items()}
        )
    return _title_with_attributes(text, row)


def _title_with_attributes(text: str, row: Mapping[str, Any]) -> Example | None:
    """Only where title and attributes are of the same goods; a value that is not in the title counts as not stated."""
    if "match" not in (row.get("labels") or {}).get("en", ()):
        return None
    title, _, listed = text.removeprefix("Title: ").partition(", Attritute: ")
    values: dict[str, list[str]] = {}
    for pair in listed.split("#;#"):
        name, _, value = pair.partition("#:#")
        stated = values.setdefault(name.strip(), [])
        if value.strip() and value.strip() in title:
            stated.append(value.strip())
    return Example(text=title, category="titles", values={name: tuple(said) for name, said in values.items() if name})
