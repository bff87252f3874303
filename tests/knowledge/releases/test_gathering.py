"""Approved drafts are taken up into the open release, published with it, and come back when it does not want them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.knowledge.releases.desk import PICKUP
from tests.knowledge.review.house import GIFT, LABEL, RAIN, House, house

from mercery.assistant.looking_back.rehearsing import PastTurns
from mercery.core.errors import Conflict
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.releases import service
from mercery.knowledge.releases.release import Release
from mercery.knowledge.review.queued import QueuedDraft
from mercery.policies.service import policies_in_force

__all__ = ["house"]


async def approved(house: House, *drafts: object) -> list[QueuedDraft]:
    made = await house.queued(*drafts)  # type: ignore[arg-type]
    for one in made:
        first = await house.approve(house.claire, one)
        if first.state == "second":
            await house.approve(house.bruno, first)
    return [await house.draft(one.id) for one in made]


async def gathered(house: House) -> Release:
    async with house.database.session() as session:
        made = await service.take_up(session, house.shop.id, house.claire)
        return await service.release(session, house.shop.id, made.number)


async def published(house: House, number: int) -> Release:
    async with house.database.session() as session:
        check = await service.begin(session, house.shop, house.claire, number)
    await service.work(house.database, PastTurns(), house.shop.id, check)
    async with house.database.session() as session:
        return await service.publish(session, house.shop, house.claire, number, despite="the test wants it")


async def test_an_approved_draft_is_live_with_its_policy_and_its_source_once_the_release_is(house: House) -> None:
    await approved(house, RAIN, LABEL)
    release = await gathered(house)
    assert {(one.kind, one.does) for one in release.inside} == {("answer", "new"), ("policy", "new")}
    assert {one.approved_by for one in release.inside} == {("Claire",), ("Claire", "Bruno")}
    await published(house, release.number)
    async with house.database.session() as session:
        said = {one.question.en: one for one in await knowledge.answers_in_force(session, house.shop.id)}
        held = await policies_in_force(session, house.shop.id)
    label = said["What does the return label cost?"]
    assert label.sources == LABEL.sources and label.links == (held[0].key,) and held[0].values["fee_eur"] == 14.5
    assert [(await house.draft(one.draft_id)).state for one in release.inside] == ["published"] * 3


async def test_what_is_taken_up_is_not_taken_up_twice(house: House) -> None:
    await approved(house, RAIN)
    release = await gathered(house)
    async with house.database.session() as session:
        again = await service.take_up(session, house.shop.id, house.claire)
    assert (again.number, again.taken) == (0, 0)
    await approved(house, GIFT)
    more = await gathered(house)
    assert more.number == release.number and len(more.inside) == 2


async def test_a_draft_taken_out_waits_for_another_release_or_for_review(house: House) -> None:
    rain, gift = await approved(house, RAIN, GIFT)
    release = await gathered(house)
    items = {one.draft_id: one.id for one in release.inside}
    async with house.database.session() as session:
        await service.take_out(session, house.shop.id, house.claire, release.number, items[rain.id], reason="later")
        await service.take_out(
            session, house.shop.id, house.claire, release.number, items[gift.id], reason="wrong", again=True
        )
    assert (await house.draft(rain.id)).state == "approved" and (await house.draft(rain.id)).release_id == ""
    assert (await house.draft(gift.id)).state == "waiting"


async def test_the_policy_goes_out_with_its_answer(house: House) -> None:
    await approved(house, LABEL)
    release = await gathered(house)
    answer = next(one for one in release.inside if one.kind == "answer")
    async with house.database.session() as session:
        left = await service.take_out(session, house.shop.id, house.claire, release.number, answer.id)
    assert left.inside == ()


async def test_a_release_given_up_gives_its_drafts_back(house: House) -> None:
    (rain,) = await approved(house, RAIN)
    release = await gathered(house)
    async with house.database.session() as session:
        await service.drop(session, house.shop.id, house.claire, release.number, reason="another way")
    assert (await house.draft(rain.id)).state == "approved" and (await gathered(house)).number == release.number + 1


async def test_taken_back_its_drafts_are_reviewed_again(house: House) -> None:
    (rain,) = await approved(house, RAIN)
    release = await published(house, (await gathered(house)).number)
    async with house.database.session() as session:
        await service.roll_back(session, house.shop, house.claire, release.number, reason="it was wrong")
        said = await knowledge.answers_in_force(session, house.shop.id)
    assert said == [] and (await house.draft(rain.id)).state == "waiting"


async def test_a_change_by_hand_does_not_push_a_reviewed_draft_aside(house: House) -> None:
    await approved(house, RAIN)
    release = await gathered(house)
    taken = replace(PICKUP, key=release.inside[0].key)
    async with house.database.session() as session:
        with pytest.raises(Conflict, match="changes this answer already, from Returns policy"):
            await service.put_in(session, house.shop.id, house.claire, taken, after_version=0, reason="by hand")


async def test_a_second_change_by_hand_stands_in_the_place_of_the_first(house: House) -> None:
    async with house.database.session() as session:
        await service.put_in(session, house.shop.id, house.claire, PICKUP, after_version=0, reason="first")
        second = replace(PICKUP, answer=Words("In Lyon."))
        release = await service.put_in(session, house.shop.id, house.bruno, second, after_version=0, reason="second")
    assert [(one.content.answer.en, one.put_in_by) for one in release.inside] == [("In Lyon.", "Bruno")]  # type: ignore[union-attr]


async def test_a_draft_waits_while_the_release_changes_its_answer_already(house: House) -> None:
    (rain,) = await approved(house, RAIN)
    async with house.database.session() as session:
        by_hand = replace(PICKUP, key=rain.answer_key)
        await service.put_in(session, house.shop.id, house.claire, by_hand, after_version=0, reason="by hand")
        made = await service.take_up(session, house.shop.id, house.claire)
    assert (made.taken, made.left) == (0, 1) and (await house.draft(rain.id)).release_id == ""
