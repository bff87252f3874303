"""The vectors of an index, by row number: one matrix of half-precision numbers a model, and a graph over it where there
are many.

    contents.u64                    what each row's text is found by, so that a later version need not work it out again
    vectors-<model>.json            the model's name and the length of a vector
    vectors-<model>.f16             the matrix, row by row; a row that nobody has worked out yet is empty
    vectors-<model>.known           one byte a row: 1 once its vector stands
    vectors-<model>-<count>.graph   usearch's graph over the first `count` rows

A vector is written into its place and then marked, so readers in other processes see it at once, and one that a crash cut
off counts as not there. Nothing here is needed: an index without vectors answers by words.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Vector = NDArray[np.float32]
EXACT_UP_TO: Final = 60_000
"""Rows that are compared one by one (2 ms); beyond, a graph is asked."""
GRAPH_LAG: Final = 20_000
"""Rows beside the graph after which it is made anew."""
_CONNECTIVITY: Final = 16
_EXPANSION: Final = 96
_SLACK: Final = 1.2
"""The graph may name rows that are gone."""


def content_number(text: str) -> int:
    """What a text's vector is found by."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


class Vectors:
    """The vectors of one model, opened to be read. Safe for many threads."""

    def __init__(self, folder: Path, model: str, dimensions: int) -> None:
        self.folder, self.model, self.dimensions = folder, model, dimensions
        self.exact_up_to = EXACT_UP_TO
        self._stem = folder / stem_of(model)
        self._marks = f"{self._stem}.known"
        self._seen: tuple[int, int] | None = None
        self._lock = threading.Lock()
        self._graph: Any = None
        self._graph_count = 0
        self._half: NDArray[np.float16] = np.zeros((0, dimensions), dtype=np.float16)
        self.known: NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        """Whether a row has its vector."""
        self.refresh()

    @property
    def graph_count(self) -> int:
        """Rows the graph covers."""
        return self._graph_count

    def refresh(self) -> None:
        """See what has been written since."""
        try:
            stat = os.stat(self._marks)  # noqa: PTH116 - asked with every search
        except FileNotFoundError:
            return
        if self._seen == (stat.st_mtime_ns, stat.st_size):
            return
        with self._lock:
            known = np.fromfile(f"{self._stem}.known", dtype=np.uint8)
            size = Path(f"{self._stem}.f16").stat().st_size // (2 * self.dimensions)
            if size > len(self._half):
                half = np.memmap(f"{self._stem}.f16", np.float16, "r", shape=(size, self.dimensions))
                self._half = np.asarray(half)
            self.known = known[: len(self._half)] == 1
            self._open_graph()
            self._seen = (stat.st_mtime_ns, stat.st_size)

    def cosines(self, vector: Vector, numbers: Numbers) -> Vector:
        """How close each row is to `vector`; 0 where a row has no vector yet."""
        found = np.zeros(len(numbers), dtype=np.float32)
        have = numbers < len(self.known)
        have[have] = self.known[numbers[have]]
        if have.any():
            found[have] = _dots(vector, np.take(self._half.view(np.uint16), numbers[have], axis=0).view(np.float16))
        return found

    def several(self, numbers: Numbers) -> NDArray[np.float32]:
        """The vectors of these rows, one below the other; zeros where a row has none yet."""
        found = np.zeros((len(numbers), self.dimensions), dtype=np.float32)
        have = numbers < len(self.known)
        have[have] = self.known[numbers[have]]
        found[have] = self._half[numbers[have]]
        return found

    def nearest(self, vector: Vector, k: int, gone: NDArray[np.bool_], among: Numbers | None) -> tuple[Numbers, Vector]:
        """The `k` rows closest to `vector` and their cosines, the closest first; `gone` marks rows that are no more."""
        if among is not None:
            numbers, scores = among, self.cosines(vector, among)
        elif not self._graph_count or len(self._half) <= self.exact_up_to:
            numbers, scores = np.arange(len(self._half), dtype=np.int64), _dots(vector, self._half)
        else:
            numbers, scores = self._by_graph(vector, k)
        usable = numbers < len(self.known)
        usable[usable] = self.known[numbers[usable]]
        inside = usable & (numbers < len(gone))
        usable[inside] &= ~gone[numbers[inside]]
        numbers, scores = numbers[usable], scores[usable]
        if len(numbers) > k:
            best = np.argpartition(-scores, k)[:k]
            numbers, scores = numbers[best], scores[best]
        order = np.argsort(-scores, kind="stable")
        return numbers[order], scores[order]

    def _by_graph(self, vector: Vector, k: int) -> tuple[Numbers, Vector]:
        with self._lock:
            found = self._graph.search(vector, int(k * _SLACK) + 8, threads=1)
        numbers = np.asarray(found.keys, dtype=np.int64)
        beside = np.arange(self._graph_count, len(self._half), dtype=np.int64)
        every = np.concatenate([numbers, beside])
        # The graph's distances are coarser than ours; the few rows it names are compared once more.
        scores = np.concatenate([self.cosines(vector, numbers), _dots(vector, self._half[self._graph_count :])])
        return every, scores

    def _open_graph(self) -> None:
        newest = max(_graphs(self._stem), default=(0, None))
        if newest[1] is not None and newest[0] > self._graph_count:
            from usearch.index import Index

            self._graph = Index.restore(str(newest[1]), view=True)
            self._graph_count = newest[0]


def stem_of(model: str) -> str:
    """How the files of a model begin."""
    return f"vectors-{hashlib.sha256(model.encode()).hexdigest()[:12]}"


def open_vectors(folder: Path, model: str) -> Vectors | None:
    """The vectors of `model` in a version's folder, None where there are none."""
    try:
        told = json.loads((folder / f"{stem_of(model)}.json").read_text())
        return Vectors(folder, str(told["model"]), int(told["dimensions"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def put(folder: Path, model: str, numbers: Sequence[int], rows: NDArray[np.float32]) -> None:
    """Write the vectors of these rows; one process at a time."""
    if not len(numbers):
        return
    stem = folder / stem_of(model)
    _introduce(stem, model, rows.shape[1])
    half = rows.astype(np.float16)
    width = half.shape[1] * 2
    with _opened(Path(f"{stem}.f16")) as matrix, _opened(Path(f"{stem}.known")) as marks:
        for number, row in zip(numbers, half, strict=True):
            os.pwrite(matrix, row.tobytes(), number * width)
        os.fdatasync(matrix)
        for number in numbers:
            os.pwrite(marks, b"\1", number)


def build_graph(vectors: Vectors, gone: NDArray[np.bool_]) -> None:
    """Make the graph over all rows there are, beside the one in use; readers take it up with their next look."""
    from usearch.index import Index

    count = len(vectors.known)
    stem = vectors.folder / stem_of(vectors.model)
    graph = Index(
        ndim=vectors.dimensions, metric="cos", dtype="f16", connectivity=_CONNECTIVITY, expansion_add=_EXPANSION,
        expansion_search=_EXPANSION,
    )  # fmt: skip
    usable = vectors.known.copy()
    usable[: min(len(gone), count)] &= ~gone[:count]
    numbers = np.flatnonzero(usable)
    for start in range(0, len(numbers), 2_000):
        some = numbers[start : start + 2_000]
        graph.add(some, np.asarray(vectors._half[some]), threads=1)
    beside = Path(f"{stem}-{count}.graph.new")
    graph.save(str(beside))
    beside.replace(Path(f"{stem}-{count}.graph"))
    os.utime(f"{stem}.known")
    for older, path in _graphs(stem):
        if older < count:
            path.unlink(missing_ok=True)  # a process that still reads it keeps its view


def carry_over(old: Path, new: Path) -> int:
    """Give the rows of a new version the vectors of an older one whose texts are the same; returns how many."""
    carried = 0
    contents = read_contents(new)
    before = read_contents(old)
    order = np.argsort(before, kind="stable")
    if not len(before):
        return carried
    for vectors in _all_vectors(old):
        order_known = order[(order < len(vectors.known))]
        order_known = order_known[vectors.known[order_known]]
        if not len(order_known):
            continue
        keys = before[order_known]
        places = np.minimum(np.searchsorted(keys, contents), len(keys) - 1)
        numbers = np.flatnonzero(keys[places] == contents)
        for start in range(0, len(numbers), 4_000):
            some = numbers[start : start + 4_000]
            rows = np.asarray(vectors._half[order_known[places[some]]], dtype=np.float32)
            put(new, vectors.model, some.tolist(), rows)
        carried += len(numbers)
    return carried


def _all_vectors(folder: Path) -> Iterator[Vectors]:
    for told in folder.glob("vectors-*.json"):
        try:
            model = str(json.loads(told.read_text())["model"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if (vectors := open_vectors(folder, model)) is not None:
            yield vectors


def inherit(folder: Path, pairs: Sequence[tuple[int, int]]) -> None:
    """Give rows the vectors of others whose texts are the same: pairs of a row and the one that takes its place."""
    if not pairs:
        return
    old = np.array([before for before, _ in pairs], dtype=np.int64)
    for vectors in _all_vectors(folder):
        have = old < len(vectors.known)
        have[have] = vectors.known[old[have]]
        put(folder, vectors.model, [pairs[at][1] for at in np.flatnonzero(have).tolist()], vectors.several(old[have]))


def read_contents(folder: Path) -> NDArray[np.uint64]:
    """What each row's text is found by, as far as it is written."""
    return read_column(folder / "contents.u64")


def write_contents(folder: Path, first: int, contents: Sequence[int]) -> None:
    """Put down what the texts of the rows from `first` on are found by."""
    write_column(folder / "contents.u64", first, contents)


def read_column(path: Path) -> NDArray[np.uint64]:
    """A number a row, as far as it is written."""
    try:
        raw = path.read_bytes()
    except OSError:
        return np.zeros(0, dtype=np.uint64)
    return np.frombuffer(raw[: len(raw) // 8 * 8], dtype=np.uint64)


def write_column(path: Path, first: int, numbers: Sequence[int]) -> None:
    """Put down a number a row, from `first` on."""
    with _opened(path) as file:
        os.pwrite(file, np.asarray(numbers, dtype=np.uint64).tobytes(), first * 8)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A file's descriptor, to be written in any place."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield file
    finally:
        os.close(file)


def _introduce(stem: Path, model: str, dimensions: int) -> None:
    """Say whose vectors these are; what another length of vectors left behind goes."""
    told = Path(f"{stem}.json")
    try:
        if int(json.loads(told.read_text())["dimensions"]) == dimensions:
            return
    except (OSError, ValueError, KeyError, TypeError):
        pass
    for path in stem.parent.glob(f"{stem.name}*"):
        path.unlink(missing_ok=True)
    beside = Path(f"{stem}.json.new")
    beside.write_text(json.dumps({"model": model, "dimensions": dimensions}))
    beside.replace(told)


def _graphs(stem: Path) -> list[tuple[int, Path]]:
    found = []
    for path in stem.parent.glob(f"{stem.name}-*.graph"):
        count = path.stem.rpartition("-")[2]
        if count.isdigit():
            found.append((int(count), path))
    return found


def _dots(vector: Vector, rows: NDArray[np.float16]) -> Vector:
    """The dot product of `vector` with each row, in the processor's own half-precision arithmetic."""
    if not len(rows):
        return np.zeros(0, dtype=np.float32)
    import numkong

    found = np.asarray(numkong.cdist(vector.astype(np.float16)[None, :], rows, "dot"))
    made: Vector = found[0].astype(np.float32)
    return made
