"""Arrays in one file that is mapped into memory: a page with what they are, then one after the other.

Opening takes no longer for a million rows than for ten, and processes that open the same file share its pages. What one
of them writes into an array the others see. Each column begins at a multiple of 64 bytes.

Files are filled page by page. Linux keeps in memory, as one piece of up to two megabytes, what is written or read at once, and
where a number of such a piece is changed it is put down as changed, and written to disk, whole: measured on ext4 (Linux 6.18),
the first change to a piece took 50 to 90 microseconds, to a page that stands alone 4.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

HEAD: Final = 4096
_ALIGNED: Final = 64
_PAGE: Final = 4096
_CHUNK: Final = 65_536


@dataclass(frozen=True, slots=True)
class Column:
    """What an array is."""

    kind: str
    """As numpy names it: `<i4`."""
    shape: tuple[int, ...]

    @property
    def bytes(self) -> int:
        """Without what aligns it."""
        return np.dtype(self.kind).itemsize * int(np.prod(self.shape))


Columns = Mapping[str, Column]
Arrays = dict[str, NDArray[Any]]


def create(path: Path, magic: str, told: Mapping[str, object], columns: Columns) -> Arrays:
    """A new file of zeros, mapped to be written. It takes room on disk as it is filled."""
    with path.open("wb") as file:
        file.write(_head(magic, told, columns))
        file.truncate(_size(columns))
    block = np.memmap(path, np.uint8, "r+")
    if hasattr(mmap, "MADV_RANDOM"):
        cast("mmap.mmap", block.base).madvise(mmap.MADV_RANDOM)
    return _cut(block, columns)


def write(path: Path, magic: str, told: Mapping[str, object], arrays: Mapping[str, Sequence[NDArray[Any]]]) -> int:
    """Write arrays whole or not at all: beside `path`, then in its place. Returns the bytes.

    A column of several arrays has their rows beside one another; what is read is of the first one's kind.
    """
    columns = {
        name: Column(
            some[0].dtype.str, (len(some[0]), sum(one.shape[1] for one in some)) if some[1:] else some[0].shape
        )
        for name, some in arrays.items()
    }
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb", buffering=0) as file:
        _fill(file, _head(magic, told, columns))
        for at, some in zip(_places(columns).values(), arrays.values(), strict=True):
            file.seek(at)
            for start in range(0, len(some[0]), _CHUNK):
                rows = [one[start : start + _CHUNK].view(some[0].dtype) for one in some]
                _fill(file, np.ascontiguousarray(rows[0] if len(rows) == 1 else np.concatenate(rows, axis=1)).data)
        file.truncate(_size(columns))
        os.fsync(file.fileno())
    beside.replace(path)
    return _size(columns)


def opened(path: Path, magic: str, *, writable: bool = False) -> tuple[dict[str, Any], Arrays]:
    """What was told of the arrays, and the arrays. ValueError or OSError where the file is not whole or not of this kind."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    start = f"mercery {magic}\n".encode()
    if not head.startswith(start) or len(head) < HEAD:
        raise ValueError("it has another format")
    read = json.loads(head[len(start) :].rstrip(b"\0"))
    columns = {name: Column(kind, tuple(shape)) for name, kind, shape in read["columns"]}
    if path.stat().st_size != _size(columns):
        raise ValueError("it is cut off")
    return read["told"], _mapped(path, columns, mode="r+" if writable else "r")


def _fill(file: FileIO, data: bytes | memoryview) -> None:
    """Write, never more than to the end of a page."""
    rest = memoryview(data).cast("B")
    at = file.tell()
    while rest:
        done = file.write(rest[: _PAGE - at % _PAGE]) or 0
        at, rest = at + done, rest[done:]


def _mapped(path: Path, columns: Columns, mode: str) -> Arrays:
    return _cut(np.memmap(path, np.uint8, "r+" if mode == "r+" else "r"), columns)


def _cut(mapped: np.memmap[Any, np.dtype[np.uint8]], columns: Columns) -> Arrays:
    # As plain arrays over the map: numpy's own class for maps costs more with every access.
    block = np.asarray(mapped)
    places = _places(columns)
    return {
        name: block[places[name] : places[name] + one.bytes].view(one.kind).reshape(one.shape)
        for name, one in columns.items()
    }


def _head(magic: str, told: Mapping[str, object], columns: Columns) -> bytes:
    listed = [[name, one.kind, list(one.shape)] for name, one in columns.items()]
    head = f"mercery {magic}\n".encode() + json.dumps({"told": dict(told), "columns": listed}).encode()
    if len(head) > HEAD:
        raise ValueError("What is told of the arrays does not fit on one page.")
    return head.ljust(HEAD, b"\0")


def _places(columns: Columns) -> dict[str, int]:
    places, at = {}, HEAD
    for name, one in columns.items():
        places[name] = at
        at += -(-one.bytes // _ALIGNED) * _ALIGNED
    return places


def _size(columns: Columns) -> int:
    return HEAD + sum(-(-one.bytes // _ALIGNED) * _ALIGNED for one in columns.values())
