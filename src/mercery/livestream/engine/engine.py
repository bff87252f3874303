"""The loop: a tick every twenty-fifth of a second takes 1,920 samples of what is said and a picture of who says it."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from pathlib import Path
from typing import Any, Final

from mercery.livestream.engine.clock import Clock
from mercery.livestream.engine.drawing import Drawn, Ground, Host, host_of
from mercery.livestream.engine.ladder import Ladder, Second
from mercery.livestream.engine.outlets import Outlets
from mercery.livestream.engine.place import BEAT, Running, announce, withdraw
from mercery.livestream.engine.programme import Tick
from mercery.livestream.engine.protocol import (
    Beat,
    Began,
    Ended,
    Quiet,
    Refused,
    Say,
    Scene,
    SinkOff,
    SinkSetting,
    Stop,
    Unsay,
)  # fmt: skip
from mercery.livestream.engine.server import Server
from mercery.livestream.engine.talk import Full, Spoken, Talk, Turn, spoken
from mercery.livestream.show import PER_SECOND, SOUND_RATE, Format

log = logging.getLogger(__name__)
ALONE_S: Final = 900.0
"""An engine nobody directs ends after a quarter of an hour."""
_FORGETS_S: Final = 10.0
"""Lines that wait are not said when nobody has watched over the facts for so long."""
_CURTAIN_S: Final = 6.0
"""Seconds the host may take to get ready before the programme begins without it."""
_A_PICTURE: Final = 1 / PER_SECOND


class Engine:
    """One show on air, in the thread that calls `run`."""

    def __init__(self, folder: Path, shape: Format) -> None:
        self._folder, self._shape = folder, shape
        self._server = Server()
        self._clock = Clock(time.monotonic(), time.time())
        self._talk = Talk()
        self._ladder = Ladder()
        self._outlets = Outlets(shape)
        self._drawn: Drawn = Ground(shape)
        self._picture = self._drawn.draw(self._talk.moment(), 0.0)
        self._curtain: float | None = time.monotonic() + _CURTAIN_S
        """Until when nothing goes out because the host is not there yet."""
        self._talk.held = True
        self._fresh = self._repeated = self._second_late = self._second_wanted = 0
        self._busy = 0.0
        self._alone_since = time.monotonic()
        self._beat_at = self._touched_at = 0.0
        self._key = True
        self._stopping = False

    def run(self) -> None:
        """Until it is told to stop, or nobody directs it for a quarter of an hour."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / BEAT).touch()
        announce(self._folder, Running(pid=os.getpid(), socket=self._server.path, began_at=self._clock.began_at))
        try:
            while not self._stopping:
                self._wait()
                began = time.perf_counter()
                self._read()
                self._tick()
                self._busy += time.perf_counter() - began
                self._each_second()
        finally:
            self._outlets.close()
            self._tell_beat(time.monotonic())
            self._server.close()
            withdraw(self._folder)

    def stop(self) -> None:
        """End at the next tick."""
        self._stopping = True

    def _wait(self) -> None:
        now = time.monotonic()
        if self._clock.must_be_set(now, time.time()):
            log.warning("the clock is set anew, %.1f s late", self._clock.late(now))
            self._clock.set_anew(now, time.time())
            self._key = True
        elif (early := -self._clock.late(now)) > 0:
            time.sleep(early)

    def _tick(self) -> None:
        number, seconds = self._clock.ticks, self._clock.media_s
        fresh = self._draw(number, seconds)
        sound, turns = self._talk.block()
        tick = Tick(number, self._picture, sound, fresh, self._clock.began_at, key=self._key)
        self._key = False
        if not self._behind_curtain():
            self._outlets.put(tick)
        self._clock.ticks += 1
        for turn in turns:
            self._tell_turn(turn)

    def _behind_curtain(self) -> bool:
        """Whether the programme has not begun: its host is being made ready, and lines wait for it."""
        if self._curtain is not None and time.monotonic() >= self._curtain:
            self._curtain, self._talk.held = None, False
        return self._curtain is not None

    def _draw(self, number: int, seconds: float) -> bool:
        """A fresh picture where there is time for one; else the last one stands."""
        if self._ladder.tier != "full" and number % 2:
            self._repeated += 1
            return False
        self._second_wanted += 1
        if self._clock.late(time.monotonic()) > _A_PICTURE or self._outlets.behind:
            self._second_late += 1
            self._repeated += 1
            return False
        self._picture = self._drawn.draw(self._talk.moment(), seconds)
        self._fresh += 1
        return True

    def _read(self) -> None:
        """What the director asked since the last tick."""
        while True:
            try:
                message = self._server.inbox.get_nowait()
            except queue.Empty:
                return
            try:
                self._do(message)
            except Full:
                name = message.say.id if isinstance(message, Spoken) else ""
                self._server.tell(
                    Refused(of="say", id=name, problem="So much waits already that no line more is taken.")
                )
            except Exception as error:
                log.exception("a message could not be done")
                kind = type(message).__name__.lower()
                self._server.tell(Refused(of=kind, problem=f"An error of this program ({type(error).__name__})."))

    def _do(self, message: Any) -> None:
        match message:
            case Spoken():
                self._talk.add(message)
            case Say():
                threading.Thread(target=self._prepare, args=(message,), daemon=True).start()
            case Unsay():
                self._talk.unsay(message.ids)
            case Quiet():
                self._talk.quiet(now=message.now)
            case SinkSetting():
                self._outlets.add(message)
            case SinkOff():
                self._outlets.remove(message.id)
            case Stop():
                self._stopping = True
            case Scene():
                self._set_scene(message)
            case Host():
                self._drawn = message
                self._curtain = 0.0 if self._curtain is not None else None
            case _:
                self._server.tell(Refused(of=type(message).__name__.lower(), problem="This engine cannot do that yet."))

    def _set_scene(self, scene: Scene) -> None:
        if scene.format != self._shape:
            self._server.tell(Refused(of="scene", problem="Another format needs another engine."))
            return
        if self._curtain is not None:
            self._curtain = time.monotonic() + _CURTAIN_S
        self._outlets.describe(mark=scene.mark, title=scene.shop)
        threading.Thread(target=self._build, args=(scene,), name="scene", daemon=True).start()

    def _build(self, scene: Scene) -> None:
        try:
            self._server.inbox.put(host_of(scene, self._clock.media_s))
        except Exception as error:
            log.exception("the scene cannot be shown")
            self._server.tell(Refused(of="scene", problem=f"The host cannot be drawn: {type(error).__name__}: {error}"))

    def _prepare(self, say: Say) -> None:
        self._server.inbox.put(spoken(say))

    def _tell_turn(self, turn: Turn) -> None:
        media_s = turn.sample / SOUND_RATE
        at = self._clock.began_at + media_s
        if turn.ended:
            self._server.tell(Ended(id=turn.id, media_s=media_s, at=at, cut=turn.cut))
        else:
            self._server.tell(Began(id=turn.id, media_s=media_s, at=at))

    def _each_second(self) -> None:
        now = time.monotonic()
        if now - self._touched_at >= 0.5:
            self._touched_at = now
            os.utime(self._folder / BEAT)
        if now - self._beat_at < 1.0:
            return
        self._tell_beat(now)
        busy, self._busy = self._busy, 0.0
        self._ladder.second(Second(self._second_wanted, self._second_late, busy))
        self._second_wanted = self._second_late = 0
        self._outlets.look_after(self._ladder.tier)
        self._look_for_director(now)

    def _look_for_director(self, now: float) -> None:
        if self._server.connected:
            self._alone_since = now
            return
        alone = now - self._alone_since
        if alone > _FORGETS_S and self._talk.queued:
            self._talk.quiet(now=False)
        if alone > ALONE_S:
            log.warning("nobody directs this engine: it ends")
            self._stopping = True

    def _tell_beat(self, now: float) -> None:
        self._beat_at = now
        clock, talk = self._clock, self._talk
        self._server.tell(
            Beat(
                media_s=round(clock.media_s, 3), wall_s=round(now - clock.base, 3), began_at=clock.began_at,
                frames=clock.ticks, fresh=self._fresh, repeated=self._repeated, tier=self._ladder.tier,
                speaking=talk.speaking, queued=talk.queued, cpu_s=round(time.process_time(), 2), rss_mb=_rss_mb(),
                sinks=self._outlets.statuses(),
            )
        )  # fmt: skip


def _rss_mb() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576, 1)
    except (OSError, ValueError, IndexError):
        return 0.0
