"""A real RTMP server (nginx with its RTMP module): pushed to, pulled back, killed and started again."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.livestream.engine.made import hls, on_air

from mercery.livestream.engine.protocol import Card, SinkSetting

_MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("nginx") and _MODULE.exists()),
        reason="needs nginx with its RTMP module: apt-get install nginx-light libnginx-mod-rtmp",
    ),
]
_CONFIGURATION = """
load_module {module};
daemon off; master_process off; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 64; }}
rtmp {{ server {{ listen 127.0.0.1:{port}; application live {{ live on; }} }} }}
"""


class Outside:
    """The server."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        self._file = folder / "nginx.conf"
        self._file.write_text(_CONFIGURATION.format(module=_MODULE, folder=folder, port=self.port))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where a stream is pushed to and pulled from."""
        return f"rtmp://127.0.0.1:{self.port}/live/s3cret"

    def start(self) -> None:
        """Have it listen."""
        self._process = subprocess.Popen(["nginx", "-c", str(self._file)], stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """At once."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    server = Outside(tmp_path)
    server.start()
    yield server
    server.kill()


def _pulled(address: str) -> dict[str, Any]:
    """What a viewer of the platform gets: two seconds of it, decoded."""
    import av

    pictures: list[float] = []
    sounds: list[float] = []
    with av.open(address, timeout=15) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        frames: Any = container.decode(video, audio)
        for frame in frames:
            (pictures if isinstance(frame, av.VideoFrame) else sounds).append(float(frame.time or 0))
            if len(pictures) > 50:
                break
        return {
            "video": (video.codec_context.name, video.codec_context.width, video.codec_context.height),
            "audio": (audio.codec_context.name, audio.codec_context.sample_rate),
            "steps": {round(b - a, 2) for a, b in pairwise(pictures)},
            "apart": abs(pictures[-1] - sounds[-1]),
        }


async def test_a_platform_gets_a_valid_stream_and_gets_it_again_after_a_crash(tmp_path: Path, outside: Outside) -> None:
    async with on_air(tmp_path) as (engine, ear):
        out = SinkSetting(id="out", kind="rtmp", programme="burned", target=outside.address)
        await engine.card(Card(picture="", heading="On the counter", name="Tote", detail="", price="€1,280"))
        await engine.sinks([hls(tmp_path), out])
        await ear.until(lambda: (one := ear.sink("out")) is not None and one.state == "healthy", 30)
        told = await asyncio.to_thread(_pulled, outside.address)
        assert told["video"] == ("h264", 1280, 720)
        assert told["audio"] == ("aac", 48_000)
        assert told["steps"] == {0.04}
        assert told["apart"] < 0.6
        outside.kill()
        await ear.until(lambda: (one := ear.sink("out")) is not None and one.state == "waiting")
        await asyncio.sleep(2)
        assert ear.beat.sinks[0].state == "healthy", "the page's programme goes on"
        outside.start()
        assert await ear.until(lambda: (one := ear.sink("out")) is not None and one.state == "healthy") < 3 + 1
    assert "s3cret" not in (tmp_path / "engine.log").read_text()
    assert "s3cret" not in repr(ear.told)
