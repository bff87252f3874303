"""Setting two-step sign-in up, checking codes, and turning it off. Works in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.notices import tell
from mercery.accounts.own_record import note
from mercery.accounts.second_factor import codes
from mercery.accounts.staff import Staff
from mercery.accounts.tables import DeviceRow, RecoveryCodeRow, SecondFactorRow
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, Problem
from mercery.core.ids import new_id
from mercery.core.logging import get_logger
from mercery.core.sealed import opened, seal
from mercery.web.rate_limit import Limit
from mercery.web.secret import mac, macs

log = get_logger(__name__)
CODES_PER_ACCOUNT: Final = Limit(name="second_factor", burst=5, seconds=300)
CODES_PER_DAY: Final = Limit(name="second_factor_day", burst=30, seconds=24 * 3600)
"""Both by account, wherever the guesses come from: who knows the password has 30 tries a day among a million codes, of
which three are right at any moment."""
Used = Literal["app", "recovery"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorState:
    """How a person stands with two-step sign-in."""

    on_since: datetime | None = None
    pending: bool = False
    """An app is being set up."""
    codes_left: int = 0
    """Recovery codes nobody used yet."""

    @property
    def on(self) -> bool:
        """Whether a code is asked for."""
        return self.on_since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What an app needs: the key to type, and the address a square holds."""

    key: str
    address: str

    @property
    def grouped(self) -> str:
        """The key in groups of four, as people copy it."""
        return " ".join(self.key[at : at + 4] for at in range(0, len(self.key), 4))


class WrongCode(Invalid):
    """The code is not the one of this moment, or was used already."""

    code = "wrong_code"

    def __init__(self) -> None:
        message = "This code is not right, or it was used already."
        remedy = "Wait for the next one in the app, and check that the telephone's clock is right."
        zh = "验证码有误或已使用。请等待下一个验证码，并检查手机时间是否准确。"
        problem = Problem(field="code", message=message, remedy=remedy, zh=zh)
        super().__init__(message, remedy=remedy, problems=[problem], zh=zh)


async def state_of(session: AsyncSession, staff_id: str) -> FactorState:
    """Whether it is on, since when, and how many recovery codes are left."""
    row = await session.get(SecondFactorRow, staff_id)
    if row is None:
        return FactorState()
    left = select(func.count()).where(RecoveryCodeRow.staff_id == staff_id, RecoveryCodeRow.used_at.is_(None))
    return FactorState(on_since=row.on_since, pending=bool(row.pending_key), codes_left=await session.scalar(left) or 0)


async def is_on(session: AsyncSession, staff_id: str) -> bool:
    """Whether a code is asked for beside the password."""
    row = await session.get(SecondFactorRow, staff_id)
    return row is not None and row.on_since is not None


async def who_has_it(session: AsyncSession, staff_ids: list[str]) -> set[str]:
    """Those of these people who have it on."""
    query = select(SecondFactorRow.staff_id).where(
        SecondFactorRow.staff_id.in_(staff_ids), SecondFactorRow.on_since.is_not(None)
    )
    return set(await session.scalars(query))


async def begin(session: AsyncSession, staff: Staff, issuer: str) -> Enrolment:
    """A fresh key for an app. One that is in use goes on until the new one has shown a right code."""
    key = codes.new_key()
    row = await session.get(SecondFactorRow, staff.id, with_for_update=True)
    if row is None:
        row = SecondFactorRow(staff_id=staff.id, key="", pending_key="")
        session.add(row)
    row.pending_key = seal(key, factor_purpose(staff.id))
    await session.flush()
    return _enrolment(key, staff, issuer)


async def pending(session: AsyncSession, staff: Staff, issuer: str) -> Enrolment | None:
    """The key that is being set up, to show it again after a wrong code."""
    row = await session.get(SecondFactorRow, staff.id)
    key = opened(row.pending_key, factor_purpose(staff.id)) if row is not None else None
    return _enrolment(key, staff, issuer) if key else None


async def give_up(session: AsyncSession, staff_id: str) -> None:
    """Forget an app that was not set up to its end."""
    row = await session.get(SecondFactorRow, staff_id, with_for_update=True)
    if row is not None and row.on_since is None:
        await session.delete(row)
    elif row is not None:
        row.pending_key = ""


async def confirm(session: AsyncSession, staff: Staff, typed: str) -> tuple[str, ...]:
    """The app showed the right code: it counts from now on. Returns the recovery codes, which cannot be shown again."""
    row = await session.get(SecondFactorRow, staff.id, with_for_update=True)
    key = opened(row.pending_key, factor_purpose(staff.id)) if row is not None else None
    if row is None or not key:
        raise Conflict("No app is being set up.", remedy="Begin again.", zh="没有正在进行的设置，请重新开始。")
    step = codes.matched_step(key, codes.plain_code(typed), now(), after=None)
    if step is None:
        raise WrongCode
    row.key, row.pending_key, row.last_step = row.pending_key, "", step
    row.on_since = now()
    await _forget_trust(session, staff.id)
    made = await _fresh_codes(session, staff.id)
    await note(session, staff.id, staff.actor, "staff.second_factor_on")
    await tell(session, staff.id, "factor_on")
    return made


async def check(session: AsyncSession, staff_id: str, typed: str) -> Used:
    """Accept a code of the app or a recovery code, once; WrongCode. The row is locked: of two who send the same code at the
    same moment, one gets in."""
    plain = codes.plain_code(typed)
    row = await session.get(SecondFactorRow, staff_id, with_for_update=True, populate_existing=True)
    if row is None or row.on_since is None:
        raise WrongCode
    if not codes.is_app_code(plain):
        await _use_recovery(session, staff_id, plain)
        return "recovery"
    key = opened(row.key, factor_purpose(staff_id))
    if key is None:
        log.error("second_factor_unreadable", staff=staff_id, remedy="Was MERCERY_SECRET_KEY changed?")
        raise WrongCode
    step = codes.matched_step(key, plain, now(), after=row.last_step)
    if step is None:
        raise WrongCode
    row.last_step = step
    return "app"


async def new_codes(session: AsyncSession, staff: Staff) -> tuple[str, ...]:
    """Ten new recovery codes; the old ones no longer work."""
    if not await is_on(session, staff.id):
        raise Conflict("Two-step sign-in is not on.", remedy="Set it up first.", zh="尚未启用两步验证，请先启用。")
    made = await _fresh_codes(session, staff.id)
    await note(session, staff.id, staff.actor, "staff.recovery_codes")
    await tell(session, staff.id, "codes_new")
    return made


async def own_codes(session: AsyncSession, staff_id: str, shown: list[str]) -> list[str]:
    """Those of `shown` that are this person's recovery codes and unused: nothing else is written into a file for them."""
    digests = {
        digest: one for one in shown[: codes.RECOVERY_CODES] for digest in _digests(staff_id, codes.plain_code(one))
    }
    query = select(RecoveryCodeRow.digest).where(
        RecoveryCodeRow.staff_id == staff_id,
        RecoveryCodeRow.used_at.is_(None),
        RecoveryCodeRow.digest.in_(list(digests)),
    )
    held = set(await session.scalars(query))
    return [one for digest, one in digests.items() if digest in held]


async def turn_off(session: AsyncSession, staff_id: str, actor: Actor, *, reason: str | None = None) -> bool:
    """No code is asked for any more; whether it was on. Recorded in every shop of the person, who gets a mail."""
    row = await session.get(SecondFactorRow, staff_id, with_for_update=True)
    was_on = row is not None and row.on_since is not None
    if row is not None:
        await session.delete(row)
    await session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id))
    await _forget_trust(session, staff_id)
    if was_on:
        await note(session, staff_id, actor, "staff.second_factor_off", reason=reason)
        await tell(session, staff_id, "factor_off")
    return was_on


async def _use_recovery(session: AsyncSession, staff_id: str, plain: str) -> None:
    row = await session.scalar(
        select(RecoveryCodeRow)
        .where(
            RecoveryCodeRow.staff_id == staff_id,
            RecoveryCodeRow.digest.in_(_digests(staff_id, plain)),
            RecoveryCodeRow.used_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        raise WrongCode
    row.used_at = now()
    await note(session, staff_id, None, "staff.recovery_code_used")
    await tell(session, staff_id, "code_used")


async def _fresh_codes(session: AsyncSession, staff_id: str) -> tuple[str, ...]:
    await session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id))
    made = tuple(codes.new_recovery_code() for _ in range(codes.RECOVERY_CODES))
    for one in made:
        digest = _digest(staff_id, codes.plain_code(one))
        session.add(RecoveryCodeRow(id=new_id("rcc"), staff_id=staff_id, digest=digest, created_at=now()))
    await session.flush()
    return made


async def _forget_trust(session: AsyncSession, staff_id: str) -> None:
    rows = await session.scalars(
        select(DeviceRow).where(DeviceRow.staff_id == staff_id, DeviceRow.trusted_until.is_not(None))
    )
    for row in rows:
        row.trusted_until = None


def _enrolment(key: str, staff: Staff, issuer: str) -> Enrolment:
    return Enrolment(key=key, address=codes.app_address(key, account=staff.email, issuer=issuer))


def factor_purpose(staff_id: str) -> str:
    """Bound to the person: a key copied to another row cannot be read there."""
    return f"second_factor:{staff_id}"


def _digest(staff_id: str, plain: str) -> str:
    return mac("recovery", staff_id, codes.read_recovery_code(plain))


def _digests(staff_id: str, plain: str) -> tuple[str, ...]:
    """Also those of earlier keys: a code on paper outlives a change of the installation's key."""
    return macs("recovery", staff_id, codes.read_recovery_code(plain))
