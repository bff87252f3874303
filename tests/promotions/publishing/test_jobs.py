"""What is looked at by the clock, in every shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.promotions.publishing.atelier import NOW, Atelier, percent

from mercery.core import clock
from mercery.core.runtime import use_database
from mercery.promotions.publishing import jobs, service


@pytest.fixture(autouse=True)
def _in_this_database(atelier: Atelier) -> Iterator[None]:
    use_database(atelier.database)
    yield
    use_database(None)


async def state(atelier: Atelier, set_id: str) -> str:
    async with atelier.database.session() as session:
        return (await service.promotion_set(session, atelier.shop.id, set_id)).state


async def test_a_set_whose_time_is_over_is_noted_as_ended_within_the_hour(atelier: Atelier) -> None:
    rule = percent("leather", 1_000, "category:bags") | {"ends": (NOW + timedelta(days=1)).isoformat()}
    kept = await atelier.publish([rule])
    await jobs.prove_what_lapsed(0)
    assert await state(atelier, kept.id) == "published"
    with clock.at(NOW + timedelta(days=2)):
        await jobs.watch(0)
        await jobs.prove_what_lapsed(0)
    assert await state(atelier, kept.id) == "ended"
