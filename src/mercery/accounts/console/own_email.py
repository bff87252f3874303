"""One's own e-mail: asking for another, and where the links of its letters lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.console.account import Member, account_response
from mercery.accounts.console.login import shop_here
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.email_change import service as email_change
from mercery.accounts.email_change import stopping
from mercery.accounts.email_change.change import (
    CHANGES_PER_PERSON,
    LETTERS_PER_ADDRESS,
    LINKS_PER_NETWORK,
    STOPS,
    AddressTaken,
    ProofOver,
    Stop,
    StopOver,
)
from mercery.accounts.email_change.sending import PROVE_PATH, STOP_PATH
from mercery.accounts.page import plain_page, says, staff_language
from mercery.accounts.passwords import LEAST_LENGTH
from mercery.accounts.staff import Session
from mercery.accounts.web import ACCOUNT_PATH, CurrentShop, MaybeSession
from mercery.core.errors import Conflict, Invalid, TooMany
from mercery.core.i18n import Words
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.rate_limit import LOGIN_PER_ACCOUNT, RateLimiter, client_address, limiter_of

router = APIRouter(prefix="/console")
_HERE = f"{ACCOUNT_PATH}#you"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvePage:
    """What the page behind the link to a new address shows."""

    key: str = ""
    email: str = ""
    """The new one. The address before is not named: whoever reads this may be a stranger to it."""
    ask_password: bool = False
    over: bool = False
    taken: bool = False
    path: str = PROVE_PATH
    account: str = ACCOUNT_PATH
    errors: FormErrors = FormErrors()  # noqa: RUF009 - frozen and empty


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """What the page behind the link to the address before shows."""

    key: str = ""
    stop: Stop | None = None
    """None: the link is over."""
    days: int = STOPS.days
    least_length: int = LEAST_LENGTH
    path: str = STOP_PATH
    errors: FormErrors = FormErrors()  # noqa: RUF009 - frozen and empty


@router.post("/account/email")
async def ask(
    request: Request,
    session: Db,
    staff: Member,
    shop: CurrentShop,
    signed_in: MaybeSession,
    email: Annotated[str, Form(max_length=254)],
    current_password: Annotated[str, Form(max_length=200)],
) -> Response:
    """Ask to sign in with another e-mail. What is said is the same whether or not the address has an account."""
    limiter = limiter_of(request)
    await limiter.take(LOGIN_PER_ACCOUNT, staff.email, client_address(request))
    try:
        new = await email_change.wanted_address(session, staff, email=email, password=current_password)
        await limiter.take(CHANGES_PER_PERSON, staff.id)
        await email_change.ask(session, staff, new, send=await _may_write(limiter, new))
    except (Invalid, TooMany, Conflict) as error:
        errors = form_errors(error, staff_language(request, staff, shop))
        return await account_response(
            request, session, staff, shop, signed_in, errors=errors, typed={"email": email}, status=error.status
        )
    await limiter.forget(LOGIN_PER_ACCOUNT, staff.email, client_address(request))
    text = says(
        request,
        staff,
        shop,
        "Nothing has changed yet: the new e-mail has to be confirmed.",
        "尚未更改：新邮箱须先确认。",
    )
    return redirect_with_flash(request, _HERE, text)


@router.post("/account/email/again")
async def send_again(
    request: Request, session: Db, staff: Member, shop: CurrentShop, signed_in: MaybeSession
) -> Response:
    """Send another link to the new address."""
    limiter = limiter_of(request)
    asked = await email_change.asked(session, staff.id)
    try:
        await limiter.take(CHANGES_PER_PERSON, staff.id)
        send = asked is not None and await _may_write(limiter, asked.new_email)
        await email_change.send_again(session, staff, send=send)
    except (TooMany, ProofOver) as error:
        errors = form_errors(error, staff_language(request, staff, shop))
        return await account_response(request, session, staff, shop, signed_in, errors=errors, status=error.status)
    text = says(
        request, staff, shop, "Another link is on its way; the one before ended.", "新链接已发送，之前的链接已失效。"
    )
    return redirect_with_flash(request, _HERE, text)


@router.post("/account/email/cancel")
async def cancel(request: Request, session: Db, staff: Member, shop: CurrentShop) -> Response:
    """Take the wish back."""
    await email_change.cancel(session, staff)
    text = says(request, staff, shop, f"Your e-mail stays {staff.email}.", f"登录邮箱仍为 {staff.email}。")
    return redirect_with_flash(request, _HERE, text)


@router.get("/email/confirm")
async def prove_page(request: Request, session: Db, signed_in: MaybeSession, key: str = "") -> Response:
    """Whether to sign in with the new address. Opening it uses nothing up: programs that look through mails do that."""
    return await _proof_asked(request, session, signed_in, key)


@router.post("/email/confirm")
async def prove(
    request: Request,
    session: Db,
    signed_in: MaybeSession,
    key: Annotated[str, Form(max_length=100)] = "",
    current_password: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Sign in with the new address from now on; the password is asked for where the browser is not signed in to the account."""
    limiter, network = limiter_of(request), client_address(request)
    await limiter.take(LINKS_PER_NETWORK, network)
    try:
        asked = await email_change.proof(session, key)
        own = signed_in if signed_in is not None and signed_in.staff_id == asked.staff_id else None
        if own is None:
            await limiter.take(LOGIN_PER_ACCOUNT, asked.old_email, network)
        async with session.begin_nested():
            keep, password = (own.token_hash, None) if own else (None, current_password)
            email = await email_change.prove(session, key, password=password, keep=keep)
    except (ProofOver, AddressTaken):
        return await _proof_asked(request, session, signed_in, key)
    except Invalid as error:
        return await _proof_asked(request, session, signed_in, key, refused=error)
    words = Words(f"You sign in with {email} from now on.", f"今后请用 {email} 登录。")
    lang = plain_page(request, await shop_here(request, session)).lang
    return redirect_with_flash(request, _HERE if own else "/console/login", words.text(lang))


@router.get("/email/stop")
async def stop_page(request: Request, session: Db, key: str = "") -> Response:
    """What the link in a letter to the address before would do."""
    return await _stop_asked(request, session, key)


@router.post("/email/stop")
async def stop(
    request: Request,
    session: Db,
    key: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Stop the change, or take the address back, and set a new password."""
    await limiter_of(request).take(LINKS_PER_NETWORK, client_address(request))
    try:
        async with session.begin_nested():
            done = await stopping.stop(session, key, password)
    except (StopOver, Invalid, AddressTaken) as error:
        return await _stop_asked(request, session, key, refused=error)
    words = Words(
        f"You sign in with {done.email} and the new password. Every browser was signed out.",
        f"请用 {done.email} 和新密码登录，所有浏览器均已退出登录。",
    )
    lang = plain_page(request, await shop_here(request, session)).lang
    return redirect_with_flash(request, "/console/login", words.text(lang))


async def _may_write(limiter: RateLimiter, address: str) -> bool:
    try:
        await limiter.take(LETTERS_PER_ADDRESS, address)
    except TooMany:
        # Said to nobody: it would tell that somebody else asked too.
        return False
    return True


async def _proof_asked(
    request: Request, session: Db, signed_in: Session | None, key: str, *, refused: Invalid | None = None
) -> Response:
    context = plain_page(request, await shop_here(request, session))
    status = 422 if refused is not None else 200
    try:
        asked = await email_change.proof(session, key)
        page = ProvePage(
            key=key,
            email=asked.new_email,
            ask_password=signed_in is None or signed_in.staff_id != asked.staff_id,
            taken=await email_change.has_account(session, asked.new_email),
            errors=form_errors(refused, context.lang) if refused is not None else FormErrors(),
        )
    except ProofOver:
        page, status = ProvePage(over=True), 404
    return page_response(
        "accounts/email_confirm.html", page, context=context, status=409 if page.taken else status, headers=_UNTOLD
    )


async def _stop_asked(
    request: Request, session: Db, key: str, *, refused: StopOver | Invalid | AddressTaken | None = None
) -> Response:
    context = plain_page(request, await shop_here(request, session))
    errors = form_errors(refused, context.lang) if refused is not None else FormErrors()
    try:
        page = StopPage(key=key, stop=await stopping.stop_for(session, key), errors=errors)
        status = refused.status if refused is not None else 200
    except StopOver:
        page, status = StopPage(), 404
    return page_response("accounts/email_stop.html", page, context=context, status=status, headers=_UNTOLD)


_UNTOLD = {"Referrer-Policy": "no-referrer"}
"""The link stands in the address: no page it leads to may learn of it."""
