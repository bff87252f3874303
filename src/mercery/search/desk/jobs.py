"""Works out, while nobody waits, what was searched and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from mercery.accounts import service as accounts
from mercery.core.clock import now
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.interactions.service import KEPT_DAYS
from mercery.search.desk import digest, outcomes, repository, search_log

blueprint = Blueprint()
log = get_logger(__name__)
_ORDERS_COME_WITHIN: Final = timedelta(days=8)


@blueprint.periodic(cron="*/10 * * * *")
@blueprint.task(name="digest", pass_context=False)
async def digest_lately(timestamp: int) -> None:
    """Every ten minutes: what was searched since the last time, of every shop."""
    async with database().session() as session:
        shops = [shop.id for shop in await accounts.all_shops(session)]
    for shop_id in shops:
        await digest_shop(shop_id, timedelta())


@blueprint.periodic(cron="41 3 * * *")
@blueprint.task(name="digest_again", pass_context=False)
async def digest_again(timestamp: int) -> None:
    """Once a night: the last eight days anew, since orders come later than searches; what is too old is forgotten."""
    async with database().session() as session:
        gone = await search_log.remove_before(session, now() - timedelta(days=KEPT_DAYS))
        shops = [shop.id for shop in await accounts.all_shops(session)]
    for shop_id in shops:
        await digest_shop(shop_id, _ORDERS_COME_WITHIN)
        async with database().session() as session:
            await digest.forget_unsearched(session, shop_id, now())
            await digest.count_popularity(session, shop_id, now())
    log.info("searches_worked_out_again", shops=len(shops), forgotten=gone, at=timestamp)


async def digest_shop(shop_id: str, back: timedelta) -> int:
    """Work one shop out from where it stands, or from `back`; returns how many searches there were."""
    moment = now()
    async with database().session() as session:
        until = await repository.digested_until(session, shop_id)
        begun = moment - digest.COUNTED_FOR
        if until is None:
            # A new shop has three months with nothing in them.
            begun = await digest.first_search(session, shop_id, begun, moment - digest.LOOKED_BACK)
    since = max(begun, min(until - digest.LOOKED_BACK, moment - back)) if until else begun
    count = 0
    for start, end in digest.steps(since, moment):
        async with database().session() as session:
            count += await digest.work_out(session, shop_id, start, end, moment)
    async with database().session() as session:
        if not await outcomes.has_popularity(session, shop_id):
            await digest.count_popularity(session, shop_id, moment)
    return count
