"""The round in the queue: however many workers put it there, it is there once a minute and runs once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import text
from tests.accounts.house import open_shop

from mercery.core.database import Database
from mercery.core.jobs import job_app
from mercery.core.runtime import use_database
from mercery.operations.alerts.jobs import blueprint


async def test_three_workers_put_one_round_of_a_minute_into_the_queue_and_run_it_once(
    database: Database, home: Path
) -> None:
    shop, _ = await open_shop(database)
    use_database(database)
    try:
        apps = [job_app(database.url, {"alerts": blueprint}) for _ in range(3)]
        for app in apps:
            await app.open_async()
        for app in apps:
            (periodic,) = app.periodic_registry.periodic_tasks.values()
            # As each worker's own deferrer does at the turn of a minute.
            from procrastinate.periodic import PeriodicDeferrer

            await PeriodicDeferrer(registry=app.periodic_registry).defer_jobs([(periodic, 1_795_770_000)])
        async with database.session() as session:
            waiting = await session.scalar(
                text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'alerts:go_round'")
            )
        assert waiting == 1
        await asyncio.gather(*(app.run_worker_async(wait=False, install_signal_handlers=False) for app in apps))
        async with database.session() as session:
            looked = await session.scalar(
                text("SELECT count(*) FROM alert_rounds WHERE shop_id = :id"), {"id": shop.id}
            )
        assert looked == 1
        for app in apps:
            await app.close_async()
    finally:
        use_database(None)
