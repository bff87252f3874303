"""Traces as a collector receives them, over a real socket."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from tests.core.telemetry.collector import Collector, begin, said

from mercery.core.telemetry import tracing
from mercery.core.telemetry.calls import calling
from mercery.core.telemetry.support import support_code


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    tracing.end()
    made.close()


def test_spans_reach_the_collector_with_their_parents_and_nothing_of_people(collector: Collector) -> None:
    begin(collector)
    with tracing.span("GET /{lang}", "server", {"http.route": "/{lang}", "http.request.method": "GET"}):
        trace, code = tracing.trace_id(), support_code()
        with calling("chat", "https://user:pw@models.example:8443/v1?key=secret") as call:
            call.status(503)
        with pytest.raises(ValueError, match="anna"), tracing.span("turn"):
            raise ValueError("anna@example.com did not pay 4111 1111 1111 1111")
    tracing.end()
    spans = collector.spans
    assert set(spans) == {"GET /{lang}", "call chat", "turn"}
    root = spans["GET /{lang}"]
    assert root.kind == Span.SPAN_KIND_SERVER
    assert root.trace_id.hex() == trace
    assert code == f"err_{trace}"
    for name in ("call chat", "turn"):
        assert spans[name].parent_span_id == root.span_id
    assert said(spans["call chat"]) == {
        "mercery.to": "chat", "server.address": "models.example", "server.port": 8443,
        "http.response.status_code": 503, "mercery.outcome": "refused",
    }  # fmt: skip
    assert said(spans["turn"]) == {"error.type": "ValueError"}
    assert spans["turn"].status.code == Status.STATUS_CODE_ERROR
    for secret in ("anna", "4111", "pw@", "secret"):
        assert secret not in collector.everything
    assert collector.headers[0]["path"] == "/v1/traces"
    assert collector.headers[0]["x-team"] == "shop"


async def test_steps_of_a_stream_belong_to_their_span_whoever_takes_them(collector: Collector) -> None:
    begin(collector)

    async def steps() -> AsyncIterator[int]:
        for number in range(3):
            with tracing.span(f"step {number}"):
                yield number

    span = tracing.started("turn", "internal")
    stream = tracing.within(span, steps())
    # Each step in a task of its own, as a stream to a browser takes them.
    taken = [await asyncio.create_task(stream.__anext__()) for _ in range(3)]
    await stream.aclose()
    span.end()
    assert tracing.trace_id() == ""
    tracing.end()
    assert taken == [0, 1, 2]
    turn = collector.spans["turn"]
    for number in range(3):
        assert collector.spans[f"step {number}"].trace_id == turn.trace_id


def test_a_job_follows_the_trace_of_whoever_put_it_down(collector: Collector) -> None:
    begin(collector)
    with tracing.span("POST /import", "server"):
        carried = tracing.traceparent()
    assert carried.startswith("00-")
    with tracing.span("job", "consumer", {"mercery.job": "catalog:apply_import"}, parent=carried):
        pass
    tracing.end()
    assert collector.spans["job"].parent_span_id == collector.spans["POST /import"].span_id


def test_of_a_share_of_nothing_nothing_is_sent(collector: Collector) -> None:
    begin(collector, share=0)
    with tracing.span("GET /", "server"):
        assert int(tracing.traceparent()[-2:], 16) & 1 == 0
    tracing.end()
    assert collector.requests == []


def test_a_collector_that_is_away_holds_nobody_up() -> None:
    tracing.begin(url="http://127.0.0.1:9", headers={}, share=1, role="web", version="1", process="host:1")
    with tracing.span("GET /", "server"):
        pass
    began = time.monotonic()
    tracing.end(0.2)
    assert time.monotonic() - began < 10
    assert not tracing.tracing()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(["anna@example.com", "+33 6 12 34 56 78", "13812345678", "4111111111111111"]),
    # Digits beside bare digits make another number of them.
    st.text(max_size=20).filter(lambda around: not any(sign.isdigit() for sign in around)),
)
def test_no_attribute_leads_to_a_person(person: str, around: str) -> None:
    cleaned = tracing._cleaned({"mercery.outcome": f"{around} {person} {around}"})
    assert person not in str(cleaned)


def test_an_attribute_nobody_listed_is_refused() -> None:
    with pytest.raises(TypeError, match=r"customer\.name"):
        tracing._cleaned({"customer.name": "Anna"})  # type: ignore[dict-item]


def test_nothing_is_loaded_for_traces_while_none_are_sent() -> None:
    program = (
        "import sys; from mercery.core.telemetry import calls, recording, running, tracing\n"
        "with tracing.span('x'), calls.calling('mail', 'mail.example:587'): pass\n"
        "recording.figures()\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry', 'prometheus_client'))])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
