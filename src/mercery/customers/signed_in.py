"""The customer who is signed in with this browser, in a signed cookie. Whoever checks a login calls `sign_in`; nothing a
customer writes can.

The cookie is bound to the shop and to the browser's visitor, and ends by itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from starlette.requests import HTTPConnection

from mercery.core.clock import now
from mercery.web.cookies import clear_cookie, read_cookie, set_cookie
from mercery.web.secret import seal, unseal
from mercery.web.visitor import known_visitor, visitor_id

_COOKIE: Final = "customer"
_PURPOSE: Final = "customer_sign_in"
LASTS: Final = timedelta(hours=12)


def sign_in(connection: HTTPConnection, shop_id: str, customer_id: str) -> None:
    """From now on this browser is that customer's."""
    until = int((now() + LASTS).timestamp())
    sealed = seal(_PURPOSE, [shop_id, visitor_id(connection), customer_id, until])
    set_cookie(connection, _COOKIE, sealed, max_age=int(LASTS.total_seconds()))


def sign_out(connection: HTTPConnection) -> None:
    """This browser is nobody's any more."""
    clear_cookie(connection, _COOKIE)


def signed_in(connection: HTTPConnection, shop_id: str) -> str | None:
    """The id of the customer signed in at this shop, or None."""
    sent = read_cookie(connection, _COOKIE)
    opened = unseal(_PURPOSE, sent) if sent else None
    if not isinstance(opened, list) or len(opened) != 4:
        return None
    shop, visitor, customer, until = opened
    if shop != shop_id or visitor != known_visitor(connection) or not isinstance(until, int):
        return None
    return str(customer) if now().timestamp() < until else None
