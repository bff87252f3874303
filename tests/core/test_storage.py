"""Files reach machines that share no folder, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from mercery.core import storage
from mercery.core.config import settings as chosen
from mercery.core.database import Database

At = Callable[[str], Path]


@pytest.fixture
def at(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """Be on one of several machines, each with a home of its own; returns that home."""
    monkeypatch.setenv("MERCERY_FILES", "database")

    def go(name: str) -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        monkeypatch.setenv("MERCERY_HOME", str(place))
        chosen.cache_clear()
        return place

    return go


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


async def test_what_one_machine_shares_another_brings_once(database: Database, at: At) -> None:
    data = bytes(range(256)) * (storage.PART // 200)  # more than one piece
    picture = written(at("one") / "media" / "a" / "b.png", data)
    async with database.session() as session:
        await storage.share(session, picture)
    there = at("other") / "media" / "a" / "b.png"
    assert await storage.bring(database, there)
    assert there.read_bytes() == data
    assert not list(there.parent.glob(".*"))
    async with database.session() as session:
        await storage.unshare(session, there)
    assert await storage.bring(database, there)  # it lies here now


async def test_what_nobody_shared_is_not_there(database: Database, at: At) -> None:
    assert not await storage.bring(database, at("one") / "media" / "none.png")


async def test_a_folder_is_shared_and_forgotten_as_one(database: Database, at: At) -> None:
    place = at("one") / "media" / "film"
    for name in ("v.mp4", "tags.json", "left.part"):
        written(place / name, name.encode())
    written(at("one") / "media" / "filmed" / "x.png", b"x")
    async with database.session() as session:
        await storage.share(session, place, at("one") / "media" / "filmed")
    async with database.session() as session:
        await storage.unshare(session, place)
        keys = set((await session.execute(text("SELECT key FROM stored_files"))).scalars())
        parts = await session.scalar(text("SELECT count(*) FROM stored_file_parts"))
    assert keys == {"media/filmed/x.png"} and parts == 1


async def test_a_transaction_that_comes_to_nothing_shares_nothing(database: Database, at: At) -> None:
    picture = written(at("one") / "media" / "a.png", b"a")
    with pytest.raises(RuntimeError):
        async with database.session() as session:
            await storage.share(session, picture)
            raise RuntimeError
    assert not await storage.bring(database, at("other") / "media" / "a.png")


async def test_where_folders_are_shared_nothing_goes_through_the_database(
    database: Database, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_FILES", "folder")
    picture = written(at("one") / "media" / "a.png", b"a")
    async with database.session() as session:
        await storage.share(session, picture)
        assert await session.scalar(text("SELECT count(*) FROM stored_files")) == 0
    assert not await storage.bring(database, at("other") / "media" / "a.png")


async def test_bytes_that_do_not_agree_with_their_digest_are_never_written(database: Database, at: At) -> None:
    picture = written(at("one") / "media" / "a.png", b"right")
    async with database.session() as session:
        await storage.share(session, picture)
        await session.execute(text("UPDATE stored_file_parts SET data = 'wrong'::bytea"))
    there = at("other") / "media" / "a.png"
    with pytest.raises(storage.Damaged):
        await storage.bring(database, there)
    assert not there.exists()


def test_a_file_outside_of_the_home_folder_has_no_key(at: At) -> None:
    at("one")
    with pytest.raises(ValueError, match="subpath"):
        storage.key_of(Path("/etc/hostname"))


async def test_a_file_that_grows_is_brought_again_and_never_in_place_of_more(database: Database, at: At) -> None:
    name = Path("live") / "vod.m3u8"

    async def shared(home: Path, data: bytes) -> None:
        async with database.session() as session:
            await storage.share(session, written(home / name, data))

    await shared(at("one"), b"one")
    other = at("other") / name
    assert await storage.bring(database, other, grows=True)
    await shared(at("one"), b"one two")
    at("other")
    assert await storage.bring(database, other) and other.read_bytes() == b"one"
    assert await storage.bring(database, other, grows=True) and other.read_bytes() == b"one two"
    writer = written(at("one") / name, b"one two three, which nobody has yet")
    assert await storage.bring(database, writer, grows=True) and writer.read_bytes().endswith(b"yet")
    assert not await storage.bring(database, writer.with_name("none"), grows=True)


async def test_a_folder_replaced_as_a_whole_is_the_same_on_every_machine(database: Database, at: At) -> None:
    """Replaced, it has no file of the one before; removed, it goes; one that was never shared stays."""

    async def shared(files: dict[str, bytes]) -> None:
        shutil.rmtree(at("one") / "hosts" / "claire", ignore_errors=True)
        for name, data in files.items():
            written(at("one") / "hosts" / "claire" / name, data)
        async with database.session() as session:
            await storage.share_whole(session, at("one") / "hosts" / "claire")

    async def followed() -> dict[str, bytes]:
        place = at("other") / "hosts"
        await storage.follow_wholes(database, place)
        return {
            str(one.relative_to(place)): one.read_bytes()
            for one in place.rglob("*")
            if one.is_file() and not one.name.startswith(".")
        }

    written(at("other") / "hosts" / "older" / "rig.json", b"never shared")
    await shared({"rig.json": b"1", "host.svg": b"a"})
    assert await followed() == {"claire/rig.json": b"1", "claire/host.svg": b"a", "older/rig.json": b"never shared"}
    await shared({"rig.json": b"2"})
    assert await followed() == {"claire/rig.json": b"2", "older/rig.json": b"never shared"}
    at("one")
    await storage.follow_wholes(database, at("one") / "hosts")
    assert (at("one") / "hosts" / "claire" / "rig.json").read_bytes() == b"2"
    async with database.session() as session:
        await storage.unshare_whole(session, at("one") / "hosts" / "claire")
    assert await followed() == {"older/rig.json": b"never shared"}


async def test_what_lies_below_a_folder_is_told_without_its_neighbours(database: Database, at: At) -> None:
    home = at("one")
    async with database.session() as session:
        await storage.share(session, written(home / "a_b" / "x", b"1"), written(home / "a_b2" / "x", b"2"))
        await storage.share(session, written(home / "aXb" / "x", b"3"))
        found = await storage.below(session, at("other") / "a_b")
    assert {path: one.size for path, one in found.items()} == {at("other") / "a_b" / "x": 1}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.binary(max_size=300), second=st.binary(max_size=300))
async def test_any_bytes_come_as_they_went_and_newer_ones_take_their_place(
    database: Database, tmp_path: Path, first: bytes, second: bytes
) -> None:
    out = tmp_path / "out"
    for data in (first, second, second):
        async with database.session() as session:
            await storage.put(session, "k", written(tmp_path / "in", data), version="v", mark=len(data))
        found = await storage.get(database, "k", out)
        assert found is not None and (found.size, found.mark) == (len(data), len(data))
        assert out.read_bytes() == data
