"""What a request reads: for each item its neighbours, how much it is bought, and when it is bought again.

One file, mapped into memory and never copied: processes that open the same file share its pages, and opening takes no
longer for a million items than for ten. Items are whole numbers from 0, days are floats on any one scale.

    bytes = head + items * (16 * k + 8 + 4 + 8 * BINS)

with `k` neighbours of each of two kinds at 8 bytes, two popularities, a category and two histograms: 588 bytes an item
for k = 32. The head is one page; each column begins at a multiple of 64.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.core.errors import MerceryError

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]

BINS: Final = 8
"""Of `seen` and `again`; their edges are those of `hazard.GAPS`."""
NOBODY: Final = -1
"""Fills the row of an item that has fewer than k neighbours, with weight 0; the category of an item without one."""
_MAGIC: Final = b"mercery-lists-1\n"
_HEAD: Final = 4096
_ALIGNED: Final = 64
_INT, _FLOAT = np.dtype(np.int32), np.dtype(np.float32)


class ListsUnreadable(MerceryError):
    """The file is missing, cut off, of another format or none of ours."""

    code = "recommendation_lists_unreadable"
    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Everything known of N items of one shop on one day. Arrays are read, never written."""

    day: float
    """The day they were worked out for; what decays is decayed to it."""
    bought_with: Ids
    """N × K: bought in the same order or in the tail before it, best first."""
    bought_with_weights: Weights
    """The cosine of decayed counts, `pair / sqrt(count * count)`, smoothed as `counters` says."""
    viewed_with: Ids
    """N × K: looked at by the same visitor on one visit, best first."""
    viewed_with_weights: Weights
    popularity: Weights
    """N: lines, decayed with the long half-life."""
    recent_popularity: Weights
    """N: lines, decayed with the short half-life."""
    category: Ids
    """N: the number of the item's category."""
    seen: Weights
    """N × BINS: at each order, one for every item the person bought before, by the days since its last purchase."""
    again: Weights
    """N × BINS: those of `seen` that this order held."""

    @property
    def items(self) -> int:
        """N."""
        return len(self.popularity)

    @property
    def k(self) -> int:
        """K."""
        return int(self.bought_with.shape[1])


def empty(items: int, k: int = 32, day: float = 0.0) -> Lists:
    """Lists of items nobody has bought or looked at yet."""
    nobody, nothing = np.full((items, k), NOBODY, dtype=np.int32), np.zeros((items, k), dtype=np.float32)
    return Lists(
        day=day,
        bought_with=nobody,
        bought_with_weights=nothing,
        viewed_with=nobody.copy(),
        viewed_with_weights=nothing.copy(),
        popularity=np.zeros(items, dtype=np.float32),
        recent_popularity=np.zeros(items, dtype=np.float32),
        category=np.full(items, NOBODY, dtype=np.int32),
        seen=np.zeros((items, BINS), dtype=np.float32),
        again=np.zeros((items, BINS), dtype=np.float32),
    )


def bytes_for(items: int, k: int = 32) -> int:
    """What the file takes, but for what aligns the columns (under 64 bytes each)."""
    return _HEAD + items * (16 * k + 8 + 4 + 8 * BINS)


def save(lists: Lists, path: Path) -> int:
    """Write the lists whole or not at all: beside `path`, then in its place. Returns the bytes."""
    columns = {name: np.ascontiguousarray(getattr(lists, name)) for name in _columns(lists.items, lists.k)}
    ends = _ends(lists.items, lists.k)
    told = json.dumps({"day": lists.day, "items": lists.items, "k": lists.k}).encode()
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(_MAGIC + told)
        for name, (kind, shape) in _columns(lists.items, lists.k).items():
            if columns[name].shape != shape:
                raise ValueError(f"{name} has shape {columns[name].shape}, not {shape}.")
            file.seek(ends[name][0])
            file.write(columns[name].astype(kind, copy=False).data)
        file.truncate(ends[name][1])
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return ends[name][1]


def open_lists(path: Path) -> Lists:
    """Map a file of lists. ListsUnreadable where that cannot be."""
    try:
        # As a plain array over the map: numpy's own class for maps costs more with every access.
        block = np.asarray(np.memmap(path, np.uint8, "r"))
        head = bytes(block[:_HEAD])
        if not head.startswith(_MAGIC):
            raise ValueError("it has another format")
        told = json.loads(head[len(_MAGIC) :].rstrip(b"\0"))
        ends = _ends(told["items"], told["k"])
        if max(end for _, end in ends.values()) != len(block):
            raise ValueError("it is cut off")
        columns = {
            name: block[ends[name][0] :][: kind.itemsize * int(np.prod(shape))].view(kind).reshape(shape)
            for name, (kind, shape) in _columns(told["items"], told["k"]).items()
        }
        return Lists(day=float(told["day"]), **columns)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ListsUnreadable(
            f"The lists in {path.name} cannot be read: {error}.", remedy="Run `mercery recommendations rebuild`."
        ) from error


def _columns(items: int, k: int) -> dict[str, tuple[np.dtype[np.int32] | np.dtype[np.float32], tuple[int, ...]]]:
    """Kind and shape of each array, in the order of the fields."""
    integers = ("bought_with", "viewed_with", "category")
    shapes = {"popularity": (items,), "recent_popularity": (items,), "category": (items,)}
    shapes |= {"seen": (items, BINS), "again": (items, BINS)}
    return {
        one.name: (_INT if one.name in integers else _FLOAT, shapes.get(one.name, (items, k)))
        for one in fields(Lists)
        if one.name != "day"
    }


def _ends(items: int, k: int) -> dict[str, tuple[int, int]]:
    """Where each column begins, and where what follows it begins."""
    found, at = {}, _HEAD
    for name, (kind, shape) in _columns(items, k).items():
        size = kind.itemsize * int(np.prod(shape))
        found[name] = (at, at + -(-size // _ALIGNED) * _ALIGNED)
        at = found[name][1]
    return found
