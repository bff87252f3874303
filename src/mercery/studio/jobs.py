"""Work on content that no person waits for."""

from __future__ import annotations

import asyncio
import shutil

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.core.errors import MerceryError, NotFound
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.studio import batch_work, drawing, hearing, repository
from mercery.studio.service import follow as follow_piece
from mercery.studio.service import publishing

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.task(name="write_batch")
async def write_batch(shop_id: str, batch_id: str) -> None:
    """Write the pieces of a batch that wait."""
    await batch_work.write_batch(database(), shop_id, batch_id)


@blueprint.task(name="follow")
async def follow(shop_id: str, piece_ids: list[str]) -> None:
    """Hold pieces against the facts in force, each in a transaction of its own."""
    for piece_id in piece_ids:
        try:
            async with database().session() as session:
                await follow_piece(session, await accounts.shop(session, shop_id), piece_id)
        except NotFound:
            continue
        except Exception as error:
            # One piece that cannot be mended must not keep the others from it; no surface shows what has fallen.
            reason = error.message if isinstance(error, MerceryError) else type(error).__name__
            log.warning("piece_not_followed", shop=shop_id, piece=piece_id, reason=reason, exc_info=error)


@blueprint.task(name="turn")
async def turn(shop_id: str) -> None:
    """A price or a policy begins or ends now."""
    async with database().session() as session:
        await hearing.follow_everything(session, shop_id)


@blueprint.task(name="publish_due")
async def publish_due(shop_id: str, piece_id: str) -> None:
    """Publish a piece whose time has come. What does not hold any more waits for a person, with the reason."""
    try:
        async with database().session() as session:
            shop = await accounts.shop(session, shop_id)
            row = await repository.row_of(session, shop_id, piece_id, locked=True)
            if publishing.due(row):
                await publishing.publish(session, shop, SYSTEM, row.id)
    except MerceryError as error:
        async with database().session() as session:
            await publishing.not_published(session, shop_id, piece_id, error.message)
        log.warning("piece_not_published", shop=shop_id, piece=piece_id, reason=error.message)


@blueprint.task(name="draw")
async def draw(shop_id: str, render_id: str) -> None:
    """Draw the files of a piece."""
    await drawing.draw(database(), shop_id, render_id)


@blueprint.task(name="forget")
async def forget(shop_id: str) -> None:
    """Remove what was drawn for a shop that is gone."""
    await asyncio.to_thread(shutil.rmtree, drawing.folder_of(shop_id), ignore_errors=True)
