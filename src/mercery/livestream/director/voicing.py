"""Sentences become sound ahead of time, in threads, so that no line waits for its voice when its turn comes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from mercery.ai.speech.counting import Counting
from mercery.ai.speech.mastering import resampled
from mercery.ai.speech.speech import Speech, SpeechVoice
from mercery.ai.speech.visemes import Viseme, visemes
from mercery.livestream.engine.protocol import Say, Where
from mercery.livestream.line import Line
from mercery.livestream.show import SOUND_RATE

_AT_ONCE: Final = 2
_MAY_BE_BROKEN_OFF: Final = ("piece", "filler")
_MARGIN_S: Final = 0.15
"""The engine fades out for a sixteenth of a second, and hears of it a moment later."""
_BEFORE_MS: Final = 40
"""A line is left so long before the next word: what rings on of the last one is quieter than that one's first sound."""
_KEPT: Final = 16
"""Lines whose sound is kept until they are handed over, some 300 kB each: more than are ever made ahead."""
LEAST_PAUSE_MS: Final[dict[str, int]] = {"piece": 700, "filler": 900, "answer": 380}
"""Quiet after a line, at least: a host who does not hurry, and in whose pauses a question can be answered at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Voiced:
    """A line's sound at the engine's rate."""

    pcm: bytes
    visemes: tuple[Viseme, ...]
    seconds: float
    free: float = 0.0
    """Seconds from its beginning in which nothing is claimed yet: so long it may be broken off, and nothing half said stands
    in the room. 0 where the voice tells no times."""
    starts: tuple[tuple[int, int], ...] = ()
    """First character of each word, and its first millisecond; empty where the voice tells no times."""

    def pause_before(self, place: int) -> int | None:
        """The millisecond at which the quiet before this character's word ends; None where that is not known."""
        found = next((ms for start, ms in self.starts if start >= place), None)
        return None if found is None else max(0, found - _BEFORE_MS)


class Voicing:
    """The voice of a show's lines. A voice that fails is tried again by the caller; what it made is kept by line."""

    def __init__(self, voice: SpeechVoice, counting: Counting | None = None) -> None:
        self._voice, self._counting = voice, counting
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="voice")
        self._made: OrderedDict[str, asyncio.Task[Voiced]] = OrderedDict()

    def sent(self) -> int:
        """Characters an outside voice was sent since this was asked last."""
        return self._counting.taken() if self._counting is not None else 0

    def begin(self, line: Line) -> None:
        """Start to make the line's sound, where it is not made yet."""
        self._task(line)

    async def voiced(self, line: Line) -> Voiced:
        """The line's sound, made now where it was not begun. SpeechFailed."""
        task = self._task(line)
        try:
            return await asyncio.shield(task)
        except Exception:
            self._made.pop(line.id, None)
            raise

    def forget(self, line_id: str) -> None:
        """It is not needed any more."""
        task = self._made.pop(line_id, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Give back threads and the voice's process."""
        for line_id in list(self._made):
            self.forget(line_id)
        self._threads.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._voice.close)

    def _task(self, line: Line) -> asyncio.Task[Voiced]:
        found = self._made.get(line.id)
        if found is None:
            found = self._made[line.id] = asyncio.create_task(self._make(line), name=f"voice {line.id}")
            # Nobody may ever wait for it; what went wrong is then nobody's business.
            found.add_done_callback(lambda task: task.cancelled() or task.exception())
            # One that somebody may be waiting for stays.
            done = [key for key, one in self._made.items() if one.done()]
            for line_id in done[: max(0, len(self._made) - _KEPT)]:
                del self._made[line_id]
        return found

    async def _make(self, line: Line) -> Voiced:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _voiced, self._voice, line)


def _voiced(voice: SpeechVoice, line: Line) -> Voiced:
    speech: Speech = voice.synthesize(line.text, line.lang)
    pcm = resampled(speech.pcm, speech.rate, SOUND_RATE)
    seconds = len(pcm) / SOUND_RATE
    starts = tuple((word.start, word.from_ms) for word in speech.words) if speech.exact else ()
    return Voiced(pcm.astype("<i2").tobytes(), visemes(speech.phones), seconds, _free(line, speech, seconds), starts)


def _free(line: Line, speech: Speech, seconds: float) -> float:
    """How long nothing has been claimed: until the first word that stands on a fact, or on what a person or the gate knows."""
    if line.kind not in _MAY_BE_BROKEN_OFF or not speech.exact or not speech.words:
        return 0.0
    starts = [span.start for span in line.sentence.spans if span.how != "name"]
    if not starts:
        # Words of the house stand on a name at most; a person's words may lean on anything.
        return seconds if len(line.grounds) <= 1 else 0.0
    first = min(starts)
    claimed = next((word.from_ms for word in speech.words if word.end > first), 0)
    return max(0.0, claimed / 1000 - _MARGIN_S)


def say_of(line: Line, voiced: Voiced, where: Where) -> Say:
    """The line as the engine takes it."""
    return Say(
        id=line.id,
        pcm=voiced.pcm,
        rate=SOUND_RATE,
        visemes=voiced.visemes,
        caption=line.text,
        mood=line.mood,
        gesture=line.gesture,
        where=where,
        pause_ms=max(line.pause_ms, LEAST_PAUSE_MS.get(line.kind, 0)),
    )
