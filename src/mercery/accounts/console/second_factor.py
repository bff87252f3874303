"""Setting two-step sign-in up: the square, the first code, the recovery codes, and turning it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.second_factor import mandate, service
from mercery.accounts.second_factor.picture import square
from mercery.accounts.service import end_other_sessions
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, MaybeSession, Require
from mercery.core.errors import Conflict, Invalid
from mercery.web.database import Db
from mercery.web.html import local_address, page_response, redirect, redirect_with_flash
from mercery.web.preferences import Onward
from mercery.web.rate_limit import limiter_of

PATH = "/console/account/second-factor"
router = APIRouter(prefix=PATH)
Member = Annotated[Staff, Depends(Require(Permission.VIEW_CONSOLE))]
Fresh = Annotated[Staff, Depends(RequireFresh(Permission.VIEW_CONSOLE))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorPage:
    """What the page shows: the state, a step of setting up, or the recovery codes."""

    state: service.FactorState
    owed: mandate.Owed | None
    """What the shop wants of the reader and has not yet."""
    bound: bool
    """A shop wants it, so it cannot be turned off."""
    enrolment: service.Enrolment | None = None
    codes: Sequence[str] = ()
    """Recovery codes just made, shown this once."""
    onward: str = ""
    errors: FormErrors = FormErrors()  # noqa: RUF009 - frozen and empty
    path: str = PATH

    @property
    def square(self) -> Markup:
        """What the app's camera reads."""
        assert self.enrolment is not None
        return square(self.enrolment.address)


@router.get("")
async def page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    next: str = "",  # noqa: A002
) -> Response:
    """How one stands with it, and the next step."""
    enrolment = await service.pending(session, staff, shop.name.text("en"))
    return await _page(request, session, staff, shop, enrolment=enrolment, onward=next)


@router.post("/begin")
async def begin(request: Request, session: Db, staff: Fresh, shop: CurrentShop, onward: Onward = "") -> Response:
    """A fresh key for an app."""
    enrolment = await service.begin(session, staff, shop.name.text("en"))
    return await _page(request, session, staff, shop, enrolment=enrolment, onward=onward)


@router.post("/give-up")
async def give_up(request: Request, session: Db, staff: Member) -> Response:
    """Not now."""
    await service.give_up(session, staff.id)
    return redirect(request, PATH)


@router.post("/confirm")
async def confirm(
    request: Request,
    session: Db,
    staff: Member,
    shop: CurrentShop,
    signed_in: MaybeSession,
    code: Annotated[str, Form(max_length=60)] = "",
    onward: Onward = "",
) -> Response:
    """The first code: from here on it counts. Browsers signed in by the password alone are signed out."""
    await limiter_of(request).take(service.CODES_PER_ACCOUNT, staff.id)
    try:
        codes = await service.confirm(session, staff, code)
    except (Invalid, Conflict) as error:
        enrolment = await service.pending(session, staff, shop.name.text("en"))
        return await _page(
            request,
            session,
            staff,
            shop,
            enrolment=enrolment,
            onward=onward,
            errors=form_errors(error, staff_language(request, staff, shop)),
            status=422,
        )
    await limiter_of(request).forget(service.CODES_PER_ACCOUNT, staff.id)
    await end_other_sessions(session, staff.id, keep=signed_in.token_hash if signed_in else None)
    return await _page(request, session, staff, shop, codes=codes, onward=onward)


@router.post("/codes")
async def new_codes(request: Request, session: Db, staff: Fresh, shop: CurrentShop) -> Response:
    """Ten new recovery codes."""
    try:
        codes = await service.new_codes(session, staff)
    except Conflict as error:
        return await _page(
            request,
            session,
            staff,
            shop,
            errors=form_errors(error, staff_language(request, staff, shop)),
            status=error.status,
        )
    return await _page(request, session, staff, shop, codes=codes)


@router.post("/codes.txt")
async def codes_file(
    request: Request, session: Db, staff: Member, shop: CurrentShop, codes: Annotated[str, Form(max_length=400)] = ""
) -> Response:
    """The codes on the page as a file; only the person's own, and only those that work."""
    own = await service.own_codes(session, staff.id, codes.split())
    head = says(
        request, staff, shop,
        f"Recovery codes of {staff.email}. Each works once, in place of a code of the app.",
        f"{staff.email} 的恢复码。每个只能使用一次，可代替应用中的验证码。",
    )  # fmt: skip
    text = "\n".join([f"Mercery · {shop.name.text('en')}", head, "", *own, ""])
    headers = {"Content-Disposition": 'attachment; filename="recovery-codes.txt"', "Cache-Control": "no-store"}
    return PlainTextResponse(text, headers=headers)


@router.post("/off")
async def turn_off(request: Request, session: Db, staff: Fresh, shop: CurrentShop) -> Response:
    """No code any more; not where a shop wants one."""
    if await mandate.bound_by_any(session, staff.id):
        error = Conflict(
            "A shop you work for wants two-step sign-in of you.",
            remedy="An owner can change that.",
            zh="您所在的店铺要求两步验证，店主可以更改此要求。",
        )
        return await _page(
            request,
            session,
            staff,
            shop,
            errors=form_errors(error, staff_language(request, staff, shop)),
            status=error.status,
        )
    await service.turn_off(session, staff.id, staff.actor)
    text = says(request, staff, shop, "Two-step sign-in is off.", "两步验证已关闭。")
    return redirect_with_flash(request, "/console/account", text)


async def _page(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    *,
    enrolment: service.Enrolment | None = None,
    codes: Sequence[str] = (),
    onward: str = "",
    errors: FormErrors | None = None,
    status: int = 200,
) -> Response:
    page = SecondFactorPage(
        state=await service.state_of(session, staff.id),
        owed=await mandate.owed_by(session, staff),
        bound=await mandate.bound_by_any(session, staff.id),
        enrolment=enrolment,
        codes=codes,
        onward=local_address(onward, "") if onward else "",
        errors=errors or FormErrors(),
    )
    context = console_page(request, staff, shop, section="account")
    return page_response("accounts/second_factor.html", page, context=context, status=status)
