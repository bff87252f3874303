"""Talks with the guide through the whole assistant: stored, told, replayed, pressed, and handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mercery.accounts.shop import Shop
from mercery.assistant import repository
from mercery.assistant.service import Assistant
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, Message
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.guide.memory import Person, remembered
from mercery.guide.talks import talk_of_conversation
from mercery.wiring import wire_events


@dataclass
class Shopper:
    """Somebody who talks to the shop."""

    database: Database
    shop: Shop
    lang: Lang = "en"
    visitor: str = "vis_1"

    async def says(self, text: str) -> Message:
        """The shop's answer."""
        async with self.database.session() as session:
            begun = await self._conversation(session)
        turn = Assistant(self.database).respond(
            shop=self.shop, conversation=begun, text=text, lang=self.lang, context={}
        )
        events = [event async for event in turn]
        async with self.database.session() as session:
            said = await conversations.messages(session, self.shop.id, begun.id, newest=True)
        assert events[-1].kind == "done" and said[-1].author == "assistant", said[-1]
        return said[-1]

    async def _conversation(self, session: object) -> Conversation:
        return await conversations.open_or_resume(
            session,  # type: ignore[arg-type]
            self.shop.id,
            self.visitor,
            channel="storefront",
            lang=self.lang,
        )

    async def path(self, message: Message) -> list[str]:
        """Which rules answered."""
        async with self.database.session() as session:
            row = await repository.turn_of(session, self.shop.id, message.id)
        assert row is not None
        return list(row.record["decision"]["path"])


def titles(message: Message) -> list[str]:
    return [card.title for card in message.body.cards]


def labels(buttons: Sequence[object]) -> list[str]:
    return [str(button.label) for button in buttons]  # type: ignore[attr-defined]


async def test_a_wish_is_answered_with_offers_in_the_variant_that_fits(database: Database, shop: Shop) -> None:
    ana = Shopper(database, shop)
    answer = await ana.says("I'm looking for a bag that takes a 13-inch laptop, up to 1500 euros")
    assert await ana.path(answer) == ["guide:offer"]
    assert 1 <= len(answer.body.cards) <= 4
    for card in answer.body.cards:
        assert card.sku and card.price_text.startswith("€") and card.reason is not None
        assert "laptop" in card.reason.text and card.reason.spans, "each reason wears its source"
        keys = {item.key for item in answer.evidence}
        assert {span.key for span in card.reason.spans} <= keys and card.price_key in keys
    assert [one for one in labels(answer.body.wishes) if "1,500" in one], "what is understood stands beside the answer"
    assert all(card.title in answer.text for card in answer.body.cards), "a channel without cards reads everything"


async def test_a_present_is_looked_for_and_not_only_wrapped(database: Database, shop: Shop) -> None:
    ana, li = Shopper(database, shop), Shopper(database, shop, lang="zh", visitor="vis_2")
    for person, text in ((ana, "a birthday present for my sister"), (li, "想给妈妈买份生日礼物，预算三百")):
        answer = await person.says(text)
        assert (await person.path(answer))[0].startswith("guide:"), answer.text
    wraps = await Shopper(database, shop, visitor="vis_3").says("can you gift wrap it?")
    assert not (await ana.path(wraps))[0].startswith("guide:")


async def test_a_question_in_the_middle_of_a_talk_is_answered_and_the_need_is_kept(
    database: Database, shop: Shop
) -> None:
    ana = Shopper(database, shop)
    first = await ana.says("I'm looking for a bag that takes a 13-inch laptop, up to 1500 euros")
    fact = await ana.says(f"What is the {titles(first)[0]} made of?")
    assert (await ana.path(fact))[0] == "material" and not fact.body.wishes
    returns = await ana.says("Can I return it?")
    assert not any(step.startswith("guide") for step in await ana.path(returns))
    cheaper = await ana.says(f"Something cheaper than the {titles(first)[0]}")
    assert (await ana.path(cheaper))[0].startswith("guide")
    assert [one for one in labels(cheaper.body.wishes) if "laptop" in one.lower()], "the laptop is still wished for"


async def test_pressing_a_chip_takes_just_that_wish_away(database: Database, shop: Shop) -> None:
    ana = Shopper(database, shop)
    first = await ana.says("a bag that takes a 13-inch laptop, up to 1500 euros")
    chip = next(one for one in first.body.wishes if "1,500" in one.label)
    after = await ana.says(chip.value)
    assert set(labels(after.body.wishes)) == set(labels(first.body.wishes)) - {chip.label}


async def test_not_this_one_is_never_offered_again(database: Database, shop: Shop) -> None:
    ana = Shopper(database, shop)
    first = await ana.says("a bag that takes a 13-inch laptop")
    card = first.body.cards[0]
    press = next(one for one in card.buttons if one.label == "Not this one")
    after = await ana.says(press.value)
    assert card.title not in titles(after)
    again = await ana.says("in black")
    assert card.title not in titles(again)


async def test_cheaper_costs_less_than_the_piece_it_was_said_to(database: Database, shop: Shop) -> None:
    ana = Shopper(database, shop)
    first = await ana.says("a bag that takes a 13-inch laptop")
    card = max(first.body.cards, key=lambda one: _amount(one.price_text))
    press = next(one for one in card.buttons if one.label == "Cheaper")
    after = await ana.says(press.value)
    assert after.body.cards and all(_amount(one.price_text) < _amount(card.price_text) for one in after.body.cards)


def _amount(text: str) -> float:
    return float("".join(sign for sign in text if sign.isdigit() or sign == "."))


async def test_the_same_in_another_colour_is_that_piece_in_that_colour(database: Database, shop: Shop) -> None:
    ana = Shopper(database, shop, lang="zh")
    first = await ana.says("想买一只包，能放13寸电脑")
    card, press = next(
        (one, button) for one in first.body.cards for button in one.buttons if button.label.startswith("要")
    )
    after = await ana.says(press.value)
    assert titles(after)[0] == card.title
    assert press.label.removeprefix("要") in after.body.cards[0].options_text


async def test_pieces_are_set_side_by_side_by_what_tells_them_apart(database: Database, shop: Shop) -> None:
    ana = Shopper(database, shop)
    first = await ana.says("a bag that takes a 13-inch laptop")
    press = next(one for one in first.body.cards[0].buttons if one.label == "Compare")
    table = (await ana.says(press.value)).body.table
    assert table is not None and len(table.columns) == len(first.body.cards)
    assert table.columns[0].title == first.body.cards[0].title
    for row in table.rows:
        assert len(row.cells) == len(table.columns)
        assert len({cell.text for cell in row.cells}) > 1, "rows that are all alike tell nothing"


async def test_where_nothing_fits_that_is_said_with_what_would(database: Database, shop: Shop) -> None:
    ana = Shopper(database, shop)
    answer = await ana.says("Do you have bags under 20 euros?")
    assert await ana.path(answer) == ["guide:none"]
    assert "Nothing here" in answer.text
    for card in answer.body.cards:
        assert card.reason is not None and "not met" in card.reason.text
    way = next(one for one in answer.body.buttons if one.kind == "reply")
    after = await ana.says(way.value)
    assert await ana.path(after) == ["guide:offer"] and after.body.cards


async def test_a_hand_over_carries_the_wishes_what_was_shown_and_what_was_turned_down(
    database: Database, shop: Shop
) -> None:
    wire_events()
    ana = Shopper(database, shop)
    first = await ana.says("a bag that takes a 13-inch laptop, up to 1500 euros")
    refused = first.body.cards[0]
    await ana.says(next(one.value for one in refused.buttons if one.label == "Not this one"))
    async with database.session() as session:
        current = await ana._conversation(session)
        await conversations.ask_for_person(session, shop.id, current.id)
    async with database.session() as session:
        packet = (await conversations.conversation(session, shop.id, current.id)).packet
    assert packet is not None
    assert [one for one in packet.wishes if "1,500" in one.en] and [one for one in packet.wishes if one.zh]
    assert [one.en for one in packet.turned_down] == [refused.title]
    assert packet.shown and all("€" in one.en and refused.title not in one.en for one in packet.shown)


async def test_something_is_remembered_only_after_a_yes_and_asked_for_once(database: Database, shop: Shop) -> None:
    ana = Shopper(database, shop)
    answers = [await ana.says(text) for text in ("a bag without calfskin, up to 1500 euros", "no black", "no taupe")]
    asking = [one for one in answers if "remember" in one.text]
    assert len(asking) == 1, [one.text for one in answers]
    person = Person(visitor_id=ana.visitor)
    async with database.session() as session:
        assert await remembered(session, shop.id, person) is None
    yes = next(one for one in asking[0].body.buttons if one.label.startswith("Yes"))
    thanks = await ana.says(yes.value)
    assert thanks.text.startswith("I will remember it")
    async with database.session() as session:
        memory = await remembered(session, shop.id, person)
    assert memory is not None and any(wish.unwanted and wish.kind == "material" for wish in memory.wishes)


async def test_the_talk_goes_with_its_conversation(database: Database, shop: Shop) -> None:
    ana, ben = Shopper(database, shop), Shopper(database, shop, visitor="vis_2")
    await ana.says("a bag that takes a 13-inch laptop")
    await ben.says("a pair of shoes, size 38")
    async with database.session() as session:
        one, other = await ana._conversation(session), await ben._conversation(session)
        hers, his = await talk_of_conversation(session, one.id), await talk_of_conversation(session, other.id)
    assert hers is not None and his is not None
    assert {wish.kind for wish in hers.need.wishes} != {wish.kind for wish in his.need.wishes}
