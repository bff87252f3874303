"""What counts as resolved: verified by evidence and by what came after, never by silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.conversations.on_record import AnswerKind
from mercery.inspection.resolution.verdict import DAYS, AfterKind, Afterwards, Ended, Reason, verdict
from mercery.inspection.rule import Severity

END = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
LATER = END + timedelta(days=DAYS, seconds=1)
BAG = frozenset({"product:bag"})
ANSWERED = Ended(finished_at=END, answers=("proved",), matter=BAG)


def came(after: timedelta, kind: AfterKind = "came_back", matter: frozenset[str] = BAG) -> Afterwards:
    return Afterwards(at=END + after, kind=kind, matter=matter)


def test_an_answer_on_facts_is_verified_when_seven_days_have_passed_in_silence() -> None:
    assert verdict(ANSWERED, END + timedelta(days=6, hours=23)).state == "not_yet"
    settled = verdict(ANSWERED, LATER)
    assert (settled.state, settled.reason, settled.market) == ("verified", "proved", True)


def test_something_done_with_a_receipt_is_verified_as_done() -> None:
    done = replace(ANSWERED, answers=("asked_back", "asked_back"), receipts=1)
    assert verdict(done, LATER).reason == "done"


AGAINST: list[tuple[dict[str, object], Reason]] = [
    ({"answers": ("proved", "not_known")}, "not_known"),
    ({"answers": ("not_known", "proved")}, "not_known"),
    ({"answers": ("proved", "asked_back")}, "asked_back"),
    ({"answers": ("social",)}, "no_answer"),
    ({"last_word": "customer"}, "no_answer"),
    ({"faults": ("serious",)}, "fault"),
    ({"faults": ("critical", "minor")}, "fault"),
    ({"afterwards": (came(timedelta(days=3)),)}, "came_back"),
    ({"afterwards": (came(timedelta(days=1), "complained"),)}, "complained"),
    ({"afterwards": (came(timedelta(days=1)), came(timedelta(days=6), "refunded"))}, "refunded"),
    ({"afterwards": (came(timedelta(days=3), matter=frozenset()),)}, "came_back"),
]


@pytest.mark.parametrize(("changed", "reason"), AGAINST)
def test_each_thing_that_speaks_against_it_is_named(changed: dict[str, object], reason: Reason) -> None:
    made = verdict(replace(ANSWERED, **changed), LATER)  # type: ignore[arg-type]
    assert (made.state, made.reason) == ("unresolved", reason)


def test_what_speaks_against_it_is_said_before_the_days_are_over() -> None:
    assert verdict(replace(ANSWERED, answers=("not_known",)), END).state == "unresolved"


NOTHING_AGAINST: list[dict[str, object]] = [
    {"faults": ("minor",)},
    {"afterwards": (came(timedelta(days=3), matter=frozenset({"product:watch"})),)},
    {"afterwards": (came(timedelta(days=7, seconds=1)),)},
    {"answers": ("social", "proved", "social")},
    {"answers": ("asked_back", "proved")},
]


@pytest.mark.parametrize("changed", NOTHING_AGAINST)
def test_another_matter_a_later_day_and_a_small_fault_do_not_speak_against_it(changed: dict[str, object]) -> None:
    assert verdict(replace(ANSWERED, **changed), LATER).state == "verified"  # type: ignore[arg-type]


def test_a_person_who_took_part_makes_it_neither_resolved_nor_unresolved() -> None:
    for last in ("person", "assistant", "customer"):
        made = verdict(replace(ANSWERED, person=True, last_word=last), LATER)
        assert made.state == "person" and not made.market


def test_the_market_counts_whoever_gave_up() -> None:
    gave_up = verdict(replace(ANSWERED, answers=("not_known",)), LATER)
    assert gave_up.market and gave_up.state == "unresolved"


KINDS: list[AnswerKind] = ["proved", "social", "asked_back", "not_known", "handed"]
GRADES: list[Severity] = ["critical", "serious", "minor"]
ENDED = st.builds(
    Ended,
    finished_at=st.just(END),
    answers=st.lists(st.sampled_from(KINDS), max_size=5).map(tuple),
    receipts=st.integers(0, 2),
    person=st.booleans(),
    last_word=st.sampled_from(["assistant", "customer", "person"]),
    faults=st.lists(st.sampled_from(GRADES), max_size=3).map(tuple),
    matter=st.sampled_from([frozenset(), BAG]),
    afterwards=st.lists(
        st.builds(
            came, st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=9)),
            st.sampled_from(["came_back", "complained", "refunded"]),
        ),
        max_size=2,
    ).map(tuple),
)  # fmt: skip


@given(ENDED, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
def test_nothing_is_verified_that_time_takes_back_or_that_the_market_would_not_count(
    ended: Ended, gone: timedelta
) -> None:
    made, last = verdict(ended, END + gone), verdict(ended, END + timedelta(days=30))
    if made.state != "not_yet":
        assert made == last
    if made.state == "verified":
        assert gone >= timedelta(days=DAYS) and not ended.person and ended.last_word != "customer"
