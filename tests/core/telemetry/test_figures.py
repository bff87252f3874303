"""Figures of one process and of several, and how Prometheus reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families

from mercery.core.telemetry import recording
from mercery.core.telemetry.exposing import exposition
from mercery.core.telemetry.figures import Figures, Spread, from_json, lasting, to_json, together
from mercery.core.telemetry.instruments import (
    INSTRUMENTS,
    JOB_SECONDS,
    MEMORY,
    QUEUE_AGE,
    REQUESTS,
    TURN_SECONDS,
    TURNS,
)
from mercery.core.telemetry.recording import MOST, count, figures, observe, set_to

ACTS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["answered", "silent"]), st.floats(0, 100)), max_size=30)


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    recording.forget_all()
    yield
    recording.forget_all()


def did(acts: list[tuple[int, str, float]], process: int | None = None) -> Figures:
    """What a process (or, with None, one that did everything) counted."""
    recording.forget_all()
    for whose, outcome, seconds in acts:
        if process in (None, whose):
            count(TURNS, outcome)
            observe(TURN_SECONDS, outcome, seconds=seconds)
    return figures()


@given(ACTS)
def test_several_processes_count_what_one_would_have_counted(acts: list[tuple[int, str, float]]) -> None:
    apart = together([from_json(json.loads(json.dumps(to_json(did(acts, process))))) for process in range(3)])
    whole = did(acts)
    assert apart.get(TURNS.name, {}) == whole.get(TURNS.name, {})
    for labels, value in whole.get(TURN_SECONDS.name, {}).items():
        other = apart[TURN_SECONDS.name][labels]
        assert isinstance(value, Spread)
        assert isinstance(other, Spread)
        assert other.counts == value.counts
        assert other.sum == pytest.approx(value.sum)


def test_a_scrape_is_read_by_prometheus_itself() -> None:
    count(REQUESTS, "GET", "/{lang}/products/{slug}", "200", by=3)
    for seconds in (0.05, 0.2, 70.0):
        observe(JOB_SECONDS, "search:rebuild", seconds=seconds)
    set_to(MEMORY, "web", value=123_456_789)
    for accept, read in (("", text_string_to_metric_families), ("application/openmetrics-text", open_metrics)):
        body, kind = exposition(figures(), accept)
        found = {
            (one.name, *sorted(one.labels.items())): one.value for each in read(body.decode()) for one in each.samples
        }
        assert kind.startswith("application/openmetrics-text" if accept else "text/plain")
        request = ("method", "GET"), ("route", "/{lang}/products/{slug}"), ("status", "200")
        assert found["mercery_http_requests_total", *request] == 3
        job = ("kind", "search:rebuild")
        # A limit belongs to its bucket, and each bucket holds those before it.
        assert found["mercery_job_seconds_bucket", job, ("le", "0.05")] == 1
        assert found["mercery_job_seconds_bucket", job, ("le", "0.25")] == 2
        assert found["mercery_job_seconds_bucket", job, ("le", "+Inf")] == 3
        assert found["mercery_job_seconds_count", job] == 3
        assert found["mercery_job_seconds_sum", job] == pytest.approx(70.25)
        assert found["mercery_process_memory_bytes", ("role", "web")] == 123_456_789


def test_gauges_add_up_or_the_largest_is_told_and_none_outlives_its_process() -> None:
    one: Figures = {MEMORY.name: {("web",): 10.0}, QUEUE_AGE.name: {(): 5.0}, TURNS.name: {("answered",): 1.0}}
    two: Figures = {MEMORY.name: {("web",): 20.0}, QUEUE_AGE.name: {(): 3.0}, TURNS.name: {("answered",): 2.0}}
    assert together([one, two]) == {
        MEMORY.name: {("web",): 30.0}, QUEUE_AGE.name: {(): 5.0}, TURNS.name: {("answered",): 3.0}
    }  # fmt: skip
    assert lasting(one) == {TURNS.name: {("answered",): 1.0}}


def test_nothing_from_outside_fills_the_memory() -> None:
    for number in range(MOST + 500):
        count(REQUESTS, "GET", f"/{number}", "200")
    rows = figures()[REQUESTS.name]
    assert len(rows) <= MOST + 1
    assert rows["other", "other", "other"] == 500


def test_labels_are_those_of_the_instrument() -> None:
    with pytest.raises(TypeError, match="outcome"):
        count(TURNS)


def test_what_an_older_or_broken_file_holds_is_passed_over() -> None:
    kept = {
        "gone": [[[], 1]],
        TURNS.name: [[["answered"], 2], [["a", "b"], 1], "?"],
        JOB_SECONDS.name: [[["x"], [[1], 2]]],
    }
    assert from_json(kept) == {TURNS.name: {("answered",): 2.0}}
    assert from_json("?") == {}


def test_names_and_units_follow_the_rules_of_prometheus() -> None:
    assert len({one.name for one in INSTRUMENTS}) == len(INSTRUMENTS)
    for one in INSTRUMENTS:
        assert one.name.startswith("mercery_")
        assert not one.name.endswith("_total")
        assert one.help.endswith(".")
        assert bool(one.buckets) == (one.kind == "histogram")
        assert list(one.buckets) == sorted(set(one.buckets))
        if one.kind == "histogram":
            assert one.name.endswith("_seconds")
