"""Asking for a code and returning it. Works in the caller's transaction; the mail goes from a job of the worker.

Whether there is an account changes neither the answer nor the work done for it: the same statements run, a row is
written and a job is queued either way. The job finds nobody to write to and ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast

from sqlalchemy import or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.mail import mail_leaves
from mercery.customers.challenges.challenge import (
    DAY,
    TRIES,
    Asked,
    Challenge,
    State,
    Verdict,
    judge,
    may_ask,
    spared,
)
from mercery.customers.customer import Customer
from mercery.customers.tables import ChallengeRow
from mercery.web.secret import mac

KEPT: Final = timedelta(days=30)
_LOCK: Final = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(:conversation, 1)), pg_advisory_xact_lock(hashtextextended(:about, 2))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Whom a customer says they are, and who that is. `customer` is None where there is nobody, or more than one."""

    said: str
    """The e-mail address or order number named, or the id of a customer known already."""
    customer: Customer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a code that was said has proved."""

    verdict: Verdict
    customer_id: str = ""
    left: int = 0
    """Tries that are left."""


def codes_can_be_sent() -> bool:
    """Whether a code would reach anybody."""
    return mail_leaves(settings())


async def ask(
    session: AsyncSession,
    shop_id: str,
    claim: Claim,
    *,
    conversation: str,
    lang: Lang,
    actor: Actor,
    why: str,
    again: bool = False,
) -> Asked:
    """Have a code sent to the address on the account that `claim` names; the newest one alone counts from then on."""
    moment, named = now(), mac("identity_claim", shop_id, claim.said.strip().lower())
    reachable = claim.customer if claim.customer and claim.customer.email else None
    customer_id = reachable.id if reachable else None
    await session.execute(_LOCK, {"conversation": conversation, "about": customer_id or named})
    past = await _past(session, shop_id, conversation, named, customer_id)
    asked = may_ask(past, conversation=conversation, claim=named, now=moment, again=again)
    if asked != "sent":
        return asked
    enough = spared(past, customer_id, moment)
    await session.execute(
        update(ChallengeRow)
        .where(ChallengeRow.conversation_id == conversation, ChallengeRow.state == "open")
        .values(state="replaced")
    )
    row = ChallengeRow(
        id=new_id("idc"), shop_id=shop_id, conversation_id=conversation, claim=named, state="open", asked_at=moment,
        customer_id=None if enough else customer_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await enqueue(session, "customers:send_code", {"shop_id": shop_id, "challenge_id": row.id, "lang": lang})
    await audit.record(
        session, shop_id, actor, "identity.ask_code", customer_id or "nobody",
        after={"challenge": row.id, "conversation": conversation, "withheld": enough}, reason=why,
    )  # fmt: skip
    return "sent"


async def prove(session: AsyncSession, shop_id: str, code: str, *, conversation: str, actor: Actor) -> Proof:
    """Take a code that was said in the conversation. A right one is used up, the last wrong one closes the challenge."""
    row = await session.scalar(
        select(ChallengeRow)
        .where(
            ChallengeRow.shop_id == shop_id,
            ChallengeRow.conversation_id == conversation,
            ChallengeRow.state == "open",
        )
        .with_for_update()
    )
    challenge = _challenge(row) if row else None
    verdict = judge(challenge, code_digest(challenge.id if challenge else "", code), now())
    if row is None:
        return Proof(verdict=verdict)
    if verdict in ("wrong", "too_many"):
        row.tries += 1
    row.state = _AFTER.get(verdict, "open")
    await session.flush()
    await audit.record(
        session, shop_id, actor, "identity.prove" if verdict == "right" else "identity.refuse_code",
        row.customer_id or "nobody",
        after={"challenge": row.id, "conversation": conversation, "verdict": verdict, "tries": row.tries},
    )  # fmt: skip
    who = row.customer_id or "" if verdict == "right" else ""
    return Proof(verdict=verdict, customer_id=who, left=max(0, TRIES - row.tries))


_AFTER: Final[dict[Verdict, State]] = {"right": "used", "too_many": "failed", "expired": "expired"}


def code_digest(challenge_id: str, code: str) -> str:
    """What is kept of a code. Keyed, since there are only a million codes; bound to its challenge."""
    return mac("identity_code", challenge_id, code)


async def _past(
    session: AsyncSession, shop_id: str, conversation: str, claim: str, customer_id: str | None
) -> list[Challenge]:
    rows = await session.scalars(
        select(ChallengeRow)
        .where(
            ChallengeRow.shop_id == shop_id,
            ChallengeRow.asked_at > now() - DAY,
            or_(
                ChallengeRow.conversation_id == conversation,
                ChallengeRow.claim == claim,
                ChallengeRow.customer_id == (customer_id or "-"),
            ),
        )
        .order_by(ChallengeRow.asked_at.desc())
    )
    return [_challenge(row) for row in rows]


def _challenge(row: ChallengeRow) -> Challenge:
    return Challenge(
        id=row.id, conversation=row.conversation_id, claim=row.claim, customer_id=row.customer_id,
        asked_at=row.asked_at, state=cast(State, row.state), digest=row.digest, tries=row.tries,
    )  # fmt: skip
