"""A person's stream takes the air and gives it back, and is lost, without a gap in the programme."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.livestream.engine.made import hls, on_air, tone

from mercery.livestream.engine.playlist import read
from mercery.livestream.engine.protocol import Ended, Refused

pytestmark = pytest.mark.slow


class Person:
    """Streams a dark red upright picture and a tone of 440 Hz in real time until it is stopped."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """From one moment to the next."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        import av

        while not self._stopping.is_set():
            try:
                self._stream()
            except (OSError, av.FFmpegError):
                time.sleep(0.2)

    def _stream(self) -> None:
        import av

        with av.open(self._address, "w", format="flv") as out:
            video = out.add_stream(
                "libx264", rate=30, options={"preset": "ultrafast", "tune": "zerolatency", "g": "30"}
            )
            video.width, video.height, video.pix_fmt = 360, 640, "yuv420p"
            audio = out.add_stream("aac", rate=44_100, layout="mono")
            pixels = np.zeros((640, 360, 3), np.uint8)
            pixels[:] = (150, 10, 10)
            began, number, heard = time.monotonic(), 0, 0
            while not self._stopping.is_set():
                frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, 30)
                out.mux(video.encode(frame))
                while heard < (number + 1) * 1_470:
                    wave = np.sin(2 * np.pi * 440 * (heard + np.arange(1_024)) / 44_100) * 0.4
                    block = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None], format="fltp", layout="mono")
                    block.sample_rate, block.pts = 44_100, heard
                    out.mux(audio.encode(block))
                    heard += 1_024
                number += 1
                time.sleep(max(0.0, began + number / 30 - time.monotonic()))


def _seen_and_heard(folder: Path) -> tuple[list[float], list[float]]:
    """Red in the middle of each picture, and the strength of 440 Hz in each tenth of a second, of the whole playlist."""
    import av

    playlist = read((folder / "hls" / "live.m3u8").read_text("utf-8"))
    data = (folder / "hls" / playlist.segments[0].head).read_bytes()
    data += b"".join((folder / "hls" / one.name).read_bytes() for one in playlist.segments)
    reds: list[float] = []
    with av.open(io.BytesIO(data), mode="r") as container:
        for frame in container.decode(video=0):
            middle = frame.to_ndarray(format="rgb24")[300:420, 600:680].astype(float)
            reds.append(float((middle[:, :, 0] - middle[:, :, 1]).mean()))
    with av.open(io.BytesIO(data), mode="r") as container:
        whole = np.concatenate([one.to_ndarray()[0] for one in container.decode(audio=0)])
    wave = np.exp(-2j * np.pi * 440 * np.arange(4_800) / 48_000) / 2_400
    return reds, [float(one) for one in abs(whole[: len(whole) // 4_800 * 4_800].reshape(-1, 4_800) @ wave)]


async def test_a_person_takes_the_air_gives_it_back_and_may_be_lost(tmp_path: Path) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        address = f"rtmp://127.0.0.1:{one.getsockname()[1]}/live/person"
    async with on_air(tmp_path) as (engine, ear):
        await engine.sinks([hls(tmp_path)])
        await engine.present("person")
        await ear.until(lambda: any(isinstance(told, Refused) and told.of == "take" for told in ear.told))
        await engine.source(address, listen=True)
        person = Person(address)
        await ear.until(lambda: ear.beat.person == "ready", 30)
        await engine.present("person")
        await ear.until(lambda: ear.beat.presenter == "person")
        await engine.say(tone("waits"))
        await asyncio.sleep(3)
        assert not any(isinstance(told, Ended) for told in ear.told)
        await engine.present("host")
        await ear.until(lambda: ear.beat.presenter == "host")
        await ear.until(lambda: any(isinstance(told, Ended) and told.id == "waits" for told in ear.told))
        await engine.present("person")
        await ear.until(lambda: ear.beat.person == "on_air")
        person.stop()
        assert await ear.until(lambda: ear.beat.person == "lost") < 3.5
        assert ear.beat.presenter == "host"
        await asyncio.sleep(3)
    playlist = read((tmp_path / "hls" / "live.m3u8").read_text("utf-8"))
    assert not any(one.anew for one in playlist.segments)
    reds, sounds = await asyncio.to_thread(_seen_and_heard, tmp_path)
    assert sum(red > 100 for red in reds) >= 60
    assert sum(sound > 0.2 for sound in sounds) >= 20
    assert reds[-1] < 100, "the host has the air again"
    assert max(sounds[-5:]) < 0.05
