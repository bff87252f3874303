"""What a voice yields, and what every voice can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang

Samples = NDArray[np.int16]
Loud = NDArray[np.floating[Any]]
Failure = Literal["unreachable", "refused", "late", "broken", "busy", "missing", "long"]
MOST_SIGNS: Final = 2_000
"""Of one call. A longer text is spoken sentence by sentence (`sentences.py`)."""


class SpeechFailed(MerceryError):
    """A voice could not speak."""

    code = "speech_failed"
    status = 503

    def __init__(self, message: str, *, failure: Failure, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word and when it is heard. `start` and `end` are characters of the text that was asked for, so that `780 g`,
    of which five words are spoken, is one place in a caption."""

    text: str
    from_ms: int
    to_ms: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phone:
    """One sound in the signs of the International Phonetic Alphabet; empty while nothing is said."""

    sign: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Speech:
    """Sound of one channel. `exact`: whether the voice told the times itself, or they were estimated from its sound."""

    pcm: Samples
    rate: int
    words: tuple[SpokenWord, ...] = ()
    phones: tuple[Phone, ...] = ()
    exact: bool = True
    voice: str = ""
    """Which one spoke."""
    sent: int = 0
    """Characters an outside endpoint was sent for it; 0 from memory and from the built-in voice."""

    @property
    def ms(self) -> int:
        """How long it is."""
        return round(len(self.pcm) * 1000 / self.rate)


class SpeechVoice(Protocol):
    """Speaks. Calls block, for milliseconds or for seconds: an event loop calls them in a thread."""

    @property
    def name(self) -> str:
        """Which voice; the same name with the same text gives the same sound, as far as the voice can promise that."""
        ...

    def synthesize(self, text: str, lang: Lang) -> Speech:
        """The text as sound. SpeechFailed when that cannot be had in time; the text is bounded by MOST_SIGNS."""
        ...

    def close(self) -> None:
        """Give back processes and connections. A voice that is used again afterwards takes them anew."""
        ...
