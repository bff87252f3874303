"""Rules put in force for a test, as a release does it; the way there, with its proof and second person, has tests of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.promotions.in_force import calendar_of
from mercery.promotions.publishing import certificates, releasing
from mercery.promotions.publishing.checking import prove_calendar
from mercery.promotions.publishing.settings import save_settings, settings_of

HUGO = Actor(kind="staff", id="stf_hugo", name="Hugo")


async def publish(
    database: Database,
    shop: Shop,
    rules: Sequence[Mapping[str, Any]],
    *,
    currency: str = "EUR",
    shipping: int | None = None,
) -> int:
    """Have just these rules in force; `shipping`: what delivery costs before rules."""
    async with database.session() as session:
        if shipping is not None:
            held = await settings_of(session, shop.id)
            await save_settings(session, shop.id, HUGO, replace(held, shipping={currency: shipping}))
        sets = [releasing.stored("prm_1", 1, Words("Winter", "冬季"), currency, rules, {})] if rules else []
        bare = await calendar_of(session, shop, at=now(), currency=currency, products=[], proving=True)
        proof = prove_calendar(bare, 1)
        kept = await certificates.keep(session, shop.id, bare, proof, by="Claire")
        return await releasing.put_in_force(
            session, shop, HUGO, "publish", sets, certificates={currency: kept.id}, first_person="Claire"
        )
