"""What a shop wants of its people at sign-in, helping somebody who lost both telephone and recovery codes, and vouching for a
new e-mail where no mail leaves to prove it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.email_change import service as email_change
from mercery.accounts.email_change.change import AddressTaken, ProofOver
from mercery.accounts.page import says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.second_factor import mandate
from mercery.accounts.second_factor import service as second_factor
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, Require
from mercery.core.errors import Forbidden, Invalid, told_in
from mercery.web.database import Db
from mercery.web.html import redirect_with_flash

router = APIRouter(prefix="/console/staff")
Manager = Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_STAFF))]
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_STAFF))]


@router.post("/second-factor")
async def set_mandate(
    request: Request,
    session: Db,
    staff: Manager,
    shop: CurrentShop,
    whom: Annotated[str, Form(max_length=12)] = "",
    grace_days: Annotated[int, Form(ge=0, le=mandate.MOST_GRACE)] = 14,
) -> Response:
    """Say of whom two-step sign-in is wanted, and how many days each has."""
    try:
        kept = await mandate.set_mandate(session, shop.id, staff.actor, whom=whom, grace_days=grace_days)
    except Invalid as error:
        return redirect_with_flash(
            request, "/console/staff", told_in(staff_language(request, staff, shop), error), tone="stopped"
        )
    text = {
        "nobody": says(request, staff, shop, "Everybody decides that alone.", "现由各人自行决定。"),
        "owners": says(
            request, staff, shop,
            f"Owners have {kept.grace_days} days to set two-step sign-in up.",
            f"店主须在 {kept.grace_days} 天内开启两步验证。",
        ),
        "everybody": says(
            request, staff, shop,
            f"Everybody has {kept.grace_days} days to set two-step sign-in up.",
            f"全体员工须在 {kept.grace_days} 天内开启两步验证。",
        ),
    }[kept.whom]  # fmt: skip
    return redirect_with_flash(request, "/console/staff#second-factor", text)


@router.post("/{staff_id}/second-factor-off")
async def drop(request: Request, session: Db, staff: Manager, shop: CurrentShop, staff_id: str) -> Response:
    """Turn two-step sign-in off for somebody who works for this shop alone and sign them out; the person gets a mail."""
    member = await service.membership(session, shop.id, staff_id)
    if len(await service.shops_of(session, staff_id)) > 1:
        raise Forbidden(
            "This person works for other shops too; no single shop decides that.",
            remedy="On the server: `mercery staff drop-second-factor EMAIL`.",
            zh="此人还在其他店铺任职，不能由一家店铺决定。请在服务器上运行 mercery staff drop-second-factor EMAIL。",
        )
    if await second_factor.turn_off(session, staff_id, staff.actor):
        await service.end_other_sessions(session, staff_id)
    text = says(
        request, staff, shop,
        f"{member.name} signs in with the password alone until two-step sign-in is set up again.",
        f"{member.name} 在重新开启两步验证前，仅凭密码登录。",
    )  # fmt: skip
    return redirect_with_flash(request, "/console/staff", text)


@router.post("/{staff_id}/email-confirm")
async def confirm_email(
    request: Request,
    session: Db,
    staff: Manager,
    shop: CurrentShop,
    staff_id: str,
    email: Annotated[str, Form(max_length=254)] = "",
) -> Response:
    """Vouch for somebody's new e-mail. `email`: the one that was read, since another may have been asked for meanwhile."""
    try:
        async with session.begin_nested():
            await email_change.confirm(session, staff, staff_id, email)
    except (ProofOver, AddressTaken) as error:
        text = told_in(staff_language(request, staff, shop), error)
        return redirect_with_flash(request, "/console/staff", text, tone="stopped")
    text = says(request, staff, shop, f"They sign in with {email} from now on.", f"该员工今后用 {email} 登录。")
    return redirect_with_flash(request, "/console/staff", text)


@router.post("/{staff_id}/email-decline")
async def decline_email(request: Request, session: Db, staff: Owner, shop: CurrentShop, staff_id: str) -> Response:
    """Do not vouch for it."""
    try:
        await email_change.decline(session, staff, staff_id)
    except ProofOver as error:
        text = told_in(staff_language(request, staff, shop), error)
        return redirect_with_flash(request, "/console/staff", text, tone="stopped")
    text = says(request, staff, shop, "The e-mail stays as it was.", "登录邮箱保持不变。")
    return redirect_with_flash(request, "/console/staff", text)
