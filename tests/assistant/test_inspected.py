"""What the assistant tells inspection of its conversations: who asked, what was spoken of, what each answer stands on."""

from __future__ import annotations

from datetime import UTC, datetime

from mercery.accounts.shop import Shop
from mercery.assistant.inspected import KeptTurns
from mercery.assistant.service import Assistant
from mercery.catalog.names import product_names
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.conversations.on_record import OnRecord
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.inspection.facts_then import facts_then


async def asked(database: Database, shop: Shop, *texts: str, lang: Lang = "en") -> Conversation:
    async with database.session() as session:
        talk = await conversations.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang=lang)
    for text in texts:
        async for _ in Assistant(database).respond(shop=shop, conversation=talk, text=text, lang=lang, context={}):
            pass
    return talk


async def on_record(database: Database, shop: Shop, talk: Conversation) -> OnRecord:
    async with database.session() as session:
        current = await conversations.conversation(session, shop.id, talk.id)
        said = await conversations.messages(session, shop.id, talk.id, notes=False)
        spoken = [one for one in said if one.kind == "message"]
        return await KeptTurns().on_record(session, shop, current, spoken)


async def test_each_answer_is_told_with_the_facts_it_stands_on(database: Database, shop: Shop) -> None:
    talk = await asked(
        database, shop, "What is the Saddle Bag made of?", "Can I hold a wedding in your shop?", "Thank you!"
    )
    record = await on_record(database, shop, talk)
    answers = list(record.answers.values())
    assert answers[0].kind == "proved" and any("/material@" in id_ for id_ in answers[0].fact_ids)
    assert answers[1].kind in ("not_known", "asked_back", "handed") and answers[2].kind == "social"


async def test_what_was_spoken_of_stays_at_hand_for_sentences_that_name_nothing(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        bag = next(one.product_id for one in await product_names(session, shop.id) if one.title.en == "Saddle Bag")
    talk = await asked(database, shop, "What is the Saddle Bag made of?", "What does it cost?")
    record = await on_record(database, shop, talk)
    assert {one.about for one in record.spoken.values()} == {bag}


async def test_who_asks_is_not_known_until_it_was_proved(database: Database, shop: Shop) -> None:
    talk = await asked(database, shop, "What is the Saddle Bag made of?")
    record = await on_record(database, shop, talk)
    assert (record.identity, record.identified_at, record.orders, record.receipts) == ("none", None, (), ())


async def test_a_persons_words_are_held_against_the_facts_given(database: Database, shop: Shop) -> None:
    moment = datetime.now(UTC)
    async with database.session() as session:
        bag = next(one.product_id for one in await product_names(session, shop.id) if one.title.en == "Saddle Bag")
        then = (await facts_then(session, shop, [bag], [moment]))[moment]
    said = "Good morning. The Saddle Bag costs €1,380. You may return it within 30 days."
    found = KeptTurns().contradicted(
        shop=shop,
        facts=(*then.products, *then.policies),
        prices=then.prices,
        text=said,
        lang="en",
        about=bag,
        at=moment,
    )
    assert [(one.found, one.expected) for one in found] == [("€1,380", "€1,480")]
    assert found[0].fact is not None and found[0].fact.attribute == "price"
