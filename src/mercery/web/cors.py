"""Cross-origin reading for the pages a shop has named, and for nobody else. Cookies never travel this way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from mercery.core.errors import Forbidden

EmbedAllowed = Callable[[HTTPConnection, str], Awaitable[bool]]
"""Whether pages of an origin (`https://shop.example`) may talk to the shop this request is for."""
EMBED_PATHS: Final = ("/api/assistant", "/api/conversations", "/api/player", "/live/", "/widget")
_ALLOWED_HEADERS: Final = "Content-Type, Accept, Authorization, Last-Event-ID, X-Conversation-Token"


def is_embed_request(scope: Scope) -> bool:
    """Whether CORS has a say: a path the widget uses, and a caller that names its origin."""
    return str(scope["path"]).startswith(EMBED_PATHS) and any(name == b"origin" for name, _ in scope["headers"])


async def answer_preflight(scope: Scope, receive: Receive, send: Send, *, origin: str, allowed: bool) -> None:
    """Answer an OPTIONS question of the browser."""
    response = Response(status_code=204 if allowed else 403)
    add_cors_headers(response.headers, origin=origin, allowed=allowed)
    if allowed:
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
        response.headers["Access-Control-Max-Age"] = "600"
    await response(scope, receive, send)


def add_cors_headers(headers: MutableHeaders, *, origin: str, allowed: bool) -> None:
    """Name the one origin; the answer differs by origin either way."""
    headers.add_vary_header("Origin")
    if allowed:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = "Retry-After, X-Request-Id"


def is_same_origin(connection: HTTPConnection, origin: str) -> bool:
    """Whether the page stands on the address it calls: browsers name the origin of such posts too."""
    return urlsplit(origin).netloc.lower() == connection.headers.get("host", "").lower()


class OriginNotAllowed(Forbidden):
    """A page the shop has not named called the assistant."""

    code = "origin_not_allowed"

    def __init__(self, origin: str) -> None:
        super().__init__(
            f"Pages of {origin[:200]} may not show this shop's assistant.",
            remedy="Add this origin in the console, Settings, Sites that may show the assistant.",
            zh=f"{origin[:200]} 的页面未获准显示本店助手。请在“设置”的“可显示助手的网站”中添加该网址。",
        )


def sender_with_cors(send: Send, *, origin: str, allowed: bool) -> Send:
    """`send` with the headers added where the response starts."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            add_cors_headers(MutableHeaders(scope=message), origin=origin, allowed=allowed)
        await send(message)

    return sending
