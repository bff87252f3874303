"""What is counted, as data: every figure with its unit, its labels and what it means.

Labels are closed sets or names of our own code (routes, jobs, checks). A customer's words, a shop's name or an address never
become a label. The guide (docs/guide/monitoring.md) lists the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["counter", "gauge", "histogram"]
_QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SPOKEN: Final = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0, 3.0, 5.0, 8.0, 15.0)
_LONG: Final = (0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One figure. `name` is as Prometheus reads it, without `_total`."""

    name: str
    help: str
    kind: Kind
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    """Upper limits in seconds, of a histogram."""
    together: Literal["sum", "max"] = "sum"
    """How the same gauge of several processes becomes one."""


REQUESTS: Final = Instrument(
    name="mercery_http_requests",
    help="Requests answered, by route (its template, never the address) and status.",
    kind="counter",
    labels=("method", "route", "status"),
)
REQUEST_SECONDS: Final = Instrument(
    name="mercery_http_request_seconds",
    help="Time to the first byte of the answer.",
    kind="histogram",
    labels=("method", "route"),
    buckets=_QUICK,
)
STREAMS: Final = Instrument(
    name="mercery_open_streams", help="Live connections open now (server-sent events).", kind="gauge"
)
TURNS: Final = Instrument(
    name="mercery_turns",
    help="Customers' messages the assistant took, by what came of them.",
    kind="counter",
    labels=("outcome",),
)
TURN_SECONDS: Final = Instrument(
    name="mercery_turn_seconds",
    help="From a message's receipt to the end of its answer.",
    kind="histogram",
    labels=("outcome",),
    buckets=_SPOKEN,
)
SENTENCES_HELD: Final = Instrument(
    name="mercery_sentences_held",
    help="Sentences that did not pass the last check and were not said, by who worded them.",
    kind="counter",
    labels=("worded_by",),
)
MODEL_CALLS: Final = Instrument(
    name="mercery_model_calls",
    help="Calls of the chat model, by purpose and outcome (answered, or how it failed).",
    kind="counter",
    labels=("purpose", "outcome"),
)
MODEL_SECONDS: Final = Instrument(
    name="mercery_model_call_seconds",
    help="Time of a call of the chat model.",
    kind="histogram",
    labels=("purpose",),
    buckets=_SPOKEN,
)
MODEL_TOKENS: Final = Instrument(
    name="mercery_model_tokens",
    help="Tokens read and written by the chat model.",
    kind="counter",
    labels=("direction",),
)
MODEL_COST: Final = Instrument(
    name="mercery_model_cost",
    help="Money for calls of the chat model at the prices of the settings, in whole units of the currency.",
    kind="counter",
    labels=("currency",),
)
CALLS_OUT: Final = Instrument(
    name="mercery_outgoing_calls",
    help="Calls of other machines, by what for and how they ended.",
    kind="counter",
    labels=("to", "outcome"),
)
CALL_OUT_SECONDS: Final = Instrument(
    name="mercery_outgoing_call_seconds",
    help="Time of a call of another machine.",
    kind="histogram",
    labels=("to",),
    buckets=_QUICK,
)
JOBS: Final = Instrument(
    name="mercery_jobs",
    help="Jobs that ended in a worker, by outcome (succeeded, failed, aborted). A job that is tried again counts each time.",
    kind="counter",
    labels=("kind", "outcome"),
)
JOB_SECONDS: Final = Instrument(
    name="mercery_job_seconds", help="Time of a job.", kind="histogram", labels=("kind",), buckets=_LONG
)
QUEUE: Final = Instrument(
    name="mercery_jobs_in_queue",
    help="Jobs of the whole installation by queue and state, at most 15 s old.",
    kind="gauge",
    labels=("queue", "state"),
    together="max",
)
QUEUE_AGE: Final = Instrument(
    name="mercery_oldest_waiting_job_seconds",
    help="How long the oldest job that could begin has waited, in the whole installation.",
    kind="gauge",
    together="max",
)
POOL: Final = Instrument(
    name="mercery_database_connections",
    help="Connections of these processes to the database: in use, free in the pool, and at most.",
    kind="gauge",
    labels=("state",),
)
LISTENER: Final = Instrument(
    name="mercery_listener_reconnects",
    help="How often a process lost its connection for live news and made it again.",
    kind="counter",
)
INDEX_AGE: Final = Instrument(
    name="mercery_search_index_age_seconds",
    help="Age of the oldest index version in use on this host.",
    kind="gauge",
    together="max",
)
SHOWS: Final = Instrument(
    name="mercery_shows_on_air", help="Shows on air in the whole installation.", kind="gauge", together="max"
)
VIEWERS: Final = Instrument(
    name="mercery_show_viewers",
    help="Viewers of all shows of the installation, seen within 20 s.",
    kind="gauge",
    together="max",
)
MEMORY: Final = Instrument(
    name="mercery_process_memory_bytes",
    help="Resident memory of these processes.",
    kind="gauge",
    labels=("role",),
)
PROCESSES: Final = Instrument(
    name="mercery_processes",
    help="Processes of the whole installation heard of within 45 s, by role.",
    kind="gauge",
    labels=("role",),
    together="max",
)
CHECKS: Final = Instrument(
    name="mercery_check",
    help="1 for the state a check of the health page is in, else 0.",
    kind="gauge",
    labels=("check", "state"),
    together="max",
)
BUILD: Final = Instrument(
    name="mercery_build_info", help="1, with the version that runs.", kind="gauge", labels=("version",), together="max"
)
INSTRUMENTS: Final = (
    REQUESTS, REQUEST_SECONDS, STREAMS, TURNS, TURN_SECONDS, SENTENCES_HELD, MODEL_CALLS, MODEL_SECONDS, MODEL_TOKENS,
    MODEL_COST, CALLS_OUT, CALL_OUT_SECONDS, JOBS, JOB_SECONDS, QUEUE, QUEUE_AGE, POOL, LISTENER, INDEX_AGE, SHOWS,
    VIEWERS, MEMORY, PROCESSES, CHECKS, BUILD,
)  # fmt: skip
BY_NAME: Final = {one.name: one for one in INSTRUMENTS}
