"""A zip archive of a folder of exports and pictures, unpacked where nothing else lies, with limits."""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from mercery.core.files.problems import refused

LARGEST: Final = 2 << 30
"""Bytes after unpacking."""
_MOST_FILES: Final = 20_000
_BLOCK: Final = 1 << 20


def is_archive(path: Path) -> bool:
    """Whether the file is a zip archive of files, not a workbook or document that is stored as one."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    return not names & {"[Content_Types].xml", "mimetype"}


@contextmanager
def unpacked(path: Path, name: str = "") -> Iterator[Path]:
    """The folder inside an archive, unpacked for as long as the block runs; any other path as it is. Raises FileRefused."""
    if not is_archive(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="mercery-archive-") as folder:
        _unpack(path, Path(folder), name or path.name)
        yield _inner(Path(folder))


def _unpack(path: Path, folder: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if _wanted(entry)]
            if not entries:
                raise refused(
                    name, "The archive holds no file.", "Pack the exports again.", zh="压缩包中没有文件，请重新打包。"
                )
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST:
                raise refused(
                    name,
                    "The archive unpacks to more than 2 GB or 20,000 files.",
                    "Split it.",
                    zh="压缩包解压后超过 2 GB 或 20,000 个文件，请拆分。",
                )
            for entry in entries:
                _write(archive, entry, folder, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise refused(
            name,
            f"The archive cannot be unpacked: {error}.",
            "Pack it again, without a password.",
            zh="压缩包无法解压。请重新打包，且不要设密码。",
        ) from error


def _wanted(entry: zipfile.ZipInfo) -> bool:
    """Plain files; nothing hidden, no links, no leftovers of a Mac."""
    parts = PurePosixPath(entry.filename).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts
    return not entry.is_dir() and not hidden and not stat.S_ISLNK(entry.external_attr >> 16)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, name: str) -> None:
    to = (folder / entry.filename.replace("\\", "/")).resolve()
    if not to.is_relative_to(folder.resolve()):
        raise refused(
            name,
            f"The archive names a file outside itself: {entry.filename}.",
            "Pack the folder again.",
            zh=f"压缩包中有指向包外的文件（{entry.filename}），请重新打包文件夹。",
        )
    to.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with archive.open(entry) as source, to.open("wb") as target:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise refused(
                    name,
                    f"{entry.filename} is larger than the archive says.",
                    "Pack the folder again.",
                    zh=f"{entry.filename} 的实际大小超过压缩包所记，请重新打包文件夹。",
                )
            target.write(block)


def _inner(folder: Path) -> Path:
    """The folder itself, or the only folder in it."""
    inside = list(folder.iterdir())
    return _inner(inside[0]) if len(inside) == 1 and inside[0].is_dir() else folder
