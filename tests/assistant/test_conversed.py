"""What the turns of the assistant tell the knowledge desk, and how a question is refused once no answer is wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.assistant.test_service import ask, told

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.assistant.conversed import ConversedTurns, lack_of
from mercery.conversations import service as conversations
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health import service as health
from mercery.knowledge.health.asked import Asked
from mercery.knowledge.health.service import SeenGap

CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")
SINCE = datetime.now(UTC) - timedelta(days=1)


async def unanswered(database: Database, shop: Shop) -> list[Asked]:
    async with database.session() as session:
        return list(await ConversedTurns().unanswered(session, shop, SINCE))


async def gaps(database: Database, shop: Shop) -> list[SeenGap]:
    async with database.session() as session:
        return await health.gaps(session, shop, ConversedTurns())


async def test_what_nothing_answers_is_told_with_what_was_at_stake_and_what_a_person_replied(
    database: Database, shop: Shop
) -> None:
    await ask(database, shop, "How much is the Saddle Bag?")
    events = await ask(database, shop, "Do you give tours of the atelier?")
    async with database.session() as session:
        number = events[0].data["conversation_id"]
        await conversations.take_over(session, shop.id, number, CLAIRE)
        await conversations.reply(session, shop.id, number, CLAIRE, "Yes, on the first Friday of the month.")
    found = await unanswered(database, shop)
    assert [(one.text, one.lang, one.lack, one.replied) for one in found] == [
        ("Do you give tours of the atelier?", "en", "unknown", "Yes, on the first Friday of the month.")
    ]
    await ask(database, shop, "Do you rent out the Saddle Bag?", visitor="vis_2")
    assert (await unanswered(database, shop))[-1].at_stake == Money.from_major(1480, "EUR")


async def test_what_was_answered_or_left_to_a_person_by_a_rule_is_no_gap(database: Database, shop: Shop) -> None:
    await ask(database, shop, "How much is the Saddle Bag?")
    await ask(database, shop, "I want to talk to a person", visitor="vis_2")
    await ask(database, shop, "I have a complaint", visitor="vis_3")
    assert await unanswered(database, shop) == []


def test_a_question_back_about_which_answer_was_meant_is_unsure() -> None:
    asked_back = {"path": ["choices"], "acts": [{"kind": "clarify", "what": "which_question"}], "hand_over": None}
    which_piece = {"path": ["which_product"], "acts": [{"kind": "clarify", "what": "which_product"}], "hand_over": None}
    assert lack_of(asked_back) == "unsure" and lack_of(which_piece) is None


async def test_answers_are_counted_as_they_are_said(database: Database, shop: Shop) -> None:
    question = (await _answer(database, shop, "pickup")).question.en
    await ask(database, shop, question)
    await ask(database, shop, "I want to talk to a person")
    await ask(database, shop, question, visitor="vis_2")
    async with database.session() as session:
        uses = await ConversedTurns().uses(session, shop, SINCE)
    assert (uses["pickup"].said, uses["pickup"].person_next) == (2, 1)


async def test_once_no_answer_is_wanted_the_question_is_refused_in_its_wordings_and_comes_back_when_reopened(
    database: Database, shop: Shop
) -> None:
    question, other = "Do you give tours of the atelier?", "can I see a tour of the atelier"
    for number, text in enumerate((question, other)):
        await ask(database, shop, text, visitor=f"vis_{number}")
    [gap] = await gaps(database, shop)
    assert (gap.standing, gap.gap.times) == ("open", 2)
    async with database.session() as session:
        made = await health.decline(session, shop, CLAIRE, gap, reason="The atelier is not open to visitors.")
    for number, text in enumerate((question, other)):
        said = told(await ask(database, shop, text, visitor=f"vis_again_{number}"))
        assert said.startswith("The shop does not answer this here."), text
    [gap] = await gaps(database, shop)
    assert (gap.standing, gap.gap.mark and gap.gap.mark.by) == ("declined", "Claire")
    async with database.session() as session:
        await health.reopen(session, shop, CLAIRE, gap, reason="Open house in May.")
    assert (await _answer(database, shop, made.key)).status == "retired"
    assert "does not answer" not in told(await ask(database, shop, question, visitor="vis_third"))
    assert (await gaps(database, shop))[0].standing == "open"


async def test_a_gap_closes_by_itself_when_an_answer_is_recorded(database: Database, shop: Shop) -> None:
    await ask(database, shop, "Do you give tours of the atelier?")
    async with database.session() as session:
        pickup = await knowledge.answer(session, shop.id, "pickup")
        await knowledge.record_answer(
            session, shop.id, SYSTEM, _tours(pickup.recorded_at or now()), reason="asked often"
        )
    [gap] = await gaps(database, shop)
    assert (gap.standing, gap.answered_by) == ("answered", "tours")


def _tours(at: datetime) -> ApprovedAnswer:
    return ApprovedAnswer(
        key="tours", question=Words("Do you give tours of the atelier?"), answer=Words("No, the atelier is closed to visitors."),
        recorded_at=at,
    )  # fmt: skip


async def _answer(database: Database, shop: Shop, key: str) -> ApprovedAnswer:
    async with database.session() as session:
        return await knowledge.answer(session, shop.id, key)
