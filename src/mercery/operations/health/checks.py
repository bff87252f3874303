"""The checks there are, and asking them.

`look(looking)` asks anew, for `mercery doctor`; `Looks` tells what was found a moment ago where that is still fresh, for
pages and scrapes that come again and again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.operations.backing_up.checks import LAST_BACKUP, RESTORES
from mercery.operations.health import database_checks, machine_checks, service_checks
from mercery.operations.health.check import WORST_FIRST, Check, Found, Looked, Looking, Run, State

__all__ = ["CHECKS", "Check", "Found", "Looked", "Looking", "Looks", "Run", "State", "look", "looking_now", "worst"]
log = get_logger(__name__)
_LONGEST: Final = 5.0
"""Seconds after which a check is not waited for any longer."""
PATIENCE: Final = 1.0
"""Seconds a page or a scrape waits for checks."""
CHECKS: Final[tuple[Check, ...]] = (
    database_checks.DATABASE,
    database_checks.SCHEMA,
    database_checks.CONNECTIONS,
    machine_checks.WORKER,
    service_checks.QUEUE,
    service_checks.FAILURES,
    service_checks.INDEX,
    machine_checks.DIRECTOR,
    service_checks.MAIL,
    service_checks.MODEL,
    LAST_BACKUP,
    RESTORES,
    machine_checks.DISK,
    machine_checks.KEY,
    machine_checks.ADDRESS,
    database_checks.CLOCKS,
    machine_checks.VERSIONS,
)


def looking_now(database: Database) -> Looking:
    """What checks may use, now."""
    return Looking(settings=settings(), database=database, moment=now())


async def look(looking: Looking, checks: Sequence[Check] = CHECKS, *, seconds: float = _LONGEST) -> list[Looked]:
    """Ask all of them at once, in the order given. One that cannot find out within `seconds` is `unknown`."""
    return list(await asyncio.gather(*(_asked(looking, check, seconds) for check in checks)))


def worst(found: Sequence[Looked]) -> State:
    """The state of the whole: that of the worst of them."""
    states = {one.found.state for one in found}
    return next((state for state in WORST_FIRST if state in states), "well")


class Looks:
    """What was found lately, for one process: what is fresh is told again, and nobody waits long for the rest."""

    def __init__(self, database: Database, checks: Sequence[Check] = CHECKS) -> None:
        self._database, self._checks = database, checks
        self._known: dict[str, tuple[float, Looked]] = {}
        self._asked: dict[str, asyncio.Task[None]] = {}

    async def look(self, *, patience: float = PATIENCE) -> list[Looked]:
        """All checks in their order. Asked anew are those whose answer is not fresh any more; where one takes longer than
        `patience` seconds, what was found before is told, and it goes on to look."""
        for check in self._checks:
            if not self._fresh(check) and check.id not in self._asked:
                self._asked[check.id] = asyncio.create_task(self._ask(check), name=f"check {check.id}")
        if self._asked:
            await asyncio.wait(set(self._asked.values()), timeout=patience)
        return [self._known[one.id][1] if one.id in self._known else _looking_still(one) for one in self._checks]

    async def _ask(self, check: Check) -> None:
        try:
            looked = await _asked(looking_now(self._database), check)
            self._known[check.id] = (time.monotonic(), looked)
        finally:
            self._asked.pop(check.id, None)

    def _fresh(self, check: Check) -> bool:
        known = self._known.get(check.id)
        if known is None:
            return False
        # What is not well is asked again sooner: it may have been mended.
        fresh = check.fresh_seconds if known[1].found.state == "well" else min(check.fresh_seconds, 30.0)
        return time.monotonic() - known[0] < fresh


def _looking_still(check: Check) -> Looked:
    return Looked(
        check=check, milliseconds=0.0, found=Found(state="unknown", words=Words("It is being looked at.", "正在检查。"))
    )


async def _asked(looking: Looking, check: Check, seconds: float = _LONGEST) -> Looked:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(seconds):
            found = await check.run(looking)
    except TimeoutError:
        found = Found(state="unknown", words=Words("It took too long to find out.", "检查超时，未得出结果。"))
    except Exception as error:
        log.warning("check_failed", check=check.id, error=type(error).__name__)
        found = Found(state="unknown", words=Words("It could not be found out.", "未能得出检查结果。"))
    return Looked(check=check, found=found, milliseconds=round((time.perf_counter() - began) * 1000, 1))
