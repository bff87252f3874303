"""The built-in voice: espeak-ng in a process of its own, English and Mandarin. Plain and quick, and heard to be a machine."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from mercery.ai.speech.mastering import mastered
from mercery.ai.speech.pronouncing import Marked, markup
from mercery.ai.speech.speech import MOST_SIGNS, Phone, Speech, SpeechFailed, SpokenWord
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger

log = get_logger(__name__)
_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
_MOST_WAITING: Final = 32
_MOST_BYTES: Final = 60_000_000
_SAMPLES: Final = np.dtype("<i2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the voice speaks: words a minute, pitch and its range (0 to 99), pause between words (10 ms each)."""

    voice: str
    speed: int
    pitch: int
    range: int
    gap: int = 0


ENGLISH: Final = Manner(voice="en-gb-x-rp+f3", speed=162, pitch=42, range=54)
MANDARIN: Final = Manner(voice="cmn-latn-pinyin+f3", speed=170, pitch=44, range=60)
"""Slower than a newsreader. Chosen by what can be measured (pace, pitch, spectrum): a shop may choose otherwise."""
ENGLISH_IN_SHOWS: Final = replace(ENGLISH, speed=174)
MANDARIN_IN_SHOWS: Final = replace(MANDARIN, speed=204)
"""People who sell in a show speak a little faster than a film is narrated, and answers wait less long. Mandarin comes to 270
characters a minute with its pauses; a newsreader has 280 to 300."""


class EspeakVoice:
    """One process, one sentence at a time; callers wait in line, up to a bound. A process that dies is replaced."""

    def __init__(self, english: Manner = ENGLISH, mandarin: Manner = MANDARIN, *, seconds: float = 10.0) -> None:
        self._manners: dict[Lang, Manner] = {"en": english, "zh": mandarin}
        self._seconds = seconds
        self._line = threading.Lock()
        self._places = threading.BoundedSemaphore(_MOST_WAITING)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        """The voices and how they speak."""
        return "espeak-ng " + " ".join(
            f"{one.voice}/{one.speed}/{one.pitch}/{one.range}/{one.gap}" for one in self._manners.values()
        )

    def synthesize(self, text: str, lang: Lang) -> Speech:
        """The text as sound with exact times."""
        raw, words, phones, rate = self._spoken(text, lang)
        pcm, lead = mastered(raw, rate)
        cut, ends = round(lead * 1000 / rate), round(len(pcm) * 1000 / rate)
        return Speech(
            pcm=pcm,
            rate=rate,
            words=tuple(
                replace(one, from_ms=_in(one.from_ms - cut, ends), to_ms=_in(one.to_ms - cut, ends)) for one in words
            ),
            phones=tuple(
                Phone(one.sign, _in(one.from_ms - cut, ends), _in(one.to_ms - cut, ends))
                for one in phones
                if cut < one.to_ms and one.from_ms < cut + ends
            ),
            voice=self.name,
        )

    def sequence(self, text: str, lang: Lang) -> Speech:
        """The same without any work on the sound: what another voice's sound is held against."""
        raw, words, phones, rate = self._spoken(text, lang)
        return Speech(pcm=raw, rate=rate, words=words, phones=phones, voice=self.name)

    def close(self) -> None:
        """End the process."""
        with self._line:
            self._end()

    def _spoken(
        self, text: str, lang: Lang
    ) -> tuple[np.ndarray[Any, np.dtype[np.int16]], tuple[SpokenWord, ...], tuple[Phone, ...], int]:
        if len(text) > MOST_SIGNS:
            raise SpeechFailed(f"{len(text)} signs are too long to be spoken at once.", failure="long")
        manner = self._manners[lang]
        ssml, marked = markup(text, lang, self._manners["en"].voice, self._manners["zh"].voice)
        order = {
            "ssml": ssml, "voice": manner.voice, "speed": manner.speed, "pitch": manner.pitch, "range": manner.range,
            "gap": manner.gap,
        }  # fmt: skip
        if not marked:
            return np.zeros(0, np.int16), (), (), 22_050
        told, sound = self._answer(order)
        raw = np.frombuffer(sound, _SAMPLES).astype(np.int16)
        ends = round(len(raw) * 1000 / told["rate"])
        return raw, _words(told["events"], marked, ends), _phones(told["events"], ends), int(told["rate"])

    def _answer(self, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The answer of the process; a process that died is replaced once. SpeechFailed."""
        if not self._places.acquire(blocking=False):
            raise SpeechFailed("Too many texts wait for the built-in voice.", failure="busy")
        try:
            with self._line:
                try:
                    return self._asked(order)
                except (OSError, EOFError, ValueError):
                    log.warning("espeak_restarted")
                    self._end()
                try:
                    return self._asked(order)
                except (OSError, EOFError, ValueError) as error:
                    self._end()
                    raise SpeechFailed(
                        "The built-in voice does not run on this machine.",
                        failure="missing",
                        remedy="It comes with the package espeakng-loader; the log says what went wrong.",
                    ) from error
        finally:
            self._places.release()

    def _asked(self, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        process = self._running()
        assert process.stdin is not None
        deadline = time.monotonic() + self._seconds
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        head, rest = self._until_line(process, deadline)
        told = json.loads(head)
        if "error" in told:
            raise SpeechFailed(f"The built-in voice cannot say that: {told['error']}.", failure="refused")
        return told, self._exactly(process, rest, int(told["bytes"]), deadline)

    def _until_line(self, process: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
        said = b""
        while b"\n" not in said:
            said += self._read(process, deadline)
            if len(said) > _MOST_BYTES:
                raise ValueError("no end")
        head, _, rest = said.partition(b"\n")
        return head, rest

    def _exactly(self, process: subprocess.Popen[bytes], begun: bytes, size: int, deadline: float) -> bytes:
        parts, have = [begun], len(begun)
        while have < size:
            parts.append(self._read(process, deadline))
            have += len(parts[-1])
        return b"".join(parts)[:size]

    def _read(self, process: subprocess.Popen[bytes], deadline: float) -> bytes:
        assert process.stdout is not None
        # Not `select.select`: it knows no descriptor beyond 1,024, which a process with many viewers has.
        with selectors.DefaultSelector() as waits:
            waits.register(process.stdout, selectors.EVENT_READ)
            ready = waits.select(max(0.0, deadline - time.monotonic()))
        if not ready:
            self._end()
            raise SpeechFailed("The built-in voice did not answer in time.", failure="late")
        chunk = os.read(process.stdout.fileno(), 1 << 18)
        if not chunk:
            raise EOFError
        return chunk

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mercery.ai.speech.espeak_alone"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.kill()
        process.wait()

    def __del__(self) -> None:
        # The process ends by itself when its input does; this only keeps it from being left as a zombie.
        with contextlib.suppress(Exception):
            self._end()


def _words(events: list[list[Any]], marked: tuple[Marked, ...], ends: int) -> tuple[SpokenWord, ...]:
    """Each word of the markup with the time of the event that names its place there."""
    heard = [(event[1], event[2] - 1) for event in events if event[0] == "word"]
    times: dict[int, int] = {}
    at = 0
    for ms, place in heard:
        while at + 1 < len(marked) and marked[at + 1].at <= place:
            at += 1
        if marked[at].at <= place + 1:
            times.setdefault(at, ms)
    known = sorted(times.items())
    following = [ms for _, ms in known[1:]] + [ends]
    return tuple(
        SpokenWord(marked[index].text, ms, max(ms, until), marked[index].start, marked[index].end)
        for (index, ms), until in zip(known, following, strict=True)
    )


def _phones(events: list[list[Any]], ends: int) -> tuple[Phone, ...]:
    """The sounds one after the other; `(en)` and the like announce a language and are none."""
    heard = [(event[1], event[4]) for event in events if event[0] == "phone" and not event[4].startswith("(")]
    following = [ms for ms, _ in heard[1:]] + [ends]
    return tuple(
        Phone(sign.strip("ˈˌ "), ms, until) for (ms, sign), until in zip(heard, following, strict=True) if until > ms
    )


def _in(ms: int, ends: int) -> int:
    return min(max(ms, 0), ends)
