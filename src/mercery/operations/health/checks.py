"""The checks there are, and asking them. `look(looking)` is the door for the page, `mercery doctor` and the alerts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.operations.health.check import WORST_FIRST, Check, Found, Looked, Looking, Run, State

__all__ = ["CHECKS", "Check", "Found", "Looked", "Looking", "Run", "State", "look", "worst"]
log = get_logger(__name__)
_LONGEST: Final = 5.0
"""Seconds after which a check is not waited for any longer."""
CHECKS: Final[tuple[Check, ...]] = ()


async def look(looking: Looking, checks: Sequence[Check] = CHECKS) -> list[Looked]:
    """Ask all of them at once, in the order given. Those that need a database that is away are `unknown`."""
    return list(await asyncio.gather(*(_asked(looking, check) for check in checks)))


def worst(found: Sequence[Looked]) -> State:
    """The state of the whole: that of the worst of them."""
    states = {one.found.state for one in found}
    return next((state for state in WORST_FIRST if state in states), "well")


async def _asked(looking: Looking, check: Check) -> Looked:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(_LONGEST):
            found = await check.run(looking)
    except TimeoutError:
        found = Found(state="unknown", words=Words("It took too long to find out.", "检查超时，未得出结果。"))
    except Exception as error:
        log.warning("check_failed", check=check.id, error=type(error).__name__)
        found = Found(state="unknown", words=Words("It could not be found out.", "未能得出检查结果。"))
    return Looked(check=check, found=found, milliseconds=round((time.perf_counter() - began) * 1000, 1))
