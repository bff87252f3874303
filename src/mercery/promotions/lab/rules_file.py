"""Rules of a file: JSON in the notation, or a CSV with one rule a line and what is nested as JSON in its cell, as they are
exported here. Amounts are whole minor units, as in the notation. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mercery.core.errors import Invalid, Problem
from mercery.promotions.rules.notation import NotationError, rule_from
from mercery.promotions.rules.rule import Rule

_MOST: Final = 200
_NESTED: Final = ("{", "[")
_FLAGS: Final = {"true": True, "false": False, "yes": True, "no": False}
_TEXTS: Final = frozenset(
    ("id", "code", "group", "name", "starts", "ends", "start", "end", "level", "basis", "need_basis", "refund")
)


def read_rules(path: Path, name: str, currency: str) -> list[Rule]:
    """Every rule, or Invalid with each problem's line. Nothing is taken from a file with a fault."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(name, None, "", "The file is not UTF-8 text.", "Save it as UTF-8.") from error
    rows = _json_rows(text, name, currency) if text.lstrip()[:1] in _NESTED else _csv_rows(text, name)
    if not rows:
        raise _wrong(name, None, "", "There is no rule in the file.", "Put one rule on each line.")
    if len(rows) > _MOST:
        raise _wrong(name, None, "", f"There are more than {_MOST} rules.", "Split the file.")
    return _read(rows, name)


def _read(rows: list[tuple[int, Mapping[str, Any]]], name: str) -> list[Rule]:
    found: list[Rule] = []
    problems: list[Problem] = []
    for line, row in rows:
        try:
            found.append(rule_from(row))
        except NotationError as error:
            problems += [
                Problem(file=name, line=line, column=one.field, field=one.field, message=one.message, remedy=one.remedy)
                for one in error.problems
            ]
    if problems:
        raise Invalid("Some rules cannot be read.", remedy="Mend the lines named.", problems=problems)
    return found


def _json_rows(text: str, name: str, currency: str) -> list[tuple[int, Mapping[str, Any]]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise _wrong(name, error.lineno, "", f"This is no JSON: {error.msg}.", "Mend the place named.") from error
    if isinstance(data, dict):
        said = data.get("currency")
        if said and said != currency:
            raise _wrong(
                name, 1, "currency", f"The amounts are in {said}, not in {currency}.", f"Write them in {currency}."
            )
        data = data.get("rules", [])
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise _wrong(name, 1, "rules", "There is no list of rules.", "Write a list, or an object with `rules`.")
    lines = _lines(text, data)
    return [(line, row) for line, row in zip(lines, data, strict=True)]


def _lines(text: str, data: list[Any]) -> list[int]:
    """The line at which each rule's id stands, so that a problem can be found."""
    found, place = [], 0
    for one in data:
        at = text.find(json.dumps(str(one.get("id", "")), ensure_ascii=False), place)
        place = max(place, at)
        found.append(text.count("\n", 0, place) + 1)
    return found


def _csv_rows(text: str, name: str) -> list[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text))
    if not reader.fieldnames or "id" not in reader.fieldnames or "benefit" not in reader.fieldnames:
        raise _wrong(name, 1, "", "The columns `id` and `benefit` are missing.", "Name the columns as in an export.")
    rows: list[tuple[int, Mapping[str, Any]]] = []
    for row in reader:
        made: dict[str, Any] = {}
        for column, cell in row.items():
            if column is None:
                raise _wrong(
                    name, reader.line_num, "", "There are more cells than columns.", "Put text with commas in quotes."
                )
            if cell is not None and cell.strip():
                made[column] = _value(column, cell.strip(), name, reader.line_num)
        if made:
            rows.append((reader.line_num, made))
    return rows


def _value(column: str, cell: str, name: str, line: int) -> object:
    if cell[:1] in _NESTED:
        try:
            return json.loads(cell)
        except json.JSONDecodeError as error:
            raise _wrong(name, line, column, f"This is no JSON: {error.msg}.", "Mend the cell.") from error
    if column in _TEXTS:
        return cell
    if cell.lower() in _FLAGS:
        return _FLAGS[cell.lower()]
    return int(cell) if cell.lstrip("-").isdigit() else cell


def _wrong(name: str, line: int | None, column: str, message: str, remedy: str) -> Invalid:
    problem = Problem(file=name, line=line, column=column or None, field=column or None, message=message, remedy=remedy)
    return Invalid(message, remedy=remedy, problems=[problem])
