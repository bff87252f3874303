"""Recordings for every host of an installation without a shared folder, and for good: `MERCERY_FILES=database`.

The engine writes a recording where it runs, in files of ten minutes. Each file that is whole, and all of them soon after the
recording ended, is given to the others through the database, with as much of the playlist as belongs to it and a picture. So
a host that dies on air takes the file it was writing along, and nothing else; and every host shows the replay.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import select

from mercery.core.background import in_background
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.core.storage import below, by_database, key_of, put
from mercery.livestream.folders import RECORDED, live_folder
from mercery.livestream.poster import POSTER, poster_of
from mercery.livestream.tables import LiveRecordingRow

QUIET_S: Final = 45.0
"""A recording that was not written to for so long is over, or rests: it is given as it is."""
_GIVEN: Final = ".given"
"""Beside a recording: how many bytes of it lay here when all of it was given."""
log = get_logger(__name__)


async def hand_on(database: Database, *, ended: Collection[str] = ()) -> int:
    """Give what this host recorded and the others have not got; how many files went. `ended`: shows whose engine is gone."""
    if not by_database():
        return 0
    waiting = await asyncio.to_thread(_waiting)
    if not waiting:
        return 0
    async with database.session() as session:
        wanted = LiveRecordingRow.id.in_([one.name for one in waiting])
        rows = await session.execute(select(LiveRecordingRow.id, LiveRecordingRow.folder).where(wanted))
        known = {row.id: row.folder for row in rows}
    given = 0
    for folder in waiting:
        if known.get(folder.name) == folder.relative_to(live_folder()).as_posix():
            given += await _give(database, folder, ended=folder.parent.parent.name in ended)
    return given


def _waiting() -> list[Path]:
    """Recordings of which something here was not given yet."""
    return [one for one in sorted(live_folder().glob("*/*/record/*")) if _left(one)]


def _left(folder: Path) -> bool:
    try:
        return (folder / RECORDED).is_file() and (folder / _GIVEN).read_text("utf-8") != str(_bytes(folder))
    except FileNotFoundError:
        return True


async def _give(database: Database, folder: Path, *, ended: bool) -> int:
    bytes_now = await asyncio.to_thread(_bytes, folder)
    over = ended or await asyncio.to_thread(_quiet, folder)
    text = await asyncio.to_thread((folder / RECORDED).read_text, "utf-8")
    whole = whole_files(text, over=over)
    given = 0
    picture = await in_background(poster_of, (folder,)) if whole else None
    if picture is not None:
        given += await _give_one(database, folder.name, picture)
    for name in sorted(whole):
        given += await _give_one(database, folder.name, folder / name)
    if whole:
        with _as_file(text if over else up_to(text, whole)) as cut:
            given += await _give_one(database, folder.name, folder / RECORDED, content=cut)
    if over and await asyncio.to_thread(_bytes, folder) == bytes_now:
        await asyncio.to_thread((folder / _GIVEN).write_text, str(bytes_now), "utf-8")
    if given:
        log.info("live_recording_given", recording=folder.name, files=given, over=over)
    return given


async def _give_one(database: Database, recording_id: str, path: Path, *, content: Path | None = None) -> int:
    """One file in a transaction of its own; 1 where it went. A recording that was removed meanwhile stays removed."""
    content = content or path
    if not content.is_file():
        return 0
    async with database.session() as session:
        held = select(LiveRecordingRow.id).where(LiveRecordingRow.id == recording_id).with_for_update(key_share=True)
        if await session.scalar(held) is None:
            return 0
        before = (await below(session, path.parent)).get(path)
        if before is not None and before.size == content.stat().st_size:
            return 0
        await put(session, key_of(path), content)
    return 1


def whole_files(playlist: str, *, over: bool) -> set[str]:
    """The files a playlist names that will not be written to any more: all, or all but the last."""
    names = [line for line in playlist.splitlines() if line and not line.startswith("#")]
    heads = {line.split('URI="')[1].split('"')[0] for line in playlist.splitlines() if line.startswith("#EXT-X-MAP:")}
    named = {*names, *heads}
    return named if over or not names else named - {names[-1]}


def up_to(playlist: str, whole: Collection[str]) -> str:
    """As much of a playlist as belongs to these files."""
    lines = playlist.splitlines()
    last = max((place for place, line in enumerate(lines) if line in whole), default=-1)
    return "\n".join(lines[: last + 1]) + "\n"


@contextmanager
def _as_file(text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="playlist-") as made:
        file = Path(made) / RECORDED
        file.write_text(text, encoding="utf-8")
        yield file


def _quiet(folder: Path) -> bool:
    """Nobody writes any more."""
    newest = max((one.stat().st_mtime for one in _recorded(folder)), default=0.0)
    return time.time() - newest > QUIET_S


def _bytes(folder: Path) -> int:
    return sum(one.stat().st_size for one in _recorded(folder))


def _recorded(folder: Path) -> Iterator[Path]:
    """What the engine wrote."""
    return (one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".") and one.name != POSTER)
