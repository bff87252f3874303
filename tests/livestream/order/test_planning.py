"""The running order: what is shown, when, how long, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.livestream.order.shop import NOW

from mercery.core.i18n import Words
from mercery.livestream.order.planning import Good, minutes_for, plan
from mercery.livestream.show import Goals, Item


def good(key: str, **rest: object) -> Good:
    return Good(product_id=key, title=Words(key), **rest)  # type: ignore[arg-type]


def pieces(items: Sequence[Item]) -> list[str]:
    return [item.product_id for item in items if item.kind == "piece"]


RANGE = [good(f"p{number}", category="bags" if number % 2 else "shoes", stock=20) for number in range(12)]


def test_a_round_begins_with_a_welcome_and_leaves_time_for_questions() -> None:
    items = plan(RANGE, Goals(pieces=6, questions_every_pieces=3), moment=NOW)
    kinds = [item.kind for item in items]
    assert kinds[:4] == ["welcome", "piece", "piece", "piece"] and kinds[4] == "questions"
    assert [item.place for item in items] == list(range(len(items)))
    assert all(item.why.en and item.why.zh for item in items)
    assert kinds[-1] == "closing" and kinds.count("closing") == 1


def test_viewers_are_welcomed_every_so_many_minutes() -> None:
    goals = Goals(pieces=10, minutes_a_piece=4, welcome_every_minutes=9, questions_every_pieces=0)
    since = 0.0
    for item in plan(RANGE, goals, moment=NOW):
        since = 0.0 if item.kind == "welcome" else since + item.minutes
        assert since < 9 + 5


def test_what_is_nearly_sold_out_or_soon_over_comes_first() -> None:
    goods = [
        *RANGE, good("last", stock=2, reduced=0.2), good("ends", stock=9, reduced=0.3, offer_ends=NOW + timedelta(hours=3)),
    ]  # fmt: skip
    items = plan(goods, Goals(pieces=6), moment=NOW)
    assert pieces(items)[:2] == ["last", "ends"]
    assert next(item for item in items if item.product_id == "last").why == Words(
        "Early: 2 left; shorter", "提前：仅剩 2 件；时间稍短"
    )


def test_more_to_say_and_more_in_stock_get_more_time() -> None:
    goals = Goals(minutes_a_piece=4)
    few, much = good("few", said=5, stock=2), good("much", said=20, stock=30)
    assert minutes_for(few, goals) < 4 < minutes_for(much, goals)


def test_reduced_new_stocked_or_one_of_each_as_the_shop_prefers() -> None:
    goods = [
        good("reduced", reduced=0.3, stock=5, category="a"), good("new", newness=1, stock=5, category="a"),
        good("stocked", stock=60, category="a"), good("other", stock=5, category="b"),
    ]  # fmt: skip
    first = {
        prefer: pieces(plan(goods, Goals(pieces=1, prefer=prefer), moment=NOW)) for prefer in ("offers", "new", "stock")
    }
    assert first == {"offers": ["reduced"], "new": ["new"], "stock": ["stocked"]}
    both = pieces(plan(goods, Goals(pieces=2, prefer="range"), moment=NOW))
    assert "other" in both


def test_chosen_pieces_come_in_the_order_they_were_chosen_in() -> None:
    goals = Goals(product_ids=("p7", "p1", "p3"), pieces=8)
    assert pieces(plan(RANGE, goals, moment=NOW)) == ["p7", "p1", "p3"]


def test_others_have_their_turn_in_the_next_round() -> None:
    goals = Goals(pieces=4)
    first = plan(RANGE, goals, moment=NOW)
    second = plan(RANGE, goals, moment=NOW, round_number=1, before=first)
    assert not set(pieces(first)) & set(pieces(second))


def test_a_persons_entries_keep_their_places_and_words() -> None:
    first = list(plan(RANGE, Goals(pieces=5), moment=NOW))
    own = Item(id="mine", place=2, kind="words", own=("Hello.",), fixed=True)
    before = [replace(item, place=place) for place, item in enumerate([*first[:2], own, *first[2:]])]
    after = plan(RANGE, Goals(pieces=5), moment=NOW, round_number=1, before=before)
    assert after[2].id == "mine" and after[2].own == ("Hello.",)
    chosen = replace(before[1], fixed=True, own=("Mine.",))
    kept = plan(RANGE, Goals(pieces=5), moment=NOW, round_number=2, before=[before[0], chosen, *before[2:]])
    assert kept[1] == chosen and len(pieces(kept)) == 5


def test_what_is_on_air_and_what_was_before_it_stay() -> None:
    before = plan(RANGE, Goals(pieces=6), moment=NOW)
    running = before[3]
    gone = [replace(one, stock=0) if one.product_id == pieces(before)[-1] else one for one in RANGE]
    after = plan(gone, Goals(pieces=6), moment=NOW, before=before, running=running.id)
    assert after[:4] == before[:4]
    assert pieces(before)[-1] not in pieces(after)
    assert len(set(pieces(after))) == len(pieces(after)) == 6


goods_of = st.lists(
    st.builds(
        good, st.uuids().map(str), category=st.sampled_from(["a", "b", "c"]), stock=st.one_of(st.none(), st.integers(0, 30)),
        reduced=st.sampled_from([0.0, 0.1, 0.4]), said=st.integers(0, 30),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(goods=goods_of, many=st.integers(1, 10), prefer=st.sampled_from(["offers", "new", "stock", "range"]))
def test_no_piece_twice_none_that_is_sold_out_and_never_two_welcomes_in_a_row(
    goods: list[Good], many: int, prefer: str
) -> None:
    goals = Goals(pieces=many, prefer=prefer)  # type: ignore[arg-type]
    items = plan(goods, goals, moment=NOW)
    shown = pieces(items)
    assert len(shown) == len(set(shown)) == min(many, sum(one.there for one in goods))
    assert set(shown) <= {one.product_id for one in goods if one.there}
    again = plan(goods, goals, moment=NOW, before=items)
    assert [item.id for item in again] == [item.id for item in items]
    assert all(one.kind != "welcome" or other.kind != "welcome" for one, other in pairwise(items))


def test_what_completes_a_sale_comes_next_and_what_most_viewers_have_later() -> None:
    goods = [
        replace(one, completes=1.0)
        if one.product_id == "p7"
        else replace(one, taken=0.9)
        if one.product_id == "p2"
        else one
        for one in RANGE
    ]
    for prefer in ("range", "offers", "new", "stock"):
        items = plan(goods, Goals(pieces=6, prefer=prefer), moment=NOW)
        assert pieces(items)[0] == "p7" and "p2" not in pieces(items), prefer
        assert next(item for item in items if item.product_id == "p7").why.en.startswith(
            "Goes with what viewers just took"
        )


def test_a_persons_choice_stands_whatever_was_sold() -> None:
    goods = [replace(one, completes=1.0) if one.product_id == "p7" else one for one in RANGE]
    assert pieces(plan(goods, Goals(product_ids=("p1", "p7"), pieces=2), moment=NOW)) == ["p1", "p7"]
