"""The stale-recommendation rate, from rows that were shown."""

from __future__ import annotations

from datetime import timedelta

from tests.recommendations.goods import NOON, pieces
from tests.recommendations.house import NOW, House

from mercery.core import clock
from mercery.core.money import Money
from mercery.experiments.service import record_outcome
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import record_all
from mercery.recommendations.shelf import Shelf
from mercery.recommendations.stale import AFTER_DAYS, counted_row, stale_rate


def row(shown: str, days: int, *, visitor: str = "vis_1", arm: str = "treatment") -> Interaction:
    return Interaction(
        visitor_id=visitor, kind="recommended", surface="home", details={"shown": shown, "arm": arm},
        at=NOON - timedelta(days=days),
    )  # fmt: skip


def test_places_of_the_kind_that_was_bought_are_stale_within_the_time() -> None:
    shelf = Shelf(stamp="", made_at=0, pieces=pieces(), kinds={}, groups={}, products={})
    bought = [(NOON - timedelta(days=20), pieces()["saddle-bag"])]
    shown = "work-tote care-leather hobo-lune unknown"
    assert counted_row(row(shown, 10), bought, shelf) == (3, 2)
    assert counted_row(row(shown, 21), bought, shelf) == (0, 0), "shown before it was bought"
    old = [(NOON - timedelta(days=20 + AFTER_DAYS), pieces()["saddle-bag"])]
    assert counted_row(row(shown, 10), old, shelf) == (0, 0)


async def test_the_rate_is_counted_over_rows_shown_to_buyers(house: House) -> None:
    await house.bought("SADDLE-BAG-BORDEAUX", 20, number="A1")
    async with house.database.session() as session:
        with clock.at(NOW - timedelta(days=20)):
            await record_outcome(session, house.shop.id, "vis_1", "order", Money(10_000, "EUR"), subject="A1")
        ids = house.ids
        rows = [
            row(f"{ids['work-tote']} {ids['care-leather']}", 5), row(f"{ids['candle-vetiver']} {ids['care-leather']}", 4),
            row(ids["hobo-lune"], 3, visitor="vis_2"), row(ids["hobo-lune"], 3, arm="holdout"),
        ]  # fmt: skip
        await record_all(session, house.shop.id, rows)
    async with house.database.session() as session:
        found = await stale_rate(session, house.shop)
    assert (found.slots, found.stale, found.buyers, found.rate) == (4, 1, 1, 0.25)
