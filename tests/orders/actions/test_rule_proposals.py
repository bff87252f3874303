"""Rules for orders wait for a second person as policies on money do, one by one or as a pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.accounts.house import open_shop

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.orders.actions import rule_proposals as proposals
from mercery.orders.actions.packs import pack
from mercery.orders.actions.rule import ActionRule
from mercery.orders.actions.rule_proposals import RuleProposal, as_policy
from mercery.orders.actions.rule_versions import history
from mercery.orders.actions.service import record_rules, rules_in_force

CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")
BRUNO = Actor(kind="staff", id="stf_bruno", name="Bruno")
RETURN = next(rule for rule in pack("boutique") if rule.action == "return_items")


@pytest.fixture
async def shop(database: Database) -> Shop:
    made, _ = await open_shop(database)
    async with database.session() as session:
        await record_rules(session, made.id, SYSTEM, [RETURN], reason="opening")
    return made


async def proposed(database: Database, shop: Shop, days: int, *, seen: int = 1) -> RuleProposal:
    async with database.session() as session:
        rule = replace(RETURN, within_days=days)
        return await proposals.propose(
            session, shop.id, CLAIRE, "return_items", [rule], reason="law", after_version=seen
        )


async def held(database: Database, shop: Shop) -> Sequence[ActionRule]:
    async with database.session() as session:
        return await rules_in_force(session, shop.id)


async def test_it_decides_nothing_before_another_person_says_yes_and_bears_both_names(
    database: Database, shop: Shop
) -> None:
    one = await proposed(database, shop, 14)
    assert [rule.within_days for rule in await held(database, shop)] == [30]
    async with database.session() as session:
        with pytest.raises(Invalid, match="second person"):
            await proposals.confirm(session, shop.id, CLAIRE, one.id)
        [made] = await proposals.confirm(session, shop.id, BRUNO, one.id)
        assert await proposals.waiting(session, shop.id) == []
        newest = (await history(session, shop.id, "return_items"))[0]
    assert (made.version, made.within_days) == (2, 14)
    assert (newest.recorded_by, newest.reason) == ("Claire, Bruno", "law")


async def test_a_pack_is_put_in_force_whole_and_only_with_what_it_changes(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        one = await proposals.propose(session, shop.id, CLAIRE, "pack:boutique", pack("boutique"), reason="we begin")
        assert one.title.en == "The pack “boutique”" and len(one.rules) == len(pack("boutique")) - 1
        made = await proposals.confirm(session, shop.id, BRUNO, one.id)
    assert {rule.action for rule in made} == {rule.action for rule in one.rules}
    assert len(await held(database, shop)) == len(pack("boutique"))


async def test_nothing_is_recorded_over_what_somebody_recorded_meanwhile(database: Database, shop: Shop) -> None:
    one = await proposed(database, shop, 14)
    async with database.session() as session:
        await record_rules(session, shop.id, SYSTEM, [replace(RETURN, within_days=60)], reason="meanwhile")
    async with database.session() as session:
        with pytest.raises(Conflict, match="meanwhile"):
            await proposals.confirm(session, shop.id, BRUNO, one.id)
    with pytest.raises(Conflict):
        await proposed(database, shop, 7)
    with pytest.raises(Invalid, match="Nothing is different"):
        await proposed(database, shop, 60, seen=2)


async def test_the_newest_about_an_action_waits_and_a_no_is_the_end_of_it(database: Database, shop: Shop) -> None:
    first, second = await proposed(database, shop, 14), await proposed(database, shop, 7)
    async with database.session() as session:
        assert [one.id for one in await proposals.waiting(session, shop.id, "return_items")] == [second.id]
        for gone, error in ((first.id, Conflict), ("orp_none", NotFound)):
            with pytest.raises(error):
                await proposals.confirm(session, shop.id, BRUNO, gone)
        with pytest.raises(Invalid):
            await proposals.refuse(session, shop.id, BRUNO, second.id, reason=" ")
        await proposals.refuse(session, shop.id, BRUNO, second.id, reason="not agreed")
        with pytest.raises(Conflict):
            await proposals.confirm(session, shop.id, BRUNO, second.id)


def test_what_moves_money_is_a_policy_on_returns_to_the_rule_of_two_people() -> None:
    topics = {rule.action: as_policy(rule).topic for rule in pack("boutique")}
    assert topics["return_items"] == topics["cancel_order"] == topics["change_order_payment"] == "returns"
    assert topics["change_customer_address"] == topics["change_order_address"] == "other"
