"""What is being said and what waits to be: lines become blocks of sound of exactly one picture's length. Pure.

A line is cut at its end only, or at a place where it may be left when an answer waits; unless somebody asks for quiet at once: then
it fades out within a sixteenth of a second.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.ai.speech.mastering import resampled
from mercery.ai.speech.visemes import Viseme
from mercery.livestream.engine.clock import BLOCK
from mercery.livestream.engine.protocol import Say, Where
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.show import SOUND_RATE

Sound = NDArray[np.int16]
LEAD_MS: Final = 30
"""How far lips are ahead of the sound: a picture stands for 40 ms, and lips may lead but not lag."""
_FADE: Final = SOUND_RATE // 16
_BREATH: Final = SOUND_RATE * 15 // 100
"""Quiet an answer waits for at least after the sentence before it."""
_LOUD: Final = 9_000.0
_MOST_LINES: Final = 300
_MOST_SAMPLES: Final = SOUND_RATE * 900
_TONE_SECONDS: Final = 4


class Full(Exception):
    """So much waits already that a line more is refused."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """A line at the engine's own rate."""

    say: Say
    sound: Sound

    @property
    def pause(self) -> int:
        """Samples of quiet after it."""
        return self.say.pause_ms * SOUND_RATE // 1000


@dataclass(frozen=True, slots=True)
class Turn:
    """A line began (or ended) at this sample of the whole."""

    id: str
    sample: int
    ended: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """What the host's face says at the time of a picture. `at_ms`: how far into its line the sound is; lips lead a little."""

    line: str = ""
    visemes: tuple[Viseme, ...] = ()
    at_ms: float = 0.0
    mood: Mood = "calm"
    gesture: Gesture = "none"
    loudness: float = 0.0
    question: bool = False

    @property
    def open(self) -> bool:
        """Whether the mouth is."""
        return any(
            one.from_ms <= self.at_ms < one.to_ms and one.shape not in ("rest", "closed") for one in self.visemes
        )


def spoken(say: Say) -> Spoken:
    """The line with its sound at 48 kHz. Takes some milliseconds: not for the thread that keeps time."""
    raw = np.frombuffer(say.pcm, "<i2").astype(np.int16)
    sound = resampled(raw, say.rate, SOUND_RATE)
    bare = Say(id=say.id, pcm=b"", rate=SOUND_RATE, visemes=say.visemes, caption=say.caption, mood=say.mood,
               gesture=say.gesture, where=say.where, pause_ms=say.pause_ms)  # fmt: skip
    return Spoken(bare, sound)


class Talk:
    """The queue and the cursor in it."""

    def __init__(self) -> None:
        self._answers: deque[Spoken] = deque()
        self._script: deque[Spoken] = deque()
        self._current: Spoken | None = None
        self._at = 0
        self._way = 0
        """Sample of the line at which it is left, where an answer waits by then; 0: none."""
        self._breath = 0
        """Samples of quiet that are left before the next line may begin."""
        self._tail: Sound = np.zeros(0, np.int16)
        self._tone, self._tone_at = _room_tone(), 0
        self._made = 0
        self._turns: list[Turn] = []
        self.held = False
        """Whether lines wait because somebody else has the air."""

    @property
    def speaking(self) -> str:
        """Id of the line that is heard; empty in the quiet after it."""
        return self._current.say.id if self._current and self._at < len(self._current.sound) else ""

    @property
    def caption(self) -> str:
        """Words of the line that is heard, a little beyond its end."""
        return self._current.say.caption if self._current else ""

    @property
    def queued(self) -> tuple[str, ...]:
        """Ids of what waits, in the order it will be said."""
        return tuple(one.say.id for one in (*self._answers, *self._script))

    def add(self, line: Spoken) -> None:
        """Take a line in. Full."""
        waiting = (*self._answers, *self._script)
        if len(waiting) >= _MOST_LINES or sum(len(one.sound) for one in waiting) + len(line.sound) > _MOST_SAMPLES:
            raise Full
        where: Where = line.say.where
        if where == "now":
            self._cut()
            self._answers.appendleft(line)
        elif where == "next":
            self._answers.append(line)
        else:
            self._script.append(line)

    def unsay(self, ids: Iterable[str]) -> None:
        """These are not said after all, where they only wait."""
        gone = frozenset(ids)
        for queue in (self._answers, self._script):
            kept = [one for one in queue if one.say.id not in gone]
            self._turns += [Turn(one.say.id, self._made, True, True) for one in queue if one.say.id in gone]
            queue.clear()
            queue.extend(kept)

    def give_way(self, line_id: str, at_ms: int) -> None:
        """Leave the line at this place, where an answer waits when it is reached. Another line, or one beyond it, goes on."""
        line, place = self._current, at_ms * SOUND_RATE // 1000
        if line is not None and line.say.id == line_id and self._at < place < len(line.sound):
            self._way = place

    def quiet(self, *, now: bool) -> None:
        """Nothing that waits is said; `now`: nor the rest of what is being said."""
        self.unsay(self.queued)
        if now:
            self._cut()

    def cut(self) -> None:
        """Fade out what is being said; what waits goes on waiting."""
        self._cut()

    def moment(self) -> Moment:
        """The face for the picture that begins with the next sample."""
        line, at = self._ahead(SOUND_RATE * LEAD_MS // 1000)
        if line is None:
            return Moment(mood=self._current.say.mood) if self._current else Moment()
        heard = line.sound[max(0, at - BLOCK // 2) : at + BLOCK // 2].astype(np.float32)
        loudness = min(1.0, float(np.sqrt(np.mean(heard**2))) / _LOUD) if len(heard) else 0.0
        say = line.say
        asks = say.caption.rstrip().endswith(("?", "\uff1f"))
        return Moment(say.id, say.visemes, at * 1000 / SOUND_RATE, say.mood, say.gesture, loudness, asks)

    def _ahead(self, samples: int) -> tuple[Spoken | None, int]:
        """Which line is heard so many samples from here, and which sample of it."""
        line, at = self._current, self._at + samples
        if line is not None and at < len(line.sound):
            return line, at
        rest = (
            len(line.sound) + self._pause(line) - self._at if line is not None else max(self._breath, len(self._tail))
        )
        following = next(iter(self._answers or self._script), None)
        if following is None or self.held or not rest <= samples < rest + len(following.sound):
            return None, 0
        return following, samples - rest

    def _pause(self, line: Spoken) -> int:
        """Samples of quiet after it; an answer waits for a breath only."""
        return min(line.pause, _BREATH) if self._answers else line.pause

    def block(self) -> tuple[Sound, list[Turn]]:
        """The next 1,920 samples, and what began and ended in them or since the last."""
        made = self._room()
        if self._answers and self._at <= self._way < self._at + BLOCK and self._way:
            self._cut()
            self._breath = _BREATH
        place = max(self._fade(made), self._breathe())
        while place < BLOCK and self._next(place):
            place += self._fill(made, place)
        self._made += BLOCK
        turns, self._turns = self._turns, []
        return made, turns

    def _room(self) -> Sound:
        made = np.take(self._tone, np.arange(self._tone_at, self._tone_at + BLOCK), mode="wrap")
        self._tone_at = (self._tone_at + BLOCK) % len(self._tone)
        return made

    def _fade(self, made: Sound) -> int:
        count = min(BLOCK, len(self._tail))
        if count:
            made[:count] += self._tail[:count]
            self._tail = self._tail[count:]
        return count

    def _breathe(self) -> int:
        count = min(BLOCK, self._breath)
        self._breath -= count
        return count

    def _next(self, place: int) -> bool:
        """Whether there is a line at this place of the block; the next one begins where none does."""
        if self._current is None and not self.held and (self._answers or self._script):
            self._current, self._at, self._way = (self._answers or self._script).popleft(), 0, 0
            self._turns.append(Turn(self._current.say.id, self._made + place))
        return self._current is not None

    def _fill(self, made: Sound, place: int) -> int:
        """Copy what there is room for, of the line or of the quiet after it, and say how much that was."""
        line = self._current
        assert line is not None
        size = len(line.sound)
        if self._at < size:
            count = min(BLOCK - place, size - self._at)
            made[place : place + count] = line.sound[self._at : self._at + count]
            self._at += count
            if self._at == size:
                self._turns.append(Turn(line.say.id, self._made + place + count, True))
            return count
        pause = self._pause(line)
        count = min(BLOCK - place, max(0, size + pause - self._at))
        self._at += count
        if self._at >= size + pause:
            self._current = None
        return count

    def _cut(self) -> None:
        line, self._current, self._way = self._current, None, 0
        if line is None or self._at >= len(line.sound):
            return
        tail = line.sound[self._at : self._at + _FADE].astype(np.float32)
        self._tail = (tail * np.linspace(1, 0, len(tail), dtype=np.float32) ** 2).astype(np.int16)
        self._turns.append(Turn(line.say.id, self._made + len(tail), True, True))


@lru_cache(maxsize=1)
def _room_tone() -> Sound:
    """A room in which nobody speaks: hardly audible, so that the line never sounds dead and encoders never stop."""
    chance = np.random.default_rng(11)
    size = _TONE_SECONDS * SOUND_RATE
    spectrum = np.fft.rfft(chance.standard_normal(size))
    spectrum *= 1 / np.maximum(1, np.arange(len(spectrum)) * (SOUND_RATE / size) / 180)
    sound: NDArray[Any] = np.fft.irfft(spectrum, size)
    return np.rint(sound / float(np.std(sound)) * 5).astype(np.int16)
