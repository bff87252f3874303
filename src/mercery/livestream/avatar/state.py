"""What the engine tells the stage for each frame. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.line import Gesture, Mood

Gaze = Literal["auto", "viewer", "card", "comments"]
"""`auto`: mostly the viewer, at times the card or the comments, as it comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameState:
    """The moment a frame shows. Nothing has to be kept up by the engine: the stage eases from one state to the next."""

    time: float
    """Seconds of the media clock; never goes back."""
    visemes: tuple[Viseme, ...] = ()
    """Of the line being spoken; empty: nobody speaks."""
    at_ms: float = 0.0
    """How far into that line the sound is; some 30 ms more, since mouths are seen to be late sooner than to be early."""
    mood: Mood = "calm"
    gesture: Gesture = "none"
    loudness: float = 0.0
    """0 to 1, of the sound at this moment; 0 where it is not measured."""
    question: bool = False
    """Whether the line asks something."""
    gaze: Gaze = "auto"
    line: str = ""
    """Id of the line; a gesture begins anew with each line."""

    @property
    def speaking(self) -> bool:
        """Whether a line is being said."""
        return bool(self.visemes)
