"""When each picture is due. Time is counted in samples of sound; the wall's time only says how late we are. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mercery.livestream.show import PER_SECOND, SOUND_RATE

BLOCK: Final = SOUND_RATE // PER_SECOND
"""Samples of sound to a picture: 1,920."""
MOST_LATE_S: Final = 2.0
"""Later than that the clock is set anew: those who listen to an outside platform would never get rid of the delay."""
_MOST_APART_S: Final = 2.0


@dataclass(slots=True)
class Clock:
    """Counts ticks of a twenty-fifth of a second. `base` and `began_at` are when tick 0 was due, by the clock that only goes
    forward and as a date (Unix time)."""

    base: float
    began_at: float
    ticks: int = 0

    @property
    def due(self) -> float:
        """When the next tick is due, by the clock that only goes forward."""
        return self.base + self.ticks / PER_SECOND

    @property
    def media_s(self) -> float:
        """Seconds of sound that were made."""
        return self.ticks / PER_SECOND

    def late(self, now: float) -> float:
        """Seconds since the next tick was due; below nothing while it is not."""
        return now - self.due

    def must_be_set(self, now: float, date: float) -> bool:
        """Whether we are hopelessly late, or the computer's date was changed meanwhile."""
        late = self.late(now)
        apart = abs(date - late - (self.began_at + self.media_s))
        return late > MOST_LATE_S or apart > _MOST_APART_S

    def set_anew(self, now: float, date: float) -> None:
        """The next tick is due now. Counters go on: nothing of the sound is skipped, only its date is another."""
        self.base = now - self.ticks / PER_SECOND
        self.began_at = date - self.media_s
