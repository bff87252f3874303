"""Tells how the show does, once a second: the status the studio reads, figures by the minute, how long the recording is."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.events import announce
from mercery.experiments.service import record_cost
from mercery.livestream.comments.queue import FEATURE
from mercery.livestream.director import keeping
from mercery.livestream.director.air import Air
from mercery.livestream.director.voicing import Voicing
from mercery.livestream.engine.protocol import Beat
from mercery.livestream.folders import live_folder
from mercery.livestream.line import Line

_MINUTES_EVERY: Final = 10.0
_BILL_EVERY: Final = 60.0
_NEW_S: Final = 30.0
"""An engine that has run for less was started by this director."""
_AGAIN: Final = 5.0
"""Seconds after which pages are told that the status may have moved on, though nothing they show by itself has."""


class Telling:
    """The director's report."""

    def __init__(self, air: Air, me: str, voicing: Voicing) -> None:
        self._air, self._me, self._voicing = air, me, voicing
        self._told: object = None
        self._told_at = 0.0
        self._minute_at = 0.0
        self._cpu: float | None = None
        self._owed = 0.0
        self._billed_at = time.monotonic()

    async def tell(self, session: AsyncSession) -> bool:
        """Write the status, and the lease with it. False: another process directs the show now."""
        air = self._air
        values = self.status()
        if not await keeping.status(session, air.show.id, self._me, values):
            return False
        seen = (
            values["resting"], values["presenter"], values["item_id"], values["product_id"], values["held"],
            [one["id"] for one in values["next_lines"]], values["beat"].get("person"), air.answers_ready,
            [(one["id"], one["state"]) for one in values["beat"].get("sinks", ())], air.killed,
        )  # fmt: skip
        moment = time.monotonic()
        if seen != self._told or moment - self._told_at > _AGAIN:
            self._told, self._told_at = seen, moment
            await announce(session, f"live:{air.show.id}", {"kind": "status"})
        if moment - self._minute_at > _MINUTES_EVERY:
            self._minute_at = moment
            await self._figures(session)
        return True

    def status(self) -> Json:
        """As it is kept in `live_status`."""
        air = self._air
        item = air.place.item
        beat: dict[str, Any] = plain(air.beat) if air.beat is not None else {}
        beat["person_name"] = air.person_name
        beat["duty"] = air.duty
        beat["facts_lost"] = air.facts_lost
        beat["engine_starts"] = air.engine_starts
        beat["answers_ready"] = air.answers_ready
        return {
            "resting": air.resting,
            "presenter": air.presenter,
            "item_id": item.id if item else "",
            "item_since": air.place.since if item else None,
            "product_id": air.product_id,
            "beat": beat,
            "next_lines": [
                *(_next(one, air.handed[one.id].spans) for one in air.unbegun()),
                *(_next(one) for one in air.waiting.ahead()),
            ][:5],
            "held": air.held,
        }

    def _spent(self, beat: Beat) -> float:
        """Processor seconds the engine took since this was asked last. What one that ran before this director came took until
        then was told by the director before."""
        before, self._cpu = self._cpu, beat.cpu_s
        if before is None:
            return beat.cpu_s if beat.media_s < _NEW_S else 0.0
        spent = beat.cpu_s - before
        # Less than before: another engine.
        return spent if spent >= 0 else beat.cpu_s

    async def _bill(self, session: AsyncSession, spent: float) -> None:
        """Note what the show costs, once a minute: the engine's processor seconds, and what an outside voice was sent."""
        self._owed += spent
        moment = time.monotonic()
        if moment - self._billed_at < _BILL_EVERY:
            return
        self._billed_at = moment
        show = self._air.show
        if (ms := round(self._owed * 1000)) > 0:
            self._owed = 0.0
            await record_cost(session, show.shop_id, FEATURE, kind="compute", ms=ms, subject=show.id)
        if sent := self._voicing.sent():
            await record_cost(session, show.shop_id, FEATURE, kind="voice", units=sent, subject=show.id)

    async def _figures(self, session: AsyncSession) -> None:
        air = self._air
        moment = now()
        since = moment.replace(second=0, microsecond=0)
        written, answered = await keeping.comments_between(session, air.show.id, since)
        figures: Json = {"comments": written, "answers": answered}
        if air.beat is not None:
            spent = self._spent(air.beat)
            figures |= {
                "frames": air.beat.frames, "fresh": air.beat.fresh, "tier": air.beat.tier,
                "cpu_s": round(spent * 60 / _MINUTES_EVERY, 2), "rss_mb": round(air.beat.rss_mb, 1),
                "sinks": {one.id: round(one.fps, 1) for one in air.beat.sinks},
            }  # fmt: skip
            await self._bill(session, spent)
        await keeping.minute(session, air.show, moment, air.watching, figures)
        if air.recording_id and air.beat is not None:
            seconds = max(0.0, (moment - air.recording_from) / timedelta(seconds=1)) if air.recording_from else 0.0
            await keeping.recorded(session, air.recording_id, seconds, _size(air))


def _next(line: Line, spans: list[Any] | None = None) -> Json:
    return {
        "id": line.id,
        "text": line.text,
        "kind": line.kind,
        "spans": spans if spans is not None else [plain(one) for one in line.sentence.spans],
        "item_id": line.item_id,
        "product_id": line.product_id,
    }


def _size(air: Air) -> int:
    folder: Path = live_folder() / air.show.shop_id / air.show.id / "record" / air.recording_id
    try:
        return sum(one.stat().st_size for one in folder.iterdir())
    except OSError:
        return 0
