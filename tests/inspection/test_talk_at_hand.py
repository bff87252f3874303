"""What the whole conversation shows beside its words: who passed it on, who greeted, who was thanked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from mercery.conversations.conversation import Author, Message, MessageBody
from mercery.conversations.on_record import AnswerOnRecord, Contradicted, OnRecord
from mercery.core.i18n import Lang
from mercery.inspection.agents import ASSISTANT, NOBODY, answerable, speakers
from mercery.inspection.rule import RuleId
from mercery.inspection.rulebook import AllowedOffer, RuleBook
from mercery.inspection.talk_at_hand import Found, Talk, look, praised

BEGAN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def said(author: Author, text: str, *, seconds: int, seq: int, lang: Lang = "en") -> Message:
    names = {"staff": ("stf_hugo", "Hugo"), "assistant": ("", "Aurelle"), "customer": ("", ""), "system": ("", "")}
    return Message(
        id=f"msg_{seq}", conversation_id="cnv_1", seq=seq, author=author, author_id=names[author][0],
        author_name=names[author][1], kind="message", text=text, lang=lang, body=MessageBody(), reply_to=None,
        created_at=BEGAN + timedelta(seconds=seconds),
    )  # fmt: skip


def talk(messages: Sequence[Message], *, handed_at: Sequence[int] = (), record: OnRecord = OnRecord()) -> Talk:
    return Talk(
        id="cnv_1", channel="messenger", lang="en", messages=messages, handed_at=handed_at, record=record, facts={}
    )


def nothing(*_: object) -> list[Contradicted]:
    return []


def found(one: Talk, book: RuleBook | None = None) -> list[Found]:
    return look(one, book or RuleBook(), nothing)


def rules(one: Talk) -> list[RuleId]:
    return [item.rule for item in found(one)]


def test_who_is_passed_on_waits_for_the_person_from_the_question_on() -> None:
    messages = [
        said("customer", "I would like to talk to somebody.", seconds=0, seq=1),
        said("assistant", "I pass you on to a person.", seconds=5, seq=2),
        said("staff", "Good morning, here I am.", seconds=600, seq=4),
    ]
    assert rules(talk(messages, handed_at=[3])) == [RuleId.SLOW_REPLY]
    assert (
        rules(talk([*messages[:2], said("staff", "Good morning, here I am.", seconds=60, seq=4)], handed_at=[3])) == []
    )


def test_an_answer_in_between_lets_the_waiting_begin_anew() -> None:
    messages = [
        said("customer", "The bag is lovely.", seconds=0, seq=1),
        said("assistant", "Thank you.", seconds=5, seq=2),
        said("staff", "Good morning, I join in to tell you that the lining comes in red too.", seconds=900, seq=3),
    ]
    assert RuleId.SLOW_REPLY not in rules(talk(messages))


def test_a_person_greets_when_they_come_in_and_the_assistants_window_has_greeted() -> None:
    curt = [
        said("customer", "The bag is lovely.", seconds=0, seq=1),
        said("assistant", "It is made of calfskin.", seconds=5, seq=2),
    ]
    assert rules(talk(curt)) == []
    with_person = [*curt, said("staff", "Sold out.", seconds=40, seq=3)]
    (one,) = [item for item in found(talk(with_person)) if item.rule is RuleId.NONE_GREETING]
    assert one.message.id == "msg_3" and one.agent.name == "Hugo"


def test_what_was_handed_over_at_once_is_no_missed_hand_off() -> None:
    messages = [
        said("customer", "I want to speak to a human.", seconds=0, seq=1),
        said("assistant", "The bag is made of calfskin.", seconds=5, seq=2),
    ]
    assert RuleId.MISSED_HANDOFF in rules(talk(messages))
    assert RuleId.MISSED_HANDOFF not in rules(talk(messages, handed_at=[3]))


def test_sentences_of_the_assistant_on_record_were_checked_before() -> None:
    messages = [
        said("customer", "How can I pay?", seconds=0, seq=1),
        said("assistant", "You can transfer the money to my private account.", seconds=5, seq=2),
    ]
    kept = OnRecord(
        answers={"msg_2": AnswerOnRecord(message_id="msg_2", kind="proved", fact_ids=("policy:payment/payment@1",))}
    )
    assert RuleId.OFF_PLATFORM_PAYMENT in rules(talk(messages))
    assert RuleId.OFF_PLATFORM_PAYMENT not in rules(talk(messages, record=kept))


def test_offers_are_looked_for_in_the_language_of_the_conversation_and_whoever_told_of_one_has_not_missed_it() -> None:
    book = RuleBook(
        offers=(
            AllowedOffer(situation="the piece is a present", offer="gift wrapping with a handwritten card"),
            AllowedOffer(situation="商品用于送礼", offer="免费礼品包装附手写卡片"),
        )
    )
    messages = [
        said("customer", "I take it. It is a present for my mother.", seconds=0, seq=1),
        said("staff", "Good morning, you find it on its page.", seconds=20, seq=2),
    ]
    (missed,) = [one for one in found(talk(messages), book) if one.rule is RuleId.MISSED_UPSELL_ALLOWED]
    assert "gift wrapping" in missed.expected
    told = said("staff", "Hello. Shall I add gift wrapping with a handwritten card?", seconds=40, seq=3)
    assert RuleId.MISSED_UPSELL_ALLOWED not in {one.rule for one in found(talk([*messages, told]), book)}


def test_a_fault_of_silence_is_answered_for_by_who_spoke_next_else_by_nobody() -> None:
    question = said("customer", "Is it waterproof?", seconds=0, seq=1)
    assert answerable([question], 0) == NOBODY
    assert answerable([question, said("staff", "Hello.", seconds=9, seq=2)], 0).name == "Hugo"
    counted = speakers(
        [question, said("assistant", "Yes.", seconds=3, seq=2), said("assistant", "No.", seconds=4, seq=3)]
    )
    assert [(who.id, count) for who, count in counted.items()] == [(ASSISTANT, 2)]


def test_praise_is_for_what_was_thanked_for_in_a_conversation_without_a_fault() -> None:
    messages = [
        said("customer", "How do I clean it?", seconds=0, seq=1),
        said("staff", "Good morning. With a dry cloth.", seconds=30, seq=2),
        said("customer", "Thank you, that is very helpful!", seconds=60, seq=3),
    ]
    whole = talk(messages)
    assert [one.id for one in praised(whole, [])] == ["msg_2"]
    assert praised(whole, found(talk([messages[0], said("staff", "Are you blind?", seconds=30, seq=2)]))) == []
    sour = [*messages[:2], said("customer", "No thanks.", seconds=60, seq=3)]
    assert praised(talk(sour), []) == []


def test_of_several_messages_in_a_row_the_one_that_asks_is_shown_as_it_was_written() -> None:
    messages = [
        said("staff", "Good morning.", seconds=0, seq=1),
        said("customer", "How long does a resole take?", seconds=20, seq=2),
        said("staff", "The soles are leather.", seconds=40, seq=3),
        said("customer", "I see.", seconds=50, seq=4),
        said("customer", "And how long does a resole take?", seconds=60, seq=5),
        said("customer", "I am in Lyon.", seconds=70, seq=6),
        said("staff", "Anything else for today?", seconds=90, seq=7),
    ]
    (one,) = [item for item in found(talk(messages)) if item.rule is RuleId.UNANSWERED_QUESTION]
    assert (one.message.id, one.quote.rstrip("?")) == ("msg_5", "And how long does a resole take")
