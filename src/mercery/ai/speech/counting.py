"""A voice that counts what it has an outside endpoint speak, so that it can be told what that cost."""

from __future__ import annotations

import threading

from mercery.ai.speech.speech import Speech, SpeechVoice
from mercery.core.i18n import Lang


class Counting:
    """A voice and the characters it sent to an outside endpoint. What came from memory or from the built-in voice counts
    nothing."""

    def __init__(self, voice: SpeechVoice) -> None:
        self._voice = voice
        self._sent = 0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The voice's."""
        return self._voice.name

    def synthesize(self, text: str, lang: Lang) -> Speech:
        """By the voice."""
        made = self._voice.synthesize(text, lang)
        if made.sent:
            with self._lock:
                self._sent += made.sent
        return made

    def close(self) -> None:
        """The voice's process and connections are given back."""
        self._voice.close()

    def taken(self) -> int:
        """Characters sent since this was asked last."""
        with self._lock:
            sent, self._sent = self._sent, 0
        return sent
