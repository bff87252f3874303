"""A new password by mail: asking for the link, and following it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.console.login import shop_here
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import plain_page
from mercery.accounts.passwords import LEAST_LENGTH
from mercery.accounts.sending import FORGOT_PATH, RESET_PATH
from mercery.accounts.service.resets import RESETS_PER_EMAIL, RESETS_PER_NETWORK, VALID, LinkOver
from mercery.core.config import settings
from mercery.core.errors import Invalid, TooMany
from mercery.core.i18n import Lang, Words
from mercery.core.mail import mail_leaves, way_of
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.language import request_language
from mercery.web.rate_limit import client_address, limiter_of

router = APIRouter(prefix="/console")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgotPage:
    """What the page shows that asks for an e-mail."""

    asked: bool = False
    email: str = ""
    minutes: int = int(VALID.total_seconds() // 60)
    leaves: bool = True
    """Whether mail of this installation reaches anybody."""
    folder: str = ""
    """Where mails lie on a machine for trying out."""
    path: str = FORGOT_PATH


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPage:
    """What the page behind the link shows."""

    key: str = ""
    email: str = ""
    over: bool = False
    least_length: int = LEAST_LENGTH
    minutes: int = int(VALID.total_seconds() // 60)
    path: str = RESET_PATH
    forgot: str = FORGOT_PATH
    errors: FormErrors = FormErrors()  # noqa: RUF009 - frozen and empty


@router.get("/forgot")
async def forgot_page(request: Request, session: Db) -> Response:
    """The form."""
    return await _forgot(request, session, asked=False)


@router.post("/forgot")
async def ask(request: Request, session: Db, email: Annotated[str, Form(max_length=254)] = "") -> Response:
    """Have a link sent. What is said, done and waited for is the same whether or not the address has an account."""
    limiter = limiter_of(request)
    await limiter.take(RESETS_PER_NETWORK, client_address(request))
    try:
        await limiter.take(RESETS_PER_EMAIL, email.strip().lower())
    except TooMany:
        # Said the same too: nobody learns that somebody else asked.
        return await _forgot(request, session, asked=True, email=email)
    await service.ask_for_reset(session, email, await _language(request, session))
    return await _forgot(request, session, asked=True, email=email)


@router.get("/reset")
async def reset_page(request: Request, session: Db, key: str = "") -> Response:
    """The form behind the link. Opening it uses nothing up: programs that look through mails do that."""
    try:
        email = await service.reset_for(session, key)
    except LinkOver:
        return await _reset(request, session, ResetPage(over=True), status=404)
    return await _reset(request, session, ResetPage(key=key, email=email))


@router.post("/reset")
async def reset(
    request: Request,
    session: Db,
    key: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Set the new password; then one signs in with it, and with a code where two-step sign-in is on."""
    await limiter_of(request).take(RESETS_PER_NETWORK, client_address(request))
    try:
        async with session.begin_nested():
            await service.complete_reset(session, key, password)
    except LinkOver:
        return await _reset(request, session, ResetPage(over=True), status=404)
    except Invalid as error:
        email = await service.reset_for(session, key)
        errors = form_errors(error, await _language(request, session))
        return await _reset(request, session, ResetPage(key=key, email=email, errors=errors), status=422)
    words = Words("Your password is set. Sign in with it.", "新密码已设置，请用新密码登录。")
    lang = await _language(request, session)
    return redirect_with_flash(request, "/console/login", words.text(lang))


async def _language(request: Request, session: Db) -> Lang:
    shop = await shop_here(request, session)
    return request_language(request, shop.default_language if shop else None)


async def _forgot(request: Request, session: Db, *, asked: bool, email: str = "") -> Response:
    way = way_of(settings())
    page = ForgotPage(
        asked=asked,
        email=email.strip(),
        leaves=mail_leaves(settings()),
        folder=str(way.folder or "") if way.reaches else "",
    )
    context = plain_page(request, await shop_here(request, session))
    return page_response("accounts/forgot.html", page, context=context)


async def _reset(request: Request, session: Db, page: ResetPage, *, status: int = 200) -> Response:
    context = plain_page(request, await shop_here(request, session))
    # The link stands in the address: no page it leads to may learn of it.
    headers = {"Referrer-Policy": "no-referrer"}
    return page_response("accounts/reset.html", page, context=context, status=status, headers=headers)
