"""The people of the shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.email_change.change import EmailChange
from mercery.accounts.email_change.service import to_confirm
from mercery.accounts.page import ROLE_NAMES, console_page, says, staff_language
from mercery.accounts.permissions import Permission, Role
from mercery.accounts.proving import RequireFresh
from mercery.accounts.second_factor.mandate import MOST_GRACE, Mandate, mandate_of
from mercery.accounts.second_factor.service import who_has_it
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Invitation, Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/staff")
Manager = Annotated[Staff, Depends(Require(Permission.MANAGE_STAFF))]
FreshManager = Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_STAFF))]

ROLE_RIGHTS: Mapping[Role, Words] = {
    "owner": Words("all, with staff, keys and settings", "全部权限，含员工、密钥与设置"),
    "editor": Words("catalogue, import, answers, policies", "商品、导入、答复与政策"),
    "reviewer": Words("read the record of all changes", "查看操作记录"),
    "agent": Words("talk to customers", "接待客人"),
    "viewer": Words("read only", "仅可查看"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage:
    """What the staff page shows."""

    members: Sequence[Staff]
    invitations: Sequence[Invitation]
    reader: Staff
    may_manage: bool
    link: str = ""
    """The link of an invitation just made, shown this once."""
    invited: str = ""
    errors: FormErrors
    typed: Mapping[str, str]
    with_factor: Set[str]
    """Ids of those who have two-step sign-in on."""
    mandate: Mandate
    new_emails: Mapping[str, EmailChange]
    """By person: the new e-mail the reader may confirm, where no mail leaves to prove it."""
    most_grace: int = MOST_GRACE

    @property
    def without_factor(self) -> int:
        """How many of those the shop wants it of have not set it up."""
        return sum(self.mandate.binds(one.role) and one.id not in self.with_factor for one in self.members)

    @property
    def roles(self) -> Sequence[tuple[Role, Words, Words]]:
        """Role, name and what it may do."""
        return [(role, ROLE_NAMES[role], rights) for role, rights in ROLE_RIGHTS.items()]


@router.get("")
async def staff_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """Everybody who works for the shop."""
    return await _page(request, session, staff, shop)


@router.post("/invite")
async def invite(
    request: Request,
    session: Db,
    staff: FreshManager,
    shop: CurrentShop,
    email: Annotated[str, Form(max_length=254)],
    name: Annotated[str, Form(max_length=100)],
    role: Annotated[str, Form(max_length=16)],
) -> Response:
    """Make an invitation and show its link."""
    try:
        invitation, secret = await service.invite(session, shop.id, staff.actor, email=email, name=name, role=role)
    except (Invalid, Conflict) as error:
        typed = {"email": email, "name": name, "role": role}
        return await _page(
            request,
            session,
            staff,
            shop,
            errors=form_errors(error, staff_language(request, staff, shop)),
            typed=typed,
            status=422,
        )
    link = f"{request.url.scheme}://{request.headers['host']}/console/join/{secret}"
    return await _page(request, session, staff, shop, link=link, invited=invitation.email)


@router.post("/uninvite")
async def uninvite(
    request: Request, session: Db, staff: Manager, shop: CurrentShop, email: Annotated[str, Form(max_length=254)]
) -> Response:
    """Take an invitation back."""
    await service.revoke_invitation(session, shop.id, staff.actor, email)
    return redirect_with_flash(
        request, "/console/staff", says(request, staff, shop, "The invitation is taken back.", "邀请已撤回。")
    )


@router.post("/{staff_id}/role")
async def change_role(
    request: Request,
    session: Db,
    staff: FreshManager,
    shop: CurrentShop,
    staff_id: str,
    role: Annotated[str, Form(max_length=16)],
) -> Response:
    """Give another role."""
    changed = await service.change_role(session, shop.id, staff.actor, staff_id, role)
    name = ROLE_NAMES[changed.role]
    text = says(request, staff, shop, f"{changed.name} is now {name.en.lower()}.", f"{changed.name} 现为{name.zh}。")
    return redirect_with_flash(request, "/console/staff", text)


@router.post("/{staff_id}/remove")
async def remove(request: Request, session: Db, staff: FreshManager, shop: CurrentShop, staff_id: str) -> Response:
    """End a membership."""
    await service.remove_member(session, shop.id, staff.actor, staff_id)
    text = says(
        request,
        staff,
        shop,
        "This person no longer works for the shop and is signed out.",
        "该员工已移出店铺并退出登录。",
    )
    return redirect_with_flash(request, "/console/staff", text)


async def _page(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    *,
    link: str = "",
    invited: str = "",
    errors: FormErrors | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    may_manage = staff.may(Permission.MANAGE_STAFF)
    members = await service.staff_members(session, shop.id)
    page = StaffPage(
        members=members,
        with_factor=await who_has_it(session, [one.id for one in members]),
        mandate=await mandate_of(session, shop.id),
        new_emails=await to_confirm(session, staff) if may_manage else {},
        invitations=await service.invitations(session, shop.id) if may_manage else [],
        reader=staff,
        may_manage=may_manage,
        link=link,
        invited=invited,
        errors=errors or FormErrors(),
        typed={"email": "", "name": "", "role": "agent", **(typed or {})},
    )
    return page_response(
        "accounts/staff.html", page, context=console_page(request, staff, shop, section="staff"), status=status
    )
