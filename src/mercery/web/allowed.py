"""What an address takes: the framework names the methods of the first route it finds, and an address may have several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request


def methods_of(request: Request) -> str:
    """The methods at this address, as the header `Allow` names them: of the routes with the fewest placeholders, since
    `/orders` is its own address and not that of a thing called orders."""
    found: dict[int, set[str]] = {}
    for route in _routes(request.app.routes):
        pattern = getattr(route, "path_regex", None)
        if pattern is not None and pattern.match(request.scope["path"]):
            found.setdefault(len(route.param_convertors), set()).update(getattr(route, "methods", None) or ())
    return ", ".join(sorted(found[min(found)])) if found else ""


def _routes(routes: list[Any]) -> Iterator[Any]:
    for route in routes:
        if hasattr(route, "effective_route_contexts"):
            yield from route.effective_route_contexts()
        else:
            yield route
