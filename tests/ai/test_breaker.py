"""An endpoint that fails again and again is left alone for a while, then tried by one call."""

from __future__ import annotations

import asyncio

import pytest

from mercery.ai.breaker import Guarded
from mercery.ai.chat import ChatFailed, ChatRequest, Failure, Usage
from mercery.ai.scripted_chat import ScriptedChat

ASKED = ChatRequest(purpose="wording", system="", prompt="Good day")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Moody:
    """A script that fails as long as it is told to."""

    failure: Failure | None = "late"

    def __call__(self, _request: ChatRequest) -> str:
        if self.failure:
            raise ChatFailed("No.", failure=self.failure)
        return "Good day."


async def refused(model: Guarded) -> Failure:
    with pytest.raises(ChatFailed) as failed:
        await model.complete(ASKED)
    return failed.value.failure


async def test_after_some_failures_it_is_not_asked_and_after_a_while_one_call_tries() -> None:
    clock, moody = Clock(), Moody()
    script = ScriptedChat("moody", moody)
    model = Guarded(script, failures=3, pause=60, clock=clock)
    assert [await refused(model) for _ in range(4)] == ["late", "late", "late", "paused"]
    assert len(script.asked) == 3
    clock.now = 61
    assert [await refused(model), await refused(model)] == ["late", "paused"]
    clock.now, moody.failure = 122, None
    assert (await model.complete(ASKED)).text == "Good day."
    assert not model.paused


async def test_failures_count_only_in_a_row_and_a_wrong_form_is_none() -> None:
    moody = Moody()
    model = Guarded(ScriptedChat("moody", moody), failures=2)
    for failure in ("late", "form", "late", "form"):
        moody.failure = failure
        assert await refused(model) == failure
    assert not model.paused


async def test_a_stream_that_breaks_off_counts_too() -> None:
    model = Guarded(ScriptedChat("moody", Moody()), failures=1)
    with pytest.raises(ChatFailed):
        _ = [piece async for piece in model.stream(ASKED)]
    assert model.paused
    assert model.name == "moody@script"


async def test_an_endpoint_that_is_given_up_again_and_again_at_the_deadline_is_left_alone() -> None:
    model = Guarded(ScriptedChat("slow", lambda _: "Good day.", delay=30), failures=2)
    asked = ChatRequest(purpose="wording", system="", prompt="", seconds=0.5)
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(model.stream(asked)), 0.45)
    assert model.paused


async def test_a_customer_who_leaves_speaks_against_nobody() -> None:
    model = Guarded(ScriptedChat("slow", lambda _: "Good day.", delay=30), failures=1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(model.complete(ChatRequest(purpose="wording", system="", prompt="", seconds=20)), 0.01)
    assert not model.paused


async def test_a_script_streams_words_and_its_usage() -> None:
    parts = [
        piece async for piece in ScriptedChat("good", lambda asked: f"{asked.prompt}, dear  friend.").stream(ASKED)
    ]
    assert "".join(piece for piece in parts if isinstance(piece, str)) == "Good day, dear  friend."
    assert isinstance(parts[-1], Usage)


async def test_a_script_that_takes_too_long_is_late() -> None:
    slow = ScriptedChat("slow", lambda _: "Good day.", delay=5)
    with pytest.raises(ChatFailed) as failed:
        await slow.complete(ChatRequest(purpose="wording", system="", prompt="", seconds=0.01))
    assert failed.value.failure == "late"
