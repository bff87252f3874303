"""Several sets put into force as one, on one proof of all of them: a new season, or a shop that is set up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.promotions.in_force import calendar_of, rules_in_force
from mercery.promotions.publishing import certificates, gate, releasing
from mercery.promotions.publishing.checking import prove_calendar
from mercery.promotions.publishing.drafting import note, refuse_unless_open
from mercery.promotions.publishing.sets import locked
from mercery.promotions.publishing.settings import one_writer


async def publish_together(
    session: AsyncSession, shop: Shop, first: Actor, second: Actor, set_ids: Sequence[str], *, reason: str
) -> int:
    """Prove the drafts together with what is in force, and publish them as one release by a second person. BelowFloor, and
    nothing changed, when a cart falls below the floor. The proof runs within the caller's transaction: for setting up."""
    await one_writer(session, shop.id)
    held = await rules_in_force(session, shop.id)
    found = [await locked(session, shop.id, set_id) for set_id in set_ids]
    for _, one in found:
        refuse_unless_open(one)
        gate.refuse_first_person(one, second)
    proofs, moment = {}, now()
    for currency in shop.currencies:
        drafts = [one for _, one in found]
        calendar = await calendar_of(
            session, shop, at=moment, currency=currency, drafts=drafts, within=held, proving=True
        )
        proof = await asyncio.to_thread(prove_calendar, calendar, held.settings.proof_seconds)
        proofs[currency] = await certificates.keep(session, shop.id, calendar, proof, by=first.name, at=moment)
    if not all(kept.certificate.passes for kept in proofs.values()):
        raise gate.below_floor(proofs)
    for row, _ in found:
        row.state, row.published_at, row.published_by, row.updated_at = "published", now(), second.name, now()
        row.asked_by_id, row.asked_by = first.id, first.name
        row.certificates = {code: kept.id for code, kept in proofs.items()}
        await note(session, shop.id, first, "ask", row, after={"below_floor": False})
    await session.flush()
    stored = [releasing.stored(one.id, one.version, one.name, one.currency, one.written, one.watch) for _, one in found]
    return await releasing.put_in_force(
        session, shop, second, "publish", [*await releasing.sets_in_force(session, shop.id), *stored], reason=reason,
        certificates={**held.certificates, **{code: kept.id for code, kept in proofs.items()}}, first_person=first.name,
    )  # fmt: skip
