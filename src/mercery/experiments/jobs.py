"""Jobs of experiments."""

from __future__ import annotations

from mercery.accounts import service as accounts
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.experiments.readings import read_what_is_due

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.periodic(cron="17 * * * *")
@blueprint.task(name="read", pass_context=False)
async def read(timestamp: int) -> None:
    """Every hour, since shops' days end at different hours: read the experiments whose day has ended."""
    async with database().session() as session:
        shops = await accounts.all_shops(session)
    for shop in shops:
        async with database().session() as session:
            taken = await read_what_is_due(session, shop)
        if taken:
            log.info("experiments_read", shop=shop.id, readings=taken, at=timestamp)
