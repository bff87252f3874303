"""A draft becomes part of another, or of a live answer."""

from __future__ import annotations

from tests.knowledge.review.house import RAIN, House, draft_of

from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.review import service


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
