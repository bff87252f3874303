"""The director's end: keeps the process that takes in streams while a show has a key, and hears whose stream is there."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mercery.core.logging import get_logger

log = get_logger(__name__)
_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
_AGAIN_S: Final = 2.0
_MOST_AGAIN_S: Final = 60.0
_TRIES: Final = 100
_LONGEST: Final = 100
"""Characters of a socket's name, which a system bounds at about 108."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody's stream; without an address it has ended."""

    url: str = ""
    name: str = ""


Heard = Callable[[Guest], Awaitable[None]]


def _socket(folder: Path) -> Path:
    """Where the process is found; a folder too deep for a socket's name lends it only its digest."""
    near = folder / "ingest.sock"
    if len(str(near)) < _LONGEST:
        return near
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"mercery-{os.getuid()}-{name}.sock"


class IngestHandle:
    """One for all shows of this process. A port of 0: nothing is taken in."""

    def __init__(self, host: str, port: int, folder: Path) -> None:
        self._host, self._port, self._folder = host, port, folder
        self._keys: dict[str, str] = {}
        self._hear: dict[str, Heard] = {}
        self._guests: dict[str, Guest] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._task: asyncio.Task[None] | None = None

    async def allow(self, show_id: str, key: str, heard: Heard) -> None:
        """Let in who names the key, and tell `heard` who is there, now and from now on. An empty key lets nobody in."""
        before = self._keys.get(show_id, "")
        self._hear[show_id] = heard
        if not key:
            await self._forget(show_id)
            return
        self._keys[show_id] = key
        if self._task is None and self._port:
            self._task = asyncio.create_task(self._follow(), name="ingest")
        if key != before:
            await self._send_keys()
        elif show_id in self._guests:
            await heard(self._guests[show_id])

    async def leave(self, show_id: str) -> None:
        """The show is directed no more: whoever streams to it goes on for the next director."""
        self._hear.pop(show_id, None)

    async def forget(self, show_id: str) -> None:
        """The show is over: nobody is let in any more."""
        self._hear.pop(show_id, None)
        await self._forget(show_id)

    async def close(self) -> None:
        """Part from the process; it ends by itself when nobody else comes."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _forget(self, show_id: str) -> None:
        self._guests.pop(show_id, None)
        if self._keys.pop(show_id, None) is not None:
            await self._send_keys()

    async def _send_keys(self) -> None:
        if self._writer is not None:
            with suppress(OSError):
                self._writer.write(json.dumps({"keys": self._keys}).encode() + b"\n")
                await self._writer.drain()

    async def _follow(self) -> None:
        """Have the process and hear it, for ever."""
        wait = _AGAIN_S
        while True:
            try:
                reader, self._writer = await self._connected()
                wait = _AGAIN_S
                await self._send_keys()
                while line := await reader.readline():
                    await self._heard(json.loads(line))
            except (OSError, ValueError) as error:
                log.warning("live_ingest_away", error=str(error)[:200], port=self._port)
            finally:
                if self._writer is not None:
                    self._writer.close()
                    self._writer = None
            for show_id in list(self._guests):
                await self._tell(show_id, Guest())
            await asyncio.sleep(wait)
            wait = min(2 * wait, _MOST_AGAIN_S)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """To the process that runs, else to a new one. OSError."""
        socket = _socket(self._folder)
        with suppress(OSError):
            return await asyncio.open_unix_connection(str(socket))
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "ingest.log").open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "mercery.livestream.ingest", "--host", self._host, "--port", str(self._port),
                "--socket", str(socket), stdin=asyncio.subprocess.DEVNULL, stdout=errors, stderr=errors,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                # Whoever is on air stays there when the director is started anew.
                start_new_session=True,
            )  # fmt: skip
        for _ in range(_TRIES):
            with suppress(OSError):
                return await asyncio.open_unix_connection(str(socket))
            if process.returncode is not None:
                raise OSError(f"port {self._port} is taken, or cannot be listened on")
            await asyncio.sleep(0.1)
        raise OSError("it did not start")

    async def _heard(self, told: dict[str, Any]) -> None:
        show_id = str(told.get("show") or "")
        if told.get("kind") == "began":
            await self._tell(show_id, Guest(str(told.get("url") or ""), str(told.get("name") or "")))
        elif told.get("kind") == "ended":
            await self._tell(show_id, Guest())

    async def _tell(self, show_id: str, guest: Guest) -> None:
        if guest.url:
            self._guests[show_id] = guest
        else:
            self._guests.pop(show_id, None)
        hear = self._hear.get(show_id)
        if hear is not None:
            try:
                await hear(guest)
            except Exception as error:
                log.warning("live_guest_not_told", show=show_id, error=type(error).__name__)
