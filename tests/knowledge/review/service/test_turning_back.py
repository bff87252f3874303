"""Saying no, and taking one's own last act back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.knowledge.review.house import GIFT, LABEL, RAIN, House, source

from mercery.core.errors import Invalid
from mercery.knowledge.review import ruling, service
from mercery.knowledge.review.service import Edit
from mercery.knowledge.review.two_people import ReviewRule


async def test_a_reason_is_needed_to_reject_and_the_rejected_stays_away(house: House) -> None:
    [one] = await house.queued(RAIN)
    async with house.database.session() as session:
        with pytest.raises(Invalid):
            await service.reject(session, house.shop.id, house.claire, one.id, reason=" ", seen=one.version)
        await service.reject(
            session, house.shop.id, house.claire, one.id, reason="Not true of lambskin.", seen=one.version
        )
    again = await house.take_in(RAIN, version=2)
    assert (again.new, again.known) == (0, 1)
    reworded = replace(RAIN, sources=(source("The saddle bag may get wet for a minute; dry it slowly.", 3),))
    assert (await house.take_in(reworded, version=3)).new == 1


async def test_undo_takes_back_ones_own_last_act_and_no_others(house: House) -> None:
    rain, gift = await house.queued(RAIN, GIFT)
    await house.approve(house.claire, rain)
    await house.approve(house.bruno, gift)
    async with house.database.session() as session:
        back = await service.undo(session, house.shop.id, house.claire)
        assert (back.id, back.state, back.approvals) == (rain.id, "waiting", ())
        with pytest.raises(Invalid):
            await service.undo(session, house.shop.id, house.claire)
    assert (await house.draft(gift.id)).state == "approved"


async def test_undo_goes_back_act_by_act(house: House) -> None:
    [one] = await house.queued(RAIN)
    async with house.database.session() as session:
        edited = await service.edit(session, house.shop.id, house.claire, one.id, Edit(owner="Bruno"), seen=one.version)
        await service.approve(session, house.shop.id, house.claire, one.id, seen=edited.version)
        assert (await service.undo(session, house.shop.id, house.claire)).state == "waiting"
        back = await service.undo(session, house.shop.id, house.claire)
    assert (back.owner, back.draft) == ("H. Petit", RAIN)


async def test_what_undo_puts_back_is_weighed_by_the_rule_of_today(house: House) -> None:
    async with house.database.session() as session:
        await ruling.set_rule(session, house.shop.id, house.claire, ReviewRule(two_people="never"))
    [label] = await house.queued(LABEL)
    async with house.database.session() as session:
        change = Edit(category="labels")
        await service.edit(session, house.shop.id, house.claire, label.id, change, seen=label.version)
    async with house.database.session() as session:
        await ruling.set_rule(session, house.shop.id, house.claire, ReviewRule(two_people="sensitive"))
    async with house.database.session() as session:
        back = await service.undo(session, house.shop.id, house.claire, label.id)
    assert back.needs_two and back.draft.category == label.draft.category
    assert (await house.approve(house.claire, back)).state == "second"
