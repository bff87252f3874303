"""Signing in and out, sessions, passwords. A session is a random token; only its hash is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit, repository
from mercery.accounts.actor import Actor
from mercery.accounts.email_change.repository import end_open
from mercery.accounts.notices import tell
from mercery.accounts.own_record import note
from mercery.accounts.passwords import check_password_rules, hash_password, needs_new_hash, verify_password
from mercery.accounts.second_factor.devices import end_trust
from mercery.accounts.staff import Session, Staff
from mercery.accounts.tables import MembershipRow, PasswordResetRow, SessionRow, StaffRow
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import NotFound, Unauthenticated, wrong_field
from mercery.core.ids import new_secret
from mercery.web.secret import mac

IDLE_DAYS: Final = 3
"""A session nobody used for this long ends."""
_NOTE_SEEN_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A session just begun; `token` is the cookie's value and stands nowhere else."""

    token: str
    session: Session


class WrongLogin(Unauthenticated):
    """E-mail and password do not belong together; which of the two is wrong is not said."""

    code = "wrong_login"

    def __init__(self) -> None:
        super().__init__(
            "E-mail and password do not match.",
            remedy="Check both, or ask for a new password by mail.",
            zh="邮箱与密码不符，请核对，或通过邮件重设密码。",
        )


async def verify_login(session: AsyncSession, email: str, password: str) -> str:
    """The id of the person; WrongLogin, after the same time whether the account exists or not."""
    person = await session.scalar(select(StaffRow).where(StaffRow.email == email.strip().lower()))
    right = await verify_password(person.password_hash if person else None, password)
    if person is None or not right:
        raise WrongLogin
    if needs_new_hash(person.password_hash):
        person.password_hash = await hash_password(password)
    return person.id


async def start_session(
    session: AsyncSession,
    staff_id: str,
    *,
    shop_id: str | None,
    address: str,
    agent: str,
    replaces: str | None = None,
    device_hash: str = "",
    by: str = "password",
) -> SignIn:
    """A session with a fresh token. `replaces`: the token the browser had before, which ends. `by`: what was asked for,
    as the record tells it."""
    if replaces:
        await end_session(session, replaces)
    await session.execute(delete(SessionRow).where(SessionRow.staff_id == staff_id, SessionRow.expires_at <= now()))
    token = new_secret()
    row = SessionRow(
        token_hash=_digest(token),
        staff_id=staff_id,
        shop_id=shop_id,
        address=address[:64],
        agent=agent[:200],
        created_at=now(),
        seen_at=now(),
        proved_at=now(),
        device_hash=device_hash,
        expires_at=now() + timedelta(days=settings().session_days),
    )
    session.add(row)
    person = await session.get_one(StaffRow, staff_id)
    person.signed_in_at = now()
    await note(session, staff_id, None, "staff.sign_in", after={"address": row.address, "by": by})
    return SignIn(token=token, session=repository.session_from(row))


async def live_session(session: AsyncSession, token: str) -> Session | None:
    """The session of a cookie, or None when it is unknown, over, or was idle too long. Notes that it was seen."""
    row = await session.get(SessionRow, _digest(token))
    if row is None:
        return None
    moment = now()
    if row.expires_at <= moment or moment - row.seen_at > timedelta(days=IDLE_DAYS):
        return None
    if moment - row.seen_at > _NOTE_SEEN_EVERY:
        row.seen_at = moment
    return repository.session_from(row)


async def proved(session: AsyncSession, current: Session) -> None:
    """The person has just given a password or a code once more."""
    row = await session.get_one(SessionRow, current.token_hash)
    row.proved_at = now()


async def password_stamp(session: AsyncSession, staff_id: str) -> str:
    """Another text as soon as the password changes, which tells nothing about it; empty when there is no such person."""
    stored = await session.scalar(select(StaffRow.password_hash).where(StaffRow.id == staff_id))
    return mac("password_stamp", staff_id, stored)[:32] if stored else ""


async def end_session(session: AsyncSession, token: str) -> None:
    """Sign out."""
    await session.execute(delete(SessionRow).where(SessionRow.token_hash == _digest(token)))


async def open_sessions(session: AsyncSession, staff_id: str) -> list[Session]:
    """A person's sessions, the latest seen first."""
    query = select(SessionRow).where(SessionRow.staff_id == staff_id, SessionRow.expires_at > now())
    return [repository.session_from(row) for row in await session.scalars(query.order_by(SessionRow.seen_at.desc()))]


async def revoke_session(session: AsyncSession, staff_id: str, token_hash: str) -> None:
    """End one of a person's own sessions."""
    gone = await session.scalar(
        delete(SessionRow)
        .where(SessionRow.token_hash == token_hash, SessionRow.staff_id == staff_id)
        .returning(SessionRow.token_hash)
    )
    if gone is None:
        raise NotFound("This session is over already.")


async def end_other_sessions(session: AsyncSession, staff_id: str, *, keep: str | None = None) -> None:
    """End all of a person's sessions but the one with token hash `keep`."""
    query = delete(SessionRow).where(SessionRow.staff_id == staff_id)
    await session.execute(query.where(SessionRow.token_hash != keep) if keep else query)


async def switch_shop(session: AsyncSession, current: Session, shop_id: str) -> None:
    """Look at another shop one works for; NotFound for any other."""
    member = await session.get(MembershipRow, (shop_id, current.staff_id))
    if member is None:
        raise NotFound("You do not work for this shop.")
    row = await session.get_one(SessionRow, current.token_hash)
    row.shop_id = shop_id


async def change_password(session: AsyncSession, staff: Staff, *, old: str, new: str, keep: str | None) -> None:
    """Change one's own password; all other sessions end."""
    person = await session.get_one(StaffRow, staff.id)
    await check_own_password(person.password_hash, old)
    await set_password(session, person, new, keep=keep)
    await note(session, staff.id, staff.actor, "staff.password")
    await tell(session, staff.id, "password_changed")


async def reset_password(session: AsyncSession, shop_id: str, actor: Actor, email: str, new: str) -> None:
    """Set a member's password from outside; every session of that person ends."""
    found = await repository.staff_where(
        session, MembershipRow.shop_id == shop_id, StaffRow.email == email.strip().lower()
    )
    if not found:
        raise NotFound(f"{email} does not work for this shop.", remedy="`mercery staff list` names who does.")
    person = await session.get_one(StaffRow, found[0].id)
    await set_password(session, person, new, keep=None)
    await audit.record(session, shop_id, actor, "staff.reset_password", person.id)
    await tell(session, person.id, "password_changed")


async def check_password(session: AsyncSession, staff_id: str, password: str) -> None:
    """Invalid when it is not this person's password."""
    person = await session.get_one(StaffRow, staff_id)
    await check_own_password(person.password_hash, password)


async def check_own_password(stored: str, password: str, *, field: str = "old_password") -> None:
    """Invalid when it is not the person's password. `field`: where it was typed."""
    if not await verify_password(stored, password):
        message = "This is not your password."
        raise wrong_field(field, message, zh="当前密码不正确。")


async def set_password(session: AsyncSession, person: StaffRow, new: str, *, keep: str | None) -> None:
    """Keep the hash of a password that holds to the rules; Invalid changes nothing. Every session but `keep` ends, so do
    links that would set another, and a new e-mail that waits; every browser is asked for a code again."""
    check_password_rules(new, email=person.email, name=person.name)
    person.password_hash = await hash_password(new)
    await end_other_sessions(session, person.id, keep=keep)
    await session.execute(delete(PasswordResetRow).where(PasswordResetRow.staff_id == person.id))
    await end_open(session, person.id)
    await end_trust(session, person.id)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
