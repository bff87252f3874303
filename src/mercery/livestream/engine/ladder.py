"""How much the engine asks of the machine: down at once when pictures come late, up again only after a long quiet while. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mercery.livestream.engine.protocol import Tier

TIERS: Final[tuple[Tier, ...]] = ("full", "half", "fast", "small")
STEPS: Final[dict[Tier, int]] = {"full": 1, "half": 2, "fast": 2, "small": 4}
"""Of so many ticks one has a fresh picture."""
_LOOKED_AT_S: Final = 5
_LATE: Final = 0.1
"""Share of the pictures that were to be fresh and were not, from which on less is asked."""
_CALM_S: Final = 10
"""Quiet seconds until more is tried for the first time: what made pictures late is mostly a neighbour's short work. Each time
more does not hold, the wait is doubled."""
_MOST_CALM_S: Final = 480
_PARDONED_S: Final = 6
_ROOM: Final = 0.7
"""Of the time, most that work may take up for the next tier to be tried."""
_MORE: Final[dict[Tier, float]] = {"full": 1.0, "half": 1.7, "fast": 1.5, "small": 1.6}
"""How many times as much work the tier above is."""


@dataclass(slots=True)
class Second:
    """What a second was like: pictures that were to be drawn, those that were too late for it, share of it spent at work."""

    wanted: int
    late: int
    busy: float


class Ladder:
    """Told every second how it went."""

    def __init__(self) -> None:
        self._at = 0
        self._seen: list[Second] = []
        self._calm = 0
        self._needed = _CALM_S
        self._risen = _MOST_CALM_S
        """Seconds since more was asked."""
        self._pardoned = _PARDONED_S

    def pardon(self) -> None:
        """Something was set up: the next seconds say nothing about what the machine can do."""
        self._pardoned = _PARDONED_S
        self._seen = []

    @property
    def tier(self) -> Tier:
        """What is asked now."""
        return TIERS[self._at]

    def second(self, told: Second) -> Tier:
        """Another second went by."""
        if self._pardoned:
            self._pardoned -= 1
            return self.tier
        self._seen = [*self._seen, told][-_LOOKED_AT_S:]
        wanted = sum(one.wanted for one in self._seen)
        late = sum(one.late for one in self._seen) / max(1, wanted)
        self._risen += 1
        if len(self._seen) == _LOOKED_AT_S and late > _LATE:
            self._down()
        elif late > _LATE / 5:
            self._calm = 0
        else:
            self._calm += 1
            busy = sum(one.busy for one in self._seen) / len(self._seen)
            if self._at and self._calm >= self._needed and busy * _MORE[self.tier] < _ROOM:
                self._at -= 1
                self._calm = self._risen = 0
                self._seen = []
        return self.tier

    def _down(self) -> None:
        # What was tried and did not hold for a minute is not tried again so soon.
        self._needed = min(_MOST_CALM_S, self._needed * 2) if self._risen < 60 else _CALM_S
        self._at = min(len(TIERS) - 1, self._at + 1)
        self._calm = 0
        self._seen = []
