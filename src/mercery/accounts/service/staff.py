"""People of a shop: making, inviting, changing and removing them."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Final, cast, get_args

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit, repository
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.passwords import check_password_rules, hash_password
from mercery.accounts.permissions import Role
from mercery.accounts.service.sign_in import check_own_password
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Invitation, Staff
from mercery.accounts.tables import InvitationRow, MembershipRow, SessionRow, ShopRow, StaffRow
from mercery.core.clock import now
from mercery.core.errors import Conflict, Forbidden, NotFound, wrong_field
from mercery.core.i18n import Lang
from mercery.core.ids import new_id, new_secret
from mercery.ui.page_context import Theme

INVITATION_DAYS: Final = 7
_EMAIL: Final = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,189}\.?[^@\s<>\".]+\Z")


async def create_staff(
    session: AsyncSession,
    shop_id: str,
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    language: Lang | None = None,
    actor: Actor = SYSTEM,
) -> Staff:
    """A new person with a password, as a member of the shop. Conflict when the e-mail is known already."""
    address = normal_email(email)
    check_password_rules(password, email=address, name=name)
    if await person_with(session, address) is not None:
        raise Conflict(
            f"{address} already has an account.",
            remedy="Invite this person to the shop instead.",
            zh=f"{address} 已有账号，请改为邀请其加入店铺。",
        )
    person = StaffRow(
        id=new_id("stf"),
        email=address,
        name=proper_name(name),
        password_hash=await hash_password(password),
        language=language,
        theme="system",
    )
    session.add(person)
    await session.flush()
    return await add_member(session, shop_id, person.id, role, actor)


async def add_member(session: AsyncSession, shop_id: str, staff_id: str, role: str, actor: Actor = SYSTEM) -> Staff:
    """Let an existing person work for the shop."""
    chosen = _role(role)
    if await session.get(MembershipRow, (shop_id, staff_id)) is not None:
        raise Conflict(
            "This person already works for the shop.",
            remedy="Change the role instead.",
            zh="此人已在本店，请改为调整角色。",
        )
    session.add(MembershipRow(shop_id=shop_id, staff_id=staff_id, role=chosen))
    await session.flush()
    member = await membership(session, shop_id, staff_id)
    await audit.record(
        session,
        shop_id,
        actor,
        "staff.add",
        staff_id,
        after={"name": member.name, "email": member.email, "role": chosen},
    )
    return member


async def membership(session: AsyncSession, shop_id: str, staff_id: str) -> Staff:
    """The person as a member of this shop; NotFound."""
    found = await repository.staff_where(session, MembershipRow.shop_id == shop_id, MembershipRow.staff_id == staff_id)
    if not found:
        raise NotFound("This person does not work for the shop.")
    return found[0]


async def member_by_email(session: AsyncSession, shop_id: str, email: str) -> Staff:
    """The member with this e-mail; NotFound."""
    address = email.strip().lower()
    found = await repository.staff_where(session, MembershipRow.shop_id == shop_id, StaffRow.email == address)
    if not found:
        raise NotFound(f"{email} does not work for this shop.", remedy="`mercery staff list` names who does.")
    return found[0]


async def staff_members(session: AsyncSession, shop_id: str) -> list[Staff]:
    """Everybody who works for the shop, by name."""
    return await repository.members(session, shop_id)


async def shops_of(session: AsyncSession, staff_id: str) -> list[Shop]:
    """The shops a person works for."""
    theirs = select(MembershipRow.shop_id).where(MembershipRow.staff_id == staff_id)
    return await repository.shops_where(session, ShopRow.id.in_(theirs))


async def change_role(session: AsyncSession, shop_id: str, actor: Actor, staff_id: str, role: str) -> Staff:
    """Give another role. The last owner stays one."""
    chosen = _role(role)
    before = await membership(session, shop_id, staff_id)
    if before.role == chosen:
        return before
    await _keep_an_owner(session, before)
    row = await session.get_one(MembershipRow, (shop_id, staff_id))
    row.role = chosen
    await session.flush()
    await audit.record(
        session, shop_id, actor, "staff.role", staff_id, before={"role": before.role}, after={"role": chosen}
    )
    return await membership(session, shop_id, staff_id)


async def remove_member(session: AsyncSession, shop_id: str, actor: Actor, staff_id: str) -> None:
    """End a membership and this person's sessions. The last owner stays."""
    before = await membership(session, shop_id, staff_id)
    await _keep_an_owner(session, before)
    await session.execute(
        delete(MembershipRow).where(MembershipRow.shop_id == shop_id, MembershipRow.staff_id == staff_id)
    )
    await session.execute(delete(SessionRow).where(SessionRow.staff_id == staff_id))
    left = {"name": before.name, "email": before.email, "role": before.role}
    await audit.record(session, shop_id, actor, "staff.remove", staff_id, before=left)


async def invite(
    session: AsyncSession, shop_id: str, actor: Actor, *, email: str, name: str, role: str
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which holds for a week. A newer one replaces an older one."""
    address, chosen = normal_email(email), _role(role)
    await _lock_shop(session, shop_id)
    if await repository.staff_where(session, MembershipRow.shop_id == shop_id, StaffRow.email == address):
        raise Conflict(
            f"{address} already works for the shop.",
            remedy="Change the role instead.",
            zh=f"{address} 已在本店，请改为调整角色。",
        )
    await session.execute(delete(InvitationRow).where(InvitationRow.shop_id == shop_id, InvitationRow.email == address))
    secret = new_secret()
    row = InvitationRow(
        token_hash=_digest(secret),
        shop_id=shop_id,
        email=address,
        name=proper_name(name),
        role=chosen,
        invited_by=actor.name,
        created_at=now(),
        expires_at=now() + timedelta(days=INVITATION_DAYS),
    )
    session.add(row)
    await audit.record(session, shop_id, actor, "staff.invite", address, after={"role": chosen})
    return repository.invitation_from(row), secret


async def invitations(session: AsyncSession, shop_id: str) -> list[Invitation]:
    """Invitations that still hold."""
    query = select(InvitationRow).where(InvitationRow.shop_id == shop_id, InvitationRow.expires_at > now())
    return [repository.invitation_from(row) for row in await session.scalars(query.order_by(InvitationRow.email))]


async def revoke_invitation(session: AsyncSession, shop_id: str, actor: Actor, email: str) -> None:
    """Take an invitation back."""
    gone = await session.execute(
        delete(InvitationRow).where(InvitationRow.shop_id == shop_id, InvitationRow.email == normal_email(email))
    )
    if cast(int, getattr(gone, "rowcount", 0)):
        await audit.record(session, shop_id, actor, "staff.uninvite", normal_email(email))


async def invitation_for(session: AsyncSession, secret: str) -> tuple[Invitation, bool]:
    """The invitation of a link, and whether its e-mail already has an account; NotFound when it holds no longer."""
    row = await session.get(InvitationRow, _digest(secret))
    if row is None or row.expires_at <= now():
        raise NotFound("This invitation was used, taken back or is over a week old.", remedy="Ask for a new one.")
    return repository.invitation_from(row), await person_with(session, row.email) is not None


async def accept_invitation(session: AsyncSession, secret: str, *, name: str, password: str) -> Staff:
    """Join the shop. A new person chooses a password; one with an account must give the password it has."""
    invitation, known = await invitation_for(session, secret)
    row = await session.get(InvitationRow, _digest(secret), with_for_update=True)
    if row is None:
        raise NotFound("This invitation was used just now.", remedy="Sign in instead.")
    await session.delete(row)
    if not known:
        return await create_staff(
            session,
            invitation.shop_id,
            email=invitation.email,
            name=name or invitation.name,
            role=invitation.role,
            password=password,
        )
    person = await person_with(session, invitation.email)
    assert person is not None
    await check_own_password(person.password_hash, password)
    actor = Actor(kind="staff", id=person.id, name=person.name)
    return await add_member(session, invitation.shop_id, person.id, invitation.role, actor)


async def set_preferences(
    session: AsyncSession, staff_id: str, *, language: Lang | None = None, theme: Theme | None = None
) -> None:
    """Keep a person's language or theme for every browser."""
    person = await session.get_one(StaffRow, staff_id)
    person.language = language or person.language
    person.theme = theme or person.theme


def normal_email(email: str) -> str:
    """Lower case, without spaces around; Invalid when it is none."""
    address = email.strip().lower()
    if not _EMAIL.match(address):
        message = f"'{email.strip()[:80]}' is not an e-mail address."
        raise wrong_field("email", message, zh=f"“{email.strip()[:80]}”不是邮箱地址，请核对。")
    return address


async def person_with(session: AsyncSession, email: str) -> StaffRow | None:
    """Whose e-mail it is, as `normal_email` writes it."""
    found: StaffRow | None = await session.scalar(select(StaffRow).where(StaffRow.email == email))
    return found


async def _lock_shop(session: AsyncSession, shop_id: str) -> None:
    """Two changes of a shop's people happen one after the other, so that "the last owner" is never decided twice."""
    await session.execute(select(ShopRow.id).where(ShopRow.id == shop_id).with_for_update())


async def _keep_an_owner(session: AsyncSession, leaving: Staff) -> None:
    await _lock_shop(session, leaving.shop_id)
    if leaving.role == "owner" and await repository.owners_count(session, leaving.shop_id) < 2:
        raise Forbidden(
            "The last owner cannot leave or become something else.",
            remedy="Make somebody else owner first.",
            zh="最后一位店主不能离开或更改角色，请先指定另一位店主。",
        )


def _role(role: str) -> Role:
    if role not in get_args(Role):
        message = f"'{role}' is not a role."
        remedy = f"Use {', '.join(get_args(Role))}."
        raise wrong_field("role", message, remedy=remedy, zh=f"没有“{role}”这个角色，请从列表中选择。")
    return cast(Role, role)


def proper_name(name: str) -> str:
    """Without spaces around; Invalid when it is missing."""
    if not name.strip():
        raise wrong_field("name", "The name is missing.", zh="请填写姓名。")
    return name.strip()[:100]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
