"""What a scrape is told: the figures of the processes that share the home folder, and a few of the whole installation.

Those of the installation are worked out when somebody asks, at most every fifteen seconds, and belong to no process: kept
with one, an old number would outlive the new one.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mercery.core.config import Settings, settings
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.core.telemetry import recording
from mercery.core.telemetry.exposing import exposition
from mercery.core.telemetry.figures import NONE, Figures, Labels, Value, together
from mercery.core.telemetry.instruments import (
    CHECKS,
    INDEX_AGE,
    PROCESSES,
    QUEUE,
    QUEUE_AGE,
    SHOWS,
    VIEWERS,
)
from mercery.core.telemetry.sharing import Shared
from mercery.livestream.on_air import shows_on_air
from mercery.operations.health.check import Looked
from mercery.operations.health.checks import Looks
from mercery.operations.health.processes import alive, processes
from mercery.operations.work.standing import standing

log = get_logger(__name__)
EVERY: Final = 15.0
_QUEUE_STATES: Final = ("todo", "doing", "failed")
_ROLES: Final = ("web", "worker", "live")
_STATES: Final = ("well", "warning", "broken", "unknown")
_MOST_INDEXES: Final = 500


class Scraper:
    """Answers scrapes in one process."""

    def __init__(self, database: Database, looks: Looks, shared: Shared | None) -> None:
        self._database, self._looks, self._shared = database, looks, shared
        self._known: tuple[float, Figures] = (-EVERY, NONE)
        self._one = asyncio.Lock()

    async def answer(self, accept: str) -> tuple[bytes, str]:
        """The figures as Prometheus reads them, and their content type."""
        whole = await self._whole()
        mine = await asyncio.to_thread(self._shared.collected) if self._shared else recording.figures()
        return await asyncio.to_thread(exposition, together([mine, whole]), accept)

    async def _whole(self) -> Figures:
        async with self._one:
            if time.monotonic() - self._known[0] >= EVERY:
                try:
                    self._known = (time.monotonic(), await self._worked_out())
                except Exception as error:
                    # A scrape while the database is away tells what the processes know; that it is away is told by a check.
                    log.warning("installation_figures_missing", error=type(error).__name__)
                    self._known = (time.monotonic(), _checks(await self._looks.look()))
            return self._known[1]

    async def _worked_out(self) -> Figures:
        looked = await self._looks.look()
        async with self._database.session() as session:
            queue, air, found = await standing(session), await shows_on_air(session), await processes(session)
        jobs: dict[Labels, Value] = {key: float(number) for key, number in queue.by_queue.items()}
        jobs.update({("default", state): 0.0 for state in _QUEUE_STATES if ("default", state) not in jobs})
        figures: dict[str, dict[Labels, Value]] = {
            QUEUE.name: jobs,
            QUEUE_AGE.name: {(): queue.oldest},
            SHOWS.name: {(): float(air.shows)},
            VIEWERS.name: {(): float(air.viewers)},
            PROCESSES.name: {(role,): float(sum(one.role == role for one in alive(found))) for role in _ROLES},
        }
        age = await asyncio.to_thread(_oldest_index, settings().home.resolve() / "index")
        if age is not None:
            figures[INDEX_AGE.name] = {(): age}
        return together([figures, _checks(looked)])


def _checks(looked: Sequence[Looked]) -> Figures:
    return {
        CHECKS.name: {(one.check.id, state): float(one.found.state == state) for one in looked for state in _STATES}
    }


def _oldest_index(folder: Path) -> float | None:
    """Seconds since the oldest index in use was put to use; None where there is none. Of very many the first are looked at."""
    try:
        with os.scandir(folder) as shops:
            pointers = [Path(one.path) / "current" for one, _ in zip(shops, range(_MOST_INDEXES), strict=False)]
    except OSError:
        return None
    ages = [time.time() - one.stat().st_mtime for one in pointers if one.exists()]
    return max(0.0, *ages) if ages else None


def may_scrape(chosen: Settings, *, address: str, authorization: str, forwarded: bool) -> bool | None:
    """Whether a caller may read the figures; None where nobody is told that there are any.

    With a token: whoever brings it. Without one: programs on this machine, as long as the shop has no public address; a
    request that came through a proxy is none of those.
    """
    token = chosen.metrics_token
    if token is not None:
        kind, _, sent = authorization.partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(
            sent.strip().encode(), token.get_secret_value().encode()
        )
    if chosen.public_url or forwarded or not _loopback(address):
        return None
    return True


def _loopback(address: str) -> bool:
    from ipaddress import ip_address

    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_loopback)
