"""Inspection in the background: a conversation when it is closed, and whatever has fallen silent."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.conversations.events import Closed
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.inspection.service.inspecting import inspect_again, inspect_conversation, inspect_due

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.task(name="inspect")
async def inspect_closed(shop_id: str, conversation_id: str) -> None:
    """Inspect a conversation that was closed."""
    async with database().session() as session:
        shop = await accounts.shop(session, shop_id)
    try:
        await inspect_conversation(database(), shop, conversation_id)
    except NotFound:
        log.info("conversation_gone", conversation=conversation_id)


@blueprint.task(name="again")
async def again(shop_id: str) -> None:
    """Inspect the last days once more, after the rules were changed."""
    async with database().session() as session:
        shop = await accounts.shop(session, shop_id)
    log.info("inspected_again", conversations=await inspect_again(database(), shop))


async def on_closed(session: AsyncSession, event: Closed) -> None:
    """Have a closed conversation inspected, once that is committed."""
    args = {"shop_id": event.shop_id, "conversation_id": event.conversation_id}
    await enqueue(session, "inspection:inspect", args, lock=f"inspection:{event.conversation_id}")


async def inspect_what_is_due(over: Database) -> int:
    """All shops, one conversation after the other. Returns how many were inspected. Two workers at it at once do the same
    work twice and keep it once."""
    async with over.session() as session:
        shops = await accounts.all_shops(session)
    return sum([len(await inspect_due(over, shop)) for shop in shops])
