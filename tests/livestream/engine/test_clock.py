"""When pictures are due, and what happens when the machine is late."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.livestream.engine.clock import Clock
from mercery.livestream.engine.ladder import Ladder, Second


@given(st.integers(0, 10_000_000))
def test_pictures_are_due_by_their_number_and_nothing_adds_up(ticks: int) -> None:
    clock = Clock(1_000.0, 1.5e9, ticks)
    assert abs(clock.due - (1_000 + ticks * 0.04)) < 1e-5


def test_a_little_late_is_made_good_and_two_seconds_are_not() -> None:
    clock = Clock(0.0, 1.5e9, 250)
    assert not clock.must_be_set(11.9, 1.5e9 + 11.9)
    assert clock.must_be_set(12.1, 1.5e9 + 12.1)


def test_set_anew_the_counters_go_on_and_the_date_is_another() -> None:
    clock = Clock(0.0, 1.5e9, 250)
    clock.set_anew(15.0, 1.5e9 + 15.0)
    assert clock.ticks == 250
    assert clock.late(15.0) == 0
    assert clock.began_at + clock.media_s == 1.5e9 + 15.0


def test_a_computer_whose_date_was_changed_gets_another_date_on_air() -> None:
    clock = Clock(0.0, 1.5e9, 250)
    assert clock.must_be_set(10.0, 1.5e9 + 3_610.0)


def _seconds(ladder: Ladder, count: int, late: int, busy: float = 0.2) -> list[str]:
    return [ladder.second(Second(25, late, busy)) for _ in range(count)]


def test_pictures_that_come_late_are_asked_for_less_often() -> None:
    ladder = Ladder()
    _seconds(ladder, 6, 0)
    assert _seconds(ladder, 6, 10)[-1] == "half"
    assert _seconds(ladder, 30, 10)[-1] == "small"


def test_one_bad_second_changes_nothing() -> None:
    ladder = Ladder()
    _seconds(ladder, 12, 0)
    assert ladder.second(Second(25, 8, 0.9)) == "full"


def test_more_is_asked_again_after_ten_quiet_seconds() -> None:
    ladder = Ladder()
    _seconds(ladder, 6, 0)
    _seconds(ladder, 5, 10)
    assert set(_seconds(ladder, 9, 0)) == {"half"}
    assert _seconds(ladder, 40, 0)[-1] == "full"


def test_what_did_not_hold_is_not_tried_again_so_soon() -> None:
    ladder = Ladder()
    _seconds(ladder, 6, 0)
    _seconds(ladder, 5, 10)
    assert _seconds(ladder, 45, 0)[-1] == "full"
    _seconds(ladder, 2, 10)
    assert set(_seconds(ladder, 19, 0)) == {"half"}


def test_a_busy_machine_is_not_asked_for_more() -> None:
    ladder = Ladder()
    _seconds(ladder, 6, 0)
    _seconds(ladder, 5, 10)
    assert set(_seconds(ladder, 300, 0, busy=0.6)) == {"half"}


def test_setting_something_up_is_not_held_against_the_machine() -> None:
    ladder = Ladder()
    ladder.pardon()
    assert set(_seconds(ladder, 6, 25)) == {"full"}
