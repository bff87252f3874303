"""Which piece is meant after all, and that what was asked of the one is asked of the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.assistant.shop import TestShop
from tests.assistant.understand.test_names import NAMES

from mercery.assistant.normalise import normalise
from mercery.assistant.turns import TurnContext
from mercery.assistant.understand.message_parts import parts
from mercery.assistant.understand.products_meant import find_products
from mercery.assistant.understand.reading import Found, understand

SHOP = TestShop()


def meant(text: str, *talked_about: str) -> Found:
    context = TurnContext(talked_about=talked_about, topic="stock", colours=("black",))
    return find_products(normalise(text), NAMES, context)


@pytest.mark.parametrize(
    ("text", "talked_about", "product"),
    [
        ("no, the other one", ("saddle",), "petite"),
        ("no, the other one", ("work", "hand"), "hand"),
        ("Actually I meant the mini", ("saddle",), "petite"),
        ("I meant the big one", ("petite",), "saddle"),
        ("不是，我说的是小号", ("saddle",), "petite"),
        ("我说的是大号", ("petite",), "saddle"),
        ("另一个", ("saddle",), "petite"),
    ],
)
def test_the_other_piece_is_meant_with_what_was_asked(text: str, talked_about: tuple[str, ...], product: str) -> None:
    found = meant(text, *talked_about)
    assert found.product_ids == (product,) and found.corrected and found.colours == ("black",)


def test_what_was_asked_of_the_one_is_asked_of_the_other() -> None:
    message = normalise("no, the other one")
    command = understand(message, meant(message.text, "saddle"), {}).commands[0]
    assert command.topic == "stock" and command.product_ids == ("petite",)


@pytest.mark.parametrize(
    "text", ["no, in red", "not that size", "no, how heavy is it?", "I mean the Work Tote", "不是黑色"]
)
def test_other_corrections_leave_the_piece(text: str) -> None:
    assert not meant(text, "saddle").corrected


@pytest.mark.parametrize(
    ("text", "talked_about"),
    [
        ("Is it cheaper than the big one?", ("petite",)),
        ("比大号便宜吗？", ("petite",)),
        ("Which of the two is lighter?", ("petite", "saddle")),
        ("这两款哪个更轻？", ("petite", "saddle")),
    ],
)
def test_a_comparison_speaks_of_both(text: str, talked_about: tuple[str, ...]) -> None:
    assert meant(text, *talked_about).product_ids == ("petite", "saddle")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how are you?", "greeting"),
        ("最近怎么样", "greeting"),
        ("thanks, you're great", "thanks"),
        ("谢谢，你真棒", "thanks"),
        ("服务太好了", "thanks"),
        ("👍", "thanks"),
        ("❤️🙏", "thanks"),
        ("no, wait", "ack"),
        ("等等", "ack"),
        ("let me think", "ack"),
    ],
)
def test_what_is_only_said_kindly_asks_nothing(text: str, topic: str) -> None:
    assert [one.topic for one in understand(normalise(text), Found(), {}).commands] == [topic]


@pytest.mark.parametrize(
    "text", ["you're great but the bag is broken", "😡😡", "how are you shipping to Spain?", "thanks, how much is it?"]
)
def test_kind_words_beside_a_question_answer_none(text: str) -> None:
    assert understand(normalise(text), Found(), {}).commands[0].topic not in ("thanks", "greeting", "ack")


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("如果我在法国，多久能到？", ["service"]),
        ("in yuan?", ["price"]),
        ("人民币呢", ["price"]),
    ],
)
def test_a_question_with_a_condition_or_a_currency_is_one(text: str, topics: list[str]) -> None:
    found = Found() if "法国" in text else meant(text, "saddle")
    shelf = SHOP.shelf
    found = replace(found, product_ids=tuple(shelf)[:1]) if found.product_ids else found
    assert [one.topic for one in understand(normalise(text), found, shelf).commands] == topics


def test_of_a_long_letter_what_it_asks_is_answered() -> None:
    letter = "".join(f"I like quiet colours, number {at}. " for at in range(12)) + "How heavy is it?"
    assert parts(letter) == ["How heavy is it?"]


def test_wishes_said_with_i_would_like_to_know_are_heard_one_by_one() -> None:
    text = "I'd like to know the price, if it comes in cognac, how heavy it is, and do you gift wrap?"
    assert len(parts(text)) == 4
