"""What a release takes up, publishes or gives back."""

from __future__ import annotations

import pytest
from tests.knowledge.review.house import GIFT, LABEL, RAIN, House

from mercery.core.errors import Conflict
from mercery.core.i18n import Words
from mercery.knowledge.review import service
from mercery.policies.draft import PolicyDraft
from mercery.policies.service import record_policy


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
    assert one.valid_to and one.valid_to.isoformat() == "2099-01-31T23:00:00+00:00"
    await house.approve(house.bruno, await house.approve(house.claire, one))
    async with house.database.session() as session:
        [ready] = await service.approved(session, house.shop.id)
    assert ready.policy is not None
    assert ready.policy.values == {"fee_eur": 14.5, "days": 30}
    assert ready.policy.statement == LABEL.answer and ready.policy_after_version == 1
    assert "return_label" in ready.answer.links


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
