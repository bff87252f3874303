"""What one host has on air is shown by every other, though they share no folder: fetched over HTTP, once for all viewers."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from sqlalchemy import text
from tests.accounts.serving import serving
from tests.storefront.conftest import Boutique
from tests.storefront.live_builders import add_show

from mercery.core.config import settings
from mercery.livestream.director import lease
from mercery.livestream.engine.playlist import Playlist, Segment, live_text
from mercery.livestream.folders import PLAYLIST, hls_folder
from mercery.livestream.on_air import programme_at
from mercery.livestream.tables import LiveShowRow
from mercery.storefront import live_elsewhere, live_files
from mercery.storefront.live_elsewhere import BETWEEN, Elsewhere

PATIENCE = 60.0
PIECES = {f"a-{number:06d}.m4s": bytes([number]) * 20_000 for number in (1, 2, 3)} | {"a-1.mp4": b"head" * 200}


class On(Protocol):
    """Be on a host."""

    def __call__(self, name: str, address: str = "") -> Path: ...


@pytest.fixture
def on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> On:
    """Be on one of several hosts, each with a home of its own; returns that home."""

    def go(name: str, address: str = "") -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        for key, value in (("FILES", "database"), ("HOME", str(place)), ("LIVE_ADDRESS", address)):
            monkeypatch.setenv(f"MERCERY_{key}", value)
        settings.cache_clear()
        return place

    return go


@dataclass
class Directing:
    """The host that directs: a web process with a home of its own."""

    address: str
    process: subprocess.Popen[bytes]

    def die(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)


@pytest.fixture
def directing(tmp_path: Path, database_url: str) -> Iterator[Directing]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, home = f"http://127.0.0.1:{port}", tmp_path / "one"
    home.mkdir(exist_ok=True)
    own = {
        "MERCERY_HOME": str(home), "MERCERY_PORT": str(port), "MERCERY_DATABASE_URL": database_url, "MERCERY_EMBEDDINGS": "off",
        "MERCERY_FILES": "database", "MERCERY_LIVE_ADDRESS": address,
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MERCERY_")}
    made = Directing(
        address,
        subprocess.Popen(
            [sys.executable, "-m", "mercery.cli", "web"], env={**kept, **own}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ),
    )  # fmt: skip
    yield made
    made.die()


async def on_air(boutique: Boutique, on: On, address: str) -> LiveShowRow:
    """A show the first host directs, with its files there and nowhere else."""
    on("one", address)
    async with boutique.database.session() as session:
        show = await add_show(session, boutique.shop, [], state="on_air")
        assert await lease.take(session, show.shop_id, show.id, "one:1")
    folder = hls_folder(show.shop_id, show.id)
    folder.mkdir(parents=True)
    for name, data in PIECES.items():
        (folder / name).write_bytes(data)
    began = datetime.now(UTC) - timedelta(seconds=6)
    pieces = tuple(
        Segment(name=name, seconds=2.0, date=began + timedelta(seconds=2 * number), head="a-1.mp4")
        for number, name in enumerate(sorted(name for name in PIECES if name.endswith(".m4s")))
    )
    (folder / PLAYLIST).write_text(live_text(Playlist(segments=pieces, first=7)), encoding="utf-8")
    return show


async def answers(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    async with httpx.AsyncClient(trust_env=False) as client:
        while time.monotonic() < deadline:
            try:
                if (await client.get(f"{address}/healthz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise AssertionError("the host that directs does not answer")


@pytest.mark.slow
async def test_a_host_without_the_folder_shows_what_another_has_on_air(
    boutique: Boutique, on: On, directing: Directing, monkeypatch: pytest.MonkeyPatch
) -> None:
    boutique.app.router.routes[:0] = live_files.router.routes
    show = await on_air(boutique, on, directing.address)
    files = f"/live/{show.shop_id}/{show.id}"
    there = hls_folder(show.shop_id, show.id)
    home = on("other")
    await answers(directing.address)
    async with serving(boutique.app) as base, httpx.AsyncClient(base_url=base, trust_env=False) as viewer:
        (there / PLAYLIST).touch()
        playlist = await viewer.get(f"{files}/{PLAYLIST}")
        assert playlist.text == (there / PLAYLIST).read_text("utf-8")
        assert playlist.headers["content-type"] == "application/vnd.apple.mpegurl"
        assert playlist.headers["cache-control"] == "no-store"
        for name, data in PIECES.items():
            piece = await viewer.get(f"{files}/{name}")
            assert piece.content == data
            assert piece.headers["cache-control"] == "public, max-age=3600"
        assert not list(home.rglob("*.m4s")), "kept in memory, with a bound"

        for name in ("a-000009.m4s", "..%2Fengine.json", "engine.json", ".a-1.mp4.new"):
            assert (await viewer.get(f"{files}/{name}")).status_code == 404
        assert (await viewer.get(f"/live/{show.shop_id}/lsh_other/{PLAYLIST}")).status_code == 404
        asked_between = await viewer.get(f"{files}/{PLAYLIST}", headers={BETWEEN: "1"})
        assert asked_between.status_code == 404, "one of ours asks: out of the own folders or not at all"

        (there / "a-000004.m4s").write_bytes(b"x" * 5_000)
        monkeypatch.setattr(live_elsewhere, "MOST_BYTES", 4_999)
        assert (await viewer.get(f"{files}/a-000004.m4s")).status_code == 404, "what has no bound is not taken in"
        long_ago = time.time() - 60
        os.utime(there / PLAYLIST, (long_ago, long_ago))
        await asyncio.sleep(live_elsewhere.PLAYLIST_S)
        assert (await viewer.get(f"{files}/{PLAYLIST}")).status_code == 404, "it does not move on"

        directing.die()
        await asyncio.sleep(live_elsewhere.NOTHING_S)
        assert (await viewer.get(f"{files}/{PLAYLIST}")).status_code == 404
        assert (await viewer.get(f"{files}/a-000003.m4s")).content == PIECES["a-000003.m4s"], "players that are behind"


async def test_without_an_address_nobody_is_asked(boutique: Boutique, on: On) -> None:
    boutique.app.router.routes[:0] = live_files.router.routes
    show = await on_air(boutique, on, "")
    on("other")
    assert (await boutique.client.get(f"/live/{show.shop_id}/{show.id}/{PLAYLIST}")).status_code == 404


async def test_the_host_named_is_the_one_that_directs_now(boutique: Boutique, on: On) -> None:
    show = await on_air(boutique, on, "http://10.0.0.7:8000")
    on("two", "http://10.0.0.8:8000")
    async with boutique.database.session() as session:
        assert not await lease.take(session, show.shop_id, show.id, "two:1")
        assert await programme_at(session, show.shop_id, show.id) == "http://10.0.0.7:8000"
        await lease.drop(session, [show.id], "one:1")
        assert await lease.take(session, show.shop_id, show.id, "two:1")
        assert await programme_at(session, show.shop_id, show.id) == "http://10.0.0.8:8000"
        assert await programme_at(session, "shp_other", show.id) == "", "of another shop"
        await session.execute(text("UPDATE live_status SET seen_at = seen_at - interval '2 minutes'"))
        assert await programme_at(session, show.shop_id, show.id) == "", "nobody directs it any more"


@dataclass
class Machine:
    """Another machine, and how often it was asked."""

    files: dict[str, bytes]
    asked: int = 0

    async def fetch(self, url: str, host: str) -> bytes | None:
        self.asked += 1
        await asyncio.sleep(0.01)
        return self.files.get(url.removeprefix("http://one/live/"))


async def test_many_viewers_cost_one_request() -> None:
    machine = Machine({"a.m4s": b"a"})
    elsewhere = Elsewhere(machine.fetch)
    first, *others = [asyncio.create_task(elsewhere.file("http://one", "/live/a.m4s", "shop")) for _ in range(50)]
    await asyncio.sleep(0)
    first.cancel()
    assert set(await asyncio.gather(*others)) == {b"a"}, "one who leaves does not take it from the others"
    assert await elsewhere.file("http://one", "/live/a.m4s", "shop") == b"a"
    for _ in range(5):
        assert await elsewhere.file("http://one", "/live/none.m4s", "shop") is None
    assert machine.asked == 2


async def test_what_is_kept_has_a_bound_and_the_oldest_goes_first() -> None:
    machine = Machine({f"{number}.m4s": bytes(10) for number in range(100)})
    elsewhere = Elsewhere(machine.fetch, kept_bytes=50)
    for number in range(100):
        await elsewhere.file("http://one", f"/live/{number}.m4s", "shop")
    machine.asked = 0
    for number in (99, 98, 97, 96, 95):
        await elsewhere.file("http://one", f"/live/{number}.m4s", "shop")
    assert machine.asked == 0
    await elsewhere.file("http://one", "/live/0.m4s", "shop")
    assert machine.asked == 1
