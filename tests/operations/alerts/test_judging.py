"""When an alert opens and closes, minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.operations.alerts.judging import Reading, Standing, patience, step
from mercery.operations.alerts.measure import Values

T0 = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
VALUES = Values(threshold=10, clear=5, severity="care", bad_for=3, well_for=5, again=12)


def read(state: str) -> Reading:
    return Reading(state=state, words=Words("so"))  # type: ignore[arg-type]


def run(states: list[str], values: Values = VALUES) -> tuple[Standing, list[tuple[int, str]]]:
    """The turns it takes, by minute."""
    standing = Standing()
    turns: list[tuple[int, str]] = []
    for minute, state in enumerate(states):
        reading = None if state == "unread" else read(state)
        standing, turn = step(values, standing, reading, T0 + timedelta(minutes=minute))
        if turn != "stays":
            turns.append((minute, turn))
    return standing, turns


def test_it_opens_once_it_has_been_bad_for_long_enough_and_closes_once_it_has_been_well() -> None:
    _, turns = run(["well"] * 2 + ["bad"] * 6 + ["well"] * 8)
    assert turns == [(5, "opens"), (13, "closes")]


def test_a_single_bad_minute_is_nobodys_concern() -> None:
    assert run(["bad", "well", "bad", "bad", "well", "bad"])[1] == []


def test_between_threshold_and_well_nothing_changes() -> None:
    _, turns = run(["bad"] * 4 + ["between"] * 60)
    assert turns == [(3, "opens")]


def test_what_cannot_be_read_opens_and_closes_nothing() -> None:
    assert run(["bad"] * 4 + ["unread"] * 60)[1] == [(3, "opens")]
    assert run(["unread"] * 10)[1] == []


def test_what_can_no_longer_be_judged_closes_after_twice_the_time() -> None:
    assert run(["bad"] * 4 + ["few"] * 12)[1] == [(3, "opens"), (14, "closes")]


def test_one_that_closes_again_and_again_has_to_be_well_for_longer() -> None:
    states = (["bad"] * 4 + ["well"] * 6) * 3
    _, turns = run(states)
    assert [turn for _, turn in turns] == ["opens", "closes", "opens"]
    many = tuple(T0 for _ in range(9))
    assert patience(VALUES, ()) == timedelta(minutes=5) and patience(VALUES, many) == timedelta(minutes=20)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["bad", "well", "between", "few", "unread"]), max_size=200))
def test_opening_and_closing_take_turns(states: list[str]) -> None:
    standing, turns = run(states)
    kinds = [turn for _, turn in turns]
    assert kinds[::2] == ["opens"] * len(kinds[::2]) and kinds[1::2] == ["closes"] * len(kinds[1::2])
    assert standing.open == (len(kinds) % 2 == 1)
    for (opened, _), (closed, _) in zip(turns[::2], turns[1::2], strict=False):
        assert closed - opened >= VALUES.well_for
