"""Work on promotions that no person waits for."""

from __future__ import annotations

from mercery.accounts import service as accounts
from mercery.core.jobs import Blueprint
from mercery.core.runtime import database
from mercery.promotions.publishing import checking, hearing, watching

blueprint = Blueprint()


@blueprint.task(name="prove")
async def prove(shop_id: str, check_id: str) -> None:
    """Prove a calendar, and do what waits for it."""
    await checking.work(database(), shop_id, check_id)


@blueprint.task(name="look_at_orders")
async def look_at_orders(shop_id: str, numbers: list[str]) -> None:
    """Hold a file of orders against what was proved, some at a time."""
    for start in range(0, len(numbers), hearing.MOST_AT_ONCE):
        async with database().session() as session:
            await hearing.look_at_orders(session, shop_id, numbers[start : start + hearing.MOST_AT_ONCE])


@blueprint.periodic(cron="*/5 * * * *")
@blueprint.task(name="watch")
async def watch(timestamp: int) -> None:
    """Hold every rule in force against its limits, and prove what stands still for want of a proof."""
    async with database().session() as session:
        shops = await watching.shops_with_rules(session)
    for shop_id in shops:
        async with database().session() as session:
            shop = await accounts.shop(session, shop_id)
            await watching.watch_shop(session, shop)
            if await hearing.unproved(session, shop):
                await hearing.prove_again(session, shop)


@blueprint.periodic(cron="23 * * * *")
@blueprint.task(name="prove_what_lapsed")
async def prove_what_lapsed(timestamp: int) -> None:
    """Prove again where a price that begins or ends by the clock has overtaken the proof; note sets whose time is over."""
    async with database().session() as session:
        shops = await watching.shops_with_rules(session)
    for shop_id in shops:
        async with database().session() as session:
            shop = await accounts.shop(session, shop_id)
            await watching.note_ended(session, shop)
            if await hearing.lapsed(session, shop):
                await hearing.prove_again(session, shop)
