"""The daily backup: a job of the queue, so that of many workers one makes it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

from mercery.accounts import service as accounts
from mercery.core.clock import now
from mercery.core.config import Settings, settings
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.operations.backing_up.making import Wanted
from mercery.operations.backing_up.records import last_made, last_tried, make_and_note
from mercery.operations.backing_up.schedule import is_due, read_time

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.periodic(cron="*/5 * * * *")
@blueprint.task(name="daily", pass_context=False, lock="backing_up", queueing_lock="backing_up")
async def daily(timestamp: int) -> None:
    """Look every five minutes whether the daily backup is due, and make it."""
    await back_up_when_due(settings())


async def back_up_when_due(chosen: Settings) -> bool:
    """Whether one was due and was made. One that fails is on record, and is tried again later."""
    at = read_time(chosen.backup_at)
    if at is None:
        return False
    async with database().session() as session:
        shop = await accounts.first_shop(session)
        made = await last_made(session, by_schedule=True)
        tried = await last_tried(session)
    if shop is None:
        return False
    failed = tried.ended_at if tried and tried.problem and tried.by_schedule else None
    if not is_due(at, ZoneInfo(shop.timezone), now(), made=made.ended_at if made else None, failed=failed):
        return False
    done = await asyncio.to_thread(make_and_note, _wanted(chosen, database().direct_url), _quiet, by_schedule=True)
    log.info("backup_made", file=done.path.name, bytes=done.bytes, rows=done.manifest.rows, removed=len(done.removed))
    return True


def folder_for(chosen: Settings) -> Path:
    """Where backups go by the settings; made where it is the one in the home folder."""
    if chosen.backup_folder is not None:
        return chosen.backup_folder
    folder = chosen.home.resolve() / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _wanted(chosen: Settings, url: str) -> Wanted:
    passphrase = chosen.backup_passphrase
    return Wanted(
        url=url, home=chosen.home.resolve(), target=folder_for(chosen),
        passphrase=passphrase.get_secret_value() if passphrase else None, keep=chosen.backup_keep,
    )  # fmt: skip


def _quiet(_: str) -> None:
    """The worker's log has one line at the end."""
