"""The second step of signing in: a code of the app, or a recovery code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.console.letting_in import CODE_PATH, Halfway, begin, halfway
from mercery.accounts.console.login import shop_here
from mercery.accounts.network import shortened
from mercery.accounts.notices import tell
from mercery.accounts.page import plain_page
from mercery.accounts.second_factor.devices import TRUST
from mercery.accounts.second_factor.service import CODES_PER_ACCOUNT, CODES_PER_DAY, WrongCode, check
from mercery.core.errors import TooMany
from mercery.web.database import Db, database_of
from mercery.web.html import local_address, page_response, redirect
from mercery.web.preferences import Onward
from mercery.web.rate_limit import Limit, client_address, limiter_of

router = APIRouter(prefix=CODE_PATH)
Way = Literal["app", "recovery"]
_GUESSED_MAILS: Final = Limit(name="guessed_mail", burst=1, seconds=3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """What the page shows that asks for a code."""

    onward: str
    way: Way = "app"
    wrong: bool = False
    trust_days: int = TRUST.days
    path: str = CODE_PATH


@router.get("")
async def code_page(request: Request, session: Db, next: str = "", way: Way = "app") -> Response:  # noqa: A002
    """The form; without a right password before it, the login."""
    if await halfway(request, session) is None:
        return redirect(request, "/console/login")
    page = CodePage(onward=local_address(next, "/console"), way=way)
    context = plain_page(request, await shop_here(request, session))
    return page_response("accounts/code.html", page, context=context)


@router.post("")
async def check_code(
    request: Request,
    session: Db,
    code: Annotated[str, Form(max_length=60)] = "",
    trust: Annotated[str, Form(max_length=1)] = "",
    way: Annotated[Way, Form()] = "app",
    onward: Onward = "",
) -> Response:
    """Check the code and begin the session. Guesses are counted by account, wherever they come from."""
    who = await halfway(request, session)
    if who is None:
        return redirect(request, "/console/login")
    await _count(request, who)
    goes_to, shop = local_address(onward, "/console"), await shop_here(request, session)
    try:
        used = await check(session, who.staff_id, code)
    except WrongCode:
        page = CodePage(onward=goes_to, way=way, wrong=True)
        return page_response("accounts/code.html", page, context=plain_page(request, shop), status=401)
    await limiter_of(request).forget(CODES_PER_ACCOUNT, who.staff_id)
    by = "password and code" if used == "app" else "password and recovery code"
    return await begin(request, session, who.staff_id, shop, onward=goes_to, by=by, trust=trust == "1")


async def _count(request: Request, who: Halfway) -> None:
    limiter = limiter_of(request)
    try:
        await limiter.take(CODES_PER_DAY, who.staff_id)
        await limiter.take(CODES_PER_ACCOUNT, who.staff_id)
    except TooMany:
        await _tell_of_guesses(request, who)
        raise


async def _tell_of_guesses(request: Request, who: Halfway) -> None:
    """A mail to the person, whose password somebody knows; one an hour at most."""
    try:
        await limiter_of(request).take(_GUESSED_MAILS, who.staff_id)
    except TooMany:
        return
    # In a transaction of its own: the refusal takes back whatever this request wrote.
    async with database_of(request).session() as session:
        await tell(session, who.staff_id, "guessed", place=shortened(client_address(request)))
