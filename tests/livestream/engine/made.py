"""An engine to test with, and what is needed to hear and see what it sends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from mercery.ai.speech.visemes import Viseme
from mercery.livestream import engine as package
from mercery.livestream.engine.handle import EngineHandle
from mercery.livestream.engine.protocol import Beat, Say, Scene, SinkSetting, SinkStatus, Where
from mercery.livestream.show import SOUND_RATE

HOME = Path(package.__file__).parent.parent
SCENE = Scene(
    format="landscape", avatar=str(HOME / "avatars" / "aurelle"), background=str(HOME / "backgrounds" / "atelier"),
    label="AI host", shop="Maison Aurelle", live="Live", mark='{"Label":"1","ContentProducer":"Maison Aurelle"}',
)  # fmt: skip


def tone(name: str, ms: int = 300, where: Where = "last") -> Say:
    """A line of tone, with the mouth open as long as it is heard."""
    wave = np.sin(2 * np.pi * 1000 * np.arange(SOUND_RATE * ms // 1000) / SOUND_RATE) * 12_000
    shapes = (Viseme("open", 0, ms),)
    return Say(id=name, pcm=wave.astype("<i2").tobytes(), rate=SOUND_RATE, visemes=shapes, caption=name, where=where)


def hls(folder: Path) -> SinkSetting:
    """The programme for the page."""
    return SinkSetting(id="hls", kind="hls", programme="clean", target=str(folder / "hls"))


class Ear:
    """Hears an engine in the background."""

    def __init__(self, engine: EngineHandle) -> None:
        self.told: list[Any] = []
        self.gone = False
        self._engine = engine
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._engine.heard():
            self.told.append(message)
        self.gone = True

    @property
    def beat(self) -> Beat:
        """The last one."""
        return next(one for one in reversed(self.told) if isinstance(one, Beat))

    def sink(self, name: str) -> SinkStatus | None:
        """How one does, as last told."""
        beats = [one for one in self.told if isinstance(one, Beat)]
        return next((one for one in beats[-1].sinks if one.id == name), None) if beats else None

    async def until(self, true: Callable[[], Any], seconds: float = 20.0) -> float:
        """Wait until it is so, and say how long that took."""
        began = time.monotonic()
        while not true():
            assert time.monotonic() - began < seconds, f"not within {seconds} s; last told: {self.told[-3:]}"
            await asyncio.sleep(0.02)
        return time.monotonic() - began

    def stop(self) -> None:
        """Hear no more."""
        self._task.cancel()


@asynccontextmanager
async def on_air(
    folder: Path, *, proof: bool = False, scene: Scene | None = SCENE
) -> AsyncIterator[tuple[EngineHandle, Ear]]:
    """An engine with its host, ended afterwards."""
    engine = await EngineHandle.start(folder, "landscape", proof=proof)
    ear = Ear(engine)
    try:
        if scene is not None:
            await engine.scene(scene)
        yield engine, ear
    finally:
        ear.stop()
        await engine.kill()
