"""A show recorded on one host is watched again on every other, also when the host that recorded it is gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest
from sqlalchemy import delete, text
from tests.storefront.conftest import Boutique
from tests.storefront.live_builders import add_show, recorded

from mercery.core.config import settings
from mercery.core.storage import share_whole
from mercery.livestream.director import giving
from mercery.livestream.director.giving import hand_on, up_to, whole_files
from mercery.livestream.engine.playlist import Segment, read, segment_lines
from mercery.livestream.folders import live_folder, record_folder
from mercery.livestream.hosts import follow_own, host, own_folder
from mercery.livestream.jobs import forget
from mercery.livestream.replays import bring_all, recordings
from mercery.livestream.tables import LiveRecordingRow, LiveShowRow
from mercery.storefront import live_files, live_routes

BEGAN = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
On = Callable[[str], Path]


@pytest.fixture
def on(boutique: Boutique, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> On:
    """Be on one of several hosts, each with a home of its own; returns that home."""
    boutique.app.router.routes[:0] = [*live_files.router.routes, *live_routes.router.routes]
    monkeypatch.setenv("MERCERY_FILES", "database")

    def go(name: str) -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        monkeypatch.setenv("MERCERY_HOME", str(place))
        settings.cache_clear()
        return place

    return go


async def show_on_record(boutique: Boutique, state: str = "ended") -> tuple[LiveShowRow, LiveRecordingRow]:
    async with boutique.database.session() as session:
        show = await add_show(session, boutique.shop, [], state=state)
        return show, await recorded(session, show, BEGAN)


async def test_a_replay_is_shown_by_every_host_when_the_one_that_recorded_it_is_gone(
    boutique: Boutique, on: On
) -> None:
    one = on("one")
    show, recording = await show_on_record(boutique)
    folder = record_folder(show.shop_id, show.id, recording.id)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    files = f"/live/{show.shop_id}/{show.id}/replay/{recording.id}"

    on("other")
    assert (await boutique.client.get(f"{files}/replay.m3u8")).status_code == 404, "nobody gave it yet"
    on("one")
    assert await hand_on(boutique.database, ended={show.id}) == len(kept)
    assert await hand_on(boutique.database, ended={show.id}) == 0, "once"
    shutil.rmtree(one)

    on("other")
    playlist = await boutique.client.get(f"{files}/replay.m3u8")
    segment = await boutique.client.get(f"{files}/s001.m4s", headers={"range": "bytes=10-19"})
    assert playlist.text == kept["vod.m3u8"].decode()
    assert segment.status_code == 206 and segment.content == kept["s001.m4s"][10:20]
    page = (await boutique.client.get("/en/live/winter-leather/replay")).text
    assert "Recorded on 22 Nov 2026" in page and f"{files}/replay.m3u8" in page
    async with boutique.database.session() as session:
        (again,) = await recordings(session, show.id)
    await bring_all(boutique.database, again)
    assert {path.name: path.read_bytes() for path in again.folder.iterdir()} == kept, "as the download needs them"
    for name in ("..%2F..%2Fengine.json", ".given", "none.m4s"):
        assert (await boutique.client.get(f"{files}/{name}")).status_code == 404


async def test_on_air_the_files_that_are_whole_are_given_with_their_part_of_the_playlist(
    boutique: Boutique, on: On
) -> None:
    """So that a host that dies takes only the file along that it was writing."""
    one = on("one")
    show, recording = await show_on_record(boutique, "on_air")
    folder = record_folder(show.shop_id, show.id, recording.id)
    shutil.rmtree(folder)
    written(folder, parts=2)

    assert await hand_on(boutique.database) == 3, "the first file, its picture and the playlist"
    assert await hand_on(boutique.database) == 0
    written(folder, parts=3)
    assert await hand_on(boutique.database) == 2, "the second, and more of the playlist"
    shutil.rmtree(one)
    async with boutique.database.session() as session:
        row = await session.get_one(LiveShowRow, show.id)
        row.state = "ended"

    on("other")
    base = f"/live/{show.shop_id}/{show.id}"
    playlist = (await boutique.client.get(f"{base}/replay/{recording.id}/replay.m3u8")).text
    assert [one.name for one in read(playlist).segments] == ["part-00001.mp4", "part-00002.mp4"]
    assert playlist.rstrip().endswith("#EXT-X-ENDLIST")
    assert (await boutique.client.get(f"{base}/replay/{recording.id}/part-00002.mp4")).status_code == 200
    picture = await boutique.client.get(f"{base}/poster.jpg")
    assert picture.status_code == 200 and picture.content[:2] == b"\xff\xd8"


async def test_a_recording_nobody_writes_to_any_more_is_given_whole(
    boutique: Boutique, on: On, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its director was killed, and another one starts on the host later."""
    on("one")
    show, recording = await show_on_record(boutique)
    monkeypatch.setattr(giving, "QUIET_S", -1.0)
    assert await hand_on(boutique.database) == len(
        list(record_folder(show.shop_id, show.id, recording.id).glob("[!.]*"))
    )


async def test_what_was_removed_is_not_given_and_goes_with_its_shop(
    boutique: Boutique, on: On, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("one")
    monkeypatch.setattr("mercery.livestream.jobs.database", lambda: boutique.database)
    gone, left = await show_on_record(boutique), None
    async with boutique.database.session() as session:
        left = await recorded(session, gone[0], BEGAN + timedelta(hours=1))
        await session.execute(delete(LiveRecordingRow).where(LiveRecordingRow.id == gone[1].id))
    await hand_on(boutique.database, ended={gone[0].id})
    async with boutique.database.session() as session:
        keys = list(await session.scalars(text("SELECT key FROM stored_files WHERE key LIKE 'live/%'")))
    assert keys and all(f"/{left.id}/" in one for one in keys)
    await forget(boutique.shop.id)
    async with boutique.database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM stored_files WHERE key LIKE 'live/%'")) == 0
    assert not (live_folder() / boutique.shop.id).exists()


async def test_a_host_that_was_uploaded_here_can_present_there(boutique: Boutique, on: On) -> None:
    on("one")
    drawn = own_folder(boutique.shop.id) / "claire"
    drawn.mkdir(parents=True)
    (drawn / "rig.json").write_text('{"name": {"en": "Claire", "zh": "克莱尔"}}', encoding="utf-8")
    async with boutique.database.session() as session:
        await share_whole(session, drawn)
    on("other")
    assert host(boutique.shop.id, "claire") is None
    await follow_own(boutique.database, boutique.shop.id)
    found = host(boutique.shop.id, "claire")
    assert found is not None and found.own and found.name.zh == "克莱尔"


def test_the_file_being_written_is_not_whole() -> None:
    playlist = "\n".join(lines(3))
    assert whole_files(playlist, over=False) == {"part-00001.mp4", "part-00002.mp4"}
    assert whole_files(playlist, over=True) == {"part-00001.mp4", "part-00002.mp4", "part-00003.mp4"}
    assert whole_files("#EXTM3U\n", over=False) == set()
    cut = up_to(playlist, whole_files(playlist, over=False))
    assert [one.name for one in read(cut).segments] == ["part-00001.mp4", "part-00002.mp4"]


def lines(parts: int) -> list[str]:
    """A recording's playlist with one segment in each file."""
    found = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-MEDIA-SEQUENCE:0"]
    for number in range(1, parts + 1):
        name = f"part-{number:05d}.mp4"
        found += segment_lines(
            [Segment(name=name, seconds=4.0, date=BEGAN + timedelta(seconds=4 * number), head=name, anew=number > 1)]
        )
    return found


def written(folder: Path, *, parts: int) -> None:
    """The files a recording would have, each of which plays by itself."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, parts + 1):
        file = folder / f"part-{number:05d}.mp4"
        if not file.exists():
            with av.open(str(file), "w") as out:
                video = out.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
                video.width, video.height, video.pix_fmt = 64, 36, "yuv420p"
                for _ in range(45):
                    out.mux(video.encode(av.VideoFrame(64, 36, "yuv420p")))
                out.mux(video.encode())
    (folder / "vod.m3u8").write_text("\n".join(lines(parts)) + "\n", encoding="utf-8")
