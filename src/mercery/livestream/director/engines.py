"""Engine processes: the one that runs for a show already, or a new one; and what it has to know of the show."""

from __future__ import annotations

import asyncio
import json
from typing import Final
from urllib.parse import urlsplit

from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.livestream import repository
from mercery.livestream.addresses import resolved
from mercery.livestream.director.doors import Engine
from mercery.livestream.engine.handle import EngineHandle
from mercery.livestream.engine.protocol import Feed, Scene, SinkSetting, ToEngine
from mercery.livestream.face.faced import FacedEngine
from mercery.livestream.face.livetalking import LiveTalking, face_address
from mercery.livestream.folders import hls_folder, show_folder
from mercery.livestream.hosts import BUILT_IN, STUDIOS, follow_own, host, studio
from mercery.livestream.show import Destination, Show

log = get_logger(__name__)
LIVE: Final = Words("Live", "直播")
_LOOK_UP_S: Final = 1.0
LABEL: Final = Words("AI host", "AI 主播")


class EngineProcesses:
    """`doors.Engines` of this machine."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self._database, self._shop = database, shop
        self._destinations: tuple[Destination, ...] = ()

    async def engine(self, show: Show) -> tuple[Engine, bool]:
        """The engine of the show, behind an outside face where it has one, and whether it ran already. EngineGone."""
        folder = show_folder(show.shop_id, show.id)
        found = await EngineHandle.adopt(folder)
        engine = found or await EngineHandle.start(folder, show.format)
        if show.face_url:
            return FacedEngine(engine, LiveTalking(face_address(show.face_url))), found is not None
        return engine, found is not None

    async def setting(self, show: Show) -> tuple[ToEngine, ...]:
        """The scene, and where the programme goes. Without the database: where it went before."""
        try:
            async with self._database.session() as session:
                self._destinations = await repository.destinations(session, show.id)
            await follow_own(self._database, show.shop_id)
        except Exception as error:
            # A picture that goes where it went before is better than none.
            log.warning("live_destinations_not_read", show=show.id, error=type(error).__name__)
        sinks = [SinkSetting(id="hls", kind="hls", programme="clean", target=str(hls_folder(show.shop_id, show.id)))]
        sinks += [
            SinkSetting(id=one.id, kind="rtmp", programme="burned", target=address_of(one))
            for one in self._destinations
            if one.enabled and await _may_be_reached(one)
        ]
        stream = face_address(show.face_url).stream if show.face_url else ""
        faces = (Feed(of="face", url=stream),) if stream else ()
        return (scene_of(self._shop, show), *faces, *sinks)


async def _may_be_reached(destination: Destination) -> bool:
    """Whether the name does not lead into our own network. One that cannot be looked up now is left to the engine, which
    tries again and again."""
    parts = urlsplit(destination.url)
    try:
        async with asyncio.timeout(_LOOK_UP_S):
            await resolved(parts.hostname or "", parts.port or 1935)
    except Invalid:
        log.warning("live_destination_inside", destination=destination.id)
        return False
    except (OSError, TimeoutError):
        return True
    return True


def scene_of(shop: Shop, show: Show) -> Scene:
    """What is seen. A host or a studio that is gone is replaced by the first built-in one: a show goes on."""
    found, room = host(show.shop_id, show.avatar), studio(show.background, show.shop_id)
    avatar = found.folder if found else next(iter(sorted(BUILT_IN.iterdir())))
    background = room.folder if room else next(iter(sorted(STUDIOS.iterdir())))
    return Scene(
        format=show.format,
        avatar=str(avatar),
        background=str(background),
        label=label_of(show),
        shop=shop.wordmark or shop.name.text(show.lang),
        live=LIVE.text(show.lang),
        mark=mark_of(shop, show),
    )


def label_of(show: Show) -> str:
    """`AI host, watched over by Claire`."""
    label = LABEL.text(show.lang)
    if not show.watched_over:
        return label
    return Words(f"{label}, watched over by {show.watched_over}", f"{label} · 由 {show.watched_over} 照看").text(
        show.lang
    )


def mark_of(shop: Shop, show: Show) -> str:
    """The fields of GB 45438-2025 for the stream: a made voice and a drawn host are synthetic content."""
    fields = {
        "Label": "1", "ContentProducer": shop.name.text(show.lang), "ProduceID": show.id, "ReservedCode1": "",
        "ContentPropagator": "", "PropagateID": "", "ReservedCode2": "",
    }  # fmt: skip
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def address_of(destination: Destination) -> str:
    """Address and key as a platform wants them: never logged."""
    if not destination.key:
        return destination.url
    return f"{destination.url.rstrip('/')}/{destination.key}"
