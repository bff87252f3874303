"""A process keeps open the indexes of the shops searched last, and no more; searches that go on in others end in peace."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.search.stored.pieces import piece

from mercery.core.config import settings
from mercery.core.database import Database
from mercery.search import library
from mercery.search.document import document
from mercery.search.index import NewVersion, SearchIndex, shop_folder

WORDS = ("Tote", "Satchel", "Clutch", "Hobo", "Loafer", "Stole", "Watch", "Candle")
SHOPS = {f"shop_{word.lower()}": word for word in WORDS}
MOST = 3


@pytest.fixture
def place(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with eight shops, of which three may be open."""
    monkeypatch.setenv("MERCERY_SEARCH_INDEXES_OPEN", str(MOST))
    settings.cache_clear()
    for shop_id, word in SHOPS.items():
        make(home, shop_id, word)
    library._open.clear()
    yield home
    library._open.clear()


def make(home: Path, shop_id: str, word: str) -> None:
    with NewVersion(home, shop_id) as version:
        version.add([document(piece(number, f"{word} {number}")) for number in range(1, 6)])
        version.publish()


def found(index: SearchIndex, word: str) -> int:
    """How many pieces have the word in their name, each row read as well."""
    total, rows = index.found(index.exact_word_query(word.lower()), 20)
    assert all(word in row.titles[0] for _, row in rows)
    return total


def files_open(home: Path) -> int:
    """Files below the folder that this process holds."""
    gc.collect()
    below, held = str(shop_folder(home.resolve(), "any").parent), 0
    for one in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            held += str(one.readlink()).startswith(below)
    return held


def kept() -> list[str]:
    return [shop_id for _, shop_id in library._open]


async def test_the_shops_searched_last_stay_open(database: Database, place: Path) -> None:
    first, second, third, fourth, *_ = SHOPS
    async with database.session() as session:
        for shop_id in (first, second, third, first, fourth):
            await library.opened(session, shop_id)
        assert kept() == [third, first, fourth]
        same = await library.opened(session, first)
        assert same is library._open[(place.resolve(), first)] and kept()[-1] == first


async def test_many_who_search_more_shops_than_may_be_open_all_find_theirs(database: Database, place: Path) -> None:
    before = files_open(place)

    async def search(seed: int) -> int:
        dice, done = random.Random(seed), 0
        for _ in range(6):
            shop_id = dice.choice(list(SHOPS))
            async with database.session() as session:
                shelf = await library.opened(session, shop_id)
            # Others open theirs while this one is asked, so that it is let go of in between.
            counts = [await asyncio.to_thread(found, shelf.index, SHOPS[shop_id]) for _ in range(2)]
            assert counts == [5, 5]
            assert len(kept()) <= MOST
            done += 1
        return done

    assert sum(await asyncio.gather(*(search(seed) for seed in range(8)))) == 48
    assert len(kept()) == MOST
    assert MOST <= files_open(place) - before <= MOST * 10
    library._open.clear()
    assert files_open(place) == before


async def test_one_that_was_let_go_of_serves_the_search_that_has_begun_and_is_opened_anew_by_the_next(
    database: Database, place: Path
) -> None:
    first, *others = SHOPS
    async with database.session() as session:
        shelf = await library.opened(session, first)
        for shop_id in others:
            await library.opened(session, shop_id)
        assert first not in kept()
        await asyncio.to_thread(make, place, first, "Parasol")
        assert found(shelf.index, "Tote") == 5 and found(shelf.index, "Parasol") == 0
        newer = await library.opened(session, first)
        assert newer is not shelf and found(newer.index, "Parasol") == 5


async def test_two_who_ask_for_the_same_at_once_open_it_once(database: Database, place: Path) -> None:
    first, *_ = SHOPS

    async def ask() -> library.OpenShop:
        async with database.session() as session:
            return await library.opened(session, first)

    shelves = await asyncio.gather(*(ask() for _ in range(5)))
    assert len({id(one) for one in shelves}) == 1
