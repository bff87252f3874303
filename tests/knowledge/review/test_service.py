"""What people decide about drafts, with what follows from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.knowledge.review.house import GIFT, LABEL, RAIN, House, draft_of, source

from mercery.accounts import audit
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.review import ruling, service
from mercery.knowledge.review.service import Edit
from mercery.knowledge.review.two_people import ReviewRule
from mercery.policies.draft import PolicyDraft
from mercery.policies.service import record_policy


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


async def test_an_edit_takes_a_yes_away(house: House) -> None:
    [one] = await house.queued(LABEL)
    first = await house.approve(house.claire, one)
    async with house.database.session() as session:
        change = Edit(answer=Words("From elsewhere the return label costs €14.50, once.", "其他地区退货运费 €14.50。"))
        edited = await service.edit(session, house.shop.id, house.bruno, one.id, change, seen=first.version)
    assert (edited.state, edited.approvals, edited.gaps) == ("waiting", (), ("zh",))


async def test_who_looked_at_an_older_state_is_told_and_nothing_changes(house: House) -> None:
    [one] = await house.queued(RAIN)
    await house.approve(house.bruno, one)
    async with house.database.session() as session:
        with pytest.raises(Conflict):
            await service.reject(session, house.shop.id, house.claire, one.id, reason="no", seen=one.version)
    assert (await house.draft(one.id)).state == "approved"


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


async def test_merged_drafts_join_phrasings_and_sources_and_come_apart_again(house: House) -> None:
    rain, soaked = await house.queued(
        RAIN, draft_of("Is the saddle bag waterproof?", "The saddle bag may get wet.", passage=7)
    )
    async with house.database.session() as session:
        done = await service.merge(
            session, house.shop.id, house.claire, soaked.id, into=f"draft:{rain.id}", seen=soaked.version
        )
    assert (done.state, done.merged_into) == ("merged", f"draft:{rain.id}")
    whole = await house.draft(rain.id)
    assert whole.draft.phrasings["en"] == ("Is the saddle bag waterproof?",)
    assert [one.passage for one in whole.draft.sources] == [3, 7]
    async with house.database.session() as session:
        await service.undo(session, house.shop.id, house.claire)
    assert (await house.draft(rain.id)).draft == RAIN
    assert (await house.draft(soaked.id)).state == "waiting"


async def test_merged_into_a_live_answer_its_words_stay(house: House) -> None:
    async with house.database.session() as session:
        live = ApprovedAnswer(
            key="rain", question=Words("Does rain harm it?", "怕雨吗？"), answer=Words("Rain does no harm.", "不怕雨。")
        )
        await knowledge.record_answer(session, house.shop.id, house.claire, live, reason="test")
    [one] = await house.queued(RAIN)
    async with house.database.session() as session:
        done = await service.merge(session, house.shop.id, house.claire, one.id, into="answer:rain", seen=one.version)
    assert (done.kind, done.answer_key, done.after_version, done.state) == ("change", "rain", 1, "waiting")
    assert done.draft.answer == live.answer and done.draft.phrasings["en"] == (RAIN.question.en,)
    assert done.draft.sources == RAIN.sources


async def test_a_released_draft_is_published_or_comes_back(house: House) -> None:
    rain, gift = await house.queued(RAIN, GIFT)
    await house.approve(house.claire, rain)
    await house.approve(house.claire, gift)
    async with house.database.session() as session:
        await service.take_up(session, house.shop.id, [rain.id], "rel_1")
        assert [one.id for one in await service.approved(session, house.shop.id)] == [gift.id]
        assert [one.id for one in await service.approved(session, house.shop.id, release_id="rel_1")] == [rain.id]
        await service.mark_published(session, house.shop.id, house.bruno, [rain.id], release_id="rel_1")
        await service.give_back(session, house.shop.id, house.bruno, [gift.id], reason="ambiguous", again=True)
    assert (await house.draft(rain.id)).state == "published"
    back = await house.draft(gift.id)
    assert (back.state, back.approvals) == ("waiting", ())


async def test_a_policy_draft_goes_out_with_its_answer_and_keeps_what_it_does_not_name(house: House) -> None:
    async with house.database.session() as session:
        await record_policy(
            session, house.shop.id, house.claire,
            PolicyDraft(
                key="return_label", topic="returns", title=Words("Return label", "退货运费"),
                statement=Words("The return label costs €12.50.", "退货运费 €12.50。"),
                values={"fee_eur": 12.5, "days": 30},
            ),
            reason="test",
        )  # fmt: skip
    [one] = await house.queued(LABEL)
    assert (one.policy_key, one.policy_version) == ("return_label", 1)
    assert one.valid_from and one.valid_from.isoformat() == "2026-01-31T23:00:00+00:00"
    assert one.valid_to and one.valid_to.isoformat() == "2027-01-31T23:00:00+00:00"
    await house.approve(house.bruno, await house.approve(house.claire, one))
    async with house.database.session() as session:
        [ready] = await service.approved(session, house.shop.id)
    assert ready.policy is not None
    assert ready.policy.values == {"fee_eur": 14.5, "days": 30}
    assert ready.policy.statement == LABEL.answer and ready.policy_after_version == 1
    assert "return_label" in ready.answer.links


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


async def test_undo_goes_back_act_by_act(house: House) -> None:
    [one] = await house.queued(RAIN)
    async with house.database.session() as session:
        edited = await service.edit(session, house.shop.id, house.claire, one.id, Edit(owner="Bruno"), seen=one.version)
        await service.approve(session, house.shop.id, house.claire, one.id, seen=edited.version)
        assert (await service.undo(session, house.shop.id, house.claire)).state == "waiting"
        back = await service.undo(session, house.shop.id, house.claire)
    assert (back.owner, back.draft) == ("H. Petit", RAIN)


async def test_a_draft_opened_again_while_a_release_takes_it_up_stays_out(house: House) -> None:
    [rain] = await house.queued(RAIN)
    one = await house.approve(house.claire, rain)
    async with house.database.session() as session:
        await service.reopen(session, house.shop.id, house.bruno, one.id, seen=one.version)
    async with house.database.session() as session:
        with pytest.raises(Conflict):
            await service.take_up(session, house.shop.id, [one.id], "rel_1")
        with pytest.raises(Conflict):
            await service.mark_published(session, house.shop.id, house.bruno, [one.id], release_id="rel_1")
    assert (await house.draft(one.id)).release_id == ""


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
