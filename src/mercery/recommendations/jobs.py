"""Jobs that keep the model: built anew every night, each order counted as it comes, gone with its shop. And what browsers
said of pieces is forgotten when its time has passed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.events import ShopRemoved
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.jobs import Blueprint, enqueue, take_up
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.interactions.events import VisitorForgotten
from mercery.orders.events import OrdersChanged
from mercery.recommendations import repository
from mercery.recommendations.recommendation import Who
from mercery.recommendations.said import forget_old
from mercery.recommendations.stored import library
from mercery.recommendations.stored.applying import Applied, apply_orders
from mercery.recommendations.stored.building import rebuild as build
from mercery.recommendations.stored.held_open import let_go
from mercery.recommendations.stored.shipping import stands, withdraw
from mercery.recommendations.stored.versions import (
    ModelMissing,
    current_version,
    folder_in_use,
    read_about,
    remove_all,
    shop_folder,
)

blueprint = Blueprint()
log = get_logger(__name__)
MOST: Final = 500
"""Orders counted one by one; an import of more has everything worked out anew."""
GATHERED: Final = timedelta(seconds=2)
"""How long an order waits for others that come. What its customer is shown follows from the order itself, at once."""
PAUSE: Final = timedelta(minutes=10)
"""How long a product that is newer than the lists waits for them, so that an import of many costs one build."""


@blueprint.periodic(cron="47 2 * * *")
@blueprint.task(name="nightly", pass_context=False)
async def nightly(timestamp: int) -> None:
    """Have each shop's model worked out anew: what was deleted yesterday is in no count tomorrow."""
    async with database().session() as session:
        shops = await accounts.all_shops(session)
        for shop in shops:
            if not _imported(shop.id):
                await want_rebuild(session, shop.id)
    log.info("recommendations_nightly", shops=len(shops), at=timestamp)


@blueprint.task(name="rebuild")
async def rebuild(shop_id: str) -> None:
    """Work a shop's model out anew."""
    async with database().session() as session:
        await build(session, shop_id)


@blueprint.task(name="apply")
async def apply(shop_id: str, numbers: list[str]) -> None:
    """Count orders in the lists that are read at this moment, with those that came in meanwhile; build lists where there are
    none."""
    async with database().session() as session:
        waiting = await take_up(session, "recommendations:apply", shop_id, most=MOST)
        together = list(dict.fromkeys([*numbers, *(one for args in waiting for one in args["numbers"])]))
        try:
            applied = await _applied(session, shop_id, together)
        except ModelMissing:
            await build(session, shop_id)
            return
        if applied.unknown and not _imported(shop_id):
            await want_rebuild(session, shop_id, pause=PAUSE)


async def _applied(session: AsyncSession, shop_id: str, numbers: list[str]) -> Applied:
    name = current_version(settings().home.resolve(), shop_id)
    try:
        return await apply_orders(session, shop_id, numbers)
    except ModelMissing:
        if current_version(settings().home.resolve(), shop_id) in (None, name):
            raise
        # A newer version took the place of the one that was about to be written.
        return await apply_orders(session, shop_id, numbers)


@blueprint.task(name="forget")
async def forget(shop_id: str) -> None:
    """Remove the model of a shop that is gone."""
    library.forget(shop_id)
    async with database().session() as session:
        await withdraw(session, shop_id)
    let_go(shop_folder(settings().home.resolve(), shop_id))
    await asyncio.to_thread(remove_all, settings().home.resolve(), shop_id)


async def want_rebuild(session: AsyncSession, shop_id: str, *, pause: timedelta | None = None) -> None:
    """Have the model worked out anew once this transaction is committed."""
    await enqueue(
        session,
        "recommendations:rebuild",
        {"shop_id": shop_id},
        # Not the lock of orders: a build that is put off would keep them waiting. What is placed while it runs is counted
        # by the build itself at its end.
        lock=f"recommendations:rebuild:{shop_id}",
        once=f"recommendations:rebuild:{shop_id}",
        at=now() + pause if pause else None,
    )


async def on_orders_changed(session: AsyncSession, event: OrdersChanged) -> None:
    """Have the orders counted, once they are committed: those of two seconds together, which costs half of what they cost
    one by one."""
    if len(event.numbers) > MOST:
        await want_rebuild(session, event.shop_id)
    elif event.numbers:
        arguments = {"shop_id": event.shop_id, "numbers": list(event.numbers)}
        await enqueue(session, "recommendations:apply", arguments, lock=_lock(event.shop_id), at=now() + GATHERED)


async def on_shop_removed(session: AsyncSession, event: ShopRemoved) -> None:
    """Have the model go with its shop, once that is committed."""
    await enqueue(session, "recommendations:forget", {"shop_id": event.shop_id}, lock=_lock(event.shop_id))


async def on_visitor_forgotten(session: AsyncSession, event: VisitorForgotten) -> None:
    """What the browser said of pieces, and its yes or no, go with it."""
    await repository.forget(session, event.shop_id, Who(visitor_id=event.visitor_id))


def _lock(shop_id: str) -> str:
    return f"recommendations:{shop_id}"


def _imported(shop_id: str) -> bool:
    """Whether the lists in use came from a warehouse not long ago: the shop's own orders are but a part of them."""
    try:
        return stands(read_about(folder_in_use(settings().home.resolve(), shop_id)))
    except ModelMissing:
        return False


@blueprint.periodic(cron="53 3 * * *")
@blueprint.task(name="forget_said", pass_context=False)
async def forget_said(timestamp: int) -> None:
    """Once a night: remove what browsers said of pieces longer ago than it is kept."""
    async with database().session() as session:
        log.info("recommendations_forgotten", rows=await forget_old(session), at=timestamp)
