"""Work on releases that no person waits for."""

from __future__ import annotations

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.core.clock import now
from mercery.core.errors import MerceryError
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.knowledge.releases import repository, service
from mercery.knowledge.releases.rehearsal import rehearsal_in_use

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.task(name="check")
async def check(shop_id: str, check_id: str) -> None:
    """Check a release, or put the own questions to what is said now."""
    await service.work(database(), rehearsal_in_use(), shop_id, check_id)


@blueprint.periodic(cron="* * * * *")
@blueprint.task(name="publish_due")
async def publish_due(timestamp: int) -> None:
    """Publish the releases whose time has come."""
    async with database().session() as session:
        waiting = await service.due(session, now())
    for shop_id, number in waiting:
        await publish_at_last(shop_id, number)


async def publish_at_last(shop_id: str, number: int) -> None:
    """Publish one release by itself. What its check does not allow waits for a person, with the reason on its page."""
    try:
        async with database().session() as session:
            shop = await accounts.shop(session, shop_id)
            await service.publish(session, shop, SYSTEM, number, reason="Published at the time that was set")
    except MerceryError as error:
        async with database().session() as session:
            row = await repository.locked(session, shop_id, number)
            row.publish_at = None
            repository.note_step(session, row, SYSTEM, "publish_failed", reason=error.message)
        log.warning("release_not_published", shop=shop_id, number=number, reason=error.message)
