"""A piece from its brief to customers and on: versions, two persons, and what becomes of it when a fact changes."""

from __future__ import annotations

import asyncio
import time

import pytest
from tests.studio.house import CLAIRE, HUGO, House, working

from mercery.catalog import service as catalog
from mercery.core.money import Money
from mercery.studio import service
from mercery.studio.kept import Edited, KeptPiece, PieceFilter


async def written(house: House, **brief: object) -> KeptPiece:
    async with house.database.session() as session:
        return await service.write_piece(session, house.shop, CLAIRE, house.brief(**brief))  # type: ignore[arg-type]


async def test_a_piece_of_code_is_published_by_who_had_it_written(house: House) -> None:
    kept = await written(house)
    print(kept.piece.text(), kept.grounds)
    async with house.database.session() as session:
        done = await service.publish(session, house.shop, CLAIRE, kept.line.id, after_version=1)
        listed = await service.pieces(session, house.shop.id, PieceFilter(live=True))
    assert (done.line.status, done.line.live_version) == ("published", 1)
    assert [one.id for one in listed.lines] == [kept.line.id]
