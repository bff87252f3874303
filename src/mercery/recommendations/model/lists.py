"""What a request reads: for each item its neighbours, how much it is bought, and when it is bought again.

One file, mapped and never copied (`columns`). Items are whole numbers from 0, days are floats on any one scale.

    bytes = 4096 + items * (16 * k + 8 + 4 + 8 * BINS)

with `k` neighbours of each of two kinds at 8 bytes, two popularities, a category and two histograms: 588 bytes an item
for k = 32. An item's neighbours and their weights lie beside each other: an order that changes both changes one page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.core.errors import MerceryError
from mercery.recommendations.model import columns

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]

BINS: Final = 8
"""Of `seen` and `again`; their edges are those of `hazard.GAPS`."""
NOBODY: Final = -1
"""Fills the row of an item that has fewer than k neighbours, with weight 0; the category of an item without one."""
_MAGIC: Final = "lists 2"
_TOGETHER: Final[Mapping[str, tuple[str, str]]] = {
    "bought": ("bought_with", "bought_with_weights"),
    "viewed": ("viewed_with", "viewed_with_weights"),
}
"""Columns of the file that hold two arrays."""
_INTEGERS: Final = ("bought_with", "viewed_with", "category")


class ListsUnreadable(MerceryError):
    """The file is missing, cut off, of another format or none of ours."""

    code = "recommendation_lists_unreadable"
    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Everything known of N items of one shop. Readers never write; the worker writes rows anew as orders come."""

    day: float
    """The day they were worked out for; what decays is decayed to it."""
    bought_with: Ids
    """N × K: bought in the same order or in the tail before it, best first."""
    bought_with_weights: Weights
    """The cosine of decayed counts, `pair / sqrt(count * count)`, smoothed as `counters` says."""
    viewed_with: Ids
    """N × K: looked at by the same visitor on one day, best first."""
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
    return columns.HEAD + items * (16 * k + 8 + 4 + 8 * BINS)


def save(lists: Lists, path: Path) -> int:
    """Write the lists whole or not at all; returns the bytes. ValueError where the arrays do not belong together."""
    shapes = _shapes(lists.items, lists.k)
    arrays: columns.Arrays = {}
    for name, shape in shapes.items():
        array = np.asarray(getattr(lists, name), dtype=np.int32 if name in _INTEGERS else np.float32)
        if array.shape != shape:
            raise ValueError(f"{name} has the shape {array.shape}, not {shape}.")
        arrays[name] = array
    together = {name: [arrays.pop(one) for one in both] for name, both in _TOGETHER.items()}
    return columns.write(
        path, _MAGIC, {"day": lists.day}, {**together, **{name: [array] for name, array in arrays.items()}}
    )


def open_lists(path: Path, *, writable: bool = False) -> Lists:
    """Map a file of lists. ListsUnreadable where that cannot be."""
    try:
        told, arrays = columns.opened(path, _MAGIC, writable=writable)
        for name, (ids, weights) in _TOGETHER.items():
            both = arrays.pop(name)
            half = both.shape[1] // 2
            arrays[ids], arrays[weights] = both[:, :half], both[:, half:].view(np.float32)
        lists = Lists(day=float(told["day"]), **arrays)
        if any(arrays[name].shape != shape for name, shape in _shapes(lists.items, lists.k).items()):
            raise ValueError("its arrays do not belong together")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ListsUnreadable(
            f"The lists in {path.name} cannot be read: {error}.",
            remedy="Run `mercery recommendations rebuild`.",
            zh=f"无法读取 {path.name} 中的推荐列表（{error}），请运行 `mercery recommendations rebuild`。",
        ) from error
    return lists


def _shapes(items: int, k: int) -> dict[str, tuple[int, ...]]:
    flat = dict.fromkeys(("popularity", "recent_popularity", "category"), (items,))
    bins = dict.fromkeys(("seen", "again"), (items, BINS))
    own: dict[str, tuple[int, ...]] = {**flat, **bins}
    return {one.name: own.get(one.name, (items, k)) for one in fields(Lists) if one.name != "day"}
