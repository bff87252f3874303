"""A programme and its sinks without an engine around them: real coding, real files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mercery.livestream.engine.clock import BLOCK
from mercery.livestream.engine.coded import Coded
from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.playlist import Playlist, read
from mercery.livestream.engine.programme import Programme, Tick
from mercery.livestream.engine.sinks.hls import HlsSink
from mercery.livestream.engine.sinks.record import RecordSink
from mercery.livestream.engine.sinks.sink import Sink, Trouble

_BEGAN = 1_795_000_000.0


def _ticks(numbers: Iterable[int], *, began_at: float = _BEGAN, key: bool = False) -> list[Tick]:
    picture = Picture(320, 180)
    picture.fill(100, 120, 130)
    sound = np.zeros(BLOCK, np.int16)
    return [Tick(one, picture, sound, True, began_at, key and index == 0) for index, one in enumerate(numbers)]


def _coded(sinks: list[Sink], ticks: list[Tick]) -> None:
    programme = Programme(320, 180)
    for sink in sinks:
        programme.attach(sink)
        sink.start()
    for tick in ticks:
        programme.put(tick)
    programme.close()
    for sink in sinks:
        sink.close()


def _until(true: Callable[[], object]) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < 10
        time.sleep(0.01)


def _live(folder: Path) -> Playlist:
    return read((folder / "live.m3u8").read_text("utf-8"))


def test_segments_are_two_seconds_long_and_dated_by_the_media_clock(tmp_path: Path) -> None:
    _coded([HlsSink("hls", tmp_path)], _ticks(range(100, 260)))
    told = [(one.seconds, one.date.timestamp() - _BEGAN) for one in _live(tmp_path).segments]
    assert told == [(2.0, 4.0), (2.0, 6.0), (2.0, 8.0), (0.4, 10.0)]


def test_a_clock_set_anew_is_a_break_with_another_date_and_no_sound_is_lost(tmp_path: Path) -> None:
    ticks = _ticks(range(70)) + _ticks(range(70, 140), began_at=_BEGAN + 5, key=True)
    _coded([HlsSink("hls", tmp_path)], ticks)
    segments = _live(tmp_path).segments
    assert [one.anew for one in segments] == [False, False, True, False]
    assert round(segments[2].date.timestamp() - _BEGAN, 3) == 70 / 25 + 5
    assert round(sum(one.seconds for one in segments), 3) == 140 / 25


def test_another_engine_goes_on_where_the_playlist_ended(tmp_path: Path) -> None:
    _coded([HlsSink("hls", tmp_path)], _ticks(range(100)))
    before = _live(tmp_path)
    time.sleep(0.01)
    _coded([HlsSink("hls", tmp_path)], _ticks(range(100)))
    after = _live(tmp_path)
    assert after.segments[: len(before.segments)] == before.segments
    assert [one.anew for one in after.segments[len(before.segments) :]] == [True, False]
    assert len({one.name for one in after.segments}) == len(after.segments)


def test_files_of_the_past_are_removed(tmp_path: Path) -> None:
    import os

    old = tmp_path / "1-000001.m4s"
    old.write_bytes(b"old")
    os.utime(old, (0, 0))
    (tmp_path / "poster.jpg").write_bytes(b"not ours")
    _coded([HlsSink("hls", tmp_path)], _ticks(range(60)))
    assert not old.exists()
    assert (tmp_path / "poster.jpg").exists()


def test_a_recording_that_is_begun_again_goes_on_in_another_file(tmp_path: Path) -> None:
    _coded([RecordSink("r", tmp_path)], _ticks(range(60)))
    _coded([RecordSink("r", tmp_path)], _ticks(range(60), began_at=_BEGAN + 100))
    playlist = read((tmp_path / "vod.m3u8").read_text("utf-8"))
    assert [(one.name, one.anew) for one in playlist.segments] == [
        ("part-00001.mp4", False),
        ("part-00001.mp4", False),
        ("part-00002.mp4", True),
        ("part-00002.mp4", False),
    ]
    assert (tmp_path / "vod.m3u8").read_text("utf-8").count("#EXT-X-ENDLIST") == 1
    import av

    for part in tmp_path.glob("part-*.mp4"):
        with av.open(str(part), "r") as container:
            assert sum(1 for _ in container.decode(video=0)) == 60


class _Slow(Sink):
    """Writes nothing until it may, and fails once."""

    def __init__(self) -> None:
        super().__init__("slow")
        self.may, self.fails = False, False
        self.written: list[Coded] = []

    def _write(self, coded: Coded) -> None:
        while not self.may:
            time.sleep(0.005)
        if self.fails:
            self.fails = False
            raise Trouble("once", again_s=0.05)
        self.written.append(coded)

    def _end(self) -> None:
        pass

    def _abandon(self) -> None:
        pass


def test_a_sink_that_is_too_slow_drops_what_waits_and_rejoins_at_a_beginning(tmp_path: Path) -> None:
    slow = _Slow()
    fast = HlsSink("hls", tmp_path)
    programme = Programme(320, 180)
    for sink in (slow, fast):
        programme.attach(sink)
        sink.start()
    ticks = _ticks(range(500))
    for first in range(0, 500, 50):
        for tick in ticks[first : first + 50]:
            programme.put(tick)
        _until(lambda: programme.waiting == 0 and fast.status().behind_s < 1)
    slow.may = True
    programme.close()
    for sink in (slow, fast):
        sink.close()
    assert slow.status().dropped > 100
    pictures = [one for one in slow.written if one.kind == "video"]
    jumps = [after for before, after in pairwise(pictures) if after.pts != before.pts + 1]
    assert jumps
    assert all(one.key for one in jumps)
    assert sum(one.seconds for one in _live(tmp_path).segments) == pytest.approx(20)


def test_trouble_is_told_and_the_sink_begins_again(tmp_path: Path) -> None:
    slow = _Slow()
    slow.may = slow.fails = True
    programme = Programme(320, 180)
    programme.attach(slow)
    slow.start()
    for tick in _ticks(range(60)):
        programme.put(tick)
    _until(lambda: slow.status().problem == "once")
    assert slow.status().state == "waiting"
    _until(lambda: slow.status().dropped)
    for tick in _ticks(range(60, 170)):
        programme.put(tick)
    _until(lambda: slow.written)
    assert slow.written[0].key
    assert slow.written[0].kind == "video"
    programme.close()
    slow.close()
    assert slow.status().reconnects == 1
