"""Files that one machine writes and others read, where no folder is shared (`MERCERY_FILES=database`).

A file below the home folder has its path there as its key. Whoever writes one `share`s it, in the transaction that speaks of
it or before; whoever misses one has it brought (`bring`), once, after which it lies in the folder like any other. Pieces of
one megabyte go through the database, so that neither side holds the whole. Where folders are shared, or there is one machine,
nothing here does anything.

A file that only ever grows (a recording) is brought anew when it has grown. A folder that is replaced as a whole (a host's
drawing) goes as one archive, so that nobody ever sees half of an old one and half of a new one.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.tables import StoredFileRow, StoredPartRow

PART: Final = 1 << 20
_ARCHIVE: Final = ".tar"
_NOTED: Final = ".shared"
_bringing: dict[str, asyncio.Lock] = {}


class Damaged(MerceryError):
    """What came is not what was sent."""

    code = "stored_file_damaged"
    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A stored file without its bytes."""

    key: str
    version: str
    mark: int
    size: int
    digest: str


def by_database() -> bool:
    """Whether files reach other machines through the database."""
    return settings().files == "database"


def key_of(path: Path) -> str:
    """The key of a file below the home folder. ValueError where it lies elsewhere."""
    return path.resolve().relative_to(settings().home.resolve()).as_posix()


async def share(session: AsyncSession, *paths: Path) -> None:
    """Give these files, and all files in these folders, to other machines with this transaction."""
    if not by_database():
        return
    for path in paths:
        for one in await asyncio.to_thread(_files, path):
            await put(session, key_of(one), one)


async def bring(database: Database, path: Path, *, grows: bool = False) -> bool:
    """Have the file here, where some machine has shared it; whether it lies here now. `grows`: it is only ever written on
    at its end, and is brought again where more of it was shared than lies here."""
    if not by_database() or (not grows and await asyncio.to_thread(path.is_file)):
        return await asyncio.to_thread(path.is_file)
    key = key_of(path)
    async with _one_at_a_time(key):
        here = await asyncio.to_thread(_size, path)
        if here is None or grows:
            async with database.session() as session:
                found = await stored(session, key)
            if found is not None and (here is None or found.size > here):
                return await get(database, key, path) is not None
        return here is not None


async def below(session: AsyncSession, *folders: Path) -> dict[Path, Stored]:
    """What is stored of files below these folders, by where each one lies, or would lie, on this machine."""
    if not by_database() or not folders:
        return {}
    home = settings().home.resolve()
    wanted = or_(*(StoredFileRow.key.startswith(f"{key_of(one)}/", autoescape=True) for one in folders))
    rows = await session.scalars(select(StoredFileRow).where(wanted).order_by(StoredFileRow.key))
    return {home / row.key: _told(row) for row in rows}


async def share_whole(session: AsyncSession, folder: Path) -> None:
    """Give a folder that is only ever replaced whole to other machines, as one archive, with this transaction."""
    if not by_database():
        return
    with packed(folder) as archive:
        await put(session, _archive_of(folder), archive)
        found = await stored(session, _archive_of(folder))
    if found is not None:
        await asyncio.to_thread(_note, folder, found.digest)


async def unshare_whole(session: AsyncSession, folder: Path) -> None:
    """Have a folder that was shared whole removed on other machines when they look next."""
    if by_database():
        await session.execute(delete(StoredFileRow).where(StoredFileRow.key == _archive_of(folder)))
        await asyncio.to_thread(_noted(folder).unlink, missing_ok=True)


async def follow_wholes(database: Database, *places: Path) -> None:
    """Make the folders in these places those that are shared whole: newer ones take the place of older ones, and removed
    ones go. What was never shared stays."""
    if not by_database():
        return
    async with _one_at_a_time(":".join(key_of(place) for place in places)):
        async with database.session() as session:
            found = await below(session, *places)
        shared = {path.with_suffix(""): one for path, one in found.items() if path.suffix == _ARCHIVE}
        known = await asyncio.to_thread(_all_noted, places)
        for folder, one in shared.items():
            if known.get(folder) != one.digest:
                await _take_whole(database, folder, one.key)
        for folder in known.keys() - shared.keys():
            await asyncio.to_thread(_leave_whole, folder)


async def unshare(session: AsyncSession, path: Path) -> None:
    """Forget a file, or all that lie below a folder. What other machines have brought stays there until they remove it."""
    if by_database():
        key = key_of(path)
        below = StoredFileRow.key.startswith(f"{key}/", autoescape=True)
        await session.execute(delete(StoredFileRow).where((StoredFileRow.key == key) | below))


async def put(session: AsyncSession, key: str, path: Path, *, version: str = "", mark: int = 0) -> None:
    """Store the bytes at `path` under `key`, in place of what was there. The same bytes are not written twice."""
    size, digest = await asyncio.to_thread(_measured, path)
    known = await stored(session, key)
    if known is not None and (known.digest, known.version, known.mark) == (digest, version, mark):
        return
    values = {"key": key, "version": version, "mark": mark, "size": size, "digest": digest}
    kept = insert(StoredFileRow).values(**values)
    await session.execute(kept.on_conflict_do_update(index_elements=["key"], set_=values))
    await session.execute(delete(StoredPartRow).where(StoredPartRow.key == key))
    with path.open("rb") as file:
        part = 0
        while data := await asyncio.to_thread(file.read, PART):
            await session.execute(insert(StoredPartRow).values(key=key, part=part, data=data))
            part += 1


async def stored(session: AsyncSession, key: str) -> Stored | None:
    """What is stored under `key`, without its bytes."""
    row = await session.get(StoredFileRow, key, populate_existing=True)
    return _told(row) if row is not None else None


async def versions(session: AsyncSession, keys: Sequence[str]) -> dict[str, str]:
    """The version of each of these keys under which something is stored."""
    query = select(StoredFileRow.key, StoredFileRow.version).where(StoredFileRow.key.in_(keys))
    return {row.key: row.version for row in await session.execute(query)}


async def get(database: Database, key: str, path: Path) -> Stored | None:
    """Write what is stored under `key` to `path`, whole or not at all; None where there is nothing. Each piece is read in
    a transaction of its own; where the file was replaced meanwhile, the digest tells, and it is read anew."""
    for _ in range(3):
        async with database.session() as session:
            found = await stored(session, key)
        if found is None:
            return None
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            if await _written(database, found, beside):
                await asyncio.to_thread(beside.replace, path)
                return found
        finally:
            await asyncio.to_thread(beside.unlink, missing_ok=True)
    raise Damaged(f"The file {key} cannot be read from the database.", remedy="Try again in a moment.")


async def _written(database: Database, found: Stored, beside: Path) -> bool:
    digest, parts = hashlib.sha256(), -(-found.size // PART)
    with beside.open("wb") as file:
        for part in range(parts):
            async with database.session() as session:
                data = await session.scalar(
                    select(StoredPartRow.data).where(StoredPartRow.key == found.key, StoredPartRow.part == part)
                )
            if data is None:
                return False
            digest.update(data)
            await asyncio.to_thread(file.write, data)
    return digest.hexdigest() == found.digest


@contextmanager
def packed(folder: Path, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Path]:
    """The files of a folder as one archive, for as long as the block runs."""
    place = settings().home / "cache"
    place.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".tar", dir=place)
    os.close(handle)
    archive = Path(name)
    try:
        with tarfile.open(archive, "w") as tar:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and wanted(path.name):
                    tar.add(path, path.relative_to(folder).as_posix(), recursive=False)
        yield archive
    finally:
        archive.unlink(missing_ok=True)


def unpack(archive: Path, folder: Path) -> None:
    """The files of an archive of ours, written into `folder`; names that lead out of it are refused."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")


@asynccontextmanager
async def _one_at_a_time(key: str) -> AsyncIterator[None]:
    """One task of this process brings it; the others wait and find it."""
    lock = _bringing.setdefault(key, asyncio.Lock())
    try:
        async with lock:
            yield
    finally:
        if not lock.locked():
            _bringing.pop(key, None)


async def _take_whole(database: Database, folder: Path, key: str) -> None:
    place = settings().home.resolve() / "cache"
    await asyncio.to_thread(place.mkdir, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix="whole-") as made:
        archive = Path(made) / "archive"
        if (found := await get(database, key, archive)) is None:
            return
        await asyncio.to_thread(unpack, archive, Path(made) / "new")
        await asyncio.to_thread(_swap, Path(made) / "new", folder, Path(made) / "before")
        await asyncio.to_thread(_note, folder, found.digest)


def _swap(new: Path, folder: Path, before: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.is_dir():
        folder.rename(before)
    try:
        new.rename(folder)
    except OSError:
        # Another process of this machine was quicker, with the same.
        if not folder.is_dir():
            raise


def _leave_whole(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _noted(folder).unlink(missing_ok=True)


def _archive_of(folder: Path) -> str:
    return f"{key_of(folder)}{_ARCHIVE}"


def _noted(folder: Path) -> Path:
    """The file beside a folder that says which archive it holds."""
    return folder.with_name(f".{folder.name}{_NOTED}")


def _note(folder: Path, digest: str) -> None:
    _noted(folder).write_text(digest, encoding="utf-8")


def _all_noted(places: Sequence[Path]) -> dict[Path, str]:
    files = [one for place in places if place.is_dir() for one in place.glob(f".*{_NOTED}")]
    return {one.with_name(one.name[1:].removesuffix(_NOTED)): one.read_text("utf-8") for one in files}


def _told(row: StoredFileRow) -> Stored:
    return Stored(key=row.key, version=row.version, mark=row.mark, size=row.size, digest=row.digest)


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(one for one in path.rglob("*") if one.is_file() and not one.name.endswith(".part"))
    return [path] if path.is_file() else []


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
