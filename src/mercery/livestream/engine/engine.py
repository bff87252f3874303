"""The loop: a tick every twenty-fifth of a second takes 1,920 samples of what is said and a picture of who says it."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.core.errors import MerceryError
from mercery.livestream.engine.burned import Burned, Shown, words_alone
from mercery.livestream.engine.clock import Clock
from mercery.livestream.engine.drawing import Drawn, Ground, Host, host_of
from mercery.livestream.engine.guests import Guests
from mercery.livestream.engine.ladder import STEPS, Ladder, Second
from mercery.livestream.engine.outlets import Outlets
from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.place import BEAT, Running, announce, withdraw
from mercery.livestream.engine.programme import Tick
from mercery.livestream.engine.protocol import (
    Beat,
    Began,
    Card,
    Ended,
    Feed,
    GiveBack,
    GiveWay,
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
from mercery.livestream.engine.server import Server
from mercery.livestream.engine.talk import Full, Sound, Spoken, Talk, Turn, spoken
from mercery.livestream.show import SIZES, SOUND_RATE, Format

log = logging.getLogger(__name__)
ALONE_S: Final = 900.0
"""An engine nobody directs ends after a quarter of an hour."""
_FORGETS_S: Final = 10.0
"""Lines that wait are not said when nobody has watched over the facts for so long."""
_CURTAIN_S: Final = 6.0
"""Seconds the host may take to get ready before the programme begins without it."""
PROOF: Final = 32
"""Pixels of a dark and a light square that show when lips are told to be open, for measuring how far they are from the sound."""
_PATIENCE_S: Final = 0.25
"""How late a tick may be and still have a fresh picture: drawing one takes a tenth of its time, so that a busy machine's pauses
are made good picture by picture; only behind that pictures are repeated to catch up."""


class Engine:
    """One show on air, in the thread that calls `run`."""

    def __init__(self, folder: Path, shape: Format, *, proof: bool = False) -> None:
        self._folder, self._shape, self._proof = folder, shape, proof
        self._server = Server(_prepared)
        self._clock = Clock(time.monotonic(), time.time())
        self._talk = Talk()
        self._ladder = Ladder()
        self._burned = Burned(shape)
        self._outlets = Outlets(shape, paint=self._burned.paint)
        self._guests = Guests(*SIZES[shape])
        self._scene: Scene | None = None
        self._card: Card | None = None
        self._still: Picture | None = None
        self._drawn: Drawn = Ground(shape)
        self._picture = self._drawn.draw(self._talk.moment(), 0.0)
        self._forgotten = False
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
            self._guests.close()
            self._outlets.close()
            self._tell_beat(time.monotonic())
            withdraw(self._folder)
            self._server.close()

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
        number = self._clock.ticks
        if self._guests.lost():
            log.warning("the stream on air was lost: the host takes over")
            self._hold_talk()
        guest = self._guests.take_block() if self._still is None else None
        if guest is not None:
            self._picture, fresh = guest[0], True
            self._fresh += 1
        else:
            fresh = self._draw(number)
        caption = self._talk.caption
        sound, turns = self._talk.block()
        if guest is not None:
            sound = _together(guest[1], sound)
        elif (rest := self._guests.fading()) is not None:
            sound = _together(rest, sound)
        self._burned.show(self._over(caption))
        tick = Tick(number, self._picture, sound, fresh, self._clock.began_at, key=self._key)
        self._key = False
        if not self._behind_curtain():
            self._outlets.put(tick)
        self._clock.ticks += 1
        for turn in turns:
            self._tell_turn(turn)

    def _hold_talk(self) -> None:
        """Lines wait while somebody else has the air, or nobody may."""
        self._talk.held = self._curtain is not None or self._still is not None or self._guests.on_air is not None

    def _behind_curtain(self) -> bool:
        """Whether the programme has not begun: its host is being made ready, and lines wait for it."""
        if self._curtain is not None and time.monotonic() >= self._curtain:
            self._curtain = None
            self._hold_talk()
        return self._curtain is not None

    def _over(self, caption: str) -> Shown:
        """What stands over the burned programme's picture. Nobody watches over a price: it is not shown."""
        if self._still is not None:
            return Shown()
        return Shown(self._scene, None if self._forgotten else self._card, caption)

    def _draw(self, number: int) -> bool:
        """A fresh picture where there is time for one; else the last one stands."""
        if self._still is not None:
            self._picture = self._still
            return True
        if number % STEPS[self._ladder.tier]:
            self._repeated += 1
            return False
        self._second_wanted += 1
        late = self._clock.late(time.monotonic()) > _PATIENCE_S or self._outlets.behind
        if late and number % STEPS["small"]:
            # One in four is drawn all the same: a face that stands still while it speaks is worse than a coder that is behind.
            self._second_late += 1
            self._repeated += 1
            return False
        moment = self._talk.moment()
        self._picture = self._drawn.draw(moment, self._clock.media_s)
        if self._proof and moment.open:
            self._picture = self._picture.copied()
            self._picture.y[:PROOF, :PROOF] = 16
            self._picture.y[:PROOF, PROOF : 2 * PROOF] = 235
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
            case Spoken() | Unsay() | GiveWay() | Quiet():
                self._set_talk(message)
            case Host() | Scene() | Card() | Picture():
                self._set_picture(message)
            case Feed() | Take() | GiveBack() | Still():
                self._set_air(message)
            case SinkSetting():
                # A coder that begins, and typefaces that are loaded, take the machine for a moment.
                self._ladder.pardon()
                if message.programme == "burned" and not self._burned.rehearsed:
                    self._begin("sink_setting", message.id, lambda: self._burned.rehearse(message, self._scene))
                else:
                    self._outlets.add(message)
            case SinkOff():
                self._outlets.remove(message.id)
            case Stop():
                self._stopping = True

    def _set_talk(self, message: Spoken | Unsay | GiveWay | Quiet) -> None:
        match message:
            case Spoken():
                self._talk.add(message)
            case Unsay():
                self._talk.unsay(message.ids)
            case GiveWay():
                self._talk.give_way(message.id, message.at_ms)
            case Quiet():
                self._talk.quiet(now=message.now)

    def _set_picture(self, message: Host | Scene | Card | Picture) -> None:
        match message:
            case Scene():
                self._set_scene(message)
            case Host():
                self._drawn = message
                self._ladder.pardon()
                self._curtain = 0.0 if self._curtain is not None else None
            case Card():
                self._card = message if message.name or message.price else None
            case Picture():
                self._still = message if self._still is not None else None

    def _set_air(self, message: Feed | Take | GiveBack | Still) -> None:
        """Who has the air."""
        match message:
            case Feed():
                self._guests.set(message)
            case Take():
                studio = self._drawn.draw(self._talk.moment(), self._clock.media_s)
                if self._guests.take(message.of, studio):
                    self._talk.cut()
                else:
                    self._server.tell(Refused(of="take", problem="That stream is not ready."))
            case GiveBack():
                self._guests.give_back()
            case Still(on=True):
                self._talk.quiet(now=True)
                self._still = words_alone("", self._shape)
                words = message.words
                threading.Thread(
                    target=self._later, args=("still", "", lambda: words_alone(words, self._shape))
                ).start()
            case Still():
                self._still = None
        self._hold_talk()

    def _set_scene(self, scene: Scene) -> None:
        if scene.format != self._shape:
            self._server.tell(Refused(of="scene", problem="Another format needs another engine."))
            return
        if self._curtain is not None:
            self._curtain = time.monotonic() + _CURTAIN_S
        self._scene = scene
        self._outlets.describe(mark=scene.mark, title=scene.shop)
        begins = self._clock.media_s
        self._begin("scene", "", lambda: host_of(scene, begins))

    def _begin(self, of: str, name: str, make: Callable[[], Any]) -> None:
        threading.Thread(target=self._later, args=(of, name, make), name=of, daemon=True).start()

    def _later(self, of: str, name: str, make: Callable[[], Any]) -> None:
        """Work that takes longer than a picture, in a thread of its own; what it makes is taken in between two pictures."""
        try:
            self._server.inbox.put(make())
        except Exception as error:
            log.exception("%s cannot be done", of)
            told = (
                f"{error.message} {error.remedy}".strip()
                if isinstance(error, MerceryError)
                else f"An error of this program ({type(error).__name__})."
            )
            self._server.tell(Refused(of=of, id=name, problem=told))

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
            self._alone_since, self._forgotten = now, False
            return
        alone = now - self._alone_since
        if alone > _FORGETS_S and not self._forgotten:
            self._forgotten = True
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
                presenter="person" if self._guests.on_air == "person" else "host",
                person=self._guests.state("person"),
                face=self._guests.state("face"),
                sinks=self._outlets.statuses(),
            )
        )  # fmt: skip


def _prepared(message: Any) -> Any:
    return spoken(message) if isinstance(message, Say) else message


def _together(one: Sound, other: Sound) -> Sound:
    """Both at once: the last of the host's words fades out below the guest's."""
    both: Sound = np.clip(one.astype(np.int32) + other, -32768, 32767).astype(np.int16)
    return both


def _rss_mb() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576, 1)
    except (OSError, ValueError, IndexError):
        return 0.0
