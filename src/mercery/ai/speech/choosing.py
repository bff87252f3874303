"""Which voice speaks: the endpoint the settings name, the built-in one behind it, and a memory of what was said."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from mercery.ai.speech.endpoint import EndpointVoice
from mercery.ai.speech.espeak import ENGLISH_IN_SHOWS, MANDARIN_IN_SHOWS, EspeakVoice
from mercery.ai.speech.speech import Failure, Speech, SpeechFailed, SpeechVoice
from mercery.core.config import Settings, settings
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger

log = get_logger(__name__)
_FAILURES: Final = 3
_PAUSE: Final = 60.0
_COUNTED: Final[frozenset[Failure]] = frozenset({"unreachable", "refused", "late", "broken"})
_REMEMBERED: Final = 48_000_000
"""Bytes of sound."""
_REMEMBERED_IN_SHOWS: Final = 8_000_000
"""A show says the same again after hours at the earliest, but for its few standing phrases."""


class WithFallback:
    """A voice, and another where it fails. One that fails again and again is left alone for a minute."""

    def __init__(self, first: SpeechVoice, second: SpeechVoice, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._first, self._second, self._clock = first, second, clock
        self._failed, self._until = 0, 0.0

    @property
    def name(self) -> str:
        """The first voice's."""
        return self._first.name

    def synthesize(self, text: str, lang: Lang) -> Speech:
        """By the first voice, else by the second. What was spoken says who spoke it."""
        if self._clock() >= self._until:
            try:
                found = self._first.synthesize(text, lang)
            except SpeechFailed as error:
                if error.failure not in _COUNTED:
                    raise
                self._failed += 1
                if self._failed >= _FAILURES:
                    self._until = self._clock() + _PAUSE
                log.warning("voice_failed", voice=self._first.name, failure=error.failure, failures=self._failed)
            else:
                self._failed = 0
                return found
        return self._second.synthesize(text, lang)

    def close(self) -> None:
        """Both."""
        self._first.close()
        self._second.close()


class Remembering:
    """A voice that says the same twice without speaking twice. What a fallback said is not remembered in the voice's name."""

    def __init__(self, voice: SpeechVoice, most_bytes: int = _REMEMBERED) -> None:
        self._voice, self._most = voice, most_bytes
        self._known: OrderedDict[tuple[str, Lang, str], Speech] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The voice's."""
        return self._voice.name

    def synthesize(self, text: str, lang: Lang) -> Speech:
        """From memory, else by the voice."""
        key = (self._voice.name, lang, text)
        with self._lock:
            if (known := self._known.get(key)) is not None:
                self._known.move_to_end(key)
                return known
        made = self._voice.synthesize(text, lang)
        if made.voice in ("", self._voice.name):
            made.pcm.setflags(write=False)
            self._keep(key, replace(made, sent=0))
        return made

    def close(self) -> None:
        """Forget, and close the voice."""
        with self._lock:
            self._known.clear()
            self._bytes = 0
        self._voice.close()

    def _keep(self, key: tuple[str, Lang, str], made: Speech) -> None:
        with self._lock:
            if key in self._known:
                return
            self._known[key] = made
            self._bytes += made.pcm.nbytes
            while self._bytes > self._most:
                _, dropped = self._known.popitem(last=False)
                self._bytes -= dropped.pcm.nbytes


def voice_for(chosen: Settings, built_in: EspeakVoice | None = None, *, remembered: int = _REMEMBERED) -> SpeechVoice:
    """The voice of these settings, which keeps so many bytes of sound. Nothing is started or called before it speaks."""
    built_in = built_in or EspeakVoice()
    if not chosen.speech_url:
        return Remembering(built_in, remembered)
    key = chosen.speech_key.get_secret_value() if chosen.speech_key else ""
    voices: dict[Lang, str] = {"en": chosen.speech_voice, "zh": chosen.speech_voice_zh or chosen.speech_voice}
    endpoint = EndpointVoice(
        chosen.speech_url, chosen.speech_model, key, voices=voices, seconds=chosen.speech_seconds, timing=built_in
    )
    return Remembering(WithFallback(endpoint, built_in), remembered)


@lru_cache(maxsize=1)
def speech_voice() -> SpeechVoice:
    """The voice of this process."""
    return voice_for(settings())


@lru_cache(maxsize=1)
def show_voice() -> SpeechVoice:
    """The voice of this process in shows, where the built-in one speaks a little faster."""
    built_in = EspeakVoice(ENGLISH_IN_SHOWS, MANDARIN_IN_SHOWS)
    return voice_for(settings(), built_in, remembered=_REMEMBERED_IN_SHOWS)
