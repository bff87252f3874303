"""What a turn's calls may cost: refused before they are sent, counted whatever becomes of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.ai.chat import ChatFailed, ChatRequest, Failure, Purpose, Usage
from mercery.ai.scripted_chat import ScriptedChat
from mercery.ai.tokens import at_most
from mercery.assistant.metering import Budget, Metered, Prices, metered

PRICES = Prices(read=Decimal("0.5"), written=Decimal(2), currency="EUR")


def asked(purpose: Purpose = "wording", max_tokens: int = 100) -> ChatRequest:
    return ChatRequest(purpose=purpose, system="Be kind.", prompt="Good day", max_tokens=max_tokens)


def meter(budget: Budget | None = None, script: ScriptedChat | None = None) -> Metered:
    return metered(script or ScriptedChat("good", lambda _: "Good day."), PRICES, budget or Budget())


async def refused(model: Metered, request: ChatRequest) -> Failure:
    with pytest.raises(ChatFailed) as failed:
        await model.complete(request)
    return failed.value.failure


def test_a_call_costs_its_tokens_times_their_price_rounded_up() -> None:
    assert PRICES.micros(Usage(read=1000, written=100)) == 700
    assert PRICES.micros(Usage(read=1)) == 1
    assert Prices().free
    assert not PRICES.free


async def test_calls_are_counted_with_tokens_and_money() -> None:
    model = meter()
    await model.complete(asked("commands"))
    parts = [piece async for piece in model.stream(asked())]
    assert [(call.purpose, call.outcome) for call in model.calls] == [("commands", "answered"), ("wording", "answered")]
    assert model.calls[1].usage == parts[-1]
    assert model.micros == sum(PRICES.micros(call.usage) for call in model.calls) > 0


async def test_a_turn_asks_twice_and_repairs_once() -> None:
    model = meter()
    for purpose in ("commands", "wording", "wording"):
        await model.complete(asked(purpose))
    assert await refused(model, asked("commands")) == "budget"


async def test_one_purpose_cannot_use_up_the_calls_of_the_other() -> None:
    model = meter()
    for _ in range(2):
        await model.complete(asked("commands"))
    assert await refused(model, asked("commands")) == "budget"
    await model.complete(asked("wording"))


async def test_a_call_that_could_cost_more_than_is_left_is_not_sent() -> None:
    script = ScriptedChat("good", lambda _: "Good day.")
    most = PRICES.micros(at_most(asked()))
    model = meter(Budget(micros=most - 1, bound="conversation"), script)
    with pytest.raises(ChatFailed, match="this conversation"):
        await model.complete(asked())
    assert script.asked == []
    await meter(Budget(micros=most), script).complete(asked())
    assert len(script.asked) == 1


@pytest.mark.parametrize(
    ("failure", "counted"), [("late", True), ("broken", True), ("unreachable", False), ("paused", False)]
)
async def test_a_failed_call_counts_what_may_have_been_read(failure: Failure, counted: bool) -> None:
    def fail(_request: ChatRequest) -> str:
        raise ChatFailed("No.", failure=failure)

    model = meter(script=ScriptedChat("bad", fail))
    assert await refused(model, asked()) == failure
    assert (model.micros > 0) is counted
    assert model.calls[0].outcome == failure


async def test_what_a_failed_call_is_known_to_have_used_is_what_counts() -> None:
    def fail(_request: ChatRequest) -> str:
        raise ChatFailed("No.", failure="form", usage=Usage(read=7, written=9))

    model = meter(script=ScriptedChat("bad", fail))
    await refused(model, asked())
    assert model.usage == Usage(read=7, written=9)


async def test_a_stream_left_early_is_counted_as_far_as_it_came() -> None:
    model = meter(script=ScriptedChat("long", lambda _: "and so on " * 50))
    stream = model.stream(asked())
    await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    assert model.calls[0].usage.written > 0


@given(st.lists(st.integers(1, 400), max_size=6), st.integers(0, 3_000), st.integers(1, 60))
async def test_no_turn_costs_more_than_its_budget(sizes: list[int], micros: int, words: int) -> None:
    """For a model that keeps to the tokens it was allowed."""
    script = ScriptedChat("good", lambda request: "word " * min(words, request.max_tokens // 2))
    model = meter(Budget(micros=micros, calls=99, calls_for_one=99), script)
    for size in sizes:
        try:
            await model.complete(asked(max_tokens=size + 1))
        except ChatFailed as error:
            assert error.failure in ("budget", "form")
    assert model.micros <= micros
