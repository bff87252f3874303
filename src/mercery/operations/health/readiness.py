"""Whether this web process may be sent customers: what `/readyz` says, quickly and at no cost worth an attack.

Looked at when somebody asks, at most once a second, and never waited for longer than a moment: whoever asks meanwhile is
told what was found last. Strangers learn the names of checks and whether they passed, nothing else.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from sqlalchemy import text

from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.operations.health.check import Check, Found, Looking, State
from mercery.operations.health.checks import look, looking_now
from mercery.operations.health.database_checks import wanted_revision

log = get_logger(__name__)
FRESH: Final = 1.0
PATIENCE: Final = 0.04
"""Seconds an answer waits for a look that goes on."""
_FIRST: Final = 1.0
"""The same as long as nothing is known at all."""
OLD: Final = 10.0
"""Seconds after which what was found last counts no more."""
_REVISION: Final = text("SELECT version_num FROM alembic_version")
Passing = Literal["well", "broken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether, and by which checks."""

    ready: bool
    checks: dict[str, Passing] = field(default_factory=dict)


class Probe:
    """Readiness of one process."""

    def __init__(
        self,
        database: Database,
        checks: Sequence[Check],
        draining: Callable[[], bool],
        warming: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database, self._checks, self._draining, self._warming = database, tuple(checks), draining, warming
        # A machine's clock begins when it does: nothing known is older than any of its times.
        self._known: tuple[float, dict[str, Passing]] = (-math.inf, {})
        self._looking: asyncio.Task[None] | None = None
        wanted_revision()

    async def readiness(self, *, warm: bool = False) -> Readiness:
        """As it stands now, or as it stood a moment ago. While the process ends it is not ready, whatever else holds; while
        it warms up only for whom that is enough (`warm`: it is not)."""
        if self._draining():
            return Readiness(ready=False, checks={"draining": "broken"})
        if time.monotonic() - self._known[0] > FRESH:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look(), name="readiness")
            await asyncio.wait({self._looking}, timeout=PATIENCE if self._known[1] else _FIRST)
        at, found = self._known
        if time.monotonic() - at > OLD:
            return Readiness(ready=False, checks={one.id: "broken" for one in self._checks})
        checks: dict[str, Passing] = {**found, "warm": "broken" if self._warming() else "well"} if warm else dict(found)
        return Readiness(ready=all(state == "well" for state in checks.values()), checks=checks)

    async def _look(self) -> None:
        found = await look(looking_now(self._database), self._checks)
        states: dict[str, Passing] = {one.check.id: _passing(one.found.state) for one in found}
        before = self._known[1]
        self._known = (time.monotonic(), states)
        for one in found:
            if states[one.check.id] != before.get(one.check.id, "well"):
                log.warning("readiness_changed", check=one.check.id, state=one.found.state, said=one.found.words.en)


def _passing(state: State) -> Passing:
    # A database that cannot be asked is `unknown`, and no customer is sent where it is.
    return "well" if state in ("well", "warning") else "broken"


def readiness_checks(
    listener: Listener | None, indexes: Callable[[], Literal["open", "loading", "broken"]]
) -> tuple[Check, ...]:
    """What a web process must have: the database, the schema, live news, and its indexes open or being opened."""

    async def hears(looking: Looking) -> Found:
        del looking
        connected = listener is None or listener.connected
        return Found(
            state="well" if connected else "broken", words=Words("Live news." if connected else "No live news.")
        )

    async def searches(looking: Looking) -> Found:
        del looking
        found = indexes()
        return Found(state="broken" if found == "broken" else "well", words=Words(f"Indexes: {found}."))

    return (
        Check(id="database", title=Words("Database", "数据库"), run=_answers),
        Check(id="schema", title=Words("Schema of the database", "数据结构"), run=_of_this_version),
        Check(id="listener", title=Words("Live news", "实时消息"), run=hears),
        Check(id="index", title=Words("Search index", "搜索索引"), run=searches),
    )


async def _answers(looking: Looking) -> Found:
    async with looking.database.session() as session:
        await session.connection()
    return Found(state="well", words=Words("The database answers."))


async def _of_this_version(looking: Looking) -> Found:
    async with looking.database.session() as session:
        found = await session.scalar(_REVISION)
    well = found == wanted_revision()
    return Found(state="well" if well else "broken", words=Words(f"Schema {found}."))
