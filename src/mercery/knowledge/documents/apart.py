"""Reading in a process of its own, with limits on memory and time: what a hostile file brings down is that process alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from mercery.core.logging import get_logger
from mercery.knowledge.documents.document import Passage
from mercery.knowledge.documents.limits import Limits, Refused, retold
from mercery.knowledge.documents.reading.piece import ReadFile

log = get_logger(__name__)
Tell = Callable[[int, int | None, int], None]
"""Told of pages read, pages there are (None where a format has none), and passages found."""
_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
"""What the process may know of ours: no passwords, no keys."""
_PASSAGE: Final = TypeAdapter(Passage)
_READ: Final = TypeAdapter(ReadFile)


async def read_apart(path: Path, name: str, limits: Limits, out: Path, tell: Tell) -> ReadFile:
    """Read the file at `path`, called `name`, and write its passages to `out`, one JSON object a line. Refused."""
    process = await asyncio.create_subprocess_exec(
        *_command(path, name, limits, out),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
        cwd=out.parent,
    )
    try:
        async with asyncio.timeout(limits.seconds + 10):
            (ended, errors) = await asyncio.gather(_followed(process, tell), _errors(process))
            await process.wait()
    except TimeoutError:
        raise Refused("took_too_long", file=name, most=str(limits.seconds)) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if "read" in ended:
        return _READ.validate_python(ended["read"])
    if "refused" in ended:
        raise retold(ended["refused"], file=name)
    log.warning("reading_died", name=name, code=process.returncode, said=errors[-2000:])
    if process.returncode == -24:  # SIGXCPU: the limit on processor time
        raise Refused("took_too_long", file=name, most=str(limits.seconds))
    raise Refused("corrupt", file=name, what="the reader gave up on it")


def passages_in(out: Path) -> Iterator[Passage]:
    """The passages that were written to `out`, one after the other."""
    with out.open("rb") as stream:
        for line in stream:
            yield _PASSAGE.validate_json(line)


def _command(path: Path, name: str, limits: Limits, out: Path) -> list[str]:
    module = "mercery.knowledge.documents.reading.alone"
    return [sys.executable, "-m", module, str(path.absolute()), name, str(out.absolute()), json.dumps(asdict(limits))]


async def _followed(process: asyncio.subprocess.Process, tell: Tell) -> dict[str, Any]:
    """What the process said last; what it says before is how far it is."""
    assert process.stdout is not None
    last: dict[str, Any] = {}
    async for line in process.stdout:
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            if "progress" in said:
                tell(*said["progress"])
            else:
                last = said
    return last


async def _errors(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    kept = b""
    while block := await process.stderr.read(1 << 16):
        kept = (kept + block)[-(1 << 14) :]
    return kept.decode("utf-8", "replace")
