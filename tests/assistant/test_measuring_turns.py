"""What came of a turn, as it is counted."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

import pytest

from mercery.assistant.measuring_turns import measured_turn
from mercery.conversations.responder import TurnEvent
from mercery.core.telemetry import recording
from mercery.core.telemetry.figures import Spread
from mercery.core.telemetry.instruments import TURN_SECONDS, TURNS
from mercery.core.telemetry.recording import figures

BEGUN = TurnEvent(kind="turn", data={"status": "assistant"})
SENTENCE = TurnEvent(kind="sentence", data={"text": "Yes."})
WAITS = TurnEvent(kind="status", data={"status": "waiting"})
ANSWERED = TurnEvent(kind="done", data={"message": {"id": "msg_1"}})
NOBODY = TurnEvent(kind="done", data={"message": None})
closed: list[bool] = []


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    recording.forget_all()
    closed.clear()
    yield
    recording.forget_all()


async def told(*events: TurnEvent, broken: bool = False) -> AsyncGenerator[TurnEvent]:
    try:
        for event in events:
            yield event
        if broken:
            raise RuntimeError("away")
    finally:
        closed.append(True)


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ((BEGUN, SENTENCE, ANSWERED), "answered"),
        ((BEGUN, SENTENCE, WAITS, ANSWERED), "handed_over"),
        ((BEGUN, WAITS, NOBODY), "silent"),
        ((BEGUN, NOBODY), "silent"),
    ],
)
async def test_a_turn_counts_once_by_what_came_of_it(events: tuple[TurnEvent, ...], outcome: str) -> None:
    assert [event async for event in measured_turn(told(*events))] == list(events)
    found = figures()
    assert found[TURNS.name] == {(outcome,): 1.0}
    spread = found[TURN_SECONDS.name][outcome,]
    assert isinstance(spread, Spread)
    assert sum(spread.counts) == 1
    assert closed == [True]


async def test_one_nobody_follows_to_its_end_is_given_up_and_closed() -> None:
    async with aclosing(measured_turn(told(BEGUN, SENTENCE, ANSWERED))) as steps:
        await anext(steps)
    assert figures()[TURNS.name] == {("given_up",): 1.0}
    assert closed == [True]


async def test_one_that_breaks_is_failed_and_breaks_on() -> None:
    with pytest.raises(RuntimeError, match="away"):
        [event async for event in measured_turn(told(BEGUN, broken=True))]
    assert figures()[TURNS.name] == {("failed",): 1.0}
