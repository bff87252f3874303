"""Background jobs of hours."""

from __future__ import annotations

from mercery.conversations.hours.service import shops_with_hours, tell_customers
from mercery.core.jobs import Blueprint
from mercery.core.runtime import database

blueprint = Blueprint()


@blueprint.periodic(cron="7 * * * *")
@blueprint.task(name="tell_hours", queueing_lock="tell_hours")
async def tell_hours(timestamp: int) -> None:
    """Each hour, because shops' days begin at different ones: what customers are told of special days moves with time."""
    async with database().session() as session:
        shops = await shops_with_hours(session)
    for shop_id in shops:
        async with database().session() as session:
            await tell_customers(session, shop_id)
