"""An answer in plain words: what was said, no more and no less, and choices that can be answered by number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.conversations.conftest import LEATHER

from mercery.channels.saying import chosen, said
from mercery.conversations.conversation import Button, Message, MessageBody, SentenceOut
from mercery.core.i18n import Lang


def message(body: MessageBody, lang: Lang = "en", text: str = "") -> Message:
    gap = "" if lang == "zh" else " "
    return Message(
        id="msg_" + "0" * 26, conversation_id="cnv_1", seq=2, author="assistant", author_id="", author_name="Aurelle",
        kind="message", text=text or gap.join(one.text for one in body.sentences), lang=lang, body=body, reply_to=None,
        created_at=datetime(2026, 11, 27, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sentences_price_stock_sources_and_choices_are_all_there(lang: Lang) -> None:
    spoken = said(message(LEATHER[lang], lang), base="https://shop.example", sources="https://shop.example/said/x")
    whole = spoken.whole()
    for sentence in LEATHER[lang].sentences:
        assert sentence.text in whole
    (card,) = LEATHER[lang].cards
    for part in (card.title, card.price_text, card.was_text, card.stock_text, f"https://shop.example{card.url}"):
        assert part in whole
    assert "https://shop.example/said/x" in whole
    for place, button in enumerate(LEATHER[lang].buttons, start=1):
        assert f"{place}. {button.label}" in whole


def test_a_question_stands_below_what_is_shown() -> None:
    body = MessageBody(
        sentences=(SentenceOut(text="Here is one."), SentenceOut(text="Which colour?", asks=True)),
        cards=LEATHER["en"].cards,
    )
    whole = said(message(body), base="").whole()
    assert whole.index("Here is one.") < whole.index("Saddle Bag") < whole.index("Which colour?")


def test_a_persons_words_stay_as_they_are() -> None:
    assert said(message(MessageBody(), text="Tomorrow.\n\nClaire"), base="").whole() == "Tomorrow.\n\nClaire"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2", "B"),
        ("２.", "B"),
        ("二", "B"),
        ("①", "A"),
        (" b ", "B"),
        ("3", None),
        ("2 bags", None),
        ("", None),
        ("0", None),
    ],
)
def test_a_number_means_the_choice_under_the_last_answer(text: str, meant: str | None) -> None:
    found = chosen(text, (Button(label="A"), Button(label="B")))
    assert (found.label if found else None) == meant
