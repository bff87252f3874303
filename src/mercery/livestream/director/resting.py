"""Whether a show rests, and when its engine is replaced by night. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

ALONE_S: Final = 120.0
"""So long nobody has to have watched until the engine rests."""
NIGHT: Final = range(3, 5)
"""Hours of the shop's day in which an engine that has run for long is replaced."""
OLD_S: Final = 20 * 3600.0


@dataclass(slots=True)
class Loneliness:
    """Since when nobody has watched. `seconds` are of any clock that never goes back."""

    since: float | None = None

    def rests(self, seconds: float, *, watching: int, pushed: bool, rest_alone: bool, person: bool) -> bool:
        """Whether the engine may rest now: nobody has watched for two minutes and nothing is pushed outside."""
        if watching or pushed or person or not rest_alone:
            self.since = None
            return False
        if self.since is None:
            self.since = seconds
        return seconds - self.since >= ALONE_S


def is_old(uptime_s: float, at: datetime, timezone: str) -> bool:
    """Whether the engine is to be replaced at the next change of scene: by night, once a day."""
    return uptime_s >= OLD_S and at.astimezone(ZoneInfo(timezone)).hour in NIGHT
