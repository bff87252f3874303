"""A policy on money or law that somebody writes by hand waits for a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.policies.test_service import NOW, draft, held, record, shop

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.policies import proposals
from mercery.policies import service as policies
from mercery.policies.proposals import Proposal

__all__ = ["shop"]
CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")
BRUNO = Actor(kind="staff", id="stf_bruno", name="Bruno")


async def proposed(database: Database, shop: Shop, days: int, *, after: int, actor: Actor = CLAIRE) -> Proposal:
    async with database.session() as session:
        return await proposals.propose(session, shop.id, actor, draft(days), reason="law", after_version=after)


async def test_it_changes_nothing_before_another_person_says_yes_and_bears_both_names(
    database: Database, shop: Shop
) -> None:
    await record(database, shop, draft(30))
    one = await proposed(database, shop, 60, after=1)
    assert await held(database, shop) == [("returns", 1)]
    async with database.session() as session:
        with pytest.raises(Invalid, match="second person"):
            await proposals.confirm(session, shop.id, CLAIRE, one.id)
        made = await proposals.confirm(session, shop.id, BRUNO, one.id)
        assert await proposals.waiting(session, shop.id) == []
    assert (made.version, made.values, made.recorded_by, made.reason) == (2, {"days": 60}, "Claire, Bruno", "law")


async def test_who_is_alone_by_now_is_not_locked_out(database: Database, shop: Shop) -> None:
    one = await proposed(database, shop, 60, after=0)
    async with database.session() as session:
        made = await proposals.confirm(session, shop.id, CLAIRE, one.id, alone=True)
    assert made.recorded_by == "Claire"


async def test_the_newest_of_a_policy_waits_and_no_earlier_one(database: Database, shop: Shop) -> None:
    first = await proposed(database, shop, 45, after=0)
    second = await proposed(database, shop, 60, after=0, actor=BRUNO)
    async with database.session() as session:
        assert [one.id for one in await proposals.waiting(session, shop.id, "returns")] == [second.id]
        with pytest.raises(Conflict):
            await proposals.confirm(session, shop.id, BRUNO, first.id)


async def test_it_is_not_recorded_over_what_somebody_recorded_meanwhile(database: Database, shop: Shop) -> None:
    one = await proposed(database, shop, 60, after=0)
    await record(database, shop, draft(14))
    async with database.session() as session:
        with pytest.raises(Conflict):
            await proposals.confirm(session, shop.id, BRUNO, one.id)
    with pytest.raises(Conflict):
        await proposed(database, shop, 20, after=0)


async def test_a_no_says_why_and_is_the_end_of_it(database: Database, shop: Shop) -> None:
    one = await proposed(database, shop, 60, after=0)
    async with database.session() as session:
        with pytest.raises(Invalid):
            await proposals.refuse(session, shop.id, BRUNO, one.id, reason=" ")
        await proposals.refuse(session, shop.id, BRUNO, one.id, reason="not agreed with the atelier")
        with pytest.raises(Conflict):
            await proposals.confirm(session, shop.id, BRUNO, one.id)
        with pytest.raises(NotFound):
            await proposals.proposal(session, shop.id, "ppr_none")
    assert await held(database, shop) == []


async def test_what_waited_past_its_first_day_holds_from_the_yes_on(database: Database, shop: Shop) -> None:
    with clock.at(NOW):
        begins = replace(draft(60), valid_from=NOW + timedelta(days=1))
        async with database.session() as session:
            one = await proposals.propose(session, shop.id, CLAIRE, begins, reason="law", after_version=0)
    with clock.at(NOW + timedelta(days=3)):
        async with database.session() as session:
            made = await proposals.confirm(session, shop.id, BRUNO, one.id)
            assert made.valid_from == NOW + timedelta(days=3)
            assert len(await policies.policies_in_force(session, shop.id)) == 1
