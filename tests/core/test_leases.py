"""Work that one process at a time does: a leader keeps it while it gives signs of life, and is replaced when it does not."""

import asyncio

from mercery.core.database import Database
from mercery.core.leases import Lease, process_name


async def test_of_many_who_ask_at_once_one_leads_and_goes_on_leading(database: Database) -> None:
    all_of_them = [Lease(database, "sweeps", seconds=30) for _ in range(6)]
    first = await asyncio.gather(*(one.mine() for one in all_of_them))
    assert sum(first) == 1
    again = await asyncio.gather(*(one.mine() for one in all_of_them))
    assert again == first


async def test_a_leader_that_died_is_replaced_when_its_time_is_over_and_not_before(database: Database) -> None:
    dead, other = Lease(database, "sweeps", seconds=0.4), Lease(database, "sweeps", seconds=30)
    assert await dead.mine()
    assert not await other.mine()
    await asyncio.sleep(0.5)
    assert await other.mine()
    assert not await dead.mine()


async def test_who_ends_in_good_order_lets_another_lead_at_once(database: Database) -> None:
    leaving, other = Lease(database, "sweeps", seconds=30), Lease(database, "sweeps", seconds=30)
    assert await leaving.mine()
    await other.give_up()  # not its own to give
    assert not await other.mine()
    await leaving.give_up()
    assert await other.mine()


async def test_different_work_has_different_leaders_and_names_are_never_used_twice(database: Database) -> None:
    assert await Lease(database, "one", seconds=30).mine() and await Lease(database, "other", seconds=30).mine()
    assert process_name() != process_name()
