"""What is said, spoken: its sound for each shot, how long that is, and captions with the times of the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.ai.speech.sentences import said
from mercery.ai.speech.speech import Speech, SpeechVoice
from mercery.core.i18n import Lang
from mercery.studio.video.shot import Storyboard
from mercery.studio.video.sidecars import Cue
from mercery.studio.video.storyboard import Words, glances, shared_out

RATE: Final = 48_000
_HELD: Final = 0.5
"""Seconds a caption stays after its last word, unless the next one comes."""


@dataclass(frozen=True, slots=True, eq=False)
class Narration:
    """The sound of each shot that speaks, by its number."""

    lang: Lang
    by_shot: Mapping[int, Speech]

    @property
    def seconds(self) -> dict[int, float]:
        """How long each shot speaks."""
        return {number: len(one.pcm) / one.rate for number, one in self.by_shot.items()}


def narrated(shots: Sequence[Words], lang: Lang, voice: SpeechVoice | None) -> Narration:
    """Every shot's narration as sound. SpeechFailed when no voice can say it; silence without a voice."""
    if voice is None:
        return Narration(lang, {})
    spoken = {one.number: said(voice, one.narration, lang, rate=RATE) for one in shots if one.narration}
    return Narration(lang, {number: one for number, one in spoken.items() if len(one.pcm)})


def captions(board: Storyboard, narration: Narration) -> tuple[Cue, ...]:
    """What is said, in lines that can be read at a glance, at the times the words are heard; without a voice, while the shot
    is seen."""
    cues: list[Cue] = []
    for shot in board.shots:
        speech = narration.by_shot.get(shot.number)
        if not shot.narration:
            continue
        if speech is None or not speech.words:
            end = shot.speaks_at + len(speech.pcm) / speech.rate if speech else shot.end - board.fade / 2
            cues += shared_out(shot.narration, shot.speaks_at, max(end, shot.speaks_at + 0.5), board.lang)
        else:
            cues += _timed(shot.narration, speech, shot.speaks_at, board.lang)
    return tuple(_held(cues, board.seconds))


def _timed(text: str, speech: Speech, at: float, lang: Lang) -> list[Cue]:
    found: list[Cue] = []
    place = 0
    for part in glances(text, lang):
        start = text.find(part, place)
        place = start + len(part)
        heard = [one for one in speech.words if one.start < place and one.end > start]
        if heard:
            found.append(Cue(start=at + heard[0].from_ms / 1000, end=at + heard[-1].to_ms / 1000, text=part))
    return found


def _held(cues: Sequence[Cue], seconds: float) -> list[Cue]:
    following = [*(one.start for one in cues[1:]), seconds][: len(cues)]
    return [
        Cue(start=round(one.start, 3), end=round(max(one.start + 0.2, min(one.end + _HELD, until)), 3), text=one.text)
        for one, until in zip(cues, following, strict=True)
    ]
