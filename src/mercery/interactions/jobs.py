"""Jobs of the interactions feature."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from mercery.core.database import Database
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.interactions.days import keep_days
from mercery.interactions.service import KEPT_DAYS, forget_old

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.periodic(cron="23 3 * * *")
@blueprint.task(name="forget", pass_context=False)
async def forget(timestamp: int) -> None:
    """Once a night: drop the days whose time of keeping has passed."""
    async with database().session() as session:
        log.info("interactions_forgotten", rows=await forget_old(session), at=timestamp)


@blueprint.periodic(cron="11 */6 * * *")
@blueprint.task(name="keep_days", pass_context=False)
async def make_days(timestamp: int) -> None:
    """Four times a day: the days to come have their partitions, and what strayed lies in its own day."""
    log.info("days_kept", made=await keep_days(database(), kept_days=KEPT_DAYS), at=timestamp)


async def keep_days_in_background(of: Database) -> None:
    """The same when a process starts; what fails here is done by the job, and strays wait for it."""
    try:
        await keep_days(of, kept_days=KEPT_DAYS)
    except (SQLAlchemyError, OSError) as error:
        log.warning("days_not_kept", error=str(error))
