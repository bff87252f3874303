"""The loop that long processes run on."""

from __future__ import annotations

import asyncio

import uvloop

from mercery.core import event_loop


def test_a_process_runs_on_the_faster_loop_and_gives_what_its_work_gives() -> None:
    async def work() -> tuple[int, bool]:
        await asyncio.sleep(0)
        return 7, isinstance(asyncio.get_running_loop(), uvloop.Loop)

    assert event_loop.run(work()) == (7, True)
