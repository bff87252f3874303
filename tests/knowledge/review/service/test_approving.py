"""Saying yes, alone or as one of two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.knowledge.review.house import LABEL, RAIN, House

from mercery.accounts import audit
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.review import ruling, service
from mercery.knowledge.review.two_people import ReviewRule


async def test_one_yes_approves_what_touches_neither_money_nor_law(house: House) -> None:
    [one] = await house.queued(RAIN)
    done = await house.approve(house.claire, one)
    assert (done.state, [yes.by_name for yes in done.approvals]) == ("approved", ["Claire"])
    async with house.database.session() as session:
        [ready] = await service.approved(session, house.shop.id)
    assert ready.answer.question == RAIN.question
    assert ready.answer.sources == RAIN.sources and ready.answer.owner == "H. Petit"


async def test_money_needs_a_second_person_who_is_another(house: House) -> None:
    [one] = await house.queued(LABEL)
    assert "money" in one.touches
    first = await house.approve(house.claire, one)
    assert first.state == "second"
    with pytest.raises(Invalid, match="second person"):
        await house.approve(house.claire, first)
    done = await house.approve(house.bruno, first)
    assert (done.state, [yes.by_name for yes in done.approvals]) == ("approved", ["Claire", "Bruno"])


async def test_a_person_alone_approves_and_the_record_says_that_four_eyes_is_off(single: House) -> None:
    [one] = await single.queued(LABEL)
    done = await single.approve(single.claire, one)
    assert done.state == "approved"
    async with single.database.session() as session:
        assert await ruling.alone(session, single.shop.id)
        lines, _ = await audit.entries(session, single.shop.id, audit.AuditFilter(action="draft.approve"))
    assert lines[0].after is not None and lines[0].after["four_eyes"].startswith("off")


async def test_the_shop_may_want_two_people_for_everything_or_never(house: House) -> None:
    [one] = await house.queued(RAIN)
    assert not one.needs_two
    async with house.database.session() as session:
        await ruling.set_rule(session, house.shop.id, house.claire, ReviewRule(two_people="always"))
    assert (await house.draft(one.id)).touches == ("shop",)
    async with house.database.session() as session:
        await ruling.set_rule(session, house.shop.id, house.claire, ReviewRule(two_people="never"))
    assert not (await house.draft(one.id)).needs_two


async def test_each_decision_stands_in_history_and_record(house: House) -> None:
    [one] = await house.queued(RAIN)
    async with house.database.session() as session:
        await service.reject(session, house.shop.id, house.claire, one.id, reason="Old.", seen=one.version)
        lines = await service.history(session, house.shop.id, one.id)
        noted, _ = await audit.entries(session, house.shop.id, audit.AuditFilter(subject=one.id))
    assert [(line.act, line.by.name, line.reason) for line in lines] == [
        ("reject", "Claire", "Old."), ("take_in", "Mercery", "Returns policy"),
    ]  # fmt: skip
    assert [line.action for line in noted] == ["draft.reject"]


async def test_a_live_answer_changed_by_hand_meanwhile_is_not_replaced_unseen(house: House) -> None:
    live = ApprovedAnswer(key="wet", question=RAIN.question, answer=Words("Better not."))
    async with house.database.session() as session:
        await knowledge.record_answer(session, house.shop.id, house.claire, live, reason="test")
    [one] = await house.queued(RAIN)
    async with house.database.session() as session:
        changed = replace(live, answer=Words("Never in rain."))
        await knowledge.record_answer(session, house.shop.id, house.bruno, changed, reason="test")
    async with house.database.session() as session:
        with pytest.raises(Conflict, match="live answer"):
            await service.approve(session, house.shop.id, house.claire, one.id, seen=one.version)
    async with house.database.session() as session:
        beside = service.Beside(live=2)
        done = await service.approve(session, house.shop.id, house.claire, one.id, seen=one.version, beside=beside)
    assert (done.state, done.after_version) == ("approved", 2)


async def test_what_one_person_approved_wants_a_second_one_when_the_rule_does(house: House) -> None:
    async with house.database.session() as session:
        await ruling.set_rule(session, house.shop.id, house.claire, ReviewRule(two_people="never"))
    [label] = await house.queued(LABEL)
    assert (await house.approve(house.claire, label)).state == "approved"
    async with house.database.session() as session:
        await ruling.set_rule(session, house.shop.id, house.claire, ReviewRule(two_people="sensitive"))
        assert await service.approved(session, house.shop.id) == []
    one = await house.draft(label.id)
    assert one.state == "second"
    with pytest.raises(Invalid):
        await house.approve(house.claire, one)
    assert (await house.approve(house.bruno, one)).state == "approved"
