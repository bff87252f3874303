"""What the processes of a load use, looked at now and then: processor, memory, and how that grows."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import psutil

from mercery.evals.load_hosts import Host, Server, cpu_of
from mercery.evals.registry import Say

Family = Callable[[], list[psutil.Process]]
MARK_SECONDS: Final = 300.0
"""How often memory is told apart from its highest: a process that leaks shows it by the hour, not by the minute."""
_LOOKS: Final = 900
"""A longer load is looked at less often: a look reads every process of the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Memory of a group at one moment, in megabytes."""

    processes: int
    resident: float
    """Each process by itself, so what two of them share counts twice."""
    own: float
    """What no other process has."""

    def figures(self) -> dict[str, object]:
        """As they are printed."""
        return {"processes": self.processes, "rss_mb": round(self.resident, 1), "own_mb": round(self.own, 1)}


@dataclass(slots=True)
class Seen:
    """One group of processes over time."""

    family: Family
    cpu: dict[tuple[int, float], float] = field(default_factory=dict)
    """Processor seconds by process, also of those that are gone."""
    at_start: float = 0.0
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Moments (seconds) and resident memory (megabytes, each process by itself)."""
    marks: dict[str, Marked] = field(default_factory=dict)
    """Memory at whole minutes, by the minute."""
    most_processes: int = 0

    def look(self, moment: float) -> None:
        """Take a sample."""
        held, alive = 0, 0
        for one in self.family():
            with contextlib.suppress(psutil.Error):
                self.cpu[(one.pid, one.create_time())] = cpu_of(one)
                held += one.memory_info().rss
                alive += 1
        if alive:
            self.memory.append((moment, held / 1e6))
            self.most_processes = max(self.most_processes, alive)

    def mark(self, minute: str) -> None:
        """Keep what it holds now under that minute."""
        held: list[tuple[int, int]] = []
        for one in self.family():
            with contextlib.suppress(psutil.Error):
                memory = one.memory_full_info()
                held.append((memory.rss, memory.uss))
        if held:
            resident, own = (sum(sizes) / 1e6 for sizes in zip(*held, strict=True))
            self.marks[minute] = Marked(processes=len(held), resident=resident, own=own)

    @property
    def seconds(self) -> float:
        """Processor seconds so far."""
        return sum(self.cpu.values())

    def figures(self, lasted: float) -> dict[str, object]:
        """Cores used on average, memory at its highest, and its growth over the last half."""
        used = self.seconds - self.at_start
        return {
            "processes": self.most_processes,
            "cpu_s": round(used, 1),
            "cores": round(used / lasted, 3) if lasted else 0.0,
            "rss_mb_highest": round(max((held for _, held in self.memory), default=0.0), 1),
            "rss_mb_end": round(self.memory[-1][1], 1) if self.memory else 0.0,
            "rss_mb_per_hour_second_half": growth(self.memory[len(self.memory) // 2 :]),
            "memory_by_minute": {minute: marked.figures() for minute, marked in self.marks.items()},
        }


def growth(samples: list[tuple[float, float]]) -> float | None:
    """Megabytes an hour by least squares; None of fewer than ten samples, or where a process was replaced in between."""
    if len(samples) < 10 or any(after < 0.6 * before for (_, before), (_, after) in pairwise(samples)):
        return None
    count = len(samples)
    mean_at, mean = sum(at for at, _ in samples) / count, sum(held for _, held in samples) / count
    spread = sum((at - mean_at) ** 2 for at, _ in samples)
    slope = sum((at - mean_at) * (held - mean) for at, held in samples) / spread if spread else 0.0
    return round(slope * 3600, 1)


class Watch:
    """Samples all groups every few seconds while it runs, and tells what they hold every five minutes and at the end."""

    def __init__(self, hosts: list[Host], server: Server, say: Say, seconds: float = 0.0) -> None:
        self._say = say
        self._every = max(2.0, seconds / _LOOKS)
        self.groups: dict[str, Seen] = {host.name: Seen(host.family) for host in hosts}
        self.groups["postgresql"] = Seen(server.family)
        self.groups["customers"] = Seen(lambda: [psutil.Process(os.getpid())])
        self._task: asyncio.Task[None] | None = None
        self._began = 0.0

    def start(self) -> None:
        """Begin; what was used before is not counted."""
        self._began = time.monotonic()
        for group in self.groups.values():
            group.look(0.0)
            group.at_start = group.seconds
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End, with a last look."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await asyncio.to_thread(self._look)
        await asyncio.to_thread(self._mark, self.lasted)

    @property
    def lasted(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    async def _run(self) -> None:
        due = MARK_SECONDS
        while True:
            await asyncio.sleep(self._every)
            await asyncio.to_thread(self._look)
            if self.lasted >= due:
                await asyncio.to_thread(self._mark, due)
                due += MARK_SECONDS

    def _look(self) -> None:
        for group in self.groups.values():
            group.look(self.lasted)

    def _mark(self, seconds: float) -> None:
        minute = f"{round(seconds / 60, 1):g}"
        for group in self.groups.values():
            group.mark(minute)
        held = {name: group.marks[minute] for name, group in self.groups.items() if minute in group.marks}
        self._say(
            f"minute {minute}, MB resident (of its own): "
            + ", ".join(f"{name} {one.resident:.0f} ({one.own:.0f})" for name, one in held.items())
        )

    def figures(self, lasted: float) -> Mapping[str, object]:
        """By group, and the machine as a whole."""
        told: dict[str, object] = {name: group.figures(lasted) for name, group in self.groups.items()}
        used = sum(group.seconds - group.at_start for group in self.groups.values())
        return {**told, "all": {"cpu_s": round(used, 1), "cores": round(used / lasted, 3) if lasted else 0.0}}
