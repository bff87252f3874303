"""The next basket: figures, both forms of files, and that nothing asked is learnt."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from mercery.evals.next_basket import from_baskets, from_orders, run, scores
from mercery.evals.purchase_files import Baskets, Order
from mercery.recommendations.model.fitting import Case
from mercery.recommendations.model.history import History


def case(bought: list[int], history: list[int]) -> Case:
    return Case(history=History.of([(0.0, history)]), day=1.0, bought=bought)


def test_recall_is_split_into_what_was_bought_before_and_what_was_not() -> None:
    trials = [case([1, 2, 3, 4], [1, 2]), case([7], [7])]
    figures = scores(trials, [np.asarray([1, 9, 3]), np.asarray([8])])
    assert figures["recall10"] == 0.25
    assert figures["recall10_repeat"] == 0.25, "a half of one person, nothing of the other"
    assert figures["recall10_new"] == 0.5, "over the one person who bought something new"
    assert (figures["n_repeat"], figures["n_new"]) == (2, 1)
    assert figures["hit10"] == figures["phr10"] == 0.5
    assert figures["precision10"] == 0.1


def test_gains_fall_with_the_place_and_are_held_against_the_best_order() -> None:
    figures = scores([case([1, 2], [])], [np.asarray([9, 1, 2])])
    best = 1 + 1 / np.log2(3)
    assert figures["ndcg10"] == pytest.approx((1 / np.log2(3) + 0.5) / best, abs=1e-4)
    assert scores([case([1, 2], [])], [np.asarray([2, 1])])["ndcg10"] == 1.0


def test_only_ten_guesses_count() -> None:
    assert scores([case([99], [])], [np.asarray([*range(10), 99])])["hit10"] == 0.0


def order(person: str, day: float, *codes: str) -> Order:
    return Order(person=person, number=f"{person}-{day}", day=day, codes=codes)


def test_of_each_known_person_the_first_later_order_is_asked() -> None:
    known = [order("a", 0, "x"), order("b", 50, "y"), order("a", 60, "x", "y")]
    told, trials = from_orders(known, [order("b", 61, "z"), order("c", 62, "x"), order("b", 63, "x")])
    assert len(trials) == 1
    assert trials[0].day == 61
    assert trials[0].history.items.tolist() == [told.lines.items[told.lines.people == 1][0]]
    assert len(told.lines.items) == 4
    assert all(lesson.lines.days.max() < lesson.day for lesson in told.lessons), "lessons know only what was before"


def person(name: str, history: list[list[str]], following: list[str]) -> Baskets:
    return Baskets(person=name, history=tuple(map(tuple, history)), next=tuple(following))


def test_what_others_buy_next_is_known_but_not_what_is_asked() -> None:
    train = [person(str(n), [["a"], ["b"]], ["c"]) for n in range(6)]
    told, trials = from_baskets(train, [person("t", [["a"], ["d"]], ["e"])])
    assert [one.bought for one in trials] == [[4]]
    assert 4 not in told.lines.items
    assert (told.lines.items[told.lines.days == 0] == 2).sum() == 6
    for lesson in told.lessons:
        assert len(lesson.cases) == 2
        assert (lesson.lines.days == 0).sum() == 4, "of its own people the next basket is not known"


def test_without_train_the_last_baskets_of_histories_are_learnt_from() -> None:
    told, trials = from_baskets([], [person("1", [["a"], ["b"], ["c"]], ["d"]), person("2", [["a"]], [])])
    (lesson,) = told.lessons
    assert [one.bought for one in lesson.cases] == [[2]]
    assert lesson.lines.days.max() < lesson.day == -1
    assert len(trials) == 1
    assert told.lines.days.max() == -1


def test_the_eval_compares_everything_in_one_run(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    rows = []
    for number in range(60):
        own = random.permutation(30)[:4]
        baskets = [own[random.permutation(4)[:2]].tolist() for _ in range(4)]
        rows.append({"user": number, "history": baskets[:3], "next": baskets[3]})
    train, test = tmp_path / "train.jsonl", tmp_path / "test.jsonl"
    train.write_text("\n".join(map(json.dumps, rows[:40])), encoding="utf-8")
    test.write_text("\n".join(map(json.dumps, rows[40:])), encoding="utf-8")
    result = run([], lambda _: None, {"train": str(train), "test": str(test)})
    by_method = result.figures["by_method"]
    assert isinstance(by_method, dict)
    assert result.n == 20
    assert set(by_method) == {"popularity", "personal_popularity", "item_cosine", "als", "ease", "mercery"}
    assert result.figures["recall10"] == by_method["mercery"]["recall10"]
    assert by_method["mercery"]["recall10"] > by_method["popularity"]["recall10"]
    assert by_method["mercery"]["cpu_us"] > 0
