"""`/readyz` is quick, costs the database next to nothing, and tells strangers names alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from tests.hearing import hearing

from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.i18n import Words
from mercery.operations.health import readiness
from mercery.operations.health.check import Check, Found, Looking
from mercery.operations.health.readiness import FRESH, PATIENCE, Probe, Readiness, readiness_checks


@pytest.fixture(autouse=True)
def _home(home: object) -> Iterator[None]:
    yield


def never() -> bool:
    return False


async def test_all_is_well_and_then_the_database_is_gone(database: Database) -> None:
    listener = await hearing(Listener(database.url))
    probe = Probe(database, readiness_checks(listener, lambda: "loading"), never)
    found = await probe.readiness()
    assert found.ready
    assert found.checks == {"database": "well", "schema": "well", "listener": "well", "index": "well"}
    await listener.stop()
    away = Database("postgresql://nobody@127.0.0.1:9/none")
    probe = Probe(away, readiness_checks(listener, lambda: "broken"), never)
    found = await probe.readiness()
    assert not found.ready
    assert found.checks == {"database": "broken", "schema": "broken", "listener": "broken", "index": "broken"}
    await away.close()


async def test_a_machine_that_began_a_moment_ago_is_not_ready_before_a_look(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_done(looking: Looking) -> Found:
        await asyncio.sleep(30)
        return Found(state="well", words=Words("Well."))

    monkeypatch.setattr(readiness, "_FIRST", 0.01)
    monkeypatch.setattr(readiness, "time", SimpleNamespace(monotonic=lambda: 2.0))
    probe = Probe(database, [Check(id="one", title=Words("One"), run=never_done)], never)
    assert not (await probe.readiness()).ready


async def test_a_thousand_who_ask_cost_one_look(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    # Longer than a busy machine takes to let all of them ask.
    monkeypatch.setattr(readiness, "_FIRST", 30.0)
    looked = 0

    async def counted(looking: Looking) -> Found:
        nonlocal looked
        looked += 1
        await asyncio.sleep(0.01)
        return Found(state="well", words=Words("Well."))

    probe = Probe(database, [Check(id="one", title=Words("One"), run=counted)], never)
    found = await asyncio.gather(*(probe.readiness() for _ in range(1000)))
    assert all(one.ready for one in found)
    assert looked == 1


async def test_an_answer_is_never_waited_for_and_what_is_old_counts_no_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    gate.set()

    async def slow(looking: Looking) -> Found:
        await gate.wait()
        return Found(state="well", words=Words("So."))

    monkeypatch.setattr(readiness, "FRESH", 0.0)
    monkeypatch.setattr(readiness, "OLD", 300.0)
    probe = Probe(database, [Check(id="one", title=Words("One"), run=slow)], never)
    assert (await probe.readiness()).ready
    gate.clear()
    # The look goes on; what was found a moment ago is told.
    assert (await asyncio.wait_for(probe.readiness(), 30)).ready
    monkeypatch.setattr(readiness, "OLD", 0.0)
    assert not (await asyncio.wait_for(probe.readiness(), 30)).ready
    gate.set()
    assert FRESH >= 1.0 and PATIENCE <= 0.1


async def test_a_process_that_leaves_is_not_ready_whatever_else_holds(database: Database) -> None:
    draining = False
    probe = Probe(database, readiness_checks(None, lambda: "open"), lambda: draining)
    assert (await probe.readiness()).ready
    draining = True
    found = await probe.readiness()
    assert not found.ready
    assert found.checks == {"draining": "broken"}


async def test_a_process_that_warms_up_is_ready_only_for_whom_that_is_enough(database: Database) -> None:
    async def well(looking: Looking) -> Found:
        del looking
        return Found(state="well", words=Words("Well."))

    warming = True
    probe = Probe(database, [Check(id="one", title=Words("One"), run=well)], never, lambda: warming)
    assert await probe.readiness() == Readiness(ready=True, checks={"one": "well"})
    assert await probe.readiness(warm=True) == Readiness(ready=False, checks={"one": "well", "warm": "broken"})
    warming = False
    assert await probe.readiness(warm=True) == Readiness(ready=True, checks={"one": "well", "warm": "well"})
