"""The code somebody quotes who asks for help: it leads to the line of the log, and to the trace where there is one."""

from __future__ import annotations

from mercery.core.ids import new_id
from mercery.core.telemetry.tracing import trace_id


def support_code() -> str:
    """`err_` and the trace this code runs in, or something that names nothing else."""
    trace = trace_id()
    return f"err_{trace}" if trace else new_id("err")
