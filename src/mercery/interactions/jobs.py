"""Jobs of the interactions feature."""

from __future__ import annotations

from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.interactions.service import forget_old

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.periodic(cron="23 3 * * *")
@blueprint.task(name="forget", pass_context=False)
async def forget(timestamp: int) -> None:
    """Once a night: remove interactions whose time of keeping has passed."""
    async with database().session() as session:
        log.info("interactions_forgotten", rows=await forget_old(session), at=timestamp)
