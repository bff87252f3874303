"""A person's stream comes in as OBS sends it, with the right key only, and goes on as a file that libav opens."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import av
import numpy as np
import pytest

from mercery.livestream.ingest.handle import Guest, IngestHandle

KEY = "right-key_1"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def push(url: str, stop: threading.Event, problems: list[str], seconds: float = 20.0) -> None:
    """What OBS does: H.264 and AAC by RTMP, in real time."""
    try:
        with av.open(url, "w", format="flv", timeout=(5, 5)) as out:
            video = out.add_stream(
                "libx264", rate=25, options={"preset": "ultrafast", "tune": "zerolatency", "g": "25"}
            )
            video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
            audio = out.add_stream("aac", rate=48_000, layout="mono")
            for n in range(int(seconds * 25)):
                picture = av.VideoFrame.from_ndarray(np.full((180, 320, 3), n % 255, np.uint8), "rgb24")
                picture.pts = n
                out.mux(video.encode(picture))
                sound = av.AudioFrame.from_ndarray(np.zeros((1, 1920), np.int16), "s16", "mono")
                sound.sample_rate, sound.pts = 48_000, n * 1920
                out.mux(audio.encode(sound))
                if stop.wait(0.035):
                    return
    except (av.FFmpegError, OSError) as error:
        problems.append(str(error))


class Pushing:
    """A stream in a thread of its own."""

    def __init__(self, url: str) -> None:
        self.stop, self.problems = threading.Event(), list[str]()
        self.thread = threading.Thread(target=push, args=(url, self.stop, self.problems), daemon=True)
        self.thread.start()

    async def end(self) -> None:
        self.stop.set()
        await asyncio.to_thread(self.thread.join, 8)


@pytest.fixture
async def ingest(tmp_path: Path) -> AsyncIterator[tuple[IngestHandle, int, asyncio.Queue[Guest]]]:
    port = free_port()
    handle, heard = IngestHandle("127.0.0.1", port, tmp_path), asyncio.Queue[Guest]()
    await handle.allow("lsh_1", KEY, heard.put)
    for _ in range(100):
        if handle._writer is not None:
            break
        await asyncio.sleep(0.05)
    yield handle, port, heard
    await handle.close()
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(tmp_path) in line.read_text() and "livestream.ingest" in line.read_text():
                os.kill(int(line.parent.name), signal.SIGKILL)
        except OSError:
            continue


def opened(url: str) -> tuple[str, str, int]:
    """Codecs of what comes, and how many pictures of it were decoded."""
    with av.open(url, timeout=(5, 5)) as source:
        pictures = 0
        for _ in source.decode(video=0):
            pictures += 1
            if pictures >= 10:
                break
        return source.streams.video[0].codec.canonical_name, source.streams.audio[0].codec.canonical_name, pictures


async def test_a_stream_with_the_right_key_is_passed_on_and_its_end_is_told(
    ingest: tuple[IngestHandle, int, asyncio.Queue[Guest]],
) -> None:
    _, port, heard = ingest
    pushing = Pushing(f"rtmp://127.0.0.1:{port}/live/{KEY}?name=Anna")
    guest = await asyncio.wait_for(heard.get(), 8)
    assert guest.url.startswith("http://127.0.0.1:")
    assert guest.name == "Anna"
    assert await asyncio.to_thread(opened, guest.url) == ("h264", "aac", 10)
    await pushing.end()
    assert await asyncio.wait_for(heard.get(), 8) == Guest()


async def test_a_wrong_key_is_refused_and_nobody_is_told(
    ingest: tuple[IngestHandle, int, asyncio.Queue[Guest]],
) -> None:
    _, port, heard = ingest
    pushing = Pushing(f"rtmp://127.0.0.1:{port}/live/{KEY[:-1]}2")
    await asyncio.to_thread(pushing.thread.join, 8)
    assert pushing.problems
    assert heard.empty()


@pytest.mark.slow
async def test_a_key_that_is_taken_back_ends_the_stream(
    ingest: tuple[IngestHandle, int, asyncio.Queue[Guest]],
) -> None:
    handle, port, heard = ingest
    pushing = Pushing(f"rtmp://127.0.0.1:{port}/live/{KEY}")
    assert (await asyncio.wait_for(heard.get(), 8)).url
    await handle.allow("lsh_1", "another-key", heard.put)
    assert await asyncio.wait_for(heard.get(), 8) == Guest()
    await pushing.end()
    assert pushing.problems


@pytest.mark.slow
async def test_what_is_no_rtmp_is_hung_up_on(ingest: tuple[IngestHandle, int, asyncio.Queue[Guest]]) -> None:
    _, port, _ = ingest
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\n" + b"x" * 2000)
    assert await asyncio.wait_for(reader.read(), 8) == b""
    writer.close()
