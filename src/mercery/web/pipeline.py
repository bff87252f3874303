"""What every request goes through, in order: proxy and host, request id, size limit, errors, cookies, headers, log line."""

from __future__ import annotations

import re
import time
from typing import Final

import structlog
from fastapi import Depends, FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mercery.core.config import settings
from mercery.core.errors import MerceryError, TooLarge
from mercery.core.ids import new_id
from mercery.core.logging import get_logger
from mercery.web import cors, preferences
from mercery.web.asking_again import answered_again
from mercery.web.cookies import pending_cookie_headers
from mercery.web.csrf import check_csrf
from mercery.web.described import REFUSALS
from mercery.web.errors import error_response, install_error_handlers, unexpected_response
from mercery.web.measured import followed_trace, measured
from mercery.web.outages import outage
from mercery.web.proxies import apply_forwarding, check_host, parse_networks
from mercery.web.security import add_security_headers

log = get_logger("mercery.http")
ORDINARY_BODY: Final = 1024 * 1024
"""Bytes of a form or JSON body; uploads have the limit of the settings."""
UPLOAD_PATHS: Final = (
    "/console/import",
    "/console/documents",
    "/console/settings/checkout/ids",
    "/api/catalog/import",
    "/api/import",
    "/api/v1/documents",
)
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")


def new_web_app(*, embed_allowed: cors.EmbedAllowed | None = None, **options: object) -> FastAPI:
    """A FastAPI application with the protections of this package and no features. `options` go to FastAPI."""
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(check_csrf)],
        responses=REFUSALS,
        **options,  # type: ignore[arg-type]
    )
    install_error_handlers(app)
    app.include_router(preferences.router)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    app.add_middleware(Pipeline, embed_allowed=embed_allowed)
    return app


class Pipeline:
    """The outermost middleware; it sees every response, also those of errors."""

    def __init__(self, app: ASGIApp, embed_allowed: cors.EmbedAllowed | None = None) -> None:
        self.app = app
        self._embed_allowed = embed_allowed
        self._trusted = parse_networks(settings().trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        parent = followed_trace(scope, self._trusted)
        apply_forwarding(scope, self._trusted)
        exchange = _Exchange(scope, receive, send)
        with structlog.contextvars.bound_contextvars(request=exchange.request_id), measured(scope, exchange, parent):
            try:
                check_host(scope)

                async def answer(receive: Receive) -> None:
                    await self._answer(scope, exchange, receive)

                await answered_again(scope, exchange.receive, answer, begun=lambda: bool(exchange.status))
            except MerceryError as error:
                await exchange.fail(error_response(exchange.request, error), error)
            except Exception as error:  # the edge: nothing may pass as a stack trace
                await exchange.fail(_answer_to(exchange.request, error), error)
            exchange.write_log()

    async def _answer(self, scope: Scope, exchange: _Exchange, receive: Receive) -> None:
        if not cors.is_embed_request(scope):
            await self.app(scope, receive, exchange.send)
            return
        connection = HTTPConnection(scope)
        origin = connection.headers["origin"]
        allowed = self._embed_allowed is not None and await self._embed_allowed(connection, origin)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in connection.headers:
            await cors.answer_preflight(scope, receive, exchange.send, origin=origin, allowed=allowed)
            return
        if not allowed and scope["path"].startswith("/api/") and not cors.is_same_origin(connection, origin):
            # Readable for every page: it says how to be let in, and nothing of the shop.
            refusal = error_response(exchange.request, cors.OriginNotAllowed(origin))
            await refusal(scope, receive, cors.sender_with_cors(exchange.send, origin=origin, allowed=True))
            return
        await self.app(scope, receive, cors.sender_with_cors(exchange.send, origin=origin, allowed=allowed))


def _answer_to(request: Request, error: Exception) -> Response:
    known = outage(error)
    if known is None:
        return unexpected_response(request, error)
    # What the database says of a value it cannot take repeats the value, which may be personal.
    said = type(error).__name__ if known.status < 500 else str(error).splitlines()[0]
    log.error("outage", code=known.code, path=request.url.path, error=said)
    return error_response(request, known)


class _Exchange:
    """One request and what goes back: counts the body, adds headers and cookies, remembers the status."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self.request = Request(scope, self.receive)
        sent = Headers(scope=scope).get("x-request-id", "")
        self.request_id = sent if _REQUEST_ID.match(sent) else new_id("req")
        scope["state"]["request_id"] = self.request_id
        self._left = _body_limit(scope["path"])
        self._started = time.perf_counter()
        self.status, self.waited = 0, 0.0

    async def receive(self) -> Message:
        """The next piece of the body, as long as it is not too large."""
        declared = self.request.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > _body_limit(self._scope["path"]):
            raise _too_large(self._scope["path"])
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise _too_large(self._scope["path"])
        return message

    async def send(self, message: Message) -> None:
        """Pass on, with what every response carries."""
        if message["type"] == "http.response.start":
            self.status, self.waited = message["status"], time.perf_counter() - self._started
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = self.request_id
            add_security_headers(headers, https=self.request.url.scheme == "https", path=self._scope["path"])
            if not headers.get("cache-control", "").startswith("public"):
                message["headers"].extend(pending_cookie_headers(self.request))
        await self._send(message)

    async def fail(self, response: ASGIApp, error: Exception) -> None:
        """Answer with `response`; where one has already begun, break the connection instead of ending it as if whole."""
        if self.status:
            raise error
        await response(self._scope, self._receive, self.send)

    def write_log(self) -> None:
        """One line per request, without the query string, which may hold what a customer typed."""
        took = round((time.perf_counter() - self._started) * 1000, 1)
        # A load balancer asks every second, and is meant to be told no.
        asked = self._scope["path"] == "/readyz"
        level = log.debug if self.status < 400 or asked else log.warning if self.status >= 500 else log.info
        level("request", method=self._scope["method"], path=self._scope["path"], status=self.status, ms=took)


def _body_limit(path: str) -> int:
    return settings().upload_limit_mb * 1024 * 1024 if path.startswith(UPLOAD_PATHS) else ORDINARY_BODY


def _too_large(path: str) -> TooLarge:
    megabytes = _body_limit(path) // (1024 * 1024)
    return TooLarge(
        f"The request is larger than {megabytes} MB.",
        remedy="Send less at once.",
        zh=f"内容超过 {megabytes} MB，请减少后分次发送。",
    )
