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


_RESOURCE: Final = frozenset(["id", "documentId", "type", "attributes", "relationships", "links", "meta"])
"""What a JSON:API resource holds; its fields stand in `attributes`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One object of the file."""

    line: int | None
    data: dict[str, Any]


def read_document(path: Path, name: str) -> tuple[Any, list[int]]:
    """A whole JSON document, and the line on which each element of its list begins."""
    if path.stat().st_size > _LARGEST:
        raise refused(
            name,
            "The JSON document is larger than 300 MB.",
            "Export it as JSON lines, one object a line.",
            line=1,
            zh="JSON 文件超过 300 MB，请导出为每行一个对象的 JSON Lines。",
        )
    text = path.read_text(encoding="utf-8")
    try:
        data = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique(name))
    except json.JSONDecodeError as error:
        raise refused(
            name,
            f"The JSON is malformed: {error.msg}.",
            "Export it again.",
            line=error.lineno,
            zh=f"JSON 格式有误（{error.msg}），请重新导出。",
        ) from error
    except RecursionError as error:
        raise refused(name, "The JSON is nested too deeply.", line=1, zh="JSON 嵌套层数过多，请重新导出。") from error
    except ValueError as error:
        raise refused(
            name, f"The JSON is malformed: {error}.", line=1, zh=f"JSON 格式有误（{error}），请重新导出。"
        ) from error
    rows = find_list(data)
    listed = isinstance(data, list) or (rows is not None and not _keyed(data, rows))
    return data, element_lines(text, len(rows) if rows is not None and listed else None)


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON number")


def _unique(name: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            keys = [key for key, _ in items]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise refused(
                name,
                f"An object has the key '{twice}' twice.",
                "Take one out.",
                line=1,
                zh=f"同一对象中“{twice}”出现两次，请删去一个。",
            )
        return found

    return pairs


def element_lines(text: str, count: int | None = None) -> list[int]:
    """The lines on which the objects directly in a list begin: of the first list with `count` objects, else of the first."""
    lists: list[list[int]] = []
    open_lists: list[int | None] = []
    line, place = 1, 0
    while place < len(text):
        sign = text[place]
        if sign == '"':
            line += text.count("\n", place, end := _string_end(text, place))
            place = end
        elif sign == "\n":
            line += 1
        elif sign == "[":
            open_lists.append(len(lists))
            lists.append([])
        elif sign == "{":
            inside = open_lists[-1] if open_lists else None
            if inside is not None:
                lists[inside].append(line)
            open_lists.append(None)
        elif sign in "]}" and open_lists:
            closed = open_lists.pop()
            if closed is not None and closed == 0 and count is None:
                return lists[0]
        place += 1
    fitting = next((found for found in lists if count is not None and len(found) == count), None)
    return fitting if fitting is not None else next(iter(lists), [])


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
                raise refused(
                    name,
                    f"The JSON is malformed: {message}.",
                    "Export it again.",
                    line=number,
                    zh=f"JSON 格式有误（{message}），请重新导出。",
                ) from error
            if not isinstance(data, dict):
                raise refused(
                    name,
                    "The line is not an object.",
                    "Write one object a line.",
                    line=number,
                    zh="此行不是对象，请每行写一个对象。",
                )
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
                    name,
                    "YAML aliases and tags are not read.",
                    "Write the values out.",
                    line=token.start_mark.line + 1,
                    zh="不支持 YAML 的别名与标签，请直接写出内容。",
                )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader without dates
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else None
        raise refused(
            name,
            f"The YAML is malformed: {error.problem}.",
            "Mend the line.",
            line=line,
            zh=f"YAML 格式有误（{error.problem}），请修改该行。",
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise refused(
            name, f"The YAML is malformed: {error}.", "Mend it.", line=1, zh=f"YAML 格式有误（{error}），请修改。"
        ) from error
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
            raise refused(
                name,
                "The document holds no list of objects.",
                "Export the products as a list.",
                line=1,
                zh="文件中没有对象列表，请将商品导出为列表。",
            )
        rows = [data]
    found = []
    for place, row in enumerate(rows):
        line = lines[place] if place < len(lines) else 1
        if isinstance(row, dict) and set(row) <= {"node", "cursor"} and isinstance(row.get("node"), dict):
            row = row["node"]
        if isinstance(row, dict) and set(row) <= _RESOURCE and isinstance(row.get("attributes"), dict):
            row = {"id": row.get("id"), **row["attributes"]}
        if not isinstance(row, dict):
            message = f"Element {place + 1} of the list is not an object."
            raise refused(
                name, message, "Write objects only.", line=line, zh=f"列表第 {place + 1} 项不是对象，列表中只能是对象。"
            )
        found.append(Record(line=line, data=row))
    if not found:
        raise refused(
            name, "The list is empty.", "Export it with products.", line=1, zh="列表为空，请连同商品一起导出。"
        )
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
    if {"title", "name", "variants", "sku", "price"} & data.keys():
        return None
    lists = [list_ for value in data.values() if (list_ := _objects(value)) is not None]
    return max(lists, key=len) if lists else _members(data)


def _objects(value: Any) -> list[Any] | None:
    """A list of objects that stands under a name nobody foresaw, at any depth."""
    if isinstance(value, list):
        return value if value and all(isinstance(row, dict) for row in value) else None
    return find_list(value) if isinstance(value, dict) else None


def _members(data: dict[str, Any]) -> list[Any] | None:
    """The objects of `{"A1": {…}, "A2": {…}}`, each with its key as id."""
    if len(data) < 2 or not all(isinstance(value, dict) for value in data.values()):
        return None
    return [{"id": key, **value} for key, value in data.items()]


def _keyed(data: Any, rows: list[Any]) -> bool:
    """Whether the rows were members of an object, whose places no list gives."""
    return isinstance(data, dict) and len(data) == len(rows) and all(isinstance(value, dict) for value in data.values())
