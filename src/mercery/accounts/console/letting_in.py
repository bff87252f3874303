"""What comes after a right password: the code where one is asked for, the session, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.browser_name import browser_name
from mercery.accounts.network import shortened
from mercery.accounts.notices import tell
from mercery.accounts.second_factor.devices import device_hash, is_trusted, mark_browser, seen_with
from mercery.accounts.second_factor.mandate import owed_by
from mercery.accounts.second_factor.service import is_on
from mercery.accounts.shop import Shop
from mercery.accounts.web import ACCOUNT_PATH
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.web.cookies import clear_cookie, read_cookie, set_cookie
from mercery.web.csrf import SESSION_COOKIE
from mercery.web.database import Db
from mercery.web.html import redirect
from mercery.web.rate_limit import client_address
from mercery.web.secret import seal, unseal
from mercery.web.visitor import become_tester

CODE_PATH: Final = "/console/login/code"
_HALFWAY_COOKIE: Final = "halfway"
_HALFWAY: Final = timedelta(minutes=10)
_DAY: Final = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Halfway:
    """Somebody whose password was right and who still owes a code."""

    staff_id: str


async def let_in(request: Request, session: Db, staff_id: str, shop: Shop | None, *, onward: str) -> Response:
    """After a right password: ask for the code where two-step sign-in is on and the browser is not trusted, else begin."""
    if await is_on(session, staff_id) and not await is_trusted(session, staff_id, device_hash(request)):
        stamp = await service.password_stamp(session, staff_id)
        held = {"staff": staff_id, "at": now().isoformat(), "stamp": stamp}
        set_cookie(request, _HALFWAY_COOKIE, seal("halfway", held), max_age=int(_HALFWAY.total_seconds()))
        return redirect(request, f"{CODE_PATH}?next={quote(onward, safe='/')}")
    return await begin(request, session, staff_id, shop, onward=onward)


async def halfway(request: Request, session: Db) -> Halfway | None:
    """Who stands between password and code in this browser: for ten minutes, and only while the password is the same."""
    sent = read_cookie(request, _HALFWAY_COOKIE)
    held = unseal("halfway", sent) if sent else None
    if not isinstance(held, dict):
        return None
    staff_id, at = str(held.get("staff")), datetime.fromisoformat(str(held.get("at")))
    if now() - at > _HALFWAY or not held.get("stamp"):
        return None
    return Halfway(staff_id=staff_id) if await service.password_stamp(session, staff_id) == held["stamp"] else None


async def begin(
    request: Request,
    session: Db,
    staff_id: str,
    shop: Shop | None,
    *,
    onward: str,
    by: str = "password",
    trust: bool = False,
) -> Response:
    """Sign the person in on this browser with a fresh token; the token the browser had before ends. Whoever has to set up
    two-step sign-in is led there first."""
    theirs = await service.shops_of(session, staff_id)
    chosen = shop if shop in theirs else next(iter(theirs), None)
    address, agent, device = client_address(request), request.headers.get("user-agent", ""), mark_browser(request)
    begun = await service.start_session(
        session,
        staff_id,
        shop_id=chosen.id if chosen else None,
        address=address,
        agent=agent,
        replaces=read_cookie(request, SESSION_COOKIE),
        device_hash=device,
        by=by,
    )
    if await seen_with(session, staff_id, device, agent=agent, address=address, trust=trust):
        await tell(session, staff_id, "new_browser", browser=browser_name(agent), place=shortened(address))
    set_cookie(request, SESSION_COOKIE, begun.token, max_age=settings().session_days * _DAY)
    clear_cookie(request, _HALFWAY_COOKIE)
    become_tester(request)
    if chosen is not None and await owed_by(session, await service.membership(session, chosen.id, staff_id)):
        return redirect(request, f"{ACCOUNT_PATH}/second-factor?next={quote(onward, safe='/')}")
    return redirect(request, onward)
