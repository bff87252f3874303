"""Which order and which piece the customer means, and what happens where it stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.assistant.desk.shop import VIEW, Desk, line, order

from mercery.assistant.desk.gloss import gloss, plain
from mercery.assistant.desk.matching import goods_named

OLD = order("10990", "delivered", line("coat-m-navy"), placed_at=VIEW.now - timedelta(days=9))
NEW = order("10997", "pending", line("mug-300"), placed_at=VIEW.now - timedelta(days=1))


def numbered() -> Desk:
    """A desk whose orders have bare numbers."""
    return Desk(view=replace(VIEW, orders=(NEW, OLD)))


@pytest.mark.parametrize(
    "text",
    [
        "Cancel 10968, I am allowed to",
        "my wife ordered it, please cancel 10968",
        "取消10968",
        "退10968这单，运费多少元",
        "cancel 10968, my post code is 75001",
        "cancel 10968, it was sent to a wrong address",
    ],
)
def test_the_number_of_somebody_elses_order_is_never_taken_for_ones_own(text: str) -> None:
    desk = numbered()
    answer = desk.says(text)
    assert "10968" in answer and "10997" not in answer and not any(task.shown for task in desk.tasks)


@pytest.mark.parametrize("text", ["change the address of 10968", "把10968的地址改一下"])
def test_it_is_heard_where_its_address_is_to_be_changed(text: str) -> None:
    assert numbered().hears(text).numbers == ("10968",)


@pytest.mark.parametrize(
    "text",
    [
        "cancel it, I paid 12000 EUR",
        "please cancel, my zip is 75001",
        "return it, I live in 75001 Paris",
        "退我12000元",
    ],
)
def test_other_numbers_name_no_order(text: str) -> None:
    assert numbered().hears(text).numbers == ()


def test_the_newest_order_is_meant_where_another_was_spoken_of() -> None:
    desk = numbered()
    desk.says("where is order 10990?")
    assert "10997" in desk.says("cancel my latest order, I do not need it")
    desk = Desk(view=replace(VIEW, orders=(OLD, replace(NEW, status="shipped"))))
    assert "10997" in desk.says("cancel my latest order") and desk.tasks == []


def test_the_address_of_the_last_order_is_asked_for_and_not_read_from_it() -> None:
    desk = numbered()
    desk.says("change the address of my last order")
    assert desk.asked == "new_address"


def test_who_is_asked_the_same_twice_and_answers_something_else_gets_a_person() -> None:
    desk = Desk(view=replace(VIEW, orders=(OLD, replace(OLD, number="10991"))))
    desk.says("I want my money back")
    assert desk.asked == "order_id"
    desk.says("purple elephants")
    desk.says("yes")
    assert desk.last is not None and desk.last.hand_over == "not_understood"


TITLES = ("watches Tempo Chronograph", "shoes Arno Penny Loafer", "knitwear Fine Merino Crew Neck", "bags Work Tote")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("return the chronograph", "watches Tempo Chronograph"),
        ("return the Tempo", "watches Tempo Chronograph"),
        ("把手表退了", "watches Tempo Chronograph"),
        ("the sweater", "knitwear Fine Merino Crew Neck"),
        ("把毛衣退了", "knitwear Fine Merino Crew Neck"),
        ("return the bag please", "bags Work Tote"),
        ("把包退了", "bags Work Tote"),
        ("send back the shoes", "shoes Arno Penny Loafer"),
    ],
)
def test_a_piece_is_known_by_what_it_is_and_by_its_name(text: str, title: str) -> None:
    assert [set(one.titles) for one in goods_named(gloss(plain(text)), TITLES)] == [{title}]


def test_a_word_before_another_is_no_name() -> None:
    assert goods_named(gloss(plain("the fine one")), TITLES) == []


def test_a_piece_of_another_order_is_not_taken_for_the_one_that_is_open() -> None:
    mugs = order("10991", "delivered", line("mug-300"), placed_at=VIEW.now - timedelta(days=8))
    desk = Desk(view=replace(VIEW, orders=(OLD, mugs)))
    desk.says("return the coat")
    desk.says("return the mug")
    assert [task.order for task in desk.tasks] == ["10990", "10991"]
