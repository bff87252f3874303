"""Writing a batch, piece by piece: what is needed is read, then written with no transaction open, then kept."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.logging import get_logger
from mercery.studio.brief import Brief
from mercery.studio.by_model import write_with
from mercery.studio.gathering import Others, materials_for, others_of
from mercery.studio.kept import BatchAsked, Cost
from mercery.studio.lent import lender_in_use
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.service.batches import added, batch_row, brief_of, tell
from mercery.studio.service.writing import check_brief, keep_written, written
from mercery.studio.tables import ContentBatchItemRow

log = get_logger(__name__)


@dataclass
class _Run:
    """One job at work on a batch."""

    database: Database
    shop: Shop
    batch_id: str
    owner: Actor
    asked: BatchAsked
    others: dict[tuple[str, str], Others] = field(default_factory=dict)
    """What pieces say already, by channel and language: read once, then added to."""


async def write_batch(database: Database, shop_id: str, batch_id: str) -> None:
    """Write what of the batch waits. A piece that cannot be written is noted with the reason, and the next one follows; a
    job that dies is taken up by another one where it stopped."""
    async with database.session() as session:
        shop = await accounts.shop(session, shop_id)
        row = await batch_row(session, shop_id, batch_id, locked=True)
        if row.state not in ("waiting", "running"):
            return
        row.state = "running"
        run = _Run(
            database, shop, batch_id, Actor(kind="staff", id=row.owner_id, name=row.owner), read(BatchAsked, row.brief)
        )
        await tell(session, row)
    while await _next(run):
        pass


async def _next(run: _Run) -> bool:
    """Write one piece; False when none waits or the batch was cancelled."""
    started, spent = time.process_time(), Cost(pieces=1, seconds=0.0)
    async with run.database.session() as session:
        row = await batch_row(session, run.shop.id, run.batch_id)
        item = await _waiting(session, run.batch_id) if row.state == "running" else None
        if item is None:
            await _finish(session, run)
            return False
        brief, item_id = brief_of(run.asked, item), item.id
    try:
        check_brief(run.shop, brief)
        materials = await _materials(run, brief)
        piece, spent = await _written(run, brief, materials)
    except MerceryError as error:
        await _note(run, item_id, problem=" ".join((error.message, *(one.text() for one in error.problems[:1]))))
        return True
    except Exception:
        log.exception("piece_not_written", batch=run.batch_id, item=item_id)
        await _note(run, item_id, problem="The piece could not be written.")
        return True
    await _store(run, item_id, brief, materials, piece, replace(spent, seconds=time.process_time() - started))
    return True


async def _materials(run: _Run, brief: Brief) -> Materials:
    async with run.database.session() as session:
        key = (brief.channel, brief.lang)
        if key not in run.others:
            run.others[key] = await others_of(session, run.shop, brief)
        return await materials_for(session, run.shop, brief, others=run.others[key])


async def _written(run: _Run, brief: Brief, materials: Materials) -> tuple[Piece, Cost]:
    lender = lender_in_use() if run.asked.by_model else None
    if lender is not None:
        async with lender.lent(run.database, run.shop.id) as model:
            if model is not None:
                piece = await write_with(model, brief, materials)
                used = model.usage.read + model.usage.written
                return piece, Cost(
                    pieces=1, seconds=0.0, tokens=used, micros=model.micros, currency=lender.currency
                )  # fmt: skip
    # In a thread, so that what else the worker does (prices that change) need not wait for it.
    return await asyncio.to_thread(written, brief, materials), Cost(pieces=1, seconds=0.0)


async def _store(run: _Run, item_id: int, brief: Brief, materials: Materials, piece: Piece, spent: Cost) -> None:
    async with run.database.session() as session:
        row = await batch_row(session, run.shop.id, run.batch_id, locked=True)
        item = await session.get_one(ContentBatchItemRow, item_id)
        # What a model was paid for counts, even where somebody has cancelled meanwhile.
        row.spent = plain(added(read(Cost, row.spent) if row.spent else Cost(pieces=0, seconds=0.0), spent))
        if item.state != "waiting":
            return
        kept = await keep_written(session, run.shop, run.owner, brief, materials, piece, batch_id=run.batch_id)
        item.state, item.piece_id, item.problem, item.at = "done", kept.line.id, "", now()
        row.done += 1
        await tell(session, row)
    key = (brief.channel, brief.lang)
    run.others[key] = run.others[key].with_text(piece)


async def _note(run: _Run, item_id: int, *, problem: str) -> None:
    async with run.database.session() as session:
        row = await batch_row(session, run.shop.id, run.batch_id, locked=True)
        item = await session.get_one(ContentBatchItemRow, item_id)
        if item.state != "waiting":
            return
        item.state, item.problem, item.at = "failed", problem[:500], now()
        row.failed += 1
        await tell(session, row)


async def _waiting(session: AsyncSession, batch_id: str) -> ContentBatchItemRow | None:
    found: ContentBatchItemRow | None = await session.scalar(
        select(ContentBatchItemRow)
        .where(ContentBatchItemRow.batch_id == batch_id, ContentBatchItemRow.state == "waiting")
        .order_by(ContentBatchItemRow.place)
        .limit(1)
    )
    return found


async def _finish(session: AsyncSession, run: _Run) -> None:
    row = await batch_row(session, run.shop.id, run.batch_id, locked=True)
    if row.state == "running":
        row.state, row.finished_at = "done", now()
        await tell(session, row)
