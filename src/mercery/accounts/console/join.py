"""Following an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.console.letting_in import let_in
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import ROLE_NAMES, plain_page
from mercery.accounts.passwords import LEAST_LENGTH
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Invitation
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.web.database import Db
from mercery.web.html import page_response
from mercery.web.rate_limit import LOGIN_PER_ADDRESS, client_address, limiter_of

router = APIRouter(prefix="/console/join")


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPage:
    """What the page of an invitation shows."""

    invitation: Invitation
    shop: Shop
    known: bool
    """The e-mail has an account already."""
    least_length: int = LEAST_LENGTH
    errors: FormErrors = FormErrors()  # noqa: RUF009 - frozen and empty

    @property
    def role(self) -> Words:
        """The role's name."""
        return ROLE_NAMES[self.invitation.role]


@router.get("/{secret}")
async def join_page(request: Request, session: Db, secret: str) -> Response:
    """Who invites to what."""
    invitation, known = await service.invitation_for(session, secret)
    shop = await service.shop(session, invitation.shop_id)
    page = JoinPage(invitation=invitation, shop=shop, known=known)
    return page_response("accounts/join.html", page, context=plain_page(request, shop))


@router.post("/{secret}")
async def join(
    request: Request,
    session: Db,
    secret: str,
    password: Annotated[str, Form(max_length=200)],
    name: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Become a member and be signed in."""
    await limiter_of(request).take(LOGIN_PER_ADDRESS, client_address(request))
    invitation, known = await service.invitation_for(session, secret)
    shop = await service.shop(session, invitation.shop_id)
    try:
        async with session.begin_nested():
            staff = await service.accept_invitation(session, secret, name=name, password=password)
    except (Invalid, Conflict) as error:
        context = plain_page(request, shop)
        page = JoinPage(invitation=invitation, shop=shop, known=known, errors=form_errors(error, context.lang))
        return page_response("accounts/join.html", page, context=context, status=422)
    return await let_in(request, session, staff.id, shop, onward="/console")
