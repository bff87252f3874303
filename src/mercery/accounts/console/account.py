"""One's own account: name, password, sessions, shops. What its form for the e-mail does stands in `own_email.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.browser_name import browser_name
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.email_change import service as email_change
from mercery.accounts.email_change.change import KEPT, VALID, EmailChange, Way
from mercery.accounts.network import shortened
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.passwords import LEAST_LENGTH
from mercery.accounts.permissions import Permission
from mercery.accounts.second_factor.devices import Device, devices_of, end_trust
from mercery.accounts.second_factor.mandate import Owed, owed_by
from mercery.accounts.second_factor.service import FactorState, state_of
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Session, Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, MaybeSession, Require
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.core.mail import way_of
from mercery.web.database import Db
from mercery.web.html import page_response, redirect, redirect_with_flash
from mercery.web.rate_limit import LOGIN_PER_ACCOUNT, client_address, limiter_of

router = APIRouter(prefix="/console/account")
Member = Annotated[Staff, Depends(Require(Permission.VIEW_CONSOLE))]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailPart:
    """What the page shows of the e-mail: the form, or the change that waits."""

    way: Way
    waiting: EmailChange | None
    over: bool
    """Nobody proved the new address in time."""
    declined: EmailChange | None
    """The last change, where an owner did not vouch for it lately."""
    folder: str
    """Where mails lie on a machine for trying out."""
    hours: int = int(VALID.total_seconds() // 3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """What the account page shows."""

    staff: Staff
    shop: Shop
    shops: Sequence[Shop]
    sessions: Sequence[Session]
    current: str
    """Token hash of this browser's session."""
    factor: FactorState
    owed: Owed | None
    trusted: Sequence[Device]
    """Browsers that are not asked for a code."""
    least_length: int = LEAST_LENGTH
    email: EmailPart
    errors: FormErrors
    typed: Mapping[str, str]
    """What a form said that was refused, by field."""

    def said(self, name: str, now: str) -> str:
        """What a field holds: what was typed where it was refused, else what stands."""
        return self.typed.get(name, now)

    browser_name = staticmethod(browser_name)
    shortened = staticmethod(shortened)


@router.get("")
async def account_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, signed_in: MaybeSession
) -> Response:
    """Password, sessions and shops of the reader."""
    return await account_response(request, session, staff, shop, signed_in)


@router.post("/password")
async def change_password(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    signed_in: MaybeSession,
    old_password: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=200)],
) -> Response:
    """Change the password; the other sessions end."""
    await limiter_of(request).take(LOGIN_PER_ACCOUNT, staff.email, client_address(request))
    keep = signed_in.token_hash if signed_in else None
    try:
        await service.change_password(session, staff, old=old_password, new=password, keep=keep)
    except Invalid as error:
        return await account_response(
            request,
            session,
            staff,
            shop,
            signed_in,
            errors=form_errors(error, staff_language(request, staff, shop)),
            status=422,
        )
    text = says(
        request,
        staff,
        shop,
        "The password is changed; other browsers are signed out.",
        "密码已更改，其他浏览器已退出登录。",
    )
    return redirect_with_flash(request, "/console/account", text)


@router.post("/name")
async def change_name(
    request: Request,
    session: Db,
    staff: Member,
    shop: CurrentShop,
    signed_in: MaybeSession,
    name: Annotated[str, Form(max_length=100)],
) -> Response:
    """Be called otherwise."""
    try:
        await service.change_own_name(session, staff, name)
    except Invalid as error:
        errors = form_errors(error, staff_language(request, staff, shop))
        return await account_response(
            request, session, staff, shop, signed_in, errors=errors, typed={"name": name}, status=422
        )
    text = says(request, staff, shop, "Your name is changed.", "姓名已更改。")
    return redirect_with_flash(request, "/console/account", text)


@router.post("/sessions/end")
async def end_session(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    token_hash: Annotated[str, Form(max_length=64)],
) -> Response:
    """End one of one's own sessions."""
    await service.revoke_session(session, staff.id, token_hash)
    return redirect_with_flash(
        request, "/console/account", says(request, staff, shop, "That browser is signed out.", "该浏览器已退出登录。")
    )


@router.post("/sessions/end-others")
async def end_others(
    request: Request, session: Db, staff: Member, shop: CurrentShop, signed_in: MaybeSession
) -> Response:
    """Sign out everywhere but here."""
    await service.end_other_sessions(session, staff.id, keep=signed_in.token_hash if signed_in else None)
    text = says(request, staff, shop, "All other browsers are signed out.", "其他浏览器均已退出登录。")
    return redirect_with_flash(request, "/console/account", text)


@router.post("/devices/forget")
async def forget_device(
    request: Request,
    session: Db,
    staff: Member,
    shop: CurrentShop,
    token_hash: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Ask for a code again in a browser, or in every one."""
    await end_trust(session, staff.id, token_hash or None)
    text = says(request, staff, shop, "A code is asked for there again.", "该浏览器下次登录时须输入验证码。")
    return redirect_with_flash(request, "/console/account", text)


@router.post("/shop")
async def switch_shop(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    signed_in: MaybeSession,
    shop_id: Annotated[str, Form(max_length=40)],
) -> Response:
    """Look at another shop; one with a host of its own is visited there."""
    assert signed_in is not None
    await service.switch_shop(session, signed_in, shop_id)
    return redirect(request, "/console")


async def account_response(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    signed_in: Session | None,
    *,
    errors: FormErrors | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page, with what was refused."""
    page = AccountPage(
        staff=staff,
        shop=shop,
        shops=await service.shops_of(session, staff.id),
        sessions=await service.open_sessions(session, staff.id),
        current=signed_in.token_hash if signed_in else "",
        factor=await state_of(session, staff.id),
        owed=await owed_by(session, staff),
        trusted=[one for one in await devices_of(session, staff.id) if one.trusted],
        email=await _email_part(session, staff),
        errors=errors or FormErrors(),
        typed=typed or {},
    )
    return page_response(
        "accounts/account.html", page, context=console_page(request, staff, shop, section="account"), status=status
    )


async def _email_part(session: Db, staff: Staff) -> EmailPart:
    asked, moment, mail = await email_change.asked(session, staff.id), now(), way_of(settings())
    waiting = asked if asked is not None and asked.state == "open" else None
    lately = asked is not None and asked.state == "declined" and moment - asked.asked_at < KEPT
    return EmailPart(
        way=await email_change.way_for(session, staff),
        waiting=waiting,
        over=waiting is not None and not waiting.waits(moment),
        declined=asked if lately else None,
        folder=str(mail.folder or "") if mail.reaches else "",
    )
