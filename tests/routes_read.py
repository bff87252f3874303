"""What FastAPI reads of a route, read once for all applications of a run.

Tests make an application each time, of the same routes, and FastAPI reads the signature of a route and makes a model of its
form once more for each: 15 to 30 % of what a test of a console's page takes. What was read of a function stays the same, and
nobody changes it afterwards.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, Final

import pytest
from fastapi import routing
from fastapi.params import Depends
from fastapi.routing import APIRoute

_KEPT: Final = "_read_for_tests"
"""Attribute of a route: what was read of it, with how it was included."""
_SAME: Final = ("included_router", "dependency_overrides_provider")
"""Not part of how: the router holds the route, and the application, which a test throws away, is asked for nothing else."""


def read_routes_once(patch: pytest.MonkeyPatch) -> None:
    """Have routes keep what was read of them."""
    read = functools.cache(routing._build_dependant_with_parameterless_dependencies)

    def once(*, path: str, call: Callable[..., object], dependencies: Sequence[Depends]) -> object:
        return read(path=path, call=call, dependencies=tuple(dependencies))

    patch.setattr(routing, "_build_dependant_with_parameterless_dependencies", once)
    made = routing._EffectiveRouteContext.from_api_route

    def kept(*, original_route: APIRoute, include_context: Any) -> object:
        if getattr(include_context.dependency_overrides_provider, "dependency_overrides", None):
            return made(original_route=original_route, include_context=include_context)
        how = [
            (one.name, getattr(include_context, one.name)) for one in fields(include_context) if one.name not in _SAME
        ]
        known: list[tuple[object, object]] = original_route.__dict__.setdefault(_KEPT, [])
        for known_how, context in known:
            if known_how == how:
                return context
        context = made(
            original_route=original_route, include_context=replace(include_context, dependency_overrides_provider=None)
        )
        known.append((how, context))
        return context

    patch.setattr(routing._EffectiveRouteContext, "from_api_route", kept)
