"""A shop that is named by id, short name or host is the same one as in the list of all, with what was written a moment before."""

from __future__ import annotations

import pytest

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.first_owner import first_owner
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.i18n import Words


async def test_each_name_leads_to_the_whole_shop(database: Database) -> None:
    async with database.session() as session:
        made = await accounts.create_shop(
            session, slug="lin", name=Words("Lin", "林记"), currency="EUR", hosts=("b.example", "a.example"),
            embed_origins=("https://m.example",), holdouts={"assistant": 0.1},
        )  # fmt: skip
        await accounts.create_shop(session, slug="other", name=Words("Other"), currency="EUR", hosts=("c.example",))
        (listed, _) = await accounts.all_shops(session)
        assert (
            listed.hosts == ("a.example", "b.example")
            and listed.name.zh == "林记"
            and listed.holdouts == {"assistant": 0.1}
        )
        for found in (
            await accounts.shop(session, made.id),
            await accounts.shop_by_slug(session, "lin"),
            await accounts.shop_for_host(session, "a.example"),
            await accounts.shop_for_host(session, "b.example"),
        ):
            assert found == listed


async def test_a_change_is_seen_in_the_same_transaction(database: Database) -> None:
    async with database.session() as session:
        made = await accounts.create_shop(session, slug="lin", name=Words("Lin"), currency="EUR")
        await accounts.update_shop(session, made.id, SYSTEM, name=Words("Lin & Co"))
        assert (await accounts.shop_by_slug(session, "lin")).name.en == "Lin & Co"


async def test_who_asks_for_none_is_told(database: Database) -> None:
    async with database.session() as session:
        for asked in (accounts.shop(session, "shp_none"), accounts.shop_by_slug(session, "none")):
            with pytest.raises(NotFound):
                await asked
        assert await accounts.shop_for_host(session, "none.example") is None


async def test_the_demo_shop_is_the_first_only_until_there_is_one_of_your_own(database: Database) -> None:
    """It stands where no address names a shop, and its owner is told at a start."""
    async with database.session() as session:
        demo = await accounts.create_shop(session, slug="demo", name=Words("Demo"), currency="EUR", demo=True)
        assert await accounts.first_shop(session) == demo
        own = await accounts.create_shop(session, slug="tea", name=Words("Tea"), currency="EUR")
        await accounts.create_shop(session, slug="coffee", name=Words("Coffee"), currency="EUR")
        assert await accounts.first_shop(session) == own
        for shop in (demo, own):
            await accounts.create_staff(
                session, shop.id, email=f"owner@{shop.slug}.example", name="Lin", role="owner", password="a pot of tea"
            )
    assert first_owner(database.url) == "owner@tea.example"
