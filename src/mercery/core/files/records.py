"""JSON, JSON lines and YAML as objects with the line each begins on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from mercery.core.files.problems import refused

_LARGEST: Final = 300 << 20
_LISTS: Final = ("products", "items", "data", "product", "catalog", "catalogue", "results", "nodes", "商品", "商品列表",
                 "orders", "customers")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One object of the file."""

    line: int | None
    data: dict[str, Any]


def read_document(path: Path, name: str) -> tuple[Any, list[int]]:
    """A whole JSON document, and the line on which each element of its list begins."""
    if path.stat().st_size > _LARGEST:
        raise refused(
            name, "The JSON document is larger than 300 MB.", "Export it as JSON lines, one object a line.", line=1
        )
    text = path.read_text(encoding="utf-8")
    try:
        data = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique(name))
    except json.JSONDecodeError as error:
        raise refused(name, f"The JSON is malformed: {error.msg}.", "Export it again.", line=error.lineno) from error
    except RecursionError as error:
        raise refused(name, "The JSON is nested too deeply.", line=1) from error
    except ValueError as error:
        raise refused(name, f"The JSON is malformed: {error}.", line=1) from error
    return data, element_lines(text)


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON number")


def _unique(name: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            keys = [key for key, _ in items]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise refused(name, f"An object has the key '{twice}' twice.", "Take one out.", line=1)
        return found

    return pairs


def element_lines(text: str) -> list[int]:
    """The lines on which the objects directly in the outermost list (or in the first list inside the document) begin."""
    lines: list[int] = []
    depth, line, place, list_depth = 0, 1, 0, -1
    while place < len(text):
        sign = text[place]
        if sign == '"':
            place = _string_end(text, place)
        elif sign == "\n":
            line += 1
        elif sign in "[{":
            if sign == "[" and list_depth < 0:
                list_depth = depth
            elif sign == "{" and list_depth >= 0 and depth == list_depth + 1:
                lines.append(line)
            depth += 1
        elif sign in "]}":
            depth -= 1
            if sign == "]" and depth == list_depth:
                return lines
        place += 1
    return lines


def _string_end(text: str, start: int) -> int:
    place = start + 1
    while place < len(text) and text[place] != '"':
        place += 2 if text[place] == "\\" else 1
    return place


def json_lines(path: Path, name: str) -> Iterator[Record]:
    """The objects of a JSON lines file, one at a time."""
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                data = json.loads(line, parse_constant=_no_constant, object_pairs_hook=_unique(name))
            except ValueError as error:
                message = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
                raise refused(name, f"The JSON is malformed: {message}.", "Export it again.", line=number) from error
            if not isinstance(data, dict):
                raise refused(name, "The line is not an object.", "Write one object a line.", line=number)
            yield Record(line=number, data=data)


def is_json_lines(path: Path) -> bool:
    """Whether the first line alone is an object and there is more than it."""
    with path.open(encoding="utf-8") as stream:
        first = next((line for line in stream if line.strip()), "")
        if not first.lstrip().startswith("{"):
            return False
        second = next((line for line in stream if line.strip()), "")
    if second and not second.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict) and (bool(second) or path.suffix in (".jsonl", ".ndjson"))
    except ValueError:
        return first.rstrip().endswith("}") and bool(second)


def read_yaml(path: Path, name: str) -> tuple[Any, list[int]]:
    """A YAML document without tags or aliases (they can swell without end), and the lines of its list's elements."""
    text = path.read_text(encoding="utf-8")
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken | yaml.TagToken):
                raise refused(
                    name, "YAML aliases and tags are not read.", "Write the values out.", line=token.start_mark.line + 1
                )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader without dates
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else None
        raise refused(name, f"The YAML is malformed: {error.problem}.", "Mend the line.", line=line) from error
    except (yaml.YAMLError, ValueError) as error:
        raise refused(name, f"The YAML is malformed: {error}.", "Mend it.", line=1) from error
    while isinstance(node, yaml.MappingNode):
        node = next((value for _, value in node.value if isinstance(value, yaml.SequenceNode)), None)
    lines = [item.start_mark.line + 1 for item in node.value] if isinstance(node, yaml.SequenceNode) else []
    return data, lines


class _PlainLoader(yaml.SafeLoader):
    """Dates and numbers as written: `2026-12-10` stays text."""


_PlainLoader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for key, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def records_of(data: Any, lines: list[int], name: str) -> list[Record]:
    """The objects in a document: a list, a list under a usual name, GraphQL edges, or one object alone."""
    rows = find_list(data)
    if rows is None:
        if not isinstance(data, dict):
            raise refused(name, "The document holds no list of objects.", "Export the products as a list.", line=1)
        rows = [data]
    found = []
    for place, row in enumerate(rows):
        line = lines[place] if place < len(lines) else None
        if isinstance(row, dict) and set(row) <= {"node", "cursor"} and isinstance(row.get("node"), dict):
            row = row["node"]
        if not isinstance(row, dict):
            message = f"Element {place + 1} of the list is not an object."
            raise refused(name, message, "Write objects only.", line=line or 1)
        found.append(Record(line=line, data=row))
    if not found:
        raise refused(name, "The list is empty.", "Export it with products.", line=1)
    return found


def find_list(data: Any) -> list[Any] | None:
    """The list of things in a document."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    for key in ("edges", *_LISTS):
        value = data.get(key)
        if isinstance(value, list):
            return value
        if isinstance(value, dict) and (inner := find_list(value)) is not None:
            return inner
    lists = [
        value
        for value in data.values()
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value)
    ]
    keyed = {"title", "name", "variants", "sku"} & data.keys()
    return lists[0] if len(lists) == 1 and not keyed else None
