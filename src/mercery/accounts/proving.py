"""The most dangerous acts ask once more who is there: a password or a code given within the last ten minutes.

`staff: Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_KEYS))]` is all a route needs. Who gave one too long ago is
asked on a page that holds what the form said, and goes on from there: nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.permissions import Permission, Role
from mercery.accounts.second_factor.service import is_on
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Session, Staff
from mercery.accounts.web import DECLARES, CurrentShop, CurrentStaff, MaybeSession, MayNot
from mercery.core.clock import now
from mercery.web.csrf import FIELD
from mercery.web.database import Db
from mercery.web.errors import AnswerInstead
from mercery.web.html import is_htmx, page_response, redirect

FRESH: Final = timedelta(minutes=10)
PROVE_PATH: Final = "/console/account/prove"
PROOF: Final = "proof_of_presence"
ONWARD: Final = "proof_onward"
METHOD: Final = "proof_method"
_OWN: Final = (FIELD, PROOF, ONWARD, METHOD)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvePage:
    """What the page shows that asks once more."""

    by_code: bool
    """A code of the app; else the password."""
    email: str
    onward: str
    method: str
    """POST: the form that led here is sent on; GET: the page is opened."""
    fields: Sequence[tuple[str, str]]
    """What the form said that led here."""
    names: tuple[str, str, str] = (PROOF, ONWARD, METHOD)
    action: str = PROVE_PATH
    wrong: bool = False


def is_fresh(signed_in: Session | None) -> bool:
    """Whether a password or a code was given lately in this session."""
    return signed_in is not None and now() - signed_in.proved_at < FRESH


def RequireFresh(needed: Permission | Role) -> Callable[..., Awaitable[Staff]]:  # noqa: N802 - reads as a type in signatures
    """A member whose role suffices and who proved lately to be there."""

    async def check(
        request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, signed_in: MaybeSession
    ) -> Staff:
        if not staff.may(needed):
            raise MayNot(needed)
        await demand_fresh(request, session, staff, shop, signed_in)
        return staff

    setattr(check, DECLARES, needed)
    return check


async def demand_fresh(
    request: Request, session: AsyncSession, staff: Staff, shop: Shop, signed_in: Session | None
) -> None:
    """The same from inside a route, where only some of what it takes is dangerous."""
    if is_fresh(signed_in):
        return
    raise AnswerInstead(
        "This needs a password or code given within the last ten minutes.",
        remedy=f"Give it at {PROVE_PATH}.",
        page=await _asked(request, session, staff, shop),
        zh="此操作须在十分钟内输入过密码或验证码，请先确认身份。",
    )


async def prove_response(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    *,
    onward: str,
    method: str = "GET",
    fields: Sequence[tuple[str, str]] = (),
    wrong: bool = False,
    status: int = 200,
) -> Response:
    """The page that asks, holding what leads on."""
    page = ProvePage(
        by_code=await is_on(session, staff.id),
        email=staff.email,
        onward=onward,
        method=method,
        fields=fields,
        wrong=wrong,
    )
    context = console_page(request, staff, shop, section="account")
    return page_response("accounts/prove.html", page, context=context, status=status)


def held_fields(form: Sequence[tuple[str, object]]) -> list[tuple[str, str]]:
    """What a form said, without what belongs to the asking; files cannot be held."""
    return [(name, value) for name, value in form if isinstance(value, str) and name not in _OWN]


async def _asked(request: Request, session: AsyncSession, staff: Staff, shop: Shop) -> Response:
    if is_htmx(request):
        return redirect(request, PROVE_PATH)
    onward = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    fields = held_fields((await request.form()).multi_items()) if request.method == "POST" else []
    return await prove_response(
        request, session, staff, shop, onward=onward, method=request.method, fields=fields, status=403
    )
