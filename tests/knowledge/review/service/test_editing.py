"""Changing a draft."""

from __future__ import annotations

import pytest
from tests.knowledge.review.house import LABEL, RAIN, House

from mercery.core.errors import Conflict
from mercery.core.i18n import Words
from mercery.knowledge.review import service
from mercery.knowledge.review.service import Edit


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
