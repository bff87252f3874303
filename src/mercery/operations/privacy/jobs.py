"""Once a night: what is older than each shop keeps it goes."""

from __future__ import annotations

from mercery.accounts import service as accounts
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.operations.privacy.retention import let_go

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.periodic(cron="23 3 * * *")
@blueprint.task(name="let_go", pass_context=False, lock="privacy", queueing_lock="privacy")
async def let_go_of_all(timestamp: int) -> None:
    """One shop after the other."""
    base = database()
    async with base.session() as session:
        shops = await accounts.all_shops(session)
    for shop in shops:
        gone = await let_go(base, shop.id)
        if gone:
            log.info("older_than_kept", shop=shop.id, at=timestamp, **gone)
