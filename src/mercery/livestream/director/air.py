"""What the director of a show knows at this moment: who has the air, what was handed to the engine, what waits."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from mercery.core.clock import now
from mercery.livestream.director.doors import Engine
from mercery.livestream.director.lines import Said, Waiting
from mercery.livestream.director.order import Place
from mercery.livestream.director.voicing import Voiced
from mercery.livestream.engine.protocol import Beat
from mercery.livestream.line import Line
from mercery.livestream.order.leaving import Leave
from mercery.livestream.show import Item, Presenter, Shift, Show


async def woken(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, so long at most, and put it back. (`asyncio.wait_for` may lose a cancellation in Python 3.11.)"""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()


LIVELY: Final = 3
"""Comments within LIVELY_S from which on the chat is lively: while an answer is said, the next one is likely to come."""
LIVELY_S: Final = 40.0
HUSH_S: Final = 1.2
HUSH_EVERY_S: Final = 3.0
THINKS_S: Final = 4.0
"""So long at most the host begins nothing of the script while an answer is worked out: a machine that does much else takes a while."""
GIVES_WAY: Final = ("piece", "filler", "answer")
WORTH_S: Final = 1.0
"""A line that ends sooner, with the quiet after it, is let end."""


@dataclass(slots=True, kw_only=True)
class Handed:
    """A line the engine has. Times are of the monotonic clock."""

    line: Line
    seconds: float
    """Its sound and the quiet after it."""
    at: float
    spans: list[Any]
    price: dict[str, Any]
    began: float | None = None
    free: float = 0.0
    """Seconds from its beginning in which it may be broken off (`Voiced.free`)."""
    withdrawn: bool = False
    """Whether the engine was asked not to say it. It may have begun all the same; what it answers tells."""
    wanted: bool = False
    """Whether a line that was withdrawn is to be said later."""
    broken_off: bool = False
    """Whether an answer was put in its place."""
    voiced: Voiced | None = None
    leaves: tuple[Leave, ...] | None = None
    """Where it may be left; None: not looked for yet."""
    left: Leave | None = None
    """Where the engine was asked to leave it."""
    left_s: float = 0.0
    """Seconds from its beginning to that place."""


@dataclass(slots=True, kw_only=True)
class Air:
    """Changed only by the tasks of one show's director, in one thread."""

    show: Show
    items: tuple[Item, ...] = ()
    shifts: tuple[Shift, ...] = ()
    place: Place
    waiting: Waiting = field(default_factory=Waiting)
    said: Said = field(default_factory=Said)
    handed: OrderedDict[str, Handed] = field(default_factory=OrderedDict)
    engine: Engine | None = None
    beat: Beat | None = None
    beat_at: float = 0.0
    recording_id: str = ""
    recording_from: datetime | None = None
    engine_starts: int = 0
    held: bool = False
    killed: bool = False
    resting: bool = False
    presenter: Presenter = "host"
    taken: bool = False
    """Whether a person was given the air, or is about to have it. Until the host has been told to go on, nothing is said."""
    taken_at: float = 0.0
    gave_back: bool = False
    came_back: bool = False
    """Whether the host has the air again and has not gone on yet."""
    person_name: str = ""
    unspoken: set[str] = field(default_factory=set)
    """Comments whose answers will not be heard after all: they stay written."""
    wanted_comment: str = ""
    """What a person wants answered before all else."""
    product_id: str = ""
    asked: int = 0
    """Comments that wait for an answer."""
    asked_at: deque[float] = field(default_factory=lambda: deque(maxlen=LIVELY))
    """When the last comments came, by the monotonic clock."""
    pointers: dict[str, Line] = field(default_factory=dict)
    """By comment: what says that its answer stands written, while its lines wait to be said."""
    answers_ready: bool = False
    """Whether what answers need is loaded: until then comments wait."""
    answering: int = 0
    """Answers that are being worked out and will be spoken."""
    thinking_since: float = 0.0
    """Since when there has been one all the time, by the monotonic clock."""
    hushed_until: float = 0.0
    """Until then no new line of the script is begun: somebody has just asked something, and the answer is a moment away."""
    watching: int = 0
    facts_lost: bool = False
    """Whether the facts could not be had when they were asked for last: nothing is said then."""
    duty: str = ""
    """Name of the person whose shift it is by the schedule."""
    ending: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    look: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when `Minding` is to look round at once."""

    @property
    def may_speak(self) -> bool:
        """Whether the host has the air and an engine to speak with."""
        return self.engine is not None and not self.killed and not self.resting and not self._persons

    @property
    def _persons(self) -> bool:
        return self.presenter == "person" or self.taken

    def remaining(self) -> float:
        """Seconds until the engine has nothing more to say."""
        left, moment = 0.0, time.monotonic()
        for one in self.handed.values():
            if one.began is not None:
                left += max(0.0, one.began + (one.left_s or one.seconds) - moment)
            elif not one.withdrawn:
                left += one.seconds
        return left

    def may_break_off(self) -> Handed | None:
        """The line being said, where it has claimed nothing yet and would go on for a while."""
        moment = time.monotonic()
        for one in self.handed.values():
            if one.began is not None:
                so_far = moment - one.began
                return one if so_far < one.free and one.seconds - so_far > WORTH_S else None
        return None

    def spoken(self) -> Handed | None:
        """What the engine says now, or has just said."""
        return next((one for one in self.handed.values() if one.began is not None), None)

    def wanted_by(self) -> bool:
        """Whether somebody else's answer is about to be ready while one or the script is being said."""
        now_said = self.spoken()
        return now_said is not None and (
            self.answering > 0 or any(line.comment_id != now_said.line.comment_id for line in self._answers_due())
        )

    def _answers_due(self) -> list[Line]:
        handed = [line for line in self.unbegun() if line.kind == "answer" and not line.rest]
        return [*handed, *self.waiting.answers]

    def others_wait(self, comment_id: str) -> int:
        """How many viewers wait behind the answer to this comment."""
        due = {line.comment_id for line in self.waiting.answers if line.comment_id != comment_id}
        return len(due) + self.answering

    @property
    def thinks(self) -> bool:
        """Whether an answer is worked out that is worth a moment of quiet."""
        return self.answering > 0 and time.monotonic() - self.thinking_since < THINKS_S

    @property
    def lively(self) -> bool:
        """Whether comments come one after the other."""
        return len(self.asked_at) == LIVELY and time.monotonic() - self.asked_at[0] < LIVELY_S

    def gives_way(self) -> Handed | None:
        """What is being said, where an answer to somebody else is in the engine by now, and nothing more of its own follows."""
        one = self.spoken()
        if one is None or one.left is not None or one.line.kind not in GIVES_WAY:
            return None
        due = self._answers_due()
        own = any(line.comment_id == one.line.comment_id for line in due) if one.line.comment_id else False
        in_engine = any(line.kind == "answer" and not line.rest for line in self.unbegun())
        return one if in_engine and not own else None

    def unbegun(self) -> tuple[Line, ...]:
        """What the engine has and did not begin."""
        return tuple(one.line for one in self.handed.values() if one.began is None and not one.withdrawn)

    def on_air_at(self, media_s: float) -> datetime:
        """The date of a moment of the media."""
        return datetime.fromtimestamp(self.beat.began_at + media_s, UTC) if self.beat else now()

    def hush(self) -> bool:
        """Begin no new line of the script for a moment. Not again and again: a chat that never stops silences nobody."""
        moment = time.monotonic()
        if not self.may_speak or moment < self.hushed_until + HUSH_EVERY_S:
            return False
        self.hushed_until = moment + HUSH_S
        return True

    def nudge(self) -> None:
        """There is something to do."""
        self.wake.set()
