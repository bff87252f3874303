"""The file of lists: what is written is what is mapped, and nothing else is taken for it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from mercery.recommendations.model.lists import Lists, ListsUnreadable, bytes_for, empty, open_lists, save


def some(items: int, k: int) -> Lists:
    random = np.random.default_rng(7)
    made = empty(items, k, day=123.5)
    return replace(
        made,
        bought_with=random.integers(-1, items, (items, k), dtype=np.int32),
        bought_with_weights=random.random((items, k), dtype=np.float32),
        category=random.integers(0, 9, items, dtype=np.int32),
        again=random.random(made.again.shape, dtype=np.float32),
    )


@pytest.mark.parametrize(("items", "k"), [(0, 4), (1, 1), (37, 5), (500, 32)])
def test_what_is_saved_is_opened(tmp_path: Path, items: int, k: int) -> None:
    lists = some(items, k) if items else empty(0, k)
    save(lists, tmp_path / "lists")
    opened = open_lists(tmp_path / "lists")
    assert (opened.day, opened.items, opened.k) == (lists.day, items, k)
    for one in fields(Lists)[1:]:
        mine, theirs = getattr(lists, one.name), getattr(opened, one.name)
        assert mine.dtype == theirs.dtype
        np.testing.assert_array_equal(mine, theirs)


def test_the_arrays_lie_in_the_file_and_cannot_be_written(tmp_path: Path) -> None:
    save(some(50, 8), tmp_path / "lists")
    opened = open_lists(tmp_path / "lists")
    assert not opened.bought_with.flags.owndata
    with pytest.raises(ValueError, match="read-only"):
        opened.popularity[0] = 1


def test_the_file_takes_what_the_formula_says(tmp_path: Path) -> None:
    size = save(some(1000, 32), tmp_path / "lists")
    assert size == (tmp_path / "lists").stat().st_size
    assert bytes_for(1000) <= size < bytes_for(1000) + 10 * 64


def test_a_file_that_is_cut_off_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "lists"
    size = save(some(100, 8), path)
    with path.open("r+b") as file:
        file.truncate(size - 64)
    with pytest.raises(ListsUnreadable, match="cut off"):
        open_lists(path)


def test_other_files_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"PAR1" * 2000)
    for name in ("other", "missing"):
        with pytest.raises(ListsUnreadable):
            open_lists(tmp_path / name)
    (tmp_path / "nothing").write_bytes(b"")
    with pytest.raises(ListsUnreadable):
        open_lists(tmp_path / "nothing")
