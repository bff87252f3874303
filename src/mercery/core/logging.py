"""Structured logs: an event name and fields, as lines for a person or as JSON."""

import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, TextIO, cast

import structlog

from mercery.core.config import Settings
from mercery.core.log_lines import LOOKED_AT, clean_handlers, line
from mercery.core.redaction import HIDDEN, SECRET_NAME
from mercery.core.telemetry.tracing import trace_id


def without_secrets(_logger: object, _method: str, fields: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Hide values whose field says that they are secret or personal, however deep they stand."""
    return {name: HIDDEN if SECRET_NAME.search(name) else _hidden_below(value) for name, value in fields.items()}


def _hidden_below(value: object) -> object:
    if isinstance(value, Mapping):
        return {
            key: HIDDEN if isinstance(key, str) and SECRET_NAME.search(key) else _hidden_below(one)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden_below(one) for one in value]
    return value


def with_trace(_logger: object, _method: str, fields: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Say which trace a line belongs to, where traces are sent."""
    if trace := trace_id():
        fields["trace"] = trace
    return fields


def without_people(_logger: object, _method: str, fields: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Take secrets, e-mail addresses and the numbers of telephones, cards, accounts and identity cards out of every value,
    also inside lists and traces, whatever the field is called. The last step before the line is written."""
    return {name: value if name == "timestamp" else _cleaned(value) for name, value in fields.items()}


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return line(value)
    if isinstance(value, bytes | bytearray):
        return line(bytes(value[:LOOKED_AT]).decode(errors="replace"))
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    # Whatever it is, the line would hold its words.
    return line(str(value))


GRANIAN: Final[dict[str, Any]] = {
    "formatters": {
        "generic": {"()": "mercery.core.log_lines.Cleaned", "fmt": "[%(levelname)s] %(message)s"},
        "access": {"()": "mercery.core.log_lines.Cleaned", "fmt": "%(message)s"},
    }
}
"""For the web server, which sets its own lines up: what it says of requests and of errors is cleaned as well."""


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
    clean_handlers()
    sys.excepthook = _cleaned_crash
    threading.excepthook = lambda crash: _cleaned_crash(
        crash.exc_type, crash.exc_value or crash.exc_type(), crash.exc_traceback
    )


def _cleaned_crash(kind: type[BaseException], crash: BaseException, trace: TracebackType | None) -> None:
    """What Python writes when a process or a thread dies of an error nobody caught."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, crash, trace)
        return
    sys.stderr.write(f"{line(''.join(traceback.format_exception(kind, crash, trace)))}\n")


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """The logger of a module."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return logger
