"""Published videos that may be played now: films that say, on the picture and aloud, what the facts in force still bear out."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.core.storage import bring, by_database
from mercery.studio import repository
from mercery.studio.brief import Channel
from mercery.studio.exporting.markup import without_prices
from mercery.studio.kept import Render
from mercery.studio.piece import Piece
from mercery.studio.serving import Served, live_and_served
from mercery.studio.video.sidecars import FORMAT, Cue
from mercery.studio.video.storyboard import words_of

log = get_logger(__name__)
_VIDEOS: Final[tuple[Channel, ...]] = ("video",)
MANIFEST: Final = "tags.json"
_STAMP: Final = r"\d+:\d\d:\d\d\.\d{3}"
_CUE: Final = re.compile(
    rf"^(?P<start>{_STAMP}) --> (?P<end>{_STAMP})[^\n]*\n(?P<text>.+?)(?=\n\n|\n?\Z)", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVideo:
    """A published piece of channel `video` with the film that belongs to it."""

    served: Served
    render_id: str
    folder: str
    """Address of its files, with a slash at the end."""
    data: Mapping[str, Any]
    """What `tags.json` says: docs/guide/shoppable-video.md."""

    @property
    def slug(self) -> str:
        """Its address below /videos/."""
        return self.served.line.slug or str(self.served.line.number)


async def shown_videos(
    session: AsyncSession,
    shop: Shop,
    *,
    lang: Lang | None = None,
    product_ids: Collection[str] = (),
    slug: str = "",
    limit: int | None = None,
    currency: str | None = None,
) -> list[ShownVideo]:
    """Videos of the shop, the last published first. A film whose words a change has overtaken is not among them until it is
    made anew: its pictures cannot be put right."""
    found = await live_and_served(
        session,
        shop,
        channels=_VIDEOS,
        lang=lang,
        product_ids=product_ids,
        slug=slug,
        limit=limit,
        currency=currency,
    )
    shown = [await film_of(session, one) for one in found]
    return [one for one in shown if one is not None]


async def film_of(session: AsyncSession, served: Served) -> ShownVideo | None:
    """The film that says what the piece says now, prices and stock aside, which no film says; None where there is none."""
    said = words_of(without_prices(served.piece))
    for render in await repository.renders_of(session, served.line.id):
        if render.kind != "video" or render.state != "done":
            continue
        if words_of(without_prices(await _drawn_of(session, served, render))) != said:
            continue
        path = manifest_path(render)
        data = await _told(path)
        if data is not None:
            folder = f"/media/{PurePosixPath(path).parent}/"
            return ShownVideo(served=served, render_id=render.id, folder=folder, data=data)
    return None


async def _drawn_of(session: AsyncSession, served: Served, render: Render) -> Piece:
    if render.version == served.version.version:
        return served.version.piece
    return (await repository.version_at(session, served.line.id, render.version)).piece


async def tags_of_film(session: AsyncSession, shop: Shop, lang: Lang, slug: str) -> Sequence[Mapping[str, Any]]:
    """What can be touched in the published video of that address: enough to ask prices for, without looking at its words."""
    for live in await repository.live(session, shop.id, channels=_VIDEOS, lang=lang, slug=slug, limit=1):
        for render in await repository.renders_of(session, live.line.id):
            path = manifest_path(render) if render.kind == "video" and render.state == "done" else ""
            data = await _told(path)
            if data is not None:
                tags: Sequence[Mapping[str, Any]] = data["tags"]
                return tags
    return ()


def manifest_path(render: Render) -> str:
    """Where the film's `tags.json` lies below the media folder; empty where there is none."""
    return next((one.path for one in render.files if PurePosixPath(one.path).name == MANIFEST), "")


async def _told(path: str) -> Mapping[str, Any] | None:
    """What `tags.json` at that path below the media folder says; brought here where another machine drew the film."""
    if not path:
        return None
    place = settings().home / "media" / path
    if by_database():
        await bring(database(), place)
    return await asyncio.to_thread(_read, place)


def _read(path: Path) -> Mapping[str, Any] | None:
    try:
        data = _parsed(path)
    except (OSError, ValueError):
        log.warning("video_files_missing", path=str(path))
        return None
    return data if isinstance(data, dict) and data.get("format") == FORMAT else None


@lru_cache(maxsize=256)
def _parsed(path: Path) -> object:
    """A film's files never change: it is drawn anew under another name."""
    return json.loads(path.read_text("utf-8"))


def captions_of(video: ShownVideo) -> dict[str, tuple[Cue, ...]]:
    """What is said, by language, as its files have it; a language whose file is missing is left out."""
    folder = settings().home / video.folder.lstrip("/")
    found: dict[str, tuple[Cue, ...]] = {}
    for one in video.data["captions"]:
        with suppress(OSError):
            found[str(one["lang"])] = _cues(folder / str(one["file"]))
    return found


@lru_cache(maxsize=512)
def _cues(path: Path) -> tuple[Cue, ...]:
    return tuple(
        Cue(start=_seconds(cue["start"]), end=_seconds(cue["end"]), text=html.unescape(cue["text"].strip()))
        for cue in _CUE.finditer(path.read_text("utf-8"))
    )


def _seconds(stamp: str) -> float:
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
