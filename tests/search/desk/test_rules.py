"""What a rule may be, and which rules get in each other's way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.search.desk.making import NOON, rule

from mercery.core.errors import Invalid
from mercery.search.desk.conflicts import all_conflicts, conflicts
from mercery.search.desk.rule import Rule, Scope
from mercery.search.desk.rule_check import checked_rule


def fields(made: Rule) -> set[str | None]:
    with pytest.raises(Invalid) as refused:
        checked_rule(made, NOON)
    assert all(problem.remedy for problem in refused.value.problems)
    return {problem.field for problem in refused.value.problems}


def test_every_field_that_cannot_be_used_is_named_at_once() -> None:
    made = rule("pin", "", reason=" ", scope=Scope(kind="queries"))
    assert fields(made) == {"place", "target", "reason", "queries"}


def test_only_a_piece_is_pinned() -> None:
    assert fields(rule("pin", "brand=orme", place=1)) == {"target"}


def test_an_end_lies_after_the_beginning_and_is_still_to_come() -> None:
    made = rule("boost", "a")
    assert fields(replace(made, ends_at=made.starts_at)) == {"ends"}
    assert fields(replace(made, ends_at=NOON - timedelta(hours=1))) == {"ends"}
    assert checked_rule(replace(made, ends_at=None), NOON).ends_at is None


def test_searches_that_are_counted_together_are_kept_once() -> None:
    made = rule("boost", "a", scope=Scope(kind="queries", queries=("Leather tote", "leather totes", "  silk  scarf ")))
    assert checked_rule(made, NOON).scope.queries == ("Leather tote", "silk scarf")


def test_two_pins_of_one_place_are_named_with_the_one_that_keeps_it() -> None:
    old = rule("pin", "a", place=1, name="old")
    new = rule("pin", "b", place=1, name="new", made_at=NOON)
    found = conflicts(new, [old], {})
    assert [(one.kind, one.wins) for one in found] == [("same_place", "old")]
    assert all_conflicts([old, new], {}) == conflicts(old, [new], {})


def test_a_burial_of_a_brand_is_in_the_way_of_a_pin_of_its_piece() -> None:
    pin, bury = rule("pin", "a", place=1, name="p"), rule("bury", "brand=orme", name="b")
    assert [one.wins for one in conflicts(pin, [bury], {"a": {"brand=orme"}})] == ["p"]
    assert conflicts(pin, [bury], {"a": {"brand=other"}}) == []


def test_rules_of_other_times_and_other_searches_do_not_meet() -> None:
    old = rule("pin", "a", place=1, name="old")
    later = rule("pin", "b", place=1, name="later", starts_at=NOON + timedelta(days=7), ends_at=None)
    elsewhere = rule("pin", "b", place=1, name="else", scope=Scope(kind="queries", queries=("satchel",)))
    everywhere = rule("pin", "b", place=1, name="all", scope=Scope(kind="all"))
    assert conflicts(later, [old], {}) == [] and conflicts(elsewhere, [old], {}) == []
    assert len(conflicts(everywhere, [old], {})) == 1
