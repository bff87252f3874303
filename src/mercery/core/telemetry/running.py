"""What a process begins and ends of all this, by the settings."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Literal

from mercery.core.config import Settings
from mercery.core.telemetry import tracing
from mercery.core.telemetry.instruments import BUILD, MEMORY
from mercery.core.telemetry.recording import sampled_by, set_to
from mercery.core.telemetry.sharing import Shared, shared_figures

Role = Literal["web", "worker", "live"]


def version() -> str:
    """The version that runs."""
    try:
        return package_version("mercery")
    except PackageNotFoundError:
        return "unknown"


@asynccontextmanager
async def telemetry(chosen: Settings, role: Role) -> AsyncIterator[Shared | None]:
    """Figures and traces of this process while the block runs."""
    if chosen.otlp_url:
        await asyncio.to_thread(_begin_traces, chosen, role)
    take_back = sampled_by(lambda: set_to(MEMORY, role, value=memory()))
    set_to(BUILD, version(), value=1)
    try:
        async with shared_figures(chosen.home, role) as shared:
            yield shared
    finally:
        take_back()
        await asyncio.to_thread(tracing.end)


def _begin_traces(chosen: Settings, role: Role) -> None:
    tracing.begin(
        url=chosen.otlp_url,
        headers=headers_of(chosen.otlp_headers.get_secret_value() if chosen.otlp_headers else ""),
        share=chosen.otlp_share,
        role=role,
        version=version(),
        process=f"{socket.gethostname()}:{os.getpid()}",
    )


def headers_of(text: str) -> dict[str, str]:
    """`name=value` with commas between, as OpenTelemetry writes headers. ValueError where a part has no name."""
    found = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, sign, value = part.partition("=")
        if not sign or not name.strip():
            raise ValueError("write name=value, with commas between")
        found[name.strip()] = value.strip()
    return found


def memory() -> int:
    """Bytes of resident memory of this process; 0 where that cannot be read."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        import psutil

        return int(psutil.Process().memory_info().rss)
