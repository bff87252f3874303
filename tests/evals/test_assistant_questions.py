"""What the benchmark asks: enough of it, mixed, in both languages, and the same at every run."""

from __future__ import annotations

from collections import Counter

from mercery.core.i18n import Words
from mercery.evals.assistant_questions import OrderAsked, talks

TITLES = [Words(f"Bag {number}", f"包 {number}") for number in range(9)]
ORDERS = [
    OrderAsked(number=f"{number}", email=f"c{number}@example.com", piece="Bag 1") for number in range(10_001, 10_008)
]


def test_a_run_holds_at_least_three_hundred_turns_about_everything_in_both_languages() -> None:
    held = talks(TITLES, ORDERS, 120)
    assert sum(len(talk.turns) for talk in held) >= 300
    assert Counter(talk.kind for talk in held) == {"goods": 48, "orders": 48, "policies": 24}
    assert Counter(talk.lang for talk in held) == {"en": 60, "zh": 60}
    assert held == talks(TITLES, ORDERS, 120)


def test_different_goods_and_orders_are_asked_about_in_the_language_of_the_talk() -> None:
    held = talks(TITLES, ORDERS, 120)
    asked = [talk for talk in held if talk.kind == "goods"]
    assert {title for title in TITLES for talk in asked if title.text(talk.lang) in talk.turns[0]} == set(TITLES)
    named = {one.number for one in ORDERS for talk in held if talk.kind == "orders" and one.number in talk.turns[0]}
    assert named == {one.number for one in ORDERS}
    assert not any("{" in turn for talk in held for turn in talk.turns)
