"""What is noted of every request: how many, how long to the first byte, and a span. By the route's template, since an
address names customers' things and has no end of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol

from starlette.datastructures import Headers
from starlette.types import Scope

from mercery.core.telemetry import tracing
from mercery.core.telemetry.instruments import REQUEST_SECONDS, REQUESTS
from mercery.core.telemetry.recording import count, observe
from mercery.web.proxies import Network, is_inside

_UNMATCHED: Final = "unmatched"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Answered(Protocol):
    """A request as it ended."""

    request_id: str
    status: int
    waited: float
    """Seconds to the first byte."""


def followed_trace(scope: Scope, trusted: Iterable[Network]) -> str:
    """The trace a trusted proxy says this request belongs to, as it wrote it; a stranger's word begins none of ours. Asked
    before the caller's own address takes the proxy's place."""
    if not tracing.tracing():
        return ""
    client = scope.get("client")
    return Headers(scope=scope).get("traceparent", "") if client and is_inside(client[0], trusted) else ""


@contextmanager
def measured(scope: Scope, answered: Answered, parent: str) -> Iterator[None]:
    """Note a request when it is over."""
    method = scope["method"] if scope["method"] in _METHODS else "other"
    with tracing.span(
        method, "server", {"http.request.method": method, "mercery.request": answered.request_id}, parent=parent
    ) as span:
        try:
            yield
        finally:
            route = route_of(scope)
            span.rename(f"{method} {route}")
            span.say({"http.route": route, "http.response.status_code": answered.status})
            if answered.status >= 500:
                span.failed(str(answered.status))
            count(REQUESTS, method, route, str(answered.status))
            observe(REQUEST_SECONDS, method, route, seconds=answered.waited)


def route_of(scope: Scope) -> str:
    """The template of the route that answered, `/{lang}/products/{slug}`; one word for all addresses that have none."""
    if "endpoint" not in scope:
        return _UNMATCHED
    context: Any = scope.get("fastapi", {}).get("effective_route_context")
    for one in (getattr(context, "starlette_route", None), context, scope.get("route")):
        path = getattr(one, "path_format", None) or getattr(one, "path", None)
        if isinstance(path, str):
            return path
    return _UNMATCHED
