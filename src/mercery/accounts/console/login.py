"""Signing in and out, and the reader's preferences in the console."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.console.letting_in import let_in
from mercery.accounts.page import plain_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import MaybeSession
from mercery.core.errors import Unauthenticated
from mercery.core.i18n import is_lang
from mercery.ui.page_context import THEME_NAMES
from mercery.web.cookies import clear_cookie, read_cookie
from mercery.web.csrf import SESSION_COOKIE
from mercery.web.database import Db
from mercery.web.html import local_address, page_response, redirect
from mercery.web.preferences import Onward, in_language, remember_language, remember_theme
from mercery.web.rate_limit import LOGIN_PER_ACCOUNT, LOGIN_PER_ADDRESS, client_address, limiter_of

router = APIRouter(prefix="/console")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginPage:
    """What the login page shows."""

    email: str = ""
    onward: str = "/console"
    wrong: bool = False


@router.get("/login")
async def login_page(request: Request, session: Db, signed_in: MaybeSession, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """The form; somebody signed in already is sent on."""
    onward = local_address(next, "/console")
    if signed_in is not None:
        return redirect(request, onward)
    context = plain_page(request, await shop_here(request, session))
    return page_response("accounts/login.html", LoginPage(onward=onward), context=context)


@router.post("/login")
async def log_in(
    request: Request,
    session: Db,
    email: Annotated[str, Form(max_length=254)],
    password: Annotated[str, Form(max_length=200)],
    onward: Onward = "",
) -> Response:
    """Check and begin a session with a fresh token. A wrong e-mail and a wrong password look and last the same."""
    limiter, address = limiter_of(request), client_address(request)
    account = email.strip().lower()
    await limiter.take(LOGIN_PER_ADDRESS, address)
    await limiter.take(LOGIN_PER_ACCOUNT, account, address)
    shop = await shop_here(request, session)
    try:
        staff_id = await service.verify_login(session, email, password)
    except Unauthenticated:
        page = LoginPage(email=email, onward=local_address(onward, "/console"), wrong=True)
        return page_response("accounts/login.html", page, context=plain_page(request, shop), status=401)
    await limiter.forget(LOGIN_PER_ACCOUNT, account, address)
    return await let_in(request, session, staff_id, shop, onward=local_address(onward, "/console"))


@router.post("/logout")
async def log_out(request: Request, session: Db) -> Response:
    """End the session here and now."""
    token = read_cookie(request, SESSION_COOKIE)
    if token:
        await service.end_session(session, token)
    clear_cookie(request, SESSION_COOKIE)
    return redirect(request, "/console/login")


@router.post("/preferences/language")
async def choose_language(
    request: Request,
    session: Db,
    signed_in: MaybeSession,
    value: Annotated[str, Form(max_length=8)],
    onward: Onward = "/console",
) -> Response:
    """Switch the language, for this person in every browser."""
    remember_language(request, value)
    if signed_in is not None and is_lang(value):
        await service.set_preferences(session, signed_in.staff_id, language=value)
    return redirect(request, in_language(local_address(onward, "/console"), value))


@router.post("/preferences/theme")
async def choose_theme(
    request: Request,
    session: Db,
    signed_in: MaybeSession,
    value: Annotated[str, Form(max_length=8)],
    onward: Onward = "/console",
) -> Response:
    """Switch light, dark or system, for this person in every browser."""
    remember_theme(request, value)
    chosen = next((theme for theme in THEME_NAMES if theme == value), None)
    if signed_in is not None:
        await service.set_preferences(session, signed_in.staff_id, theme=chosen)
    return redirect(request, local_address(onward, "/console"))


async def shop_here(request: Request, session: Db) -> Shop | None:
    """The shop whose console this is, before anybody is signed in."""
    return await service.shop_for_host(session, request.headers.get("host", "")) or await service.first_shop(session)
