"""What changes on a show's page, told to everybody who has it open: worked out once per process, show, language and currency,
however many watch."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final, cast

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.accounts.service import shop as shop_by_id
from mercery.core.database import Database, Json
from mercery.core.errors import NotFound
from mercery.core.events import Listener
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.livestream.showing import showing
from mercery.storefront.live_pieces import Audience
from mercery.storefront.live_room import fingerprint, parts_of, room_of
from mercery.web.sse import SseEvent

log = get_logger(__name__)
RECHECK_SECONDS: Final = 4.0
"""Prices, stock and who watches are looked at so often without any notice."""
SETTLE_SECONDS: Final = 0.15
"""Several notices at once are one look."""
_MOST_WAITING: Final = 40


@dataclass(frozen=True, slots=True)
class FeedKey:
    """Whose page it is."""

    shop_id: str
    slug: str
    lang: Lang
    currency: str


@dataclass(slots=True, eq=False)
class Feed:
    """One room, kept up to date while somebody follows it."""

    key: FeedKey
    show_id: str
    parts: Json = field(default_factory=dict)
    prints: dict[str, int] = field(default_factory=dict)
    followers: set[asyncio.Queue[Json]] = field(default_factory=set)
    task: asyncio.Task[None] | None = None


class Feeds:
    """The rooms that are followed in this process."""

    def __init__(self, database: Database, listener: Listener) -> None:
        self._database, self._listener = database, listener
        self._feeds: dict[FeedKey, Feed] = {}

    async def follow(self, key: FeedKey, show_id: str) -> AsyncIterator[SseEvent]:
        """The whole room first, then what changes, as long as it is read. A slow reader gets the room anew."""
        feed = self._feeds.get(key)
        if feed is None:
            feed = self._feeds[key] = Feed(key, show_id)
        queue: asyncio.Queue[Json] = asyncio.Queue(maxsize=_MOST_WAITING)
        feed.followers.add(queue)
        if feed.task is None or feed.task.done():
            feed.task = asyncio.create_task(self._run(feed), name=f"live {key.slug} {key.lang}")
        try:
            if feed.parts:
                yield SseEvent(event="room", data=feed.parts)
            while True:
                yield SseEvent(event="room", data=await queue.get())
        finally:
            feed.followers.discard(queue)
            if not feed.followers and feed.task is not None:
                feed.task.cancel()
                self._feeds.pop(key, None)

    async def _run(self, feed: Feed) -> None:
        async with self._listener.subscribe(f"live:{feed.show_id}") as notices:
            while True:
                try:
                    self._tell(feed, await self._look(feed.key))
                except NotFound:
                    return
                except Exception as error:  # the page goes on with what it has; the next look may succeed
                    log.warning("live_room_not_read", show=feed.show_id, error=str(error))
                # (`asyncio.wait_for` may lose a cancellation in Python 3.11: the room would be looked at for ever.)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(RECHECK_SECONDS):
                        await notices.get()
                await asyncio.sleep(SETTLE_SECONDS)
                while not notices.empty():
                    notices.get_nowait()

    async def _look(self, key: FeedKey) -> Json:
        async with self._database.session() as session:
            return await room_parts(session, key)

    def _tell(self, feed: Feed, parts: Json) -> None:
        prints = {name: fingerprint(part) for name, part in parts.items()}
        changed = {name: parts[name] for name, print_ in prints.items() if feed.prints.get(name) != print_}
        feed.parts, feed.prints = parts, prints
        for queue in feed.followers:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(parts)
            else:
                # Also where nothing changed: the page says when prices were looked at last.
                queue.put_nowait(changed)


async def room_parts(session: AsyncSession, key: FeedKey) -> Json:
    """The room of that key at this moment. NotFound when the show is gone."""
    shop = await shop_by_id(session, key.shop_id)
    found = await showing(session, key.shop_id, key.slug)
    if found is None:
        raise NotFound("There is no such show.")
    audience = Audience(shop=shop, lang=key.lang, currency=key.currency)
    return parts_of(await room_of(session, audience, found), audience)


def feeds_of(connection: HTTPConnection) -> Feeds:
    """The process's feeds."""
    state = connection.app.state
    if not hasattr(state, "live_feeds"):
        state.live_feeds = Feeds(state.database, state.listener)
    return cast(Feeds, state.live_feeds)
