"""Searches put together from single acts, and what they count for."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.search.desk.making import NOON, act

from mercery.interactions.interaction import Interaction
from mercery.search.desk.counting import examined, outcomes, phrase
from mercery.search.desk.key import query_key
from mercery.search.desk.searched import Bought, searches


def test_what_is_written_otherwise_and_means_the_same_has_one_key() -> None:
    assert query_key("Leather Totes") == query_key("a leather tote, please") == query_key("leather  tote")
    assert query_key("黑色的包") == query_key("黑色包") and query_key("  ") == ""
    assert query_key("tote leather") != query_key("tote bag")


def test_turning_the_page_and_filtering_is_the_same_search() -> None:
    found = searches(
        [
            act("v", "search", 0, query="tote", found=30, shown="a b"),
            act("v", "search", 3, query="Totes", found=30, shown="c d", first=3),
            act("v", "search", 50, query="tote", found=30, shown="a b"),
        ]
    )
    assert [one.shown for one in found] == [("a", "b", "c", "d"), ("a", "b")]


def test_a_click_has_its_place_and_leads_to_bag_and_order() -> None:
    bought = Bought(visitor_id="v", at=NOON + timedelta(days=2), products=frozenset({"b", "x"}))
    found = searches(
        [
            act("v", "search", 0, query="tote", found=2, shown="a b"),
            act("v", "click", 1, query="tote", product="b"),
            act("v", "add_to_cart", 9, product="b"),
            act("v", "add_to_cart", 10, product="x"),
        ],
        [bought],
    )
    assert [(click.product_id, click.place) for click in found[0].clicked] == [("b", 2)]
    assert found[0].carted == ("b",) and found[0].bought == ("b",)


def test_other_words_within_minutes_with_nothing_opened_are_a_reformulation() -> None:
    turned = searches([act("v", "search", 0, query="handbag"), act("v", "search", 1, query="tote")])
    assert (turned[0].next_query, turned[1].next_query) == ("tote", "")
    late = searches([act("v", "search", 0, query="handbag"), act("v", "search", 9, query="tote")])
    assert late[0].next_query == ""
    opened = searches(
        [
            act("v", "search", 0, query="handbag", found=1, shown="a"),
            act("v", "click", 1, query="handbag", product="a"),
            act("v", "search", 2, query="tote"),
        ]
    )
    assert opened[0].next_query == ""
    others = searches([act("v", "search", 0, query="handbag"), act("w", "search", 1, query="tote")])
    assert others[0].next_query == ""


def test_a_list_sorted_by_price_says_nothing_of_places() -> None:
    found = searches([act("v", "search", 0, query="tote", found=2, shown="a b", sort="price_up")])
    assert found[0].shown == ()


def test_what_stands_above_a_click_was_looked_at() -> None:
    assert examined(3, 0) == 1.0 and examined(9, 12) == 1.0
    assert 0 < examined(20, 0) < examined(10, 0) < 1.0


def shows(visitor: str, minute: float, clicked: str = "") -> list[Interaction]:
    acts = [act(visitor, "search", minute, query="tote", found=8, shown="a b c d e f g h")]
    return [*acts, act(visitor, "click", minute + 1, query="tote", product=clicked)] if clicked else acts


def test_outcomes_count_visitors_and_not_calls() -> None:
    acts = [*shows("v", 0, "h"), *shows("v", 90, "h"), *shows("w", 5)]
    found = outcomes(searches(sorted(acts, key=lambda one: one.at or NOON)))
    assert (found["h"].shown, found["h"].clicked, found["h"].place) == (2, 1, 8.0)
    assert found["h"].examined == 1 + examined(8, 0)


def test_a_search_is_proposed_when_three_made_it_and_it_led_to_something() -> None:
    made = searches([*shows("u", 0, "a"), *shows("v", 0), *shows("w", 0)])
    kept = phrase(made)
    assert kept is not None and (kept.text, kept.visitors, kept.clicked) == ("tote", 3, 1)
    assert phrase(made[:2]) is None
    assert phrase(searches([*shows("u", 0), *shows("v", 0), *shows("w", 0)])) is None


QUERIES = st.sampled_from(("tote", "handbag", "silk scarf", "totes"))
ACTS = st.lists(
    st.one_of(
        st.builds(
            lambda visitor, minute, query: act(visitor, "search", minute, query=query, found=4, shown="a b c d"),
            st.sampled_from("vw"),
            st.integers(0, 300),
            QUERIES,
        ),
        st.builds(
            lambda visitor, minute, query, product: act(visitor, "click", minute, query=query, product=product),
            st.sampled_from("vw"),
            st.integers(0, 300),
            QUERIES,
            st.sampled_from("abcd"),
        ),
        st.builds(
            lambda visitor, minute, product: act(visitor, "add_to_cart", minute, product=product),
            st.sampled_from("vw"),
            st.integers(0, 300),
            st.sampled_from("abcd"),
        ),
    ),
    max_size=25,
)


@given(acts=ACTS)
def test_nobody_buys_or_bags_what_was_not_opened_and_counts_never_exceed_visitors(acts: list[Interaction]) -> None:
    found = searches(sorted(acts, key=lambda one: one.at or NOON))
    for one in found:
        opened = {click.product_id for click in one.clicked}
        assert set(one.carted) <= opened and (not one.next_key or one.next_key != one.key)
    for key in {one.key for one in found}:
        for outcome in outcomes([one for one in found if one.key == key]).values():
            assert outcome.bought <= outcome.shown and outcome.clicked <= outcome.shown <= 2
            assert 0 < outcome.examined <= outcome.shown
