"""The table of states."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.conversations.conversation import TRANSITIONS, Act, Status, WrongState, status_after

STATES = get_args(Status)


@given(st.sampled_from(STATES), st.sampled_from(Act))
def test_every_change_is_in_the_table_or_refused(status: Status, act: Act) -> None:
    if (status, act) in TRANSITIONS:
        assert status_after(status, act) in STATES
    else:
        with pytest.raises(WrongState, match=status):
            status_after(status, act)


@given(st.lists(st.sampled_from(Act), max_size=12))
def test_from_any_reachable_state_a_person_can_be_reached(acts: list[Act]) -> None:
    status: Status = "assistant"
    for act in acts:
        status = TRANSITIONS.get((status, act), status)
    ways = {after for (before, _), after in TRANSITIONS.items() if before == status}
    assert status == "person" or "person" in ways


def test_only_a_customer_wakes_the_assistant_in_a_closed_conversation() -> None:
    assert {act for (status, act) in TRANSITIONS if status == "closed"} == {Act.REOPEN, Act.WRITE_AGAIN}
