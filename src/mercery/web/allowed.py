"""What an address takes: the framework names the methods of the first route it finds, and an address may have several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request


def methods_of(request: Request) -> str:
    """The methods of all routes at this address, as the header `Allow` names them."""
    found = {
        method
        for route in _routes(request.app.routes)
        if (pattern := getattr(route, "path_regex", None)) is not None and pattern.match(request.scope["path"])
        for method in getattr(route, "methods", None) or ()
    }
    return ", ".join(sorted(found))


def _routes(routes: list[Any]) -> Iterator[Any]:
    for route in routes:
        if hasattr(route, "effective_route_contexts"):
            yield from route.effective_route_contexts()
        else:
            yield route
