"""Products by number: an item is the place of its product's id among all ids of the shop, in their order.

Both directions are a look into one mapped array: nothing is built when a version is opened, however large the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.lists import NOBODY, Ids

_FILE = "items.npy"


class Items:
    """The products a version knows."""

    def __init__(self, ids: NDArray[np.bytes_]) -> None:
        self.ids = ids
        """Ids of products, ascending by their bytes."""

    def __len__(self) -> int:
        return len(self.ids)

    def numbers(self, product_ids: Sequence[str]) -> Ids:
        """The item of each product; -1 for those the version does not know."""
        if not product_ids or not len(self.ids):
            return np.full(len(product_ids), NOBODY, dtype=np.int32)
        # Of the same width as the ids, or numpy would make a copy of them all; what is longer is none of them.
        width = self.ids.dtype.itemsize
        wanted = np.array([raw if len(raw := one.encode()) <= width else b"" for one in product_ids], self.ids.dtype)
        at = np.searchsorted(self.ids, wanted)
        at[at == len(self.ids)] = 0
        return np.where(self.ids[at] == wanted, at, NOBODY).astype(np.int32)

    def known(self, product_ids: Iterable[str]) -> dict[str, int]:
        """The item of each product that is known."""
        asked = list(dict.fromkeys(product_ids))
        return {one: at for one, at in zip(asked, self.numbers(asked).tolist(), strict=True) if at != NOBODY}

    def product_ids(self, items: Iterable[int] | Ids) -> list[str]:
        """The products of items."""
        numbers = np.asarray(items if isinstance(items, np.ndarray) else list(items), dtype=np.intp)
        return [one.decode() for one in self.ids[numbers].tolist()]


def numbered(product_ids: Iterable[str]) -> Items:
    """Number the products."""
    ids = sorted({one.encode() for one in product_ids})
    return Items(np.array(ids, dtype=np.bytes_) if ids else np.zeros(0, dtype="S1"))


def write_items(folder: Path, product_ids: Iterable[str]) -> Items:
    """Number the products and keep that beside the lists."""
    items = numbered(product_ids)
    np.save(folder / _FILE, items.ids)
    return items


def open_items(folder: Path) -> Items:
    """Map the products of a version; OSError or ValueError where they are damaged."""
    ids = np.load(folder / _FILE, mmap_mode="r", allow_pickle=False)
    # As a plain array over the map: numpy's own class for maps costs more with every access.
    return Items(np.asarray(ids).astype(np.bytes_, copy=False))
