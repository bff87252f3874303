"""The visitor: an unguessable name for one browser at one shop, kept in a signed cookie."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from mercery.core.clock import now
from mercery.core.ids import new_id
from mercery.web.cookies import read_cookie, set_cookie
from mercery.web.csrf import VISITOR_COOKIE
from mercery.web.secret import mac, seal, unseal

TESTER = "tst"
"""First letters of the id of a browser in which somebody of the staff has signed in."""
_YEAR = 365 * 24 * 3600
_STATE = "mercery_visitor"
_WIDGET_VISITOR = "widget_visitor"
_STAFF_KEY = "widget_staff"
_STAFF_KEY_SECONDS = 12 * 3600


def visitor_id(connection: HTTPConnection) -> str:
    """The visitor of this request; a new one with a cookie when the browser has none or a forged one."""
    state = connection.scope.setdefault("state", {})
    known = state.get(_STATE) or known_visitor(connection)
    if known is None:
        known = new_id("vis")
        set_cookie(connection, VISITOR_COOKIE, seal("visitor", known), max_age=_YEAR)
    state[_STATE] = known
    return str(known)


def known_visitor(connection: HTTPConnection) -> str | None:
    """The visitor the browser names, or None; sets nothing."""
    sent = read_cookie(connection, VISITOR_COOKIE)
    opened = unseal("visitor", sent) if sent else None
    return opened if isinstance(opened, str) else None


def is_tester(visitor: str) -> bool:
    """Whether this is somebody of the staff trying the shop out: sees every feature, and is counted nowhere."""
    return visitor.startswith(f"{TESTER}_")


def become_tester(connection: HTTPConnection) -> None:
    """From now on this browser is one of the staff's."""
    if not is_tester(known_visitor(connection) or ""):
        set_cookie(connection, VISITOR_COOKIE, seal("visitor", new_id(TESTER)), max_age=_YEAR)


def sealed_widget_visitor(name: str) -> str:
    """A visitor's name as a page elsewhere keeps it: signed, so that nobody can choose one."""
    return seal(_WIDGET_VISITOR, name)


def read_widget_visitor(sealed: str | None) -> str | None:
    """The name in a sealed visitor, or None when we did not make it."""
    opened = unseal(_WIDGET_VISITOR, sealed) if sealed else None
    return opened if isinstance(opened, str) else None


def staff_key(shop_id: str) -> str:
    """What somebody of the staff takes along from the console to a page elsewhere, to be a new tester there. It names no
    visitor: who could choose another's could read along."""
    return seal(_STAFF_KEY, [shop_id, int(now().timestamp())])


def is_staff_key(sealed: str | None, shop_id: str) -> bool:
    """Whether this shop's console has given this key within the last hours."""
    match unseal(_STAFF_KEY, sealed) if sealed else None:
        case [str(shop), int(at)]:
            return shop == shop_id and 0 <= now().timestamp() - at < _STAFF_KEY_SECONDS
    return False


def own_visitor(shop_id: str, name: str) -> str:
    """Our name for a visitor whom the shop's own system calls `name`: one and the same for events, exposures and outcomes.
    A keyed digest, for what a shop calls its visitors may be an address or a number."""
    return f"own_{mac('own visitor', shop_id, name)[:32]}"


VisitorId = Annotated[str, Depends(visitor_id)]
"""Dependency: the visitor's id, made when there is none yet."""
