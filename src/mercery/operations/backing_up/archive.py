"""The archive as a file: a ZIP, written forwards in one go, plain or sealed, that appears under its name only when whole.

ZIP, because parts can be written without knowing their size, and because anybody can open it without Mercery: `unzip`, then
`pg_restore` for `database.dump`. While it is written the file has no name (`O_TMPFILE`), so that a process that is killed
leaves nothing; where a file system cannot do that, it is named `….unfinished`, and the next backup removes it.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from mercery.core.errors import Conflict, Invalid
from mercery.operations.backing_up.manifest import NAME, Manifest, Part, from_json, to_json
from mercery.operations.backing_up.sealing import Damaged, SealedReader, SealedWriter, Sink, is_sealed

CHUNK: Final = 1 << 20
UNFINISHED: Final = ".unfinished"
_LARGEST_MANIFEST: Final = 1 << 30
Told = Callable[[int], None]
"""Told how many bytes have gone by."""


class NoRoom(Invalid):
    """The disk for the archive is full, or cannot be written to."""

    code = "backup_no_room"
    status = 507


def silent(_: int) -> None:
    """Tell nobody."""


class _Forwards:
    """A file that can only be written on: ZIP then needs no way back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes, /) -> int:
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


class ArchiveWriter:
    """Takes parts, one after the other."""

    def __init__(self, sink: Sink, moment: datetime) -> None:
        self._zip = zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED)  # type: ignore[call-overload]
        self._moment = moment.timetuple()[:6]
        self.parts: list[Part] = []

    def add(self, name: str, chunks: Iterable[bytes], told: Told = silent) -> Part:
        """Write one part; what it was is noted for the manifest."""
        digest, size = hashlib.sha256(), 0
        about = zipfile.ZipInfo(name, self._moment)
        about.external_attr = 0o600 << 16
        with self._zip.open(about, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                told(len(chunk))
        self.parts.append(Part(name, size, digest.hexdigest()))
        return self.parts[-1]

    def abandon(self) -> None:
        """Write nothing more, also when this is cleared away."""
        self._zip.fp = None

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and the ZIP's own directory."""
        self.add(NAME, [to_json(manifest)])
        self._zip.close()


@contextmanager
def new_archive(target: Path, passphrase: str | None, moment: datetime) -> Iterator[ArchiveWriter]:
    """An archive that stands under `target` once the block has ended well and it was read back, and else nowhere."""
    _refuse_taken(target)
    _clear_unfinished(target.parent)
    descriptor, named = _open_nameless(target)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            sealed = SealedWriter(file, passphrase) if passphrase else None
            writer = ArchiveWriter(sealed or _Forwards(file), moment)
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
            if sealed:
                sealed.close()
            file.flush()
            os.fsync(file.fileno())
            with _opened(file, passphrase, str(target)) as written:
                written.verify()
            _name(file, named, target)
            named = None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom(
                f"There is no room for the backup in {target.parent}.",
                remedy="Free some space there or choose another folder. No unfinished file was left.",
            ) from error
        raise
    finally:
        if named is not None:
            named.unlink(missing_ok=True)


def _refuse_taken(target: Path) -> None:
    if target.exists():
        raise Conflict(
            f"{target} exists already.",
            remedy="Name another file; a backup never replaces one.",
            zh=f"{target} 已存在。请指定其他文件，备份不会覆盖已有文件。",
        )
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise NoRoom(
            f"The folder {target.parent} is not there or cannot be written to.",
            remedy="Make it, and give it to the user who runs Mercery.",
        )


def _open_nameless(target: Path) -> tuple[int, Path | None]:
    tmpfile = getattr(os, "O_TMPFILE", 0)
    if tmpfile:
        try:
            return os.open(target.parent, tmpfile | os.O_RDWR | os.O_CLOEXEC, 0o600), None
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL):
                raise
    named = target.with_name(target.name + UNFINISHED)
    return os.open(named, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), named


def _name(file: BinaryIO, named: Path | None, target: Path) -> None:
    """Give the file its name, which is then on the disk too. An existing file of that name stays."""
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        # Only with a folder given does Python use linkat, which follows the name in /proc to the file itself.
        source = named or f"/proc/self/fd/{file.fileno()}"
        os.link(source, target.name, dst_dir_fd=folder, follow_symlinks=True)
        if named is not None:
            named.unlink()
        os.fsync(folder)
    except FileExistsError:
        _refuse_taken(target)
        raise
    finally:
        os.close(folder)


def _clear_unfinished(folder: Path) -> None:
    """Remove what a killed backup left; one that is being written holds its lock."""
    for left in folder.glob(f"mercery-*{UNFINISHED}"):
        with left.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            left.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is open for reading."""

    manifest: Manifest
    zip: zipfile.ZipFile

    def chunks(self, part: Part) -> Iterator[bytes]:
        """What a part holds; Damaged at its end when it is not what the manifest says."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.zip.open(part.name) as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
            raise _part_damaged(part) from error
        if (size, digest.hexdigest()) != (part.bytes, part.sha256):
            raise _part_damaged(part)

    def verify(self, told: Told = silent) -> None:
        """Read all of it. Damaged when a part is missing, changed or not in the manifest."""
        there = sorted(name for name in self.zip.namelist() if name != NAME)
        if there != sorted(part.name for part in self.manifest.parts):
            raise Damaged(
                "The archive does not hold the parts its manifest names.",
                remedy="Take another backup.",
                zh="备份文件缺少清单所列内容，请换用其他备份。",
            )
        for part in self.manifest.parts:
            for chunk in self.chunks(part):
                told(len(chunk))

    def part(self, name: str) -> Part | None:
        """The part of that name."""
        return next((part for part in self.manifest.parts if part.name == name), None)


@contextmanager
def open_archive(path: Path, passphrase: Callable[[], str]) -> Iterator[Archive]:
    """Open an archive; `passphrase` is asked only where it is sealed. What its manifest says is read, its parts not yet."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise Invalid(
            f"{path} cannot be read: {error.strerror}.",
            remedy="Name the file of a backup (mercery-….zip).",
            zh=f"无法读取 {path}（{error.strerror}），请指定备份文件（mercery-….zip）。",
        ) from error
    with file:
        sealed = is_sealed(file)
        with _opened(file, passphrase() if sealed else None, str(path)) as archive:
            yield archive


@contextmanager
def _opened(file: BinaryIO, passphrase: str | None, name: str) -> Iterator[Archive]:
    source: BinaryIO = file
    if passphrase:
        source = io.BufferedReader(SealedReader(file, passphrase), CHUNK)
    try:
        opened = zipfile.ZipFile(source)
        about = opened.getinfo(NAME)
        if about.file_size > _LARGEST_MANIFEST:
            raise zipfile.BadZipFile("manifest too large")
        manifest = from_json(opened.read(about))
    except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError) as error:
        raise Damaged(
            f"{name} is not a whole backup of Mercery.",
            remedy="Take another one; it may have been cut off when copied.",
            zh=f"{name} 不是完整的 Mercery 备份，复制时可能中断。请换用其他备份。",
        ) from error
    for part in manifest.parts:
        _refuse_leaving(part)
    yield Archive(manifest, opened)


def _refuse_leaving(part: Part) -> None:
    """No name may lead out of the folder that is restored to."""
    path = PurePosixPath(part.name)
    if path.is_absolute() or ".." in path.parts or "\\" in part.name or "\0" in part.name:
        raise Damaged(
            f"The archive names a part that leads elsewhere: {part.name!r}.",
            remedy="Do not trust this file.",
            zh=f"备份文件含有指向包外的内容（{part.name!r}），请勿使用此文件。",
        )


def _part_damaged(part: Part) -> Damaged:
    return Damaged(
        f"The archive is damaged: {part.name} is not as it was written.",
        remedy="Take another backup. Nothing was changed.",
        zh=f"备份文件已损坏：{part.name} 与写入时不符。请换用其他备份，未作任何改动。",
    )
