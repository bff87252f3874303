"""An answer whose source says otherwise by now is not said, until it is another version or a person lets it be said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.errors import Invalid, NotFound
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health import holds

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")
RETURNS = ApprovedAnswer(key="returns", question=Words("Can I return it?"), answer=Words("Yes, within 30 days."))
WHY = Words("It says 30 days; “Returns” now says 14 days.")


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        made = await accounts.create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", currencies=("EUR",), timezone="Europe/Paris"
        )  # fmt: skip
        await knowledge.record_answers(session, made.id, SYSTEM, [RETURNS], reason="test")
        return made


async def held_back(database: Database, shop: Shop) -> list[tuple[str, int]]:
    async with database.session() as session:
        return await holds.hold(session, shop.id, SYSTEM, {("returns", 1): WHY})


async def said(database: Database, shop: Shop) -> bool:
    async with database.session() as session:
        told = await knowledge.answer_book(session, shop.id)
        shown = await knowledge.answers_to_say(session, shop.id, "en")
    assert (told.fact("returns") is not None) == any(one.key == "returns" for one in shown)
    return told.fact("returns") is not None


async def test_held_back_it_is_not_said_from_the_next_message_on(database: Database, shop: Shop) -> None:
    assert await said(database, shop)
    assert await held_back(database, shop) == [("returns", 1)]
    assert not await said(database, shop)
    assert await held_back(database, shop) == [], "it is held once"


async def test_a_person_lets_it_be_said_with_a_reason_and_it_is_not_held_again(database: Database, shop: Shop) -> None:
    await held_back(database, shop)
    async with database.session() as session:
        with pytest.raises(Invalid):
            await holds.let_go(session, shop.id, CLAIRE, "returns", 1, reason=" ")
        await holds.let_go(session, shop.id, CLAIRE, "returns", 1, reason="The booklet is wrong.")
    assert await said(database, shop)
    assert await held_back(database, shop) == [] and await said(database, shop)
    async with database.session() as session:
        with pytest.raises(NotFound):
            await holds.let_go(session, shop.id, CLAIRE, "returns", 1, reason="again")


async def test_the_next_version_is_said(database: Database, shop: Shop) -> None:
    await held_back(database, shop)
    async with database.session() as session:
        mended = ApprovedAnswer(key="returns", question=RETURNS.question, answer=Words("Yes, within 14 days."))
        await knowledge.record_answer(session, shop.id, CLAIRE, mended, reason="follows the booklet")
    assert await said(database, shop)


async def test_what_is_withdrawn_waits_for_nobody(database: Database, shop: Shop) -> None:
    await held_back(database, shop)
    async with database.session() as session:
        assert await knowledge.held(session, shop.id) == {"returns"}
        await knowledge.retire_answer(session, shop.id, CLAIRE, "returns", reason="rolled back")
        assert await knowledge.held(session, shop.id) == frozenset()
