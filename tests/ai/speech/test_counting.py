"""What an outside voice was sent is counted once; what was remembered, or said by the built-in voice, is not."""

from __future__ import annotations

import numpy as np

from mercery.ai.speech.choosing import Remembering, WithFallback
from mercery.ai.speech.counting import Counting
from mercery.ai.speech.speech import Speech, SpeechFailed
from mercery.core.i18n import Lang


class Outside:
    """A voice behind an address, which can be away."""

    name = "outside"

    def __init__(self) -> None:
        self.away = False

    def synthesize(self, text: str, lang: Lang) -> Speech:
        if self.away:
            raise SpeechFailed("away", failure="unreachable")
        return Speech(pcm=np.zeros(8, np.int16), rate=8_000, voice=self.name, sent=len(text))

    def close(self) -> None:
        pass


class BuiltIn(Outside):
    """The voice behind it."""

    name = "built-in"

    def synthesize(self, text: str, lang: Lang) -> Speech:
        return Speech(pcm=np.zeros(8, np.int16), rate=8_000, voice=self.name)


def test_only_what_was_really_sent_is_counted() -> None:
    outside = Outside()
    voice = Counting(Remembering(WithFallback(outside, BuiltIn())))
    for text in ("A bag.", "A bag.", "Of calfskin."):
        voice.synthesize(text, "en")
    assert (voice.taken(), voice.taken()) == (len("A bag.") + len("Of calfskin."), 0)
    outside.away = True
    voice.synthesize("A candle.", "en")
    assert voice.taken() == 0
