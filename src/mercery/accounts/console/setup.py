"""The set-up checklist, opening a shop of one's own, and removing the demo data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.setup import STEPS, SetupSource, Step, StepKey, StepState, own_states
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, MaybeSession, Require
from mercery.core.errors import Conflict, Invalid, MerceryError
from mercery.core.i18n import Words
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/setup")
Owner = Annotated[Staff, Depends(Require(Permission.REMOVE_SHOP))]
FreshOwner = Annotated[Staff, Depends(RequireFresh(Permission.REMOVE_SHOP))]
_UNKNOWN = StepState(done=False, detail=Words("Not started.", "尚未开始。"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupPage:
    """What the checklist shows."""

    shop: Shop
    steps: Sequence[tuple[Step, StepState]]
    may_change: bool
    has_own: bool
    """The reader works for a shop that is not the demo."""
    errors: FormErrors
    form: str = ""
    typed: Mapping[str, str]

    @property
    def left(self) -> int:
        """Steps that are not done."""
        return sum(1 for _, state in self.steps if not state.done)


@router.get("")
async def setup_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """Five steps with what was really found."""
    return await _page(request, session, staff, shop)


@router.post("/shop")
async def open_shop(
    request: Request,
    session: Db,
    staff: Owner,
    shop: CurrentShop,
    signed_in: MaybeSession,
    name_en: Annotated[str, Form(max_length=80)] = "",
    name_zh: Annotated[str, Form(max_length=80)] = "",
    slug: Annotated[str, Form(max_length=40)] = "",
    currency: Annotated[str, Form(max_length=3)] = "EUR",
) -> Response:
    """Open an empty shop with oneself as owner, and look at it."""
    try:
        async with session.begin_nested():
            made = await service.create_shop(
                session,
                actor=staff.actor,
                slug=slug,
                name=Words(name_en.strip(), name_zh.strip()),
                currency=currency.upper(),
            )
            await service.add_member(session, made.id, staff.id, "owner", staff.actor)
    except (Invalid, Conflict) as error:
        typed = {"name_en": name_en, "name_zh": name_zh, "slug": slug, "currency": currency}
        return await _refused(request, session, staff, shop, error, form="shop", typed=typed)
    if signed_in is not None:
        await service.switch_shop(session, signed_in, made.id)
    text = says(request, staff, shop, f"{made.name.text('en')} is open.", f"{made.name.text('zh')}已创建。")
    return redirect_with_flash(request, "/console/setup", text)


@router.post("/remove")
async def remove_demo(
    request: Request,
    session: Db,
    staff: FreshOwner,
    shop: CurrentShop,
    confirm: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Remove the demo shop with all its data. Only the demo can be removed here, and only beside a shop of one's own."""
    others = [other for other in await service.shops_of(session, staff.id) if other.id != shop.id]
    try:
        if not shop.demo:
            raise Invalid(
                "Only the demo shop can be removed here.",
                remedy="Use `mercery shop remove` for any other.",
                zh="此处只能移除演示店铺。",
            )
        if not others:
            raise Conflict(
                "Open a shop of your own first.",
                remedy="Otherwise nobody could sign in any more.",
                zh="请先开设自己的店铺，否则将无人可以登录。",
            )
        await service.remove_shop(session, shop.id, staff.actor, confirm_slug=confirm)
    except (Invalid, Conflict) as error:
        return await _refused(request, session, staff, shop, error, form="remove", typed={"confirm": confirm})
    text = says(request, staff, shop, "The demo shop and all its data are removed.", "演示店铺及其全部数据已移除。")
    return redirect_with_flash(request, "/console", text)


async def steps_left(request: Request, session: Db, shop: Shop) -> int:
    """How many steps of the checklist are not done."""
    states = await _states(request, session, shop)
    return sum(1 for step in STEPS if not states.get(step.key, _UNKNOWN).done)


async def _states(request: Request, session: Db, shop: Shop) -> dict[StepKey, StepState]:
    states = own_states(shop)
    for source in cast("list[SetupSource]", getattr(request.app.state, "setup_sources", [])):
        states.update(await source(session, shop))
    return states


async def _refused(
    request: Request, session: Db, staff: Staff, shop: Shop, error: MerceryError, *, form: str, typed: Mapping[str, str]
) -> Response:
    return await _page(
        request,
        session,
        staff,
        shop,
        errors=form_errors(error, staff_language(request, staff, shop)),
        form=form,
        typed=typed,
        status=error.status,
    )


async def _page(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    *,
    errors: FormErrors | None = None,
    form: str = "",
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    states = await _states(request, session, shop)
    blank = {"name_en": "", "name_zh": "", "slug": "", "currency": shop.currency, "confirm": ""}
    page = SetupPage(
        shop=shop,
        steps=[(step, states.get(step.key, _UNKNOWN)) for step in STEPS],
        may_change=staff.may(Permission.REMOVE_SHOP),
        has_own=any(not other.demo for other in await service.shops_of(session, staff.id)),
        errors=errors or FormErrors(),
        form=form,
        typed={**blank, **(typed or {})},
    )
    return page_response(
        "accounts/setup.html", page, context=console_page(request, staff, shop, section="setup"), status=status
    )
