"""Jobs that wait are run, as the worker runs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procrastinate import App
from procrastinate.periodic import PeriodicRegistry

from mercery.core.database import Database
from mercery.core.runtime import use_database


async def run_due(made: App | Callable[[], App], database: Database | None = None, **options: Any) -> None:
    """Run every job that is queued, then come back; `database` is what the jobs, and what makes their app, find as theirs.

    Nothing that only the clock asks for: each worker that starts would otherwise do all that was due in the last ten minutes.
    """
    if database is not None:
        use_database(database)
    try:
        app = made if isinstance(made, App) else made()
        app.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, **options)
    finally:
        if database is not None:
            use_database(None)
