"""Requests for every route of the application, made up from what the route says it takes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from pydantic import PydanticUserError, TypeAdapter
from tests.accounts.installation import Route, routes
from tests.security.broken import VALUES

DEPTH = 6
"""Levels of a body after which the simplest value is taken."""


@dataclass(frozen=True)
class Door:
    """A route with the fields it reads, each as JSON schema."""

    route: Route
    query: dict[str, dict[str, Any]]
    form: dict[str, dict[str, Any]]
    body: dict[str, Any] | None
    """Schema of a JSON body."""


def doors(app: FastAPI) -> list[Door]:
    """Every route with what it takes."""
    known = {route.name: route for route in routes(app)}
    return [
        _door(known[f"{method} {context.path}"], context.dependant)
        for included in app.routes
        if hasattr(included, "effective_route_contexts")
        for context in included.effective_route_contexts()
        for method in sorted(context.methods)
    ]


def _door(route: Route, dependant: Dependant) -> Door:
    query: dict[str, dict[str, Any]] = {}
    form: dict[str, dict[str, Any]] = {}
    body: dict[str, Any] | None = None
    for one in _all(dependant):
        query |= {field.alias: _schema(field) for field in one.query_params}
        for field in one.body_params:
            if type(field.field_info).__name__ in ("Form", "File"):
                form[field.alias] = _schema(field)
            else:
                body = _schema(field)
    return Door(route=route, query=query, form=form, body=body)


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for one in dependant.dependencies:
        yield from _all(one)


def _schema(field: Any) -> dict[str, Any]:
    try:
        return TypeAdapter(field.field_info.annotation).json_schema()
    except PydanticUserError:
        return {"type": "string"}


@dataclass
class Maker:
    """Makes values of a schema, with names of both shops' things wherever a text may stand."""

    dice: random.Random
    words: Sequence[str]

    def value(self, schema: dict[str, Any], whole: dict[str, Any] | None = None, depth: int = 0) -> Any:
        """A value that mostly fits the schema; one in twenty does not."""
        whole = schema if whole is None else whole
        if self.dice.random() < 0.05:
            return self.dice.choice(VALUES)
        if reference := schema.get("$ref"):
            return self.value(whole["$defs"][reference.rsplit("/", 1)[1]], whole, depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.dice.choice(schema["enum"])
        for name in ("anyOf", "oneOf", "allOf"):
            if name in schema:
                return self.value(self.dice.choice(schema[name]), whole, depth + 1)
        return self._of_kind(schema, whole, depth)

    def _of_kind(self, schema: dict[str, Any], whole: dict[str, Any], depth: int) -> Any:
        kind = schema.get("type", "string")
        if kind == "object":
            return self._object(schema, whole, depth)
        if kind == "array":
            least = schema.get("minItems", 1)
            count = max(least, self.dice.randint(0, 2)) if depth < DEPTH else least
            return [self.value(schema.get("items", {}), whole, depth + 1) for _ in range(count)]
        if kind in ("integer", "number"):
            low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
            return low + self.dice.choice((0, 1, 1, 2, 30))
        if kind == "boolean":
            return self.dice.random() < 0.5
        if kind == "null":
            return None
        return self._text(schema)

    def _object(self, schema: dict[str, Any], whole: dict[str, Any], depth: int) -> dict[str, Any]:
        fields, needed = schema.get("properties", {}), schema.get("required", ())
        chosen = [name for name in fields if name in needed or (depth < DEPTH and self.dice.random() < 0.6)]
        made = {name: self.value(fields[name], whole, depth + 1) for name in chosen}
        if not fields and depth < DEPTH:
            made = {self.dice.choice(("en", "zh", "id", "handle")): self.dice.choice(self.words)}
        return made

    def _text(self, schema: dict[str, Any]) -> str:
        match schema.get("format"):
            case "date-time":
                return self.dice.choice(("2026-11-27T10:00:00Z", "2027-01-01T00:00:00+08:00"))
            case "date":
                return self.dice.choice(("2026-11-27", "2027-01-01"))
        if self.dice.random() < 0.25:
            return self.dice.choice(("en", "changed", "1", "true", "2026-11-27", "changed@example.com", "EUR"))
        return self.dice.choice(self.words)
