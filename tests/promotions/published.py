"""Rules put in force for a test, as a release does it; the way there, with its proof and second person, has tests of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.promotions.publishing import releasing
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
        return await releasing.put_in_force(
            session, shop, HUGO, "publish", sets, certificates={}, first_person="Claire"
        )
