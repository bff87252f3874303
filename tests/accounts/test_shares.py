"""Shares of visitors without a feature: the form knows some of them, and leaves the others as they are."""

from __future__ import annotations

from tests.accounts.house import house

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import shop as shop_of
from mercery.accounts.service import update_shop
from mercery.core.database import Database


async def test_saving_the_form_keeps_the_shares_it_does_not_know(database: Database) -> None:
    async with house(database) as opened:
        async with database.session() as session:
            shop = await update_shop(session, opened.shop.id, SYSTEM, holdouts={"countdown": 0.3, "live": 1.0})
        owner = await opened.as_role("owner")
        await owner.get("/console/settings")
        sent = {"version": str(shop.version), "share_assistant": "10", "share_search": ""}
        answer = await owner.post("/console/settings/holdouts", sent)
        assert answer.status_code == 303, answer.text
        async with database.session() as session:
            saved = await shop_of(session, shop.id)
    assert dict(saved.holdouts) == {"countdown": 0.3, "live": 1.0, "assistant": 0.1}
