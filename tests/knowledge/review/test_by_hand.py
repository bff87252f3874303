"""An answer that somebody writes by hand needs a second person like a draft does, where it touches money or law."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.knowledge.review.house import House

from mercery.accounts.actor import Actor
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.review import ruling, service
from mercery.knowledge.review.by_hand import Written, write
from mercery.knowledge.review.policies_by_hand import PoliciesByHand
from mercery.knowledge.review.two_people import ReviewRule
from mercery.policies.draft import PolicyDraft

FEE = ApprovedAnswer(
    key="label", question=Words("What does a return label cost?", "退货运费多少？"),
    answer=Words("A return label costs €14.50.", "退货运费为 €14.50。"), owner="H. Petit",
)  # fmt: skip
RAIN = ApprovedAnswer(key="rain", question=Words("Can it get wet?"), answer=Words("Yes; dry it slowly."))


async def written(house: House, actor: Actor, answer: ApprovedAnswer, seen: int | None = None) -> Written:
    async with house.database.session() as session:
        return await write(session, house.shop.id, actor, answer, reason="the carrier's new price", after_version=seen)


async def live(house: House) -> list[ApprovedAnswer]:
    async with house.database.session() as session:
        return await knowledge.answers(session, house.shop.id)


async def test_what_touches_neither_is_said_at_once(house: House) -> None:
    made = await written(house, house.claire, RAIN)
    assert made.draft is None and [one.key for one in await live(house)] == ["rain"]


async def test_money_waits_for_another_person_whose_yes_lets_it_into_a_release(house: House) -> None:
    made = await written(house, house.claire, FEE)
    assert made.answer is None and made.draft is not None and await live(house) == []
    assert (made.draft.state, made.draft.kind, made.draft.differs) == ("second", "new", 0)
    with pytest.raises(Invalid, match="second person"):
        await house.approve(house.claire, made.draft)
    done = await house.approve(house.bruno, made.draft)
    async with house.database.session() as session:
        [ready] = await service.approved(session, house.shop.id)
    assert done.state == "approved" and ready.approved_by == ("Claire", "Bruno")
    assert (ready.answer.answer, ready.answer.owner, ready.answer.key) == (FEE.answer, "H. Petit", "label")


async def test_a_changed_sum_waits_and_the_version_before_is_said_meanwhile(house: House) -> None:
    async with house.database.session() as session:
        await knowledge.record_answer(session, house.shop.id, house.claire, FEE, reason="opening")
    dearer = replace(FEE, answer=Words("A return label costs €19.", "退货运费为 €19。"))
    made = await written(house, house.claire, dearer, seen=1)
    assert made.draft is not None and (made.draft.kind, made.draft.after_version) == ("change", 1)
    assert [one.answer for one in await live(house)] == [FEE.answer]


async def test_other_phrasings_of_the_same_words_need_nobody(house: House) -> None:
    async with house.database.session() as session:
        await knowledge.record_answer(session, house.shop.id, house.claire, FEE, reason="opening")
    asked = replace(FEE, phrasings={"en": ("price of a label",)}, owner="Bruno")
    made = await written(house, house.claire, asked, seen=1)
    assert made.answer is not None and made.answer.version == 2


async def test_a_person_alone_is_not_locked_out(single: House) -> None:
    made = await written(single, single.claire, FEE)
    assert made.answer is not None and made.answer.version == 1


async def test_a_shop_that_wants_no_second_person_has_none(house: House) -> None:
    async with house.database.session() as session:
        await ruling.set_rule(session, house.shop.id, house.claire, ReviewRule(two_people="never"))
    assert (await written(house, house.claire, FEE)).answer is not None


async def test_a_program_is_no_person_so_that_two_have_to_say_yes(house: House) -> None:
    made = await written(house, Actor(kind="api_key", id="key_1", name="Tool"), FEE)
    assert made.draft is not None and (made.draft.state, made.draft.approvals) == ("waiting", ())
    first = await house.approve(house.claire, made.draft)
    assert first.state == "second" and (await house.approve(house.bruno, first)).state == "approved"


async def test_what_was_written_again_takes_the_place_of_what_waits(house: House) -> None:
    first = await written(house, house.claire, FEE)
    again = await written(house, house.bruno, replace(FEE, answer=Words("A return label costs €15.")))
    assert first.draft is not None and again.draft is not None
    assert (await house.draft(first.draft.id)).state == "overtaken"
    assert (await house.approve(house.claire, again.draft)).state == "approved"


async def test_who_read_an_older_version_is_told(house: House) -> None:
    async with house.database.session() as session:
        await knowledge.record_answer(session, house.shop.id, house.claire, FEE, reason="opening")
    with pytest.raises(Conflict):
        await written(house, house.claire, replace(FEE, answer=Words("It costs €19.")), seen=0)


LABEL_POLICY = PolicyDraft(
    key="label", topic="delivery", title=Words("Labels"), statement=Words("We send a label."), values={"fee_eur": 12},
)  # fmt: skip


async def asks_for_two(house: House, draft: PolicyDraft) -> bool:
    async with house.database.session() as session:
        return await PoliciesByHand().needed(session, house.shop.id, draft)


async def test_a_policy_is_held_by_what_it_says_its_values_or_its_topic(house: House) -> None:
    plain = replace(LABEL_POLICY, values={"days": 3})
    assert await asks_for_two(house, LABEL_POLICY)
    assert await asks_for_two(house, replace(plain, statement=Words("A label costs €12.")))
    assert await asks_for_two(house, replace(plain, topic="returns"))
    assert not await asks_for_two(house, plain)


async def test_a_policy_of_a_person_alone_is_not_held(single: House) -> None:
    assert not await asks_for_two(single, LABEL_POLICY)
