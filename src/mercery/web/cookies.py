"""Cookies set from anywhere in a request; `web.pipeline` writes them onto whatever response goes out."""

from __future__ import annotations

from typing import Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

from mercery.core.config import settings

SameSite = Literal["lax", "strict"]
_STATE = "mercery_cookies"


def cookie_name(name: str) -> str:
    """The name on the wire. Over https the browser itself then refuses one that another host or plain http planted."""
    return f"__Host-{name}" if settings().secure_cookies else name


def read_cookie(connection: HTTPConnection, name: str) -> str | None:
    """The cookie's value as the browser sent it."""
    return connection.cookies.get(cookie_name(name))


def set_cookie(
    connection: HTTPConnection,
    name: str,
    value: str,
    *,
    max_age: int | None = None,
    script_readable: bool = False,
    same_site: SameSite = "lax",
) -> None:
    """Set a cookie for this host on the response to come. Without `max_age` (seconds) it ends with the browser."""
    carrier = Response()
    carrier.set_cookie(
        cookie_name(name),
        value,
        max_age=max_age,
        path="/",
        secure=settings().secure_cookies,
        httponly=not script_readable,
        samesite=same_site,
    )
    _pending(connection)[name] = carrier.raw_headers[-1]


def clear_cookie(connection: HTTPConnection, name: str) -> None:
    """Take the cookie away on the response to come."""
    set_cookie(connection, name, "", max_age=0)


def pending_cookie_headers(connection: HTTPConnection) -> list[tuple[bytes, bytes]]:
    """The Set-Cookie headers collected so far."""
    return list(_pending(connection).values())


def _pending(connection: HTTPConnection) -> dict[str, tuple[bytes, bytes]]:
    state = connection.scope.setdefault("state", {})
    collected: dict[str, tuple[bytes, bytes]] = state.setdefault(_STATE, {})
    return collected
