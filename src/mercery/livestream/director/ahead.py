"""Makes ready what answers need before a show is on air: while somebody sets it up, and shortly before its time comes.

What answers stand on takes seconds to load, up to fifteen on a busy machine, and hundreds of megabytes; so it is loaded when a show
is likely to begin, an invented question is worked out and let go, and the studio is told how far that is.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import text

from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.livestream.studio_opened import STUDIO

log = get_logger(__name__)
KEPT_S: Final = 600.0
"""So long after somebody was last seen at its set-up a show is expected to begin."""
BEFORE: Final = timedelta(minutes=3)
"""So long before its time a scheduled show is expected."""
_DUE: Final = text(
    "SELECT id, shop_id, lang FROM live_shows WHERE state = 'scheduled' AND starts_at BETWEEN :now AND :then"
)
_TELL: Final = text(
    "INSERT INTO live_status (show_id, shop_id, director, seen_at, beat, next_lines)"
    " SELECT s.id, s.shop_id, '', clock_timestamp(), jsonb_build_object('answers_ready', CAST(:ready AS boolean)), '[]'"
    " FROM live_shows s WHERE s.id = ANY(:shows) AND s.state IN ('draft', 'scheduled')"
    " ON CONFLICT (show_id) DO UPDATE SET seen_at = excluded.seen_at, beat = excluded.beat"
    " WHERE live_status.director = ''"
)


@dataclass(slots=True)
class _Expected:
    shop_id: str
    lang: Lang
    until: float
    """By the monotonic clock."""


class Ahead:
    """Which shows are likely to begin, and for which of them answers are ready."""

    def __init__(self) -> None:
        self._expected: dict[str, _Expected] = {}
        self._warm: set[tuple[str, Lang]] = set()
        self._warming: asyncio.Task[None] | None = None

    @property
    def expects(self) -> bool:
        """Whether a show is likely to begin soon."""
        moment = time.monotonic()
        self._expected = {key: one for key, one in self._expected.items() if one.until > moment}
        return bool(self._expected)

    async def listen(self, listener: Listener) -> None:
        """Hear, for ever, that somebody sets a show up."""
        async with listener.subscribe(STUDIO) as queue:
            while True:
                notice = await queue.get()
                if show_id := str(notice.get("show") or ""):
                    self.expect(show_id, str(notice.get("shop") or ""), str(notice.get("lang") or ""))

    def expect(self, show_id: str, shop_id: str, lang: str, seconds: float = KEPT_S) -> None:
        """The show is likely to begin within that time."""
        known: Lang = "zh" if lang == "zh" else "en"
        self._expected[show_id] = _Expected(shop_id, known, time.monotonic() + seconds)

    async def look(self, database: Database) -> None:
        """Take in which shows begin by themselves soon."""
        moment = now()
        async with database.session() as session:
            for show_id, shop_id, lang in await session.execute(_DUE, {"now": moment, "then": moment + BEFORE}):
                self.expect(show_id, shop_id, lang, BEFORE.total_seconds())

    async def go_on(self, database: Database, *, loaded: bool) -> None:
        """Work an invented question out for each shop where that was not done yet, in the background, and tell how it stands."""
        wanted = {(one.shop_id, one.lang) for one in self._expected.values()}
        if loaded and wanted - self._warm and (self._warming is None or self._warming.done()):
            self._warming = asyncio.create_task(self._warm_up(database, sorted(wanted - self._warm)), name="warm")
        ready = [key for key, one in self._expected.items() if (one.shop_id, one.lang) in self._warm]
        async with database.session() as session:
            for told, shows in ((True, ready), (False, [key for key in self._expected if key not in ready])):
                if shows:
                    await session.execute(_TELL, {"ready": told, "shows": shows})

    async def stop(self) -> None:
        """Warm nothing more."""
        if self._warming is not None:
            self._warming.cancel()
            with suppress(asyncio.CancelledError):
                await self._warming

    async def _warm_up(self, database: Database, wanted: list[tuple[str, Lang]]) -> None:
        # Loaded with what answers need.
        from mercery.accounts import service as accounts
        from mercery.livestream.comments.answering import warm

        for shop_id, lang in wanted:
            try:
                async with database.session() as session:
                    shop = await accounts.shop(session, shop_id)
                await warm(database, shop, lang)
            except Exception as error:
                # It is left to the first question: to try it each second would help nobody.
                log.warning("live_not_warm", shop=shop_id, error=type(error).__name__)
            self._warm.add((shop_id, lang))
