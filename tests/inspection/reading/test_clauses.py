"""What a clause says, and whether it says it."""

from __future__ import annotations

import pytest

from mercery.inspection.reading.clauses import answer, asks_yes_or_no, clauses, negated


def texts(text: str) -> list[str]:
    return [clause.text.strip() for clause in clauses(text)]


def test_sentences_fall_into_clauses() -> None:
    assert texts("Hello, it weighs 1.5 kg, but the box is heavier.") == [
        "hello",
        "it weighs 1.5 kg",
        "the box is heavier",
    ]
    assert texts("您好,5升的,不过没有蓝色。") == ["您好", "5升的", "不过没有蓝色"]


def test_a_number_keeps_its_commas() -> None:
    assert texts("That comes to 1,280.50 in all.") == ["that comes to 1,280.50 in all"]


@pytest.mark.parametrize(
    "text",
    [
        "Is it red?",
        "I'm not sure about the weight.",
        "Once it arrives you can send it back.",
        "If it is opened we cannot take it.",
        "这个我查一下。",
        "以实际收到为准。",
    ],
)
def test_what_is_asked_or_left_open_is_not_asserted(text: str) -> None:
    assert not any(clause.asserts for clause in clauses(text))


@pytest.mark.parametrize(
    "text", ["it is not red", "we don't ship there", "不能机洗", "没有蓝色", "sold out", "too late"]
)
def test_denials(text: str) -> None:
    assert negated(text)


@pytest.mark.parametrize(
    "text", ["no problem, it fits", "没问题,可以的", "不仅防水", "免费送货", "free of charge", "not only blue"]
)
def test_words_that_only_look_like_denials(text: str) -> None:
    assert not negated(text)


def test_two_denials_lift_each_other() -> None:
    assert not negated("不是不能退")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello! Yes, it does.", "yes"),
        ("Hi Mara, of course you can.", "yes"),
        ("您好,可以的。", "yes"),
        ("Sorry, no.", "no"),
        ("您好,不行哦。", "no"),
        ("Hello, unfortunately we don't.", "no"),
        ("It weighs 3 kg.", None),
    ],
)
def test_yes_and_no_open_an_answer(text: str, expected: str | None) -> None:
    assert answer(text) == expected


def test_in_chinese_the_verb_is_said_again_for_yes() -> None:
    assert answer("您好,送的。", "送上楼吗") == "yes"
    assert answer("您好,红的。", "送上楼吗") is None


@pytest.mark.parametrize("text", ["does it fit?", "hi is it open", "能退吗", "有没有蓝色", "ok if i wash it?"])
def test_questions_for_yes_or_no(text: str) -> None:
    assert asks_yes_or_no(text)


@pytest.mark.parametrize("text", ["what does it cost?", "怎么退", "thanks a lot"])
def test_other_questions(text: str) -> None:
    assert not asks_yes_or_no(text)
