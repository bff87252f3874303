"""The worker: runs background jobs of every feature."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from procrastinate import App, Blueprint

import mercery
from mercery.app import wire_events
from mercery.core.jobs import job_app
from mercery.core.runtime import database, open_database


def blueprints() -> dict[str, Blueprint]:
    """Each feature's jobs, by feature name: every `mercery/<feature>/jobs.py` has a `blueprint`."""
    found: dict[str, Blueprint] = {}
    for module in pkgutil.iter_modules(mercery.__path__):
        if module.ispkg and module.name != "core" and (Path(mercery.__path__[0]) / module.name / "jobs.py").exists():
            found[module.name] = importlib.import_module(f"mercery.{module.name}.jobs").blueprint
    return found


def jobs() -> App:
    """The job queue with every feature's tasks."""
    return job_app(database().url, blueprints())


async def work() -> None:
    """Run jobs until the process is told to stop."""
    async with open_database():
        wire_events()
        app = jobs()
        async with app.open_async():
            await app.run_worker_async(
                concurrency=4, install_signal_handlers=True, delete_jobs="successful", update_heartbeat_interval=10
            )
