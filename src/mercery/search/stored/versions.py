"""Versions of an index: one folder each, swapped by renaming a pointer, readable while they are replaced or changed.

    <home>/index/<shop>/current        the name of the version in use
    <home>/index/<shop>/<version>/     tantivy's files, the rows, the vectors

A version is complete before `current` names it, so a crash while building leaves the old one in use and a folder that a
later build removes. A change writes the journal of rows first and commits to tantivy after; rows without a commit are
never asked for, and what a crash left under way is done again (`unfinished`).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from typing import IO, Final

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Query

from mercery.core.errors import MerceryError
from mercery.core.ids import new_id
from mercery.search.document import Document
from mercery.search.stored.columns import ColumnWriter, Vocabulary, keys_of
from mercery.search.stored.rows import Rows
from mercery.search.stored.schema import register, schema, tantivy_document
from mercery.search.stored.terms import write_terms
from mercery.search.stored.vectors import (
    carry_over,
    content_number,
    inherit,
    read_column,
    read_contents,
    write_column,
    write_contents,
)

FORMAT: Final = "9"
"""Raise when fields or analysis change: versions of another format are rebuilt."""
HEAP: Final = 64_000_000
_DIGESTS: Final = "digests.u64"


class IndexMissing(MerceryError):
    """There is no index of this shop yet, or none this program can read."""

    code = "search_index_missing"
    status = 503


def shop_folder(home: Path, shop_id: str) -> Path:
    """Where a shop's versions lie."""
    return home / "index" / shop_id


def current_version(home: Path, shop_id: str) -> str | None:
    """The version in use, None when there is none of this format."""
    try:
        name = (shop_folder(home, shop_id) / "current").read_text().strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return name if name.startswith(f"v{FORMAT}_") and (shop_folder(home, shop_id) / name).is_dir() else None


class NewVersion:
    """A version being written: add documents in batches, then publish. Leaving the block without that removes it."""

    def __init__(self, home: Path, shop_id: str) -> None:
        self._parent = shop_folder(home, shop_id)
        self._parent.mkdir(parents=True, exist_ok=True)
        self.name = new_id(f"v{FORMAT}")
        self._folder = self._parent / self.name
        self._folder.mkdir()
        index = tantivy.Index(schema(), path=str(self._folder), reuse=False)
        register(index)
        self._writer = index.writer(HEAP, 1)
        self._columns = ColumnWriter(self._folder)
        self._published = False

    def __enter__(self) -> NewVersion:
        return self

    def __exit__(self, *_: object) -> None:
        self._columns.close()
        if not self._published:
            shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, documents: Iterable[Document]) -> None:
        """Take products in."""
        first = len(self._columns)
        contents, taken = [], list(documents)
        for number, one in enumerate(taken, first):
            self._columns.add(one)
            contents.append(content_number(one.meaning))
            self._writer.add_document(tantivy_document(one, number))
        write_contents(self._folder, first, contents)
        write_column(self._folder / _DIGESTS, first, [digest(one) for one in taken])
        write_terms(self._folder, first, taken)

    def publish(self) -> int:
        """Put the version to use, remove the others; returns how many products it has.

        Vectors of texts that have not changed come along, so nothing is found by words alone meanwhile. Where a version
        begun later is in use already, this one is given up.
        """
        self._columns.finish()
        self._writer.commit()
        self._writer.wait_merging_threads()
        for older in sorted(self._parent.iterdir(), reverse=True):
            if older.is_dir() and older.name != self.name:
                carry_over(older, self._folder)
        with locked(self._parent):
            in_use = _named_version(self._parent)
            if not self._folder.is_dir() or (in_use is not None and in_use > self.name):
                return len(self._columns)
            _sync(self._folder)
            _point(self._parent, self.name)
            self._published = True
            for old in self._parent.iterdir():
                if old.is_dir() and old.name != self.name and old.name < self.name:
                    shutil.rmtree(old, ignore_errors=True)
        return len(self._columns)


def adopt(home: Path, shop_id: str, incoming: Path, name: str) -> bool:
    """Put a version that another machine built to use; `incoming` holds its files and goes. The vectors this machine has
    of the same texts come along. False where a version begun later is in use already."""
    parent = shop_folder(home, shop_id)
    for older in sorted(parent.iterdir(), reverse=True):
        if older.is_dir() and older != incoming and (older / "contents.u64").exists():
            carry_over(older, incoming)
    with locked(parent):
        in_use = _named_version(parent)
        if in_use is not None and in_use >= name:
            shutil.rmtree(incoming, ignore_errors=True)
            return False
        _sync(incoming)
        incoming.replace(parent / name)
        _point(parent, name)
        for old in parent.iterdir():
            if old.is_dir() and old.name < name:
                shutil.rmtree(old, ignore_errors=True)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """How a version stands after a change: its rows, and how many of them are gone."""

    rows: int
    gone: int


def update(home: Path, shop_id: str, changed: Sequence[Document], gone: Iterable[str]) -> Updated:
    """Replace and remove single products in the version in use. IndexMissing where none is fit to be read.

    A product that reads as before keeps its row: a price or a stock that changed is none of the index's business.
    """
    parent = shop_folder(home, shop_id)
    with locked(parent):
        folder = folder_in_use(home, shop_id)
        with reading(folder):
            rows, index = Rows(folder), tantivy.Index.open(str(folder))
            register(index)
        ids = {*gone, *(document.product_id for document in changed)}
        standing = _standing(index, rows, ids)
        digests = read_column(folder / _DIGESTS)
        fresh = [one for one in changed if not _same(digests, standing.get(one.product_id), one)]
        ids -= {one.product_id for one in changed} - {one.product_id for one in fresh}
        replaced = sorted({number for one, number in standing.items() if one in ids} | _cut_off(rows, ids))
        first = len(rows)
        if ids and (fresh or replaced):
            with reading(folder):
                writer = index.writer(HEAP, 1)
            _change(folder, rows, writer, ids, fresh, replaced)
            pairs = [
                (standing[one.product_id], at) for at, one in enumerate(fresh, first) if one.product_id in standing
            ]
            contents = read_contents(folder)
            inherit(folder, [(old, new) for old, new in pairs if contents[old] == contents[new]])
        rows.load()
        # As far as the journal goes, without a line that was cut off.
        _note(folder / "changes.done", str(rows.bytes_read))
    return Updated(rows=len(rows), gone=int(rows.gone.sum()))


def _change(
    folder: Path,
    rows: Rows,
    writer: tantivy.IndexWriter,
    ids: Iterable[str],
    fresh: Sequence[Document],
    replaced: Sequence[int],
) -> None:
    """Write the journal first, what belongs to its rows, and then have tantivy commit."""
    for product_id in ids:
        writer.delete_documents_by_term("id", product_id)
    with (folder / "changes.jsonl").open("ab") as file:
        file.truncate(rows.bytes_read)
        file.seek(0, os.SEEK_END)
        _write_changes(file, rows, fresh, replaced)
    first = len(rows)
    write_contents(folder, first, [content_number(one.meaning) for one in fresh])
    write_column(folder / _DIGESTS, first, [digest(one) for one in fresh])
    write_terms(folder, first, fresh)
    for number, one in enumerate(fresh, first):
        writer.add_document(tantivy_document(one, number))
    writer.commit()
    writer.wait_merging_threads()


def digest(document: Document) -> int:
    """Everything the index keeps of a product, as a number."""
    return content_number(repr(document))


def _same(digests: NDArray[np.uint64], number: int | None, document: Document) -> bool:
    return number is not None and number < len(digests) and int(digests[number]) == digest(document)


def unfinished(home: Path, shop_id: str) -> set[str]:
    """The products whose change a process had begun when it died; empty while everything is well."""
    name = current_version(home, shop_id)
    if name is None:
        return set()
    folder = shop_folder(home, shop_id) / name
    try:
        with locked(shop_folder(home, shop_id)), (folder / "changes.jsonl").open("rb") as file:
            file.seek(_done(folder))
            left = [line for line in file if line.endswith(b"\n")]
            return Rows(folder).ids_in(left) if left else set()
    except (OSError, ValueError, KeyError, IndexError):
        return set()


def folder_in_use(home: Path, shop_id: str) -> Path:
    """The folder of the version in use; IndexMissing when there is none."""
    name = current_version(home, shop_id)
    if name is None:
        raise IndexMissing(
            "The search index of this shop is not built yet.",
            remedy="Run `mercery index rebuild`.",
            zh="本店的搜索索引尚未建立，请运行 `mercery index rebuild`。",
        )
    return shop_folder(home, shop_id) / name


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Files that cannot be read are a version that is missing."""
    try:
        yield
    except BaseException as error:
        # tantivy panics over some damaged files, which is no Exception and has no name to import.
        if isinstance(error, (ValueError, OSError, KeyError, IndexError, EOFError)) or _panicked(error):
            raise IndexMissing(
                f"The search index in {folder.name} cannot be read: {error}",
                remedy="Run `mercery index rebuild`.",
                zh=f"无法读取 {folder.name} 中的搜索索引（{error}），请运行 `mercery index rebuild`。",
            ) from error
        raise


def _panicked(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"


@contextmanager
def locked(parent: Path) -> Iterator[None]:
    """One writer per shop, over all processes of this machine."""
    with (parent / "write.lock").open("w") as file:
        flock(file, LOCK_EX)
        try:
            yield
        finally:
            flock(file, LOCK_UN)


def _standing(index: tantivy.Index, rows: Rows, ids: set[str]) -> dict[str, int]:
    """The row each of these products has now."""
    if not ids:
        return {}
    searcher = index.searcher()
    found = searcher.search(Query.term_set_query(index.schema, "id", sorted(ids)), max(1, 2 * len(ids)), count=False)
    each = searcher.fast_field_values("row", [address for _, address in found.hits])
    numbers = np.array(sorted(int(one) for one in each if one is not None and not rows.gone[int(one)]), dtype=np.int64)
    return dict(zip(rows.product_ids(numbers), numbers.tolist(), strict=True))


def _cut_off(rows: Rows, ids: set[str]) -> set[int]:
    """The rows of these products that a change brought which never came to its end."""
    return {number for number in rows.added_numbers(ids) if not rows.gone[number]}


def _write_changes(file: IO[bytes], rows: Rows, changed: Sequence[Document], replaced: Sequence[int]) -> None:
    lines: list[dict[str, list[object]]] = []
    vocabulary = Vocabulary(rows.known())
    for one in changed:
        lines.extend({name: [*parts] for name, parts in entry.items()} for entry in vocabulary.entries(one))
        lines.append({"p": [one.product_id, *one.titles, *keys_of(one)]})
    if replaced:
        lines.append({"x": [*replaced]})
    file.write(b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines))
    file.flush()
    os.fsync(file.fileno())


def _done(folder: Path) -> int:
    try:
        return int((folder / "changes.done").read_text())
    except (FileNotFoundError, ValueError):
        return 0


def _named_version(parent: Path) -> str | None:
    try:
        name = (parent / "current").read_text().strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return name if (parent / name).is_dir() and name.startswith(f"v{FORMAT}_") else None


def _point(parent: Path, name: str) -> None:
    """Name the version in use, in one step."""
    _note(parent / "current", name)


def _note(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _sync(folder: Path) -> None:
    """Have the columns on disk before the version is named."""
    for path in folder.iterdir():
        if path.is_file() and path.suffix in (".npy", ".bin", ".jsonl", ".u64", ".u32", ".i64"):
            with path.open("rb") as file:
                os.fsync(file.fileno())
