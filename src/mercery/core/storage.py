"""Files that one machine writes and others read, where no folder is shared (`MERCERY_FILES=database`).

A file below the home folder has its path there as its key. Whoever writes one `share`s it, in the transaction that speaks of
it or before; whoever misses one has it brought (`bring`), once, after which it lies in the folder like any other. Pieces of
one megabyte go through the database, so that neither side holds the whole. Where folders are shared, or there is one machine,
nothing here does anything.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.tables import StoredFileRow, StoredPartRow

PART: Final = 1 << 20
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


async def bring(database: Database, path: Path) -> bool:
    """Have the file here, where some machine has shared it; whether it lies here now."""
    if await asyncio.to_thread(path.is_file):
        return True
    if not by_database():
        return False
    key = key_of(path)
    lock = _bringing.setdefault(key, asyncio.Lock())
    try:
        async with lock:
            if await asyncio.to_thread(path.is_file):
                return True
            return await get(database, key, path) is not None
    finally:
        if not lock.locked():
            _bringing.pop(key, None)


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
    if row is None:
        return None
    return Stored(key=row.key, version=row.version, mark=row.mark, size=row.size, digest=row.digest)


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


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(one for one in path.rglob("*") if one.is_file() and not one.name.endswith(".part"))
    return [path] if path.is_file() else []


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
