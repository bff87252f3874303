"""Protection against forged requests.

Each browser holds a random cookie; each form holds a digest of that cookie and of the session cookie, keyed with the
installation's secret. Whoever plants a cookie cannot compute the digest, and signing in changes it. In addition the
browser's own Origin must be this host. See OWASP's "Cross-Site Request Forgery Prevention" on signed double submit.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request

from mercery.core.errors import Forbidden
from mercery.core.ids import new_secret
from mercery.web.cookies import read_cookie, set_cookie
from mercery.web.secret import mac

FIELD = "csrf_token"
HEADER = "x-csrf-token"
CSRF_COOKIE = "csrf"
SESSION_COOKIE = "session"
VISITOR_COOKIE = "visitor"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
_STATE = "mercery_csrf"
_EXEMPT = "__csrf_exempt__"
_BY_KEY = "/api/v1/"
"""Addresses that ask each caller for a key, which no browser sends by itself; without one they say so."""
Endpoint = TypeVar("Endpoint", bound=Callable[..., object])


class ForgedRequest(Forbidden):
    """A change was asked for without the token that this site's own pages carry."""

    code = "csrf"

    def __init__(self) -> None:
        super().__init__(
            "This form is out of date or was not sent from this site.",
            remedy="Load the page again and repeat.",
            zh="表单已过期，或不是从本站提交的。请刷新页面后重试。",
        )


def csrf_exempt(reason: str) -> Callable[[Endpoint], Endpoint]:
    """Mark a route whose caller proves itself otherwise (a signature, a key, a token in the body). Put under the route."""

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _EXEMPT, reason)
        return endpoint

    return mark


def csrf_token(connection: HTTPConnection) -> str:
    """The token for this request's pages; sets the cookie it belongs to when there is none yet."""
    state = connection.scope.setdefault("state", {})
    base = state.get(_STATE) or read_cookie(connection, CSRF_COOKIE)
    if not base:
        base = new_secret()
        set_cookie(connection, CSRF_COOKIE, base)
    state[_STATE] = base
    return _digest(base, read_cookie(connection, SESSION_COOKIE) or "")


async def check_csrf(request: Request) -> None:
    """Dependency of the whole application: refuse an unsafe request that carries no valid token."""
    if request.method in _SAFE_METHODS or _proves_itself(request):
        return
    if not _same_origin(request) or not await _token_matches(request):
        raise ForgedRequest


def _proves_itself(request: Request) -> bool:
    if hasattr(request.scope.get("endpoint"), _EXEMPT) or request.url.path.startswith(_BY_KEY):
        return True
    if request.headers.get("authorization", "").lower().startswith("bearer "):
        return True
    # A browser sends JSON to another origin only after a CORS preflight, and without cookies there is nothing to abuse.
    is_form = request.headers.get("content-type", _FORMS[0]).split(";")[0].strip().lower() in _FORMS
    return not is_form and not any(read_cookie(request, name) for name in (SESSION_COOKIE, VISITOR_COOKIE, CSRF_COOKIE))


def _same_origin(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


async def _token_matches(request: Request) -> bool:
    base = read_cookie(request, CSRF_COOKIE)
    if not base:
        return False
    sent = request.headers.get(HEADER)
    if sent is None and request.headers.get("content-type", "").startswith(_FORMS[:2]):
        field = (await request.form()).get(FIELD)
        sent = field if isinstance(field, str) else None
    expected = _digest(base, read_cookie(request, SESSION_COOKIE) or "")
    return sent is not None and hmac.compare_digest(sent.encode(), expected.encode())


def _digest(base: str, session: str) -> str:
    return mac("csrf", base, session)
