"""Programmes and sinks of one engine: which are wanted, added and taken away while it is on air."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mercery.livestream.engine.programme import Painted, Programme, Tick
from mercery.livestream.engine.protocol import SinkSetting, SinkStatus, Tier
from mercery.livestream.engine.sinks.sink import Sink
from mercery.livestream.show import SIZES, Format

log = logging.getLogger(__name__)
Name = Literal["clean", "burned"]
_BEHIND = 10
"""Ticks a coder may be behind before pictures are repeated to let it catch up."""


@dataclass(slots=True)
class _Outlet:
    setting: SinkSetting
    sink: Sink


class Outlets:
    """Used by the engine's own thread alone."""

    def __init__(self, shape: Format, *, paint: Painted | None = None) -> None:
        self._shape = shape
        self._paint = paint
        self._mark = self._title = ""
        self._programmes: dict[Name, Programme] = {}
        self._outlets: dict[str, _Outlet] = {}

    @property
    def behind(self) -> bool:
        """Whether a coder cannot follow."""
        return any(one.waiting > _BEHIND for one in self._programmes.values())

    def describe(self, *, mark: str, title: str) -> None:
        """What programmes that begin from now on say of themselves."""
        self._mark, self._title = mark, title

    def put(self, tick: Tick) -> None:
        """Have it coded for whoever wants it."""
        for programme in self._programmes.values():
            programme.put(tick)

    def add(self, setting: SinkSetting) -> None:
        """Send the programme there. The same again changes nothing; another setting of the same id replaces the sink."""
        if setting.id in self._outlets:
            if self._outlets[setting.id].setting == setting:
                return
            self.remove(setting.id)
        sink = _sink(setting)
        self._programme(setting.programme).attach(sink)
        sink.start()
        self._outlets[setting.id] = _Outlet(setting, sink)

    def remove(self, name: str) -> None:
        """Send nothing there any more; what waits is written."""
        outlet = self._outlets.pop(name, None)
        if outlet is None:
            return
        self._programmes[outlet.setting.programme].detach(outlet.sink)
        threading.Thread(target=outlet.sink.close, daemon=True).start()
        if not self._programmes[outlet.setting.programme].wanted:
            programme = self._programmes.pop(outlet.setting.programme)
            threading.Thread(target=programme.close, daemon=True).start()

    def look_after(self, tier: Tier) -> None:
        """Once a second: how hard the coders try, and whether a sink is stuck."""
        for programme in self._programmes.values():
            programme.use("ultrafast" if tier in ("fast", "small") else "veryfast")
        for outlet in self._outlets.values():
            outlet.sink.watch()

    def statuses(self) -> tuple[SinkStatus, ...]:
        """How each does."""
        return tuple(one.sink.status() for one in self._outlets.values())

    def close(self) -> None:
        """Code and write what waits, and end all of it."""
        for programme in self._programmes.values():
            programme.close()
        ending = [threading.Thread(target=one.sink.close, daemon=True) for one in self._outlets.values()]
        for thread in ending:
            thread.start()
        for thread in ending:
            thread.join(timeout=5)

    def _programme(self, name: Name) -> Programme:
        if name not in self._programmes:
            paint = self._paint if name == "burned" else None
            self._programmes[name] = Programme(*SIZES[self._shape], mark=self._mark, title=self._title, paint=paint)
        return self._programmes[name]


def _sink(setting: SinkSetting) -> Sink:
    from mercery.livestream.engine.sinks.hls import HlsSink
    from mercery.livestream.engine.sinks.record import RecordSink
    from mercery.livestream.engine.sinks.rtmp import RtmpSink

    if setting.kind == "rtmp":
        return RtmpSink(setting.id, setting.target)
    return (HlsSink if setting.kind == "hls" else RecordSink)(setting.id, Path(setting.target))
