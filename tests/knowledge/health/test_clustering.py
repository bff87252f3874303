"""Questions that ask the same come together, in both languages; nothing is lost and nothing is counted twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.core.i18n import Lang
from mercery.knowledge.health.clustering import groups, nearest_to, nearness

QUESTIONS: list[tuple[str, Lang]] = [
    ("Do you ship to Iceland?", "en"), ("能寄到冰岛吗", "zh"), ("can you send it to reykjavik, iceland", "en"),
    ("any discount for students?", "en"), ("学生有优惠吗", "zh"), ("is there a discount for teachers and students", "en"),
    ("can you resize the ring", "en"), ("戒指可以改圈吗", "zh"),
    ("how do I clean suede", "en"), ("麂皮怎么清洁", "zh"), ("suede care tips?", "en"),
    ("tell me a joke", "en"),
]  # fmt: skip


def test_what_asks_the_same_is_one_group_over_both_languages() -> None:
    found = {frozenset(group) for group in groups(QUESTIONS)}
    assert found == {
        frozenset((0, 1, 2)),
        frozenset((3, 4, 5)),
        frozenset((6, 7)),
        frozenset((8, 9, 10)),
        frozenset((11,)),
    }


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([*QUESTIONS, ("", "en"), ("!?", "zh"), ("   ", "en")]), max_size=25))
def test_every_question_is_in_one_group_and_the_same_words_are_together(asked: list[tuple[str, Lang]]) -> None:
    found = groups(asked)
    assert sorted(place for group in found for place in group) == list(range(len(asked)))
    assert [len(group) for group in found] == sorted((len(group) for group in found), reverse=True)
    where = {place: number for number, group in enumerate(found) for place in group}
    for place, question in enumerate(asked):
        assert where[place] == where[asked.index(question)]


def test_nearness_is_symmetric_and_whole_to_itself() -> None:
    near = nearness(QUESTIONS)
    assert (near == near.T).all() and (near.diagonal() == 1).all() and near.min() >= 0 and near.max() <= 1


def test_a_passage_is_found_by_what_is_asked_in_the_other_language() -> None:
    passages: list[tuple[str, Lang]] = [
        ("Suede is brushed dry; never use water.", "en"), ("Shipping to Iceland takes six days.", "en"),
    ]  # fmt: skip
    near = nearest_to([("能寄到冰岛吗", "zh")], passages)
    assert near[1] > near[0]
