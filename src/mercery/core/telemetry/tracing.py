"""Traces of what a request, a turn, a job or a call of another machine took, sent to an OTLP collector.

Nothing of OpenTelemetry is imported while MERCERY_OTLP_URL is empty; `span` is then a few comparisons. An attribute is one of
a closed list and says nothing of a customer: routes are templates, errors are told by their class and never by their words.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal, TypeVar, get_args

from mercery.core.redaction import redacted

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span as OtelSpan
    from opentelemetry.trace import Tracer

T = TypeVar("T")
Kind = Literal["server", "client", "producer", "consumer", "internal"]
Attribute = Literal[
    "http.request.method",
    "http.route",
    "http.response.status_code",
    "server.address",
    "server.port",
    "error.type",
    "mercery.request",
    "mercery.outcome",
    "mercery.to",
    "mercery.purpose",
    "mercery.job",
    "mercery.job_id",
    "mercery.queue",
    "mercery.attempt",
]
Attributes = Mapping[Attribute, str | int | float]
CARRIED: Final = "_trace"
"""Argument of a job that carries the trace it belongs to; taken away before the job is called."""
_ALLOWED: Final = frozenset(get_args(Attribute))
_LONGEST: Final = 200


class Span:
    """Something that is being timed; does nothing while nobody traces."""

    __slots__ = ("_inner",)

    def __init__(self, inner: OtelSpan | None = None) -> None:
        self._inner = inner

    def say(self, attributes: Attributes) -> None:
        """Add attributes that became known."""
        if self._inner is not None:
            self._inner.set_attributes(_cleaned(attributes))

    def rename(self, name: str) -> None:
        """Give it the name that became known."""
        if self._inner is not None:
            self._inner.update_name(name[:_LONGEST])

    def failed(self, error: BaseException | str) -> None:
        """It went wrong. Of an error only the class is told: its words may repeat what a customer wrote."""
        if self._inner is not None:
            from opentelemetry.trace import StatusCode

            kind = error if isinstance(error, str) else type(error).__name__
            self._inner.set_status(StatusCode.ERROR)
            self._inner.set_attributes(_cleaned({"error.type": kind}))

    def end(self) -> None:
        """It is over."""
        if self._inner is not None:
            self._inner.end()

    @contextmanager
    def current(self) -> Iterator[None]:
        """What happens inside belongs to it."""
        if self._inner is None:
            yield
            return
        from opentelemetry.trace import use_span

        with use_span(self._inner, end_on_exit=False, record_exception=False, set_status_on_exception=False):
            yield


NOTHING: Final = Span()
_tracer: Tracer | None = None
_provider: TracerProvider | None = None


def tracing() -> bool:
    """Whether this process sends traces."""
    return _tracer is not None


def begin(*, url: str, headers: Mapping[str, str], share: float, role: str, version: str, process: str) -> None:
    """Send traces to the collector at `url` (its `/v1/traces`, by HTTP and protobuf) from now on, in batches on a thread of
    its own; a collector that is away costs nothing but the traces. `share` of requests is traced. Imports OpenTelemetry."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

    global _tracer, _provider  # noqa: PLW0603 - one per process by design
    end()
    resource = Resource(
        {"service.name": "mercery", "service.version": version, "service.instance.id": process, "mercery.role": role}
    )
    _provider = TracerProvider(resource=resource, sampler=ParentBased(TraceIdRatioBased(share)), shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces", headers=dict(headers), timeout=5)
    _provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=2_000))
    _tracer = _provider.get_tracer("mercery")


def end(seconds: float = 2.0) -> None:
    """Send what is left and stop. Waits so long for the collector and no longer: a process that ends has few seconds. Blocks,
    so call it in a thread."""
    global _tracer, _provider
    provider, _tracer, _provider = _provider, None, None
    if provider is not None:
        leaving = threading.Thread(target=provider.shutdown, name="traces-end", daemon=True)
        leaving.start()
        leaving.join(seconds)


def started(name: str, kind: Kind, attributes: Attributes | None = None, *, parent: str | None = None) -> Span:
    """Begin a span that is ended by hand. `parent`: a `traceparent` it follows; else what is current here."""
    if _tracer is None:
        return NOTHING
    from opentelemetry.trace import SpanKind

    return Span(
        _tracer.start_span(
            name[:_LONGEST],
            context=_context_of(parent),
            kind=SpanKind[kind.upper()],
            attributes=_cleaned(attributes or {}),
            record_exception=False,
            set_status_on_exception=False,
        )
    )


@contextmanager
def span(
    name: str, kind: Kind = "internal", attributes: Attributes | None = None, *, parent: str | None = None
) -> Iterator[Span]:
    """Time a block; what happens inside belongs to it, and an exception marks it as failed. Not around the `yield` of a
    generator, whose steps may run in several tasks: `within` is for those."""
    if _tracer is None:
        yield NOTHING
        return
    one = started(name, kind, attributes, parent=parent)
    try:
        with one.current():
            yield one
    except BaseException as error:
        one.failed(error)
        raise
    finally:
        one.end()


async def within(one: Span, steps: AsyncIterator[T]) -> AsyncGenerator[T]:
    """The same steps, each of which belongs to the span. Closing it closes them."""
    try:
        while True:
            try:
                with one.current():
                    step = await anext(steps)
            except StopAsyncIteration:
                return
            yield step
    finally:
        if isinstance(steps, AsyncGenerator):
            await steps.aclose()


def trace_id() -> str:
    """The trace this code runs in, as 32 hexadecimal digits; empty where there is none."""
    if _tracer is None:
        return ""
    from opentelemetry.trace import format_trace_id, get_current_span

    context = get_current_span().get_span_context()
    return format_trace_id(context.trace_id) if context.is_valid else ""


def traceparent() -> str:
    """The current place in the trace, as W3C Trace Context writes it; empty where there is none."""
    if _tracer is None:
        return ""
    from opentelemetry.trace import get_current_span

    context = get_current_span().get_span_context()
    if not context.is_valid:
        return ""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def _context_of(parent: str | None):  # type: ignore[no-untyped-def]
    if not parent:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({"traceparent": parent})


def _cleaned(attributes: Attributes) -> dict[str, str | int | float]:
    unknown = attributes.keys() - _ALLOWED
    if unknown:
        raise TypeError(f"{', '.join(sorted(unknown))}: no attribute of a trace.")
    return {
        str(name): redacted(value[:_LONGEST]) if isinstance(value, str) else value for name, value in attributes.items()
    }
