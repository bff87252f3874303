"""What could be put in order among the answers: unused ones, phrasings that collide, answers that do not settle it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mercery.core.i18n import Words
from mercery.demo.rules import demo_answers
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health.asked import Use
from mercery.knowledge.health.pool import collisions, pool_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def answer(key: str, *asked: str, days: int = 60) -> ApprovedAnswer:
    return ApprovedAnswer(
        key=key, question=Words(asked[0]), answer=Words("Yes."), phrasings={"en": asked[1:]},
        recorded_at=NOW - timedelta(days=days),
    )  # fmt: skip


def use(said: int, person_next: int = 0) -> Use:
    return Use(said=said, last_at=NOW, person_next=person_next)


def test_an_answer_that_is_old_enough_and_was_never_said_is_unused() -> None:
    found = pool_of([answer("a", "one?"), answer("b", "two?"), answer("young", "three?", days=3)], {"b": use(1)}, NOW)
    assert [one.key for one in found.unused] == ["a"]


def test_an_answer_after_which_customers_go_on_to_a_person_is_pointed_out_when_that_is_often() -> None:
    said = [answer("a", "one?"), answer("b", "two?"), answer("c", "three?")]
    found = pool_of(said, {"a": use(10, 4), "b": use(10, 1), "c": use(2, 2)}, NOW)
    assert [one.answer.key for one in found.unhelpful] == ["a"]


def test_what_nobody_looked_at_in_a_year_is_old() -> None:
    found = pool_of([answer("a", "one?", days=400), answer("b", "two?", days=300)], {}, NOW)
    assert [one.key for one in found.old] == ["a"]


def test_the_same_words_for_two_answers_collide() -> None:
    found = collisions(
        [
            answer("ring", "Can you resize it?", "alter the size"),
            answer("coat", "Do you alter coats?", "Alter the size!"),
        ]
    )
    assert [(one.one.key, one.other.key, one.same) for one in found] == [("coat", "ring", True)]


def test_few_phrasings_of_the_demo_shop_come_too_near_each_other() -> None:
    assert {frozenset((one.one.key, one.other.key)) for one in collisions(list(demo_answers()))} <= {
        frozenset(("strap-change", "repair-how")), frozenset(("watch-battery", "repair-how")),
        frozenset(("resize-ring", "ring-size")), frozenset(("boutique-where", "pickup")),
    }  # fmt: skip
