"""Asking for another e-mail, sending its link again, taking the wish back, and proving the new address."""

from __future__ import annotations

from shlex import quote

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import repository as people
from mercery.accounts.actor import Actor
from mercery.accounts.email_change import repository
from mercery.accounts.email_change.change import KEPT, AddressTaken, EmailChange, ProofOver, Way, own_already
from mercery.accounts.notices import tell
from mercery.accounts.own_record import note
from mercery.accounts.second_factor.devices import end_trust
from mercery.accounts.service.sign_in import check_own_password, end_other_sessions
from mercery.accounts.service.staff import member_by_email, membership, normal_email, person_with, shops_of
from mercery.accounts.staff import Staff
from mercery.accounts.tables import EmailChangeRow, MembershipRow, PasswordResetRow, StaffRow
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Conflict, Forbidden
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.mail import mail_leaves


async def way_for(session: AsyncSession, staff: Staff) -> Way:
    """What proves a new address of this person now."""
    if mail_leaves(settings()):
        return "letter"
    if len(await shops_of(session, staff.id)) > 1:
        return "server"
    others = select(func.count()).where(
        MembershipRow.shop_id == staff.shop_id, MembershipRow.role == "owner", MembershipRow.staff_id != staff.id
    )
    return "owner" if await session.scalar(others) else "server"


async def wanted_address(session: AsyncSession, staff: Staff, *, email: str, password: str) -> str:
    """The new address as it is kept; Invalid when it is none or the person's own, or the password is wrong. Whether it has an
    account is not looked at: the answer would tell who else signs in here."""
    new = normal_email(email)
    person = await session.get_one(StaffRow, staff.id)
    await check_own_password(person.password_hash, password, field="current_password")
    if new == person.email:
        raise own_already(new)
    return new


async def ask(session: AsyncSession, staff: Staff, new: str, *, send: bool = True) -> None:
    """Keep that the person wants to sign in with `new` and have both addresses written to; a wish before ends. `send`: whether
    the new address may get another letter now. The work is the same whether or not it has an account."""
    if await way_for(session, staff) == "server":
        typed = f"mercery staff change-email {quote(staff.email)} {quote(new)}"  # an address may hold signs of a shell
        raise Conflict(
            "No mail leaves this installation, and no other owner can confirm a new address.",
            remedy=f"On the server: `{typed}`.",
            zh=f"本系统无法发出邮件，也没有其他店主可以确认。请在服务器上运行 {typed}。",
        )
    person = await _locked(session, staff.id)
    too_old = func.coalesce(EmailChangeRow.ended_at, EmailChangeRow.sent_at) < now() - KEPT
    await session.execute(delete(EmailChangeRow).where(too_old))
    await repository.end_open(session, staff.id)
    row = EmailChangeRow(
        id=new_id("emc"),
        staff_id=staff.id,
        old_email=person.email,
        new_email=new,
        asked_at=now(),
        sent_at=now(),
        state="open",
    )
    session.add(row)
    await session.flush()
    await note(
        session, staff.id, staff.actor, "staff.email_asked", before={"email": person.email}, after={"email": new}
    )
    await enqueue(session, "accounts:tell_old_address", {"change_id": row.id, "done": False})
    if send:
        await enqueue(session, "accounts:prove_new_address", {"change_id": row.id})


async def asked(session: AsyncSession, staff_id: str) -> EmailChange | None:
    """The last change the person asked for, however it stands."""
    return (await repository.latest(session, [staff_id])).get(staff_id)


async def has_account(session: AsyncSession, email: str) -> bool:
    """Whether the address is somebody's: for its reader alone, who followed a link that was sent there."""
    return await person_with(session, email) is not None


async def send_again(session: AsyncSession, staff: Staff, *, send: bool = True) -> None:
    """Another link to the new address; the one before ends, and the time begins anew. ProofOver when nothing waits."""
    row = await repository.open_row(session, staff.id)
    if row is None:
        raise ProofOver
    row.sent_at, row.confirm_hash = now(), None
    await note(session, staff.id, staff.actor, "staff.email_sent", after={"email": row.new_email})
    if send:
        await enqueue(session, "accounts:prove_new_address", {"change_id": row.id})


async def cancel(session: AsyncSession, staff: Staff) -> None:
    """Take the wish back; nothing when there is none."""
    row = await repository.open_row(session, staff.id)
    if row is None:
        return
    await repository.end_open(session, staff.id)
    await note(session, staff.id, staff.actor, "staff.email_cancelled", before={"email": row.new_email})


async def proof(session: AsyncSession, secret: str) -> EmailChange:
    """The change whose new address this link proves; ProofOver."""
    row = await repository.row_proved_by(session, secret)
    found = repository.change_from(row) if row is not None else None
    if found is None or not found.waits(now()):
        raise ProofOver
    return found


async def prove(session: AsyncSession, secret: str, *, password: str | None, keep: str | None) -> str:
    """Sign in with the new address from now on, and return it. `password`: of the account, where the browser that opened the
    link is not signed in to it: a mistyped address puts the link into a stranger's hands. ProofOver, Invalid (the password)
    and AddressTaken change nothing."""
    found = await proof(session, secret)
    person = await _locked(session, found.staff_id)
    row = await repository.open_row(session, found.staff_id)
    if row is None or row.confirm_hash != repository.digest(secret):
        raise ProofOver
    if password is not None:
        await check_own_password(person.password_hash, password, field="current_password")
    await _done(session, person, row, None, "staff.email", keep=keep)
    return row.new_email


async def to_confirm(session: AsyncSession, owner: Staff) -> dict[str, EmailChange]:
    """What waits for this owner to vouch for, by person; nothing where letters prove it."""
    if mail_leaves(settings()):
        return {}
    others = [one for one in await people.members(session, owner.shop_id) if one.id != owner.id]
    wishes = await repository.latest(session, [one.id for one in others])
    waiting = [one for one in others if one.id in wishes and wishes[one.id].waits(now())]
    return {one.id: wishes[one.id] for one in waiting if await way_for(session, one) == "owner"}


async def confirm(session: AsyncSession, owner: Staff, staff_id: str, email: str) -> None:
    """An owner vouches for the new address, where no mail leaves to prove it. `email`: the one the owner read. ProofOver when
    it is not the one that waits; AddressTaken."""
    person, row = await _for_owner(session, owner, staff_id)
    if row.new_email != email or not repository.change_from(row).waits(now()):
        raise ProofOver
    await _done(session, person, row, owner.actor, "staff.email_confirmed", keep=None)


async def decline(session: AsyncSession, owner: Staff, staff_id: str) -> None:
    """An owner does not vouch for it, where an owner is asked. ProofOver when nothing waits."""
    _, row = await _for_owner(session, owner, staff_id)
    await repository.end_open(session, staff_id, "declined")
    await note(session, staff_id, owner.actor, "staff.email_declined", before={"email": row.new_email})


async def change_on_server(
    session: AsyncSession, shop_id: str, actor: Actor, email: str, new: str, *, reason: str | None = None
) -> None:
    """Whoever runs the server decides, at once. The address before is told, but cannot take it back, and no earlier letter can:
    it may be in wrong hands. NotFound, Invalid, AddressTaken."""
    staff = await member_by_email(session, shop_id, email)
    address = normal_email(new)
    person = await _locked(session, staff.id)
    if address == person.email:
        raise own_already(address)
    before = person.email
    await move(session, person, address, keep=None)
    await repository.forget(session, person.id)
    after = {"email": address}
    await note(session, person.id, actor, "staff.email_set", before={"email": before}, after=after, reason=reason)
    await tell(session, person.id, "email_changed", to=before)


async def move(session: AsyncSession, person: StaffRow, new: str, *, keep: str | None) -> None:
    """The account signs in with `new`. As with a new password, every session but `keep` ends, so do links that would set a
    password, and every browser is asked for a code again. AddressTaken changes nothing."""
    if await person_with(session, new) is not None:
        raise AddressTaken(new)
    try:
        async with session.begin_nested():
            person.email = new
            await session.flush()
    except IntegrityError as error:
        # Somebody else took it in this very moment.
        raise AddressTaken(new) from error
    await end_other_sessions(session, person.id, keep=keep)
    await session.execute(delete(PasswordResetRow).where(PasswordResetRow.staff_id == person.id))
    await end_trust(session, person.id)


async def _done(
    session: AsyncSession, person: StaffRow, row: EmailChangeRow, actor: Actor | None, action: str, *, keep: str | None
) -> None:
    before = person.email
    await move(session, person, row.new_email, keep=keep)
    row.state, row.ended_at, row.confirm_hash = "done", now(), None
    await note(session, person.id, actor, action, before={"email": before}, after={"email": row.new_email})
    await enqueue(session, "accounts:tell_old_address", {"change_id": row.id, "done": True})


async def _for_owner(session: AsyncSession, owner: Staff, staff_id: str) -> tuple[StaffRow, EmailChangeRow]:
    """Whose change it is, and the change, where this owner decides it. The person is locked before the change, as everywhere."""
    if staff_id == owner.id:
        raise Forbidden("Nobody confirms the own e-mail.", zh="不能确认自己的邮箱，请由另一位店主确认。")
    await membership(session, owner.shop_id, staff_id)
    person = await _locked(session, staff_id)
    staff = await people.staff_where(session, MembershipRow.shop_id == owner.shop_id, StaffRow.id == staff_id)
    if await way_for(session, staff[0]) != "owner":
        raise Forbidden(
            "No owner decides this e-mail.",
            remedy="The link in the letter proves it; else `mercery staff change-email` on the server.",
            zh="此邮箱不能由店主确认：请以邮件中的链接确认，或在服务器上运行 mercery staff change-email。",
        )
    row = await repository.open_row(session, staff_id)
    if row is None:
        raise ProofOver
    return person, row


async def _locked(session: AsyncSession, staff_id: str) -> StaffRow:
    return await session.get_one(StaffRow, staff_id, with_for_update=True, populate_existing=True)
