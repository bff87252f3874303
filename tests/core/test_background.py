"""Long work gives way to what people wait for."""

import os
import sys
import threading

import pytest

from mercery.core.background import in_background


@pytest.mark.skipif(sys.platform != "linux", reason="a thread has a niceness of its own on Linux alone")
async def test_it_runs_on_a_thread_of_lower_priority_and_leaves_the_others_alone() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = niceness()
    assert await in_background(niceness) == min(19, before + 10)
    assert niceness() == before


async def test_what_goes_wrong_is_heard() -> None:
    def fail(message: str) -> None:
        raise ValueError(message)

    with pytest.raises(ValueError, match="no paper"):
        await in_background(fail, message="no paper")
