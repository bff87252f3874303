"""Asking once more who is there, before what cannot be taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mercery.accounts import proving, service
from mercery.accounts.permissions import Permission
from mercery.accounts.second_factor.service import CODES_PER_ACCOUNT, CODES_PER_DAY, check, is_on
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, MaybeSession, Require
from mercery.core.errors import Invalid
from mercery.web.database import Db
from mercery.web.html import local_address, redirect
from mercery.web.rate_limit import LOGIN_PER_ACCOUNT, client_address, limiter_of

router = APIRouter(prefix=proving.PROVE_PATH)
Member = Annotated[Staff, Depends(Require(Permission.VIEW_CONSOLE))]
_HOME = "/console/account"


@router.get("")
async def prove_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    next: str = "",  # noqa: A002
) -> Response:
    """The question by itself; afterwards the page it was asked for."""
    return await proving.prove_response(request, session, staff, shop, onward=_in_console(next))


@router.post("")
async def prove(request: Request, session: Db, staff: Member, shop: CurrentShop, signed_in: MaybeSession) -> Response:
    """Check what was given, then send the form that led here on its way, as it was."""
    form = await request.form()
    given, onward = str(form.get(proving.PROOF) or "")[:200], _in_console(str(form.get(proving.ONWARD) or ""))
    method = "POST" if form.get(proving.METHOD) == "POST" else "GET"
    if not await _right(request, session, staff, given):
        fields = proving.held_fields(form.multi_items())
        return await proving.prove_response(
            request, session, staff, shop, onward=onward, method=method, fields=fields, wrong=True, status=422
        )
    assert signed_in is not None
    await service.proved(session, signed_in)
    if method == "GET":
        return redirect(request, onward)
    # 307: the browser sends the same form again, to where it was meant for.
    return RedirectResponse(onward, status_code=307)


async def _right(request: Request, session: Db, staff: Staff, given: str) -> bool:
    limiter = limiter_of(request)
    try:
        if await is_on(session, staff.id):
            await limiter.take(CODES_PER_DAY, staff.id)
            await limiter.take(CODES_PER_ACCOUNT, staff.id)
            await check(session, staff.id, given)
            await limiter.forget(CODES_PER_ACCOUNT, staff.id)
        else:
            await limiter.take(LOGIN_PER_ACCOUNT, staff.email, client_address(request))
            await service.check_password(session, staff.id, given)
            await limiter.forget(LOGIN_PER_ACCOUNT, staff.email, client_address(request))
    except Invalid:
        return False
    return True


def _in_console(address: str) -> str:
    onward = local_address(address, _HOME)
    return onward if onward.startswith("/console") else _HOME
