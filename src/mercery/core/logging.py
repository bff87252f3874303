"""Structured logs: an event name and fields, as lines for a person or as JSON."""

import logging
import re
import sys
from collections.abc import Mapping
from typing import TextIO, cast

import structlog

from mercery.core.config import Settings
from mercery.core.personal_numbers import without_personal_numbers
from mercery.core.telemetry.tracing import trace_id

_HIDDEN = re.compile(r"password|secret|token|cookie|authorization|api_?key|e?mail|phone|address", re.IGNORECASE)
"""Names of fields whose values are nobody's business in a log."""
_LONGEST = 20_000
"""Characters of a value that are written; a trace is shorter."""
_SECRET_PATHS = re.compile(r"(/console/join/)[^/?]+")


def without_secrets(_logger: object, _method: str, fields: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Hide values whose field says that they are secret or personal, and secrets that stand in an address."""
    for name, value in fields.items():
        if _HIDDEN.search(name):
            fields[name] = "…"
        elif name == "path" and isinstance(value, str):
            fields[name] = _SECRET_PATHS.sub(r"\1…", value)
    return fields


def with_trace(_logger: object, _method: str, fields: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Say which trace a line belongs to, where traces are sent."""
    if trace := trace_id():
        fields["trace"] = trace
    return fields


def without_people(_logger: object, _method: str, fields: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Take e-mail addresses and the numbers of telephones, cards, accounts and identity cards out of every value, also
    inside lists and traces, whatever the field is called. The last step before the line is written."""
    return {name: value if name == "timestamp" else _cleaned(value) for name, value in fields.items()}


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return without_personal_numbers(value[:_LONGEST])
    if isinstance(value, bytes):
        return without_personal_numbers(value[:_LONGEST].decode(errors="replace"))
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    # Whatever it is, the line would hold its words.
    return without_personal_numbers(str(value)[:_LONGEST])


class _Cleaned(logging.Formatter):
    """Lines of libraries, cleaned alike."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without what leads to a person."""
        return without_personal_numbers(super().format(record)[:_LONGEST])


class _Stderr:
    """Standard error as it is when a line is written: loggers are kept for as long as the process lives."""

    def write(self, text: str) -> int:
        """Write to standard error."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush standard error."""
        sys.stderr.flush()


def configure_logging(settings: Settings) -> None:
    """Set up structlog and the standard library to write one format to stderr."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        with_trace,
        without_secrets,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, without_people, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Stderr())),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    for handler in logging.getLogger().handlers:
        if type(handler.formatter) is logging.Formatter:
            handler.setFormatter(_Cleaned("%(levelname)s %(name)s %(message)s"))


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """The logger of a module."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return logger
