"""An engine on air, as its director and its viewers meet it: a real process, real files, a real stream."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import time
from pathlib import Path

import psutil
import pytest
from tests.livestream.engine.made import Ear, hls, on_air, tone

from mercery.evals.live_lips import onsets
from mercery.evals.live_receiver import Receiver
from mercery.livestream.engine.handle import EngineHandle
from mercery.livestream.engine.marks import read_sei
from mercery.livestream.engine.place import Running, announce, announced, beats
from mercery.livestream.engine.playlist import Playlist, read
from mercery.livestream.engine.protocol import Began, Ended, Refused, Say, SinkSetting


def _playlist(folder: Path) -> Playlist:
    try:
        return read((folder / "hls" / "live.m3u8").read_text("utf-8"))
    except FileNotFoundError:
        return Playlist()


async def test_a_line_is_heard_and_seen_at_the_moment_the_engine_tells(tmp_path: Path) -> None:
    """Lips and sound within 40 ms in what was decoded, and the playlist's date is the one `Began` told."""
    async with on_air(tmp_path, proof=True) as (engine, ear):
        await engine.sinks([hls(tmp_path)])
        await ear.until(lambda: ear.sink("hls"))
        await asyncio.sleep(0.3)
        await engine.say(tone("a"))
        await ear.until(lambda: any(isinstance(one, Ended) for one in ear.told))
        began = next(one for one in ear.told if isinstance(one, Began))
        await ear.until(lambda: _playlist(tmp_path).segments)
        segment = _playlist(tmp_path).segments[0]
        data = (tmp_path / "hls" / segment.head).read_bytes() + (tmp_path / "hls" / segment.name).read_bytes()
        heard, seen = onsets(data)
    assert len(heard) == len(seen) == 1
    assert abs(seen[0] - heard[0]) <= 0.04
    assert abs(segment.date.timestamp() + heard[0] - began.at) < 0.025
    assert segment.seconds == 2.0


async def test_only_this_user_can_reach_an_engine_and_nonsense_changes_nothing(tmp_path: Path) -> None:
    async with on_air(tmp_path, scene=None) as (engine, ear):
        running = announced(tmp_path)
        assert running is not None
        assert stat.S_IMODE(Path(running.socket).stat().st_mode) == 0o600
        assert stat.S_IMODE(Path(running.socket).parent.stat().st_mode) == 0o700
        await engine.send(SinkSetting(id="x", kind="rtmp", programme="clean", target="x" * 30_000))
        await ear.until(lambda: any(isinstance(one, Refused) for one in ear.told))
        await engine.say(Say(id="bad", pcm=b"\0\0", rate=3, visemes=(), caption=""))
        await ear.until(lambda: any(isinstance(one, Refused) and one.id == "bad" for one in ear.told))
        assert ear.beat.sinks == ()
        stranger = socket.socket(socket.AF_UNIX)
        stranger.connect(running.socket)
        stranger.sendall(b"GET / HTTP/1.1\r\n\r\n")
        await ear.until(lambda: ear.gone)
        stranger.close()
        assert engine.alive


@pytest.mark.slow
async def test_an_engine_goes_on_without_its_director_and_is_adopted_by_the_next(tmp_path: Path) -> None:
    async with on_air(tmp_path, scene=None) as (engine, ear):
        await ear.until(lambda: ear.told)
        await engine.say(tone("a", 200))
        await engine.leave()
        # What it does meanwhile is told to whoever comes.
        await asyncio.sleep(1.2)
        found = await EngineHandle.adopt(tmp_path)
        assert found is not None
        second = Ear(found)
        await second.until(lambda: any(isinstance(one, Ended) and one.id == "a" for one in second.told))
        await second.until(lambda: second.beat.media_s > 1)
        await found.end()
        await second.until(lambda: second.gone)
        assert announced(tmp_path) is None
        assert await EngineHandle.adopt(tmp_path) is None


async def test_a_process_that_was_given_the_number_of_a_dead_engine_is_left_alone(tmp_path: Path) -> None:
    announce(tmp_path, Running(pid=os.getpid(), socket="/nowhere", began_at=0.0))
    assert await EngineHandle.adopt(tmp_path) is None
    assert announced(tmp_path) is None


async def test_an_engine_whose_director_stops_while_it_comes_up_does_not_stay(tmp_path: Path) -> None:
    starting = asyncio.create_task(EngineHandle.start(tmp_path, "landscape"))
    while not (running := _engines_of(tmp_path)):
        await asyncio.sleep(0.02)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    for _ in range(100):
        if not _engines_of(tmp_path):
            break
        await asyncio.sleep(0.02)
    assert len(running) == 1
    assert _engines_of(tmp_path) == []


def _engines_of(folder: Path) -> list[int]:
    found = psutil.process_iter(["pid", "cmdline", "status"])
    return [
        one.info["pid"] for one in found
        if str(folder) in (one.info["cmdline"] or ()) and one.info["status"] != psutil.STATUS_ZOMBIE
    ]  # fmt: skip


@pytest.mark.slow
async def test_an_engine_that_hangs_is_noticed_and_replaced(tmp_path: Path) -> None:
    async with on_air(tmp_path, scene=None) as (engine, ear):
        await ear.until(lambda: ear.told)
        os.kill(engine.running.pid, signal.SIGSTOP)
        assert await ear.until(lambda: not engine.alive, 5) < 3.5
        assert await EngineHandle.adopt(tmp_path) is None
        assert not beats(tmp_path, time.time())
        assert not Path(engine.running.socket).parent.exists()


@pytest.mark.slow
async def test_an_engine_that_was_killed_is_back_and_its_playlist_goes_on(tmp_path: Path) -> None:
    async with on_air(tmp_path) as (engine, ear):
        await engine.sinks([hls(tmp_path)])
        await ear.until(lambda: len(_playlist(tmp_path).segments) >= 2)
        before = _playlist(tmp_path)
        os.kill(engine.running.pid, signal.SIGKILL)
        killed = time.monotonic()
        await ear.until(lambda: ear.gone)
        async with on_air(tmp_path) as (again, ear_again):
            await again.sinks([hls(tmp_path)])
            await ear_again.until(lambda: ear_again.told and ear_again.sink("hls") and ear_again.beat.sinks[0].fps > 0)
            assert time.monotonic() - killed < 5
            await ear_again.until(lambda: len(_playlist(tmp_path).segments) > len(before.segments))
    after = _playlist(tmp_path)
    assert after.segments[: len(before.segments)] == before.segments
    assert after.segments[len(before.segments)].anew
    names = [one.name for one in after.segments]
    assert len(set(names)) == len(names)
    import av

    with av.open(str(tmp_path / "hls" / "live.m3u8")) as container:
        assert {one.codec_context.name for one in container.streams} >= {"h264", "aac"}


@pytest.mark.slow
async def test_a_recording_whose_disk_is_full_stops_alone(tmp_path: Path) -> None:
    """Files may grow to 100 kB: a recording's parts reach that within seconds, segments of two seconds do not."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        engine = await EngineHandle.start(tmp_path, "landscape")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    ear = Ear(engine)
    try:
        folder = tmp_path / "record" / "r1"
        record = SinkSetting(id="record", kind="record", programme="clean", target=str(folder))
        await engine.sinks([hls(tmp_path), record])
        await ear.until(lambda: (one := ear.sink("record")) and one.state == "failed", 60)
        status = ear.sink("record")
        assert status is not None
        assert status.problem == "the disk is full"
        last = _playlist(tmp_path).segments[-1]
        await ear.until(lambda: _playlist(tmp_path).segments[-1] != last)
        assert not any(one.anew for one in _playlist(tmp_path).segments)
        import av

        with av.open(str(folder / "vod.m3u8")) as container:
            assert sum(1 for _ in container.decode(video=0)) >= 50
    finally:
        ear.stop()
        await engine.kill()


@pytest.mark.slow
async def test_a_platform_gets_a_valid_stream_and_gets_it_again_within_three_seconds(tmp_path: Path) -> None:
    receiver = Receiver()
    port = int(receiver.address.split(":")[2].split("/")[0])
    async with on_air(tmp_path) as (engine, ear):
        out = SinkSetting(id="out", kind="rtmp", programme="burned", target=f"{receiver.address}?key=s3cret")
        await engine.sinks([out])
        await ear.until(lambda: receiver.pictures > 25, 40)
        assert receiver.codecs == {"h264", "aac"}
        receiver.close()
        await ear.until(lambda: (one := ear.sink("out")) is not None and one.state == "waiting")
        again = Receiver(port)
        assert await ear.until(lambda: again.pictures > 0) < 3 + 2
        again.close()
    assert "s3cret" not in (tmp_path / "engine.log").read_text()
    assert "s3cret" not in repr(ear.told)


@pytest.mark.slow
async def test_the_mark_travels_in_the_stream_and_in_the_file(tmp_path: Path) -> None:
    import av

    async with on_air(tmp_path) as (engine, ear):
        folder = tmp_path / "record" / "r1"
        await engine.sinks([SinkSetting(id="r", kind="record", programme="clean", target=str(folder))])
        await ear.until(lambda: (folder / "part-00001.mp4").exists())
        await engine.end()
    with av.open(str(folder / "part-00001.mp4")) as container:
        assert container.metadata["AIGC"].startswith('{"Label":"1"')
        first = next(container.demux(video=0))
        data, at, marks = bytes(first), 0, []
        while at + 4 <= len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            marks.append(read_sei(data[at + 4 : at + 4 + size]))
            at += 4 + size
    assert container.metadata["AIGC"] in marks
