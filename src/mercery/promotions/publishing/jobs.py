"""Work on promotions that no person waits for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
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

    async def look(session: AsyncSession, shop: Shop) -> bool:
        await watching.watch_shop(session, shop)
        return await hearing.unproved(session, shop)

    await _in_every_shop(look)


@blueprint.periodic(cron="23 * * * *")
@blueprint.task(name="prove_what_lapsed")
async def prove_what_lapsed(timestamp: int) -> None:
    """Prove again where a price that begins or ends by the clock has overtaken the proof; note sets whose time is over."""

    async def look(session: AsyncSession, shop: Shop) -> bool:
        await watching.note_ended(session, shop)
        return await hearing.lapsed(session, shop)

    await _in_every_shop(look)


async def _in_every_shop(look: Callable[[AsyncSession, Shop], Awaitable[bool]]) -> None:
    """Look at each shop with rules in force, in a transaction of its own; prove again where `look` says so."""
    async with database().session() as session:
        shops = await watching.shops_with_rules(session)
    for shop_id in shops:
        async with database().session() as session:
            shop = await accounts.shop(session, shop_id)
            if await look(session, shop):
                await hearing.prove_again(session, shop)
