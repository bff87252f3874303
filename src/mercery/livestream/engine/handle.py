"""The director's end of an engine: start one or adopt one that runs, tell it things, hear what it tells. Loads no codec."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from mercery.core.errors import MerceryError
from mercery.livestream.engine.place import Running, announced, beats, withdraw
from mercery.livestream.engine.protocol import (
    Beat,
    Began,
    Card,
    Ended,
    Feed,
    GiveBack,
    Quiet,
    Refused,
    Say,
    Scene,
    SinkOff,
    SinkSetting,
    Still,
    Stop,
    Take,
    Unsay,
)  # fmt: skip
from mercery.livestream.engine.wire import FROM_ENGINE, MOST_HEAD, Malformed, head_of, read, written
from mercery.livestream.show import Format

_START_S: Final = 15.0
_END_S: Final = 12.0
_LOG_BYTES: Final = 5_000_000
_NO_CARD: Final = Card(picture="", heading="", name="", detail="", price="")
_ENVIRONMENT: Final = (
    "PATH",
    "PYTHONPATH",
    "LANG",
    "LC_ALL",
    "SYSTEMROOT",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "MERCERY_HOME",
)

_MEMORY: Final = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "16000000"}
"""What a coder gives back is given back to the machine."""


class EngineGone(MerceryError):
    """The engine is not there (any more)."""

    code = "live_engine_gone"
    status = 503


class EngineHandle:
    """One engine. Sending does not wait for what it brings about; `heard` tells that."""

    def __init__(
        self, folder: Path, running: Running, reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
        process: asyncio.subprocess.Process | None,
    ) -> None:  # fmt: skip
        self.folder, self.running = folder, running
        self._reader, self._writer, self._process = reader, writer, process
        self._sinks: dict[str, SinkSetting] = {}
        self._feeds: dict[str, str] = {}
        self._writing = asyncio.Lock()

    @classmethod
    async def start(cls, folder: Path, shape: Format, *, log: Path | None = None, proof: bool = False) -> EngineHandle:
        """A new process for the show in this folder. EngineGone where it does not come up."""
        file = await asyncio.to_thread(_log_file, folder, log)
        with file as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "mercery.livestream.engine", "--folder", str(folder), "--format", shape, *(["--proof"] if proof else []),
                stdin=asyncio.subprocess.DEVNULL, stdout=errors, stderr=errors,
                env={**_MEMORY, **{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}},
                # Its own group: what ends the director does not end the programme.
                start_new_session=True,
            )  # fmt: skip
        try:
            until = time.monotonic() + _START_S
            while time.monotonic() < until and process.returncode is None:
                running = announced(folder)
                if running is not None and running.pid == process.pid:
                    return await cls._connected(folder, running, process)
                await asyncio.sleep(0.03)
        except BaseException:
            # Whoever asked for it is gone before it came up: nobody would end it.
            _kill(process.pid)
            raise
        with suppress(ProcessLookupError):
            process.kill()
        raise EngineGone(
            "The engine did not start.",
            remedy=f"What went wrong stands in {file.name}.",
            zh=f"直播引擎未能启动，原因见 {file.name}。",
        )

    @classmethod
    async def adopt(cls, folder: Path) -> EngineHandle | None:
        """The engine that already runs for the show; None where none does. One that hangs or cannot be reached is killed."""
        running = announced(folder)
        if running is None:
            return None
        # A number is given again: another process's is left alone.
        if _lives(running.pid) and await asyncio.to_thread(_is_engine, running.pid, folder):
            if beats(folder, time.time()):
                with suppress(EngineGone):
                    return await cls._connected(folder, running, None)
            _kill(running.pid)
        withdraw(folder)
        return None

    @classmethod
    async def _connected(
        cls, folder: Path, running: Running, process: asyncio.subprocess.Process | None
    ) -> EngineHandle:
        try:
            reader, writer = await asyncio.open_unix_connection(running.socket, limit=MOST_HEAD)
        except OSError:
            raise EngineGone("The engine cannot be reached.", zh="无法连接直播引擎。") from None
        return cls(folder, running, reader, writer, process)

    @property
    def alive(self) -> bool:
        """Whether its process is there and showed within three seconds that it does not hang."""
        return _lives(self.running.pid) and beats(self.folder, time.time())

    async def send(self, message: Any) -> None:
        """Tell it something (`protocol.ToEngine`). EngineGone."""
        try:
            async with self._writing:
                self._writer.write(written(message))
                await self._writer.drain()
        except OSError:
            raise EngineGone("The engine is gone.", zh="直播引擎已退出。") from None

    async def scene(self, scene: Scene) -> None:
        """What is seen."""
        await self.send(scene)

    async def say(self, line: Say) -> None:
        """Have it spoken."""
        await self.send(line)

    async def withdraw(self, ids: Sequence[str]) -> None:
        """Take lines back that have not begun."""
        await self.send(Unsay(ids=tuple(ids)))

    async def quiet(self, *, now: bool = False) -> None:
        """Say nothing of what waits; `now`: nor the rest of the sentence."""
        await self.send(Quiet(now=now))

    async def card(self, card: Card | None) -> None:
        """What the burned-in programme shows beside the host; None: no card."""
        await self.send(card or _NO_CARD)

    async def sinks(self, settings: Sequence[SinkSetting]) -> None:
        """Where the programmes go from now on: others are closed, the same go on untouched."""
        wanted = {one.id: one for one in settings}
        for name in [one for one in self._sinks if one not in wanted]:
            await self.send(SinkOff(id=name))
        for one in settings:
            if self._sinks.get(one.id) != one:
                await self.send(one)
        self._sinks = wanted

    async def source(self, url: str, *, listen: bool = False) -> None:
        """Where a person's picture and sound come from; empty: from nowhere."""
        await self.feed(Feed(of="person", url=url, listen=listen and bool(url)))

    async def face(self, url: str) -> None:
        """Where an outside face's picture and sound come from; empty: from nowhere."""
        await self.feed(Feed(of="face", url=url))

    async def feed(self, feed: Feed) -> None:
        """The same for either."""
        await self.send(feed)

    async def present(self, who: str) -> None:
        """Who has the air: `person`, `face` (the host with an outside face) or `host`."""
        await self.send(GiveBack() if who == "host" else Take(of="face" if who == "face" else "person"))

    async def still(self, on: bool, words: str = "") -> None:
        """Sound off and a still picture with these words, at once, or back again."""
        await self.send(Still(on=on, words=words))

    async def heard(self) -> AsyncIterator[Beat | Began | Ended | Refused]:
        """What the engine tells, until it is gone."""
        while True:
            try:
                line = await self._reader.readline()
                if not line:
                    return
                yield read(head_of(line), b"", FROM_ENGINE)
            except Malformed:
                continue
            except (OSError, ValueError):
                return

    async def leave(self) -> None:
        """Let go of it; it goes on, silent, for another director to adopt."""
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def end(self) -> None:
        """Let it end in order; killed when it does not."""
        with suppress(EngineGone):
            await self.send(Stop())
        until = time.monotonic() + _END_S
        while _lives(self.running.pid) and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await self.kill()

    async def kill(self) -> None:
        """End it at once, if it is still there."""
        _kill(self.running.pid)
        if self._process is not None:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._process.wait(), 5)
        await self.leave()
        if (now := announced(self.folder)) is not None and now.pid == self.running.pid:
            withdraw(self.folder)


def _log_file(folder: Path, log: Path | None) -> IO[bytes]:
    """Where the engine's log goes; one of more than 5 MB gives way to a new one."""
    folder.mkdir(parents=True, exist_ok=True)
    withdraw(folder)
    file = log or folder / "engine.log"
    with suppress(FileNotFoundError):
        if file.stat().st_size > _LOG_BYTES:
            file.replace(file.with_suffix(".log.1"))
    return file.open("ab")


def _lives(pid: int) -> bool:
    """Whether it runs; one that ended and was not waited for does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except PermissionError:
        return True
    except ProcessLookupError:
        return False
    except (OSError, IndexError):
        return True


def _is_engine(pid: int, folder: Path) -> bool:
    """Whether the process is an engine of this folder."""
    import psutil

    try:
        words = psutil.Process(pid).cmdline()
    except psutil.Error:
        return False
    return "mercery.livestream.engine" in words and str(folder) in words


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)
