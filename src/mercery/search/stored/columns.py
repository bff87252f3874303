"""The rows of a version as it was built: ids, titles and values in columns that are mapped into memory, not read.

ids.npy                        product ids, one width
titles.bin, titles.npy         English and Chinese titles one after the other, and where each ends
keys.npy, key_ends.npy         the numbers of the values each row has, and where each row's end
values.jsonl                   the values by number, with their labels
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mercery.search.document import Document
from mercery.search.measures import Measured

Entry = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one version."""

    ids: NDArray[np.bytes_]
    titles: NDArray[np.uint8]
    title_ends: NDArray[np.int64]
    keys: NDArray[np.int32]
    key_ends: NDArray[np.int64]
    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def title_pair(self, number: int) -> tuple[str, str]:
        """The row's titles."""
        start = int(self.title_ends[2 * number])
        middle, end = int(self.title_ends[2 * number + 1]), int(self.title_ends[2 * number + 2])
        return self.titles[start:middle].tobytes().decode(), self.titles[middle:end].tobytes().decode()


class Vocabulary:
    """Which values have been written already; each new one is a line of its own before the first row that has it."""

    def __init__(self, known: set[str] | None = None) -> None:
        self._known = known if known is not None else set()

    def entries(self, document: Document) -> Iterator[Entry]:
        """What has to be said before `document`."""
        for facet in document.facets:
            key = f"{facet.name}={facet.value}"
            if key not in self._known:
                self._known.add(key)
                yield {"f": [facet.name, facet.value, facet.label.en, facet.label.zh]}
        for amount, of in document.amounts:
            if (label := measured_key(of)) not in self._known:
                self._known.add(label)
                yield {"m": [of.name, of.dimension, of.label.en, of.label.zh]}
            if amount not in self._known:
                self._known.add(amount)
                yield {"a": [amount]}


def measured_key(of: Measured) -> str:
    """What an attribute that is an amount is known by."""
    return f"{of.name}|{of.dimension}"


def keys_of(document: Document) -> list[str]:
    """The values of a product: facets and amounts."""
    return [*(f"{facet.name}={facet.value}" for facet in document.facets), *(amount for amount, _ in document.amounts)]


class ColumnWriter:
    """Writes the columns of a version, product by product."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ids: list[bytes] = []
        self._titles = (folder / "titles.bin").open("wb")
        self._entries = (folder / "values.jsonl").open("w", encoding="utf-8")
        self._title_ends, self._keys, self._key_ends = array("q", [0]), array("i"), array("q", [0])
        self._numbers: dict[str, int] = {}
        self._vocabulary = Vocabulary()
        self._written = 0

    def close(self) -> None:
        """Let go of the files; nothing more is written."""
        self._titles.close()
        self._entries.close()

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, document: Document) -> None:
        """Take the next row."""
        for entry in self._vocabulary.entries(document):
            self._entries.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._ids.append(document.product_id.encode())
        for title in document.titles:
            self._written += self._titles.write(title.encode())
            self._title_ends.append(self._written)
        self._keys.extend(self._numbers.setdefault(key, len(self._numbers)) for key in keys_of(document))
        self._key_ends.append(len(self._keys))

    def finish(self) -> None:
        """Put down what is left."""
        self.close()
        np.save(self._folder / "ids.npy", np.array(self._ids or [b""], dtype=np.bytes_)[: len(self._ids)])
        np.save(self._folder / "title_ends.npy", np.frombuffer(self._title_ends, dtype=np.int64))
        np.save(self._folder / "keys.npy", np.array(self._keys, dtype=np.int32))
        np.save(self._folder / "key_ends.npy", np.frombuffer(self._key_ends, dtype=np.int64))


def read_columns(folder: Path) -> Columns:
    """The columns of a version; ValueError or OSError where they are damaged."""

    def column(name: str) -> NDArray[np.generic]:
        # As a plain array over the map: numpy's own class for maps costs more with every access.
        return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))

    with (folder / "values.jsonl").open(encoding="utf-8") as file:
        entries = tuple(json.loads(line) for line in file)
    size = (folder / "titles.bin").stat().st_size
    titles = np.asarray(np.memmap(folder / "titles.bin", np.uint8, "r")) if size else np.zeros(0, dtype=np.uint8)
    made = Columns(
        ids=column("ids").astype(np.bytes_, copy=False),
        titles=titles,
        title_ends=column("title_ends").astype(np.int64, copy=False),
        keys=column("keys").astype(np.int32, copy=False),
        key_ends=column("key_ends").astype(np.int64, copy=False),
        entries=entries,
    )
    _check(made)
    return made


def _check(columns: Columns) -> None:
    rows = len(columns.ids)
    whole = (
        len(columns.title_ends) == 2 * rows + 1
        and len(columns.key_ends) == rows + 1
        and int(columns.key_ends[-1]) == len(columns.keys)
        and int(columns.title_ends[-1]) == len(columns.titles)
        and (not len(columns.keys) or int(columns.keys.max()) < sum("m" not in one for one in columns.entries))
    )
    if not whole:
        raise ValueError("The columns of the index do not belong together.")
