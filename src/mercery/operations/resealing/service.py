"""Sealing again, on record, and what cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.database import Database
from mercery.core.sealed_columns import BATCH, SealedColumns, reseal
from mercery.operations.resealing.parts import ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Resealed:
    """What a run did for one kind of secret."""

    of: SealedColumns
    sealed: int
    """Rows sealed again."""
    closed: tuple[tuple[str, str], ...]
    """Rows that no named key opens, and their shops."""


async def reseal_all(
    database: Database, actor: Actor, *, batch: int = BATCH, say: Callable[[int], None] = lambda _: None
) -> list[Resealed]:
    """Seal every stale secret again, a batch in each transaction with its record for each shop. It may be broken off and
    begun again at any time. `say` is told how many rows are done after each batch."""
    done: list[Resealed] = []
    total = 0
    for of in ALL:
        sealed, closed = 0, list[tuple[str, str]]()
        async for session, one in reseal(database, of, batch):
            for shop_id, count in one.sealed.items():
                if not shop_id:  # of a person who belongs to no shop any more: there is no record to write in
                    continue
                after = {"kind": of.name.en, "sealed_again": count}
                await audit.record(session, shop_id, actor, "secrets.reseal", of.table.__tablename__, after=after)
            sealed += sum(one.sealed.values())
            closed += one.closed
            total += sum(one.sealed.values())
            say(total)
        done.append(Resealed(of=of, sealed=sealed, closed=tuple(closed)))
    return done
