"""The files a show's picture is made of: a playlist that is never kept, segments whose names are never used twice."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from mercery.core.storage import bring
from mercery.livestream.engine.playlist import live_text, read
from mercery.livestream.folders import PLAYLIST, RECORDED, hls_folder, recorded_playlist
from mercery.livestream.poster import POSTER, poster_of
from mercery.livestream.replays import bring_part, recordings, watched_again
from mercery.storefront.live_elsewhere import from_elsewhere
from mercery.web.database import Db, database_of

router = APIRouter(include_in_schema=False)
SEGMENTS: Final = {".ts": "video/mp2t", ".m4s": "video/iso.segment", ".mp4": "video/mp4"}
"""What is served beside playlists; every other file does not exist."""
PLAYLIST_TYPE: Final = "application/vnd.apple.mpegurl"
REPLAY_PLAYLIST: Final = "replay.m3u8"
STILL_S: Final = 12.0
"""Without a new segment for so long nothing is on air."""
_PICTURES: Final = 3
"""Recordings that are asked for a picture before it is said that there is none."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}(\.[a-z0-9]{2,4})\Z")
_NOT_FOUND: Final = 404
_EVERYWHERE: Final = {"Cross-Origin-Resource-Policy": "cross-origin"}
_KEPT: Final = {"Cache-Control": "public, max-age=3600", **_EVERYWHERE}
_NOT_KEPT: Final = {"Cache-Control": "no-store", **_EVERYWHERE}


@router.get(f"/live/{{shop_id}}/{{show_id}}/{POSTER}")
async def poster(request: Request, session: Db, shop_id: str, show_id: str) -> Response:
    """A picture of the show, out of what everybody may watch of it: what was withdrawn is not shown by its picture either."""
    try:
        own = hls_folder(shop_id, show_id).parent
    except ValueError:
        return _none()
    shown = [one.folder for one in await recordings(session, show_id) if own in one.folder.parents]
    await session.commit()
    for folder in shown[:_PICTURES]:
        if await bring(database_of(request), folder / POSTER):
            break
    picture = await asyncio.to_thread(poster_of, shown)
    headers = {**_EVERYWHERE, "Cache-Control": "public, max-age=60"}
    return _file(picture, "image/jpeg", headers) if picture else _none()


@router.get("/live/{shop_id}/{show_id}/{name}")
async def on_air(request: Request, shop_id: str, show_id: str, name: str) -> Response:
    """The playlist or a segment of what is on air. Out of the own folders no row is read, since everybody who watches asks
    every other second; what another machine directs is fetched there, once for all who watch."""
    try:
        folder = hls_folder(shop_id, show_id)
    except ValueError:
        return _none()
    if name != PLAYLIST and not _is_segment(name):
        return _none()
    if name == PLAYLIST:
        text = await asyncio.to_thread(_moving, folder / PLAYLIST)
        if text is None and (data := await from_elsewhere(request, shop_id, show_id, name)) is not None:
            return Response(data, media_type=PLAYLIST_TYPE, headers=_NOT_KEPT)
        return Response(since_break(text), media_type=PLAYLIST_TYPE, headers=_NOT_KEPT) if text else _none()
    here = await asyncio.to_thread(segment, folder, name)
    if here.status_code == _NOT_FOUND and (data := await from_elsewhere(request, shop_id, show_id, name)) is not None:
        return Response(data, media_type=SEGMENTS[Path(name).suffix], headers=_KEPT)
    return here


@router.get("/live/{shop_id}/{show_id}/replay/{recording_id}/{name}")
async def recorded(request: Request, session: Db, shop_id: str, show_id: str, recording_id: str, name: str) -> Response:
    """The playlist or a segment of a recording, as long as the shop shows it."""
    recording = await watched_again(session, shop_id, show_id, recording_id)
    if recording is None:
        return _none()
    await session.commit()
    if name == REPLAY_PLAYLIST:
        await bring_part(database_of(request), recording, RECORDED)
        found = recorded_playlist(recording.folder)
        if found is None:
            return _none()
        return _whole(found.read_text("utf-8"))
    if _is_segment(name):
        await bring_part(database_of(request), recording, name)
    return segment(recording.folder, name, private=True)


def segment(folder: Path, name: str, *, private: bool = False) -> Response:
    """One segment. What may be withdrawn is kept by nobody but the viewer's own browser."""
    if not _is_segment(name):
        return _none()
    kind = SEGMENTS[Path(name).suffix]
    return _file(folder / name, kind, {**_KEPT, "Cache-Control": "private, max-age=600"} if private else _KEPT)


def _is_segment(name: str) -> bool:
    matched = _NAME.match(name)
    return matched is not None and matched[1] in SEGMENTS


def _moving(path: Path) -> str | None:
    """The playlist, as long as it moves on: that of an engine that is gone would show an hour ago as now."""
    try:
        text, written = path.read_text("utf-8"), path.stat().st_mtime
    except OSError:
        return None
    return text if time.time() - written <= STILL_S else None


def since_break(text: str) -> str:
    """The playlist from the last long break on: who comes to a studio that has just woken is not shown how it fell asleep."""
    playlist = read(text)
    segments = playlist.segments
    begin = 0
    for place in range(1, len(segments)):
        before, one = segments[place - 1], segments[place]
        if one.anew and (one.date - before.date).total_seconds() - before.seconds > STILL_S:
            begin = place
    if begin == 0:
        return text
    gone = segments[:begin]
    breaks = playlist.breaks + sum(one.anew for one in gone)
    return live_text(replace(playlist, segments=segments[begin:], first=playlist.first + begin, breaks=breaks))


def _none() -> Response:
    """Nothing is there, said in few bytes: players ask again and again while a studio wakes."""
    return Response(status_code=_NOT_FOUND, headers=_NOT_KEPT)


def _whole(text: str) -> Response:
    """A recording's playlist, ended: the engine that wrote it may have been killed before it could say so."""
    ended = text if text.rstrip().endswith("#EXT-X-ENDLIST") else f"{text.rstrip()}\n#EXT-X-ENDLIST\n"
    return Response(ended, media_type=PLAYLIST_TYPE, headers=_NOT_KEPT)


def _file(path: Path, kind: str, headers: dict[str, str]) -> Response:
    if not path.is_file() or path.is_symlink():
        return _none()
    return FileResponse(path, media_type=kind, headers=headers)
