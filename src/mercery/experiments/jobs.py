"""Jobs of experiments."""

from __future__ import annotations

from mercery.accounts import service as accounts
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.experiments.ledger import days
from mercery.experiments.readings import read_what_is_due, take
from mercery.experiments.running import service as running

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


@blueprint.periodic(cron="27 * * * *")
@blueprint.task(name="add_up_costs", pass_context=False)
async def add_up_costs(timestamp: int) -> None:
    """Every hour, since shops' days end at different hours: add up the finished days of shops with many costs. Days of which a
    cost may still be written wait for the next round."""
    async with database().session() as session:
        shops = [one for one in await accounts.all_shops(session) if await days.worth_it(session, one)]
    for shop in shops:
        async with database().session() as session:
            first, until = await days.missing(session, shop)
        while first < until:
            last = min(first + days.AT_ONCE, until)
            async with database().session() as session:
                if not await days.add_up(session, shop, first, last):
                    log.info("cost_days_wait", shop=shop.id, day=first.isoformat(), at=timestamp)
                    break
            first = last


@blueprint.task(name="read_one")
async def read_one(shop_id: str, key: str, phase: int) -> None:
    """Read one experiment, for somebody who asked or because it was decided. One that counts anew by now is left to the hour."""
    async with database().session() as session:
        shop = await accounts.shop(session, shop_id)
        one = await running.one_of(session, shop, key)
        if one.phase == phase:
            await take(session, shop, one)
