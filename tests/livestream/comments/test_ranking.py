"""Who is answered next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.assistant.turns import Topic
from mercery.livestream.comments.ranking import Place, only_courtesy, order, worth
from mercery.livestream.comments.reading import chats


def _worth(topic: Topic, **more: bool) -> float:
    return worth(Place(topics=(topic,), **more))


def test_who_wants_to_buy_what_is_on_the_counter_comes_first() -> None:
    places = [
        _worth("stock", on_counter=True), _worth("price", on_counter=True), _worth("material", on_counter=True),
        _worth("price", named=True), _worth("service"), _worth("identity"), _worth("off_topic"), _worth("greeting"),
    ]  # fmt: skip
    assert places == sorted(places, reverse=True) and places[-1] == 0


@given(rank=st.floats(0, 2), other=st.floats(0, 2), waited=st.floats(0, 1200))
def test_waiting_always_helps_and_nobody_waits_for_ever(rank: float, other: float, waited: float) -> None:
    mine = order(rank, waited_s=waited, just_answered=False, repeats=0)
    assert mine >= order(rank, waited_s=0, just_answered=False, repeats=0)
    assert order(rank, waited_s=420, just_answered=False, repeats=0) > order(
        other, waited_s=0, just_answered=False, repeats=0
    )


def test_many_who_ask_the_same_weigh_more_and_who_was_just_answered_less() -> None:
    alone = order(1, waited_s=0, just_answered=False, repeats=0)
    assert (
        order(1, waited_s=0, just_answered=False, repeats=3)
        > alone
        > order(1, waited_s=0, just_answered=True, repeats=0)
    )


def test_cheers_and_courtesies_need_no_answer() -> None:
    assert all(map(chats, ("wow!!", "so beautiful", "哈哈哈", "666", "好漂亮", "❤️❤️", "first")))
    assert not any(map(chats, ("how much", "多少钱", "beautiful, is it leather?")))
    assert only_courtesy(("greeting", "thanks")) and not only_courtesy(("greeting", "price"))
