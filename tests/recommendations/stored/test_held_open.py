"""Counting into files that are kept open, while versions come and go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mercery.orders.baskets import Basket
from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.history import History
from mercery.recommendations.model.lists import open_lists, save
from mercery.recommendations.stored.applying import ONE_BY_ONE, Coming, count_orders
from mercery.recommendations.stored.counted import Counted, order_mark, write_counted
from mercery.recommendations.stored.held_open import hold_open
from mercery.recommendations.stored.versions import ModelMissing, remove

ITEMS = 50


def version(folder: Path, built_of: tuple[str, ...] = ()) -> Path:
    """A version without orders, but for the numbers it was built of."""
    folder.mkdir(parents=True)
    save(Counters.create(folder / "counters", ITEMS, 0.0).lists(8), folder / "lists")
    write_counted(folder, [order_mark(one) for one in built_of])
    return folder


def order(number: str, *items: int, before: tuple[int, ...] = ()) -> Coming:
    basket = Basket(number=number, customer_id=None, placed_at=datetime(1970, 1, 9, tzinfo=UTC), skus=())
    return Coming(basket=basket, items=items, before=History.of([(1.0, before)]))


def test_an_order_counted_alone_is_in_the_lists_of_a_reader_at_once_and_counted_once(tmp_path: Path) -> None:
    folder = version(tmp_path / "shop" / "v", built_of=("old",))
    reader = open_lists(folder / "lists")
    assert count_orders(folder, [order("1", 3, 4, before=(7,)), order("old", 9)]) == 1
    assert reader.popularity[[3, 4, 9]].tolist() == pytest.approx([1.0, 1.0, 0.0], rel=0.2)
    assert set(reader.bought_with[3].tolist()) == {4, 7, -1}
    assert count_orders(folder, [order("1", 3, 4)]) == 0
    assert len(Counted(folder)) == 2


@pytest.mark.parametrize("many", [1, ONE_BY_ONE, ONE_BY_ONE + 1, 70])
def test_few_and_many_and_long_ones_are_all_counted(tmp_path: Path, many: int) -> None:
    folder = version(tmp_path / "shop" / "v")
    coming = [order(str(at), at % ITEMS, (at + 1) % ITEMS) for at in range(many - 1)]
    assert count_orders(folder, [*coming, order("long", *range(20))]) == many
    lists = open_lists(folder / "lists")
    counters = Counters.open(folder / "counters", lists)
    assert float(lists.popularity.sum()) == pytest.approx((2 * (many - 1) + 20) * counters.weight(8.0), rel=1e-4)
    assert {*range(1, 20)} <= {*counters.lists(64).bought_with[0].tolist()}


def test_what_took_the_place_of_a_removed_version_under_its_name_is_counted_into(tmp_path: Path) -> None:
    folder = version(tmp_path / "shop" / "v")
    count_orders(folder, [order("1", 3, 4)])
    remove(folder)
    with pytest.raises(ModelMissing):
        count_orders(folder, [order("2", 3, 4)])
    version(folder)
    assert "1" not in hold_open(folder).counted
    assert count_orders(folder, [order("1", 5)]) == 1
    assert open_lists(folder / "lists").popularity[5] > 0


def test_of_many_orders_it_was_built_of_each_is_found_and_no_other(tmp_path: Path) -> None:
    folder = version(tmp_path / "shop" / "v", built_of=tuple(str(at) for at in range(3000)))
    counted = Counted(folder)
    assert all(str(at) in counted for at in range(3000))
    assert not any(str(at) in counted for at in range(3000, 6000))
    write_counted(folder, [1, 2, 3, *range(2**63, 2**63 + 500), 2**64 - 1])
    uneven = Counted(folder)
    assert all(uneven.holds(one) for one in (1, 2, 3, 2**63, 2**63 + 499, 2**64 - 1))
    assert not any(uneven.holds(one) for one in (0, 4, 2**62, 2**63 - 1, 2**63 + 500, 2**64 - 2))


def test_what_one_process_notes_the_other_knows_beyond_a_page_of_the_journal(tmp_path: Path) -> None:
    folder = version(tmp_path / "shop" / "v")
    one, other = Counted(folder), Counted(folder)
    for first in range(1, 1200, 150):
        other.catch_up()
        one.catch_up()
        one.note(list(range(first, first + 100)))
        other.catch_up()
        other.note(list(range(first + 100, first + 150)))
    one.catch_up()
    assert len(one) == len(other) == len(Counted(folder)) == 1200
    assert all(one.holds(mark) for mark in range(1, 1201))
    other.end()
    with pytest.raises(FileNotFoundError):
        one.catch_up()
