"""An answer above results: sure or none, kept and said again, and never a conversation."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from mercery.accounts.shop import Shop
from mercery.assistant.at_search.service import SearchAnswer, answer_to_search, forget_old, replayed, search_answers
from mercery.assistant.tables import SearchAnswerRow
from mercery.conversations.tables import ConversationRow
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Lang


async def answer(
    database: Database,
    shop: Shop,
    text: str,
    lang: Lang = "en",
    *,
    visitor: str = "vis_1",
    asks: bool = True,
    nothing_found: bool = False,
    looking: bool = False,
) -> SearchAnswer | None:
    return await answer_to_search(
        database, shop, text, lang, visitor_id=visitor, currency="EUR", asks=asks, nothing_found=nothing_found,
        looking=looking,
    )  # fmt: skip


async def test_a_question_about_a_piece_is_answered_from_its_facts(database: Database, shop: Shop) -> None:
    found = await answer(database, shop, "is the work tote fine for a 13-inch laptop")
    assert found is not None and found.kind == "answer"
    assert found.body.sentences[0].text == "Yes, the Work Tote takes a laptop of up to 13 in."
    assert found.body.evidence and found.body.sentences[0].spans and len(found.product_ids) == 1
    chinese = await answer(database, shop, "通勤托特包能放下13寸电脑吗", "zh")
    assert chinese is not None and chinese.lang == "zh" and chinese.body.evidence[0].key == "甲"


async def test_a_question_about_the_shop_is_answered_from_its_policies(database: Database, shop: Shop) -> None:
    found = await answer(database, shop, "打折商品可以退货吗", "zh")
    assert found is not None and "30 天" in found.body.sentences[0].text and not found.product_ids


async def test_what_the_record_does_not_have_is_said_without_a_guess_or_an_offer(
    database: Database, shop: Shop
) -> None:
    found = await answer(database, shop, "is the saddle bag fit for a parrot")
    assert found is not None and found.kind == "unknown"
    said = " ".join(one.text for one in found.body.sentences)
    assert "is not recorded for the Saddle Bag" in said and "colleague" not in said


async def test_nothing_is_said_where_a_person_or_the_results_have_the_word(database: Database, shop: Shop) -> None:
    for text in ("which bags are under 500 euro?", "talk to a human", "what is the weather?"):
        assert await answer(database, shop, text) is None, text
    assert await answer(database, shop, "Which question do you mean, dear?") is None
    about_order = await answer(database, shop, "where is my order?")
    assert about_order is not None and about_order.kind == "order" and not about_order.body.sentences


async def test_a_name_that_is_only_like_a_word_of_the_question_is_not_answered_about(
    database: Database, shop: Shop
) -> None:
    # `ethically sourced` names no piece, whatever is called Source.
    assert await answer(database, shop, "is the tot leather sourced well") is None
    assert await answer(database, shop, "what is the best bag for travel") is None


async def test_who_looks_for_pieces_is_told_of_the_piece_named_and_not_of_policies(
    database: Database, shop: Shop
) -> None:
    found = await answer(database, shop, "do you have the work tote in green", looking=True)
    assert found is not None and found.body.sentences[0].text.startswith("No, the Work Tote does not come in green.")
    assert await answer(database, shop, "有没有适合送妈妈的礼物", "zh", looking=True) is None


async def test_words_without_a_question_are_answered_only_from_approved_texts_where_no_piece_is_found(
    database: Database, shop: Shop
) -> None:
    assert await answer(database, shop, "returns", asks=False) is None
    found = await answer(database, shop, "returns", asks=False, nothing_found=True)
    assert found is not None and "30 days" in found.body.sentences[0].text
    assert await answer(database, shop, "work tote material", asks=False, nothing_found=True) is None


async def test_an_answer_is_one_turn_that_says_the_same_again_and_opens_no_conversation(
    database: Database, shop: Shop
) -> None:
    first = await answer(database, shop, "what is the work tote made of")
    again = await answer(database, shop, "what is the work tote made of")
    other = await answer(database, shop, "what is the work tote made of", visitor="vis_2")
    assert first and again and other and first.id == again.id != other.id
    async with database.session() as session:
        said = await replayed(session, shop.id, first.id)
        assert said.same and said.sentences[0] == first.body.sentences[0].text
        assert await search_answers(session, shop.id, since=now() - timedelta(hours=1)) == {"answer": 3}
        assert await session.scalar(select(func.count()).select_from(ConversationRow)) == 0


async def test_what_leads_to_a_person_is_not_kept_and_old_answers_go(database: Database, shop: Shop) -> None:
    found = await answer(database, shop, "can I return the tote, mail me at jane@example.com")
    async with database.session() as session:
        kept = [row.record["text"] for row in await session.scalars(select(SearchAnswerRow))]
        assert found is None or all("jane@" not in text for text in kept)
        assert await forget_old(session, days=-1) == len(kept)
