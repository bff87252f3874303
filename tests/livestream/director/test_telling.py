"""What a show costs is noted: the engine's processor seconds once each, and what an outside voice was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.ai.speech.test_counting import Outside
from tests.livestream.director.standing_in import ME, show_on_air

from mercery.ai.speech.counting import Counting
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.experiments.tables import CostRow
from mercery.livestream.director import lease, telling
from mercery.livestream.director.air import Air
from mercery.livestream.director.order import found
from mercery.livestream.director.telling import Telling
from mercery.livestream.director.voicing import Voicing
from mercery.livestream.engine.protocol import Beat

BEAT = Beat(media_s=5, wall_s=5, began_at=0, frames=0, fresh=0, repeated=0, tier="full")


@pytest.mark.parametrize(
    ("beats", "seconds"),
    [
        # Its own engine from the first second on, the seconds between two beats, and a new engine that begins at nought.
        ([(5, 3.0), (15, 5.0), (4, 1.0)], 6.0),
        # An engine that ran before: what it took until then was told by the director before.
        ([(4000, 900.0), (4010, 902.5)], 2.5),
    ],
)
async def test_each_processor_second_of_an_engine_is_noted_once(
    database: Database, monkeypatch: pytest.MonkeyPatch, beats: Sequence[tuple[float, float]], seconds: float
) -> None:
    monkeypatch.setattr(telling, "_BILL_EVERY", -1.0)
    monkeypatch.setattr(telling, "_MINUTES_EVERY", -1.0)
    shop, show = await show_on_air(database)
    async with database.session() as session:
        assert await lease.take(session, shop.id, show.id, ME)
    counting = Counting(Outside())
    air = Air(show=show, place=found((), "", now(), now()))
    told = Telling(air, ME, Voicing(counting, counting))
    counting.synthesize("Good evening.", "en")
    for media_s, cpu_s in beats:
        air.beat = replace(BEAT, media_s=media_s, cpu_s=cpu_s)
        async with database.session() as session:
            assert await told.tell(session)
    async with database.session() as session:
        rows = (await session.scalars(select(CostRow).order_by(CostRow.id))).all()
    assert sum(row.ms for row in rows if row.kind == "compute") == round(seconds * 1000)
    assert [row.units for row in rows if row.kind == "voice"] == [len("Good evening.")]
    assert {(row.feature, row.subject, row.micros) for row in rows} == {("live", show.id, None)}
