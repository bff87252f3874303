"""Sentence after sentence: what a stream speaks next, and a whole text as one sound with its pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from mercery.ai.speech.mastering import resampled
from mercery.ai.speech.speech import MOST_SIGNS, Speech, SpeechVoice
from mercery.core.i18n import Lang

_END: Final = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9À-Þ])|(?<=[。！？；…])[”’」』）]*\s*|\n+")
_SHORT: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|approx|ca|vs|etc|e\.g|i\.e)|\b[A-Z])\.$")
PAUSE_MS: Final = 420
"""Between two sentences of one thought."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """A sentence, where it stands in the text, and its sound."""

    text: str
    start: int
    speech: Speech


def sentences(text: str) -> tuple[tuple[int, str], ...]:
    """The sentences and where each begins. One too long for a voice is cut where there is room to."""
    found: list[tuple[int, str]] = []
    at = 0
    for match in [*_END.finditer(text), None]:
        end = match.end() if match else len(text)
        piece = text[at:end]
        if match and _SHORT.search(text[at : match.start()].rstrip()):
            continue
        if piece.strip():
            found += _bounded(at + len(piece) - len(piece.lstrip()), piece.strip())
        at = end
    return tuple(found)


def _bounded(at: int, piece: str) -> Iterator[tuple[int, str]]:
    while len(piece) > MOST_SIGNS:
        cut = max(piece.rfind(sign, 0, MOST_SIGNS) for sign in " ，、,;；") + 1 or MOST_SIGNS
        yield at, piece[:cut]
        at, piece = at + cut, piece[cut:]
    yield at, piece


def spoken_one_by_one(voice: SpeechVoice, text: str, lang: Lang) -> Iterator[Spoken]:
    """Each sentence as soon as it is spoken, so that the first is heard while the next is made."""
    for start, sentence in sentences(text):
        yield Spoken(sentence, start, voice.synthesize(sentence, lang))


def joined(parts: Sequence[Speech], rate: int, *, pause_ms: int = PAUSE_MS) -> Speech:
    """Several as one, with pauses between them. Places of words stay those of each part's own text."""
    sound: list[np.ndarray[tuple[int], np.dtype[np.int16]]] = []
    words, phones, samples = [], [], 0
    quiet = np.zeros(rate * pause_ms // 1000, np.int16)
    for index, part in enumerate(parts):
        if index and len(part.pcm):
            sound.append(quiet)
            samples += len(quiet)
        begins = round(samples * 1000 / rate)
        words += [replace(one, from_ms=one.from_ms + begins, to_ms=one.to_ms + begins) for one in part.words]
        phones += [replace(one, from_ms=one.from_ms + begins, to_ms=one.to_ms + begins) for one in part.phones]
        sound.append(resampled(part.pcm, part.rate, rate).reshape(-1))
        samples += len(sound[-1])
    return Speech(
        pcm=np.concatenate(sound) if sound else np.zeros(0, np.int16),
        rate=rate,
        words=tuple(words),
        phones=tuple(phones),
        exact=all(part.exact for part in parts),
        voice=" + ".join(dict.fromkeys(part.voice for part in parts)),
    )


def said(voice: SpeechVoice, text: str, lang: Lang, *, rate: int = 48_000) -> Speech:
    """A whole text as one sound; its words know their places in it."""
    parts = [
        replace(
            one.speech,
            words=tuple(replace(w, start=w.start + one.start, end=w.end + one.start) for w in one.speech.words),
        )
        for one in spoken_one_by_one(voice, text, lang)
    ]
    return joined(parts, rate)
